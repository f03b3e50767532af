package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Claim;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Mark;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Repeats;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.Test;

public class BackupProofTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final UUID ID = UUID.fromString("0123abcd-0000-0000-0000-00000000000f");
    private static final String FILE = "C:\\Temp\\entsso-1\\entsso-backup-" + ID + ".bak";
    private static final Msid CURRENT = new Msid(new UUID(1, 1));
    private static final Msid PREVIOUS = new Msid(new UUID(2, 2));
    private static final Msid FRESH = new Msid(new UUID(3, 3));
    private static final String NIL = "{00000000-0000-0000-0000-000000000000}";
    private static final String PASSWORD = "Zebra crossing 7";

    private final List<EntssoEvent> events = new ArrayList<>();
    private Mark required;
    private QueryResult<RegistrySecrets> secrets = secrets(CURRENT, PREVIOUS);
    private byte[] found = content(500);

    @Test
    public void holdsWhereEverythingFits() {
        done(10, FILE, CURRENT.toString(), PREVIOUS.toString());
        required = new Mark(9, NOW);
        assertBroken(null);
        assertEquals(6, proof().size());
    }

    @Test
    public void fileNameCountsWithoutItsDirectoryAndCase() {
        for (String file : new String[] {
            FILE.toUpperCase(Locale.ROOT),
            "\\\\?\\" + FILE,
            "C:\\PROGRA~1\\x\\entsso-backup-" + ID + ".bak",
            "/tmp/entsso-backup-" + ID + ".bak",
            "entsso-backup-" + ID + ".bak"
        }) {
            events.clear();
            done(10, file, CURRENT.toString(), PREVIOUS.toString());
            assertBroken(null);
        }
    }

    @Test
    public void oneSecretWithoutAPreviousOne() {
        secrets = secrets(CURRENT);
        for (String none : new String[] {NIL, "", "-"}) {
            events.clear();
            done(10, FILE, CURRENT.toString().toLowerCase(Locale.ROOT), none);
            assertBroken(null);
        }
    }

    @Test
    public void needsTheFile() {
        done(10, FILE, CURRENT.toString(), PREVIOUS.toString());
        found = null;
        assertBroken(Claim.FILE_EXISTS);
    }

    @Test
    public void needsAPlausibleFile() {
        done(10, FILE, CURRENT.toString(), PREVIOUS.toString());
        for (byte[] bad : List.of(new byte[0], new byte[1], new byte[500], filled())) {
            found = bad;
            assertBroken(Claim.FILE_PLAUSIBLE);
        }
        found = content(2);
        assertBroken(null);
        found = content(BackupAnswer.MAX_SIZE + 1);
        assertBroken(Claim.FILE_PLAUSIBLE);
    }

    @Test
    public void refusesAFileWithThePassword() {
        done(10, FILE, CURRENT.toString(), PREVIOUS.toString());
        for (byte[] clear : List.of(
                PASSWORD.getBytes(StandardCharsets.US_ASCII),
                PASSWORD.getBytes(StandardCharsets.UTF_16LE),
                PASSWORD.getBytes(StandardCharsets.UTF_16BE))) {
            for (int at : new int[] {0, 1, 77, 500 - clear.length}) {
                byte[] content = content(500);
                System.arraycopy(clear, 0, content, at, clear.length);
                found = content;
                assertBroken(Claim.PASSWORD_NOT_IN_FILE);
            }
        }
        byte[] almost = content(500);
        System.arraycopy(PASSWORD.getBytes(StandardCharsets.US_ASCII), 0, almost, 485, 15);
        found = almost;
        assertBroken(null);
    }

    @Test
    public void needsTheEventForThisVeryFile() {
        assertBroken(Claim.EVENT_FOR_FILE);
        done(10, FILE.replace("0123abcd", "1123abcd"), CURRENT.toString(), PREVIOUS.toString());
        done(11, FILE + ".txt", CURRENT.toString(), PREVIOUS.toString());
        assertBroken(Claim.EVENT_FOR_FILE);
    }

    @Test
    public void saysWhyItIsNotConfirmed() {
        assertEquals(UnconfirmedReason.NO_EVENT, unconfirmed(null));
        assertEquals(UnconfirmedReason.NO_EVENT, unconfirmed(new LogChannel("Application", true, true, true, 1)));
        assertEquals(UnconfirmedReason.LOG_FULL, unconfirmed(new LogChannel("Application", true, false, true, 1)));
        assertEquals(UnconfirmedReason.OTHER_LOG, unconfirmed(new LogChannel("Application", false, false, true, 1)));
        assertEquals(
                UnconfirmedReason.LOG_UNREADABLE,
                BackupProof.unconfirmed(null, QueryResult.failed(Failure.Kind.ACCESS_DENIED, "no"), null));
        done(10, FILE, NIL, "");
        assertEquals(UnconfirmedReason.NO_MSIDS, unconfirmed(null));
        assertFalse(proof().stream()
                .filter(c -> c.claim() == Claim.EVENT_FOR_FILE)
                .findFirst()
                .orElseThrow()
                .holds());
    }

    @Test
    public void theNewestEventForTheFileCounts() {
        done(10, FILE, CURRENT.toString(), PREVIOUS.toString());
        events.add(new EntssoEvent(EventId.BACKUP_FAILED_MEDIA, 12, NOW, List.of(FILE, "u", "c", "5")));
        assertEquals(
                EventId.BACKUP_FAILED_MEDIA,
                BackupProof.outcome(ID, log(null)).orElseThrow().id());
    }

    /** Event 10559 has room for two. Whether that protects the host is for the verdict to say. */
    @Test
    public void tellsWhichSecretsAreNotInIt() {
        done(10, FILE, CURRENT.toString(), PREVIOUS.toString());
        for (QueryResult<RegistrySecrets> more : List.of(secrets(FRESH), secrets(CURRENT, PREVIOUS, FRESH))) {
            secrets = more;
            assertBroken(Claim.COVERS_ALL_SECRETS);
            assertTrue(proof().toString(), proof().toString().contains("detail=" + FRESH + "]"));
        }
        secrets = QueryResult.failed(Failure.Kind.ACCESS_DENIED, "no");
        assertBroken(Claim.COVERS_ALL_SECRETS);
        secrets = secrets(CURRENT);
        assertBroken(null);
    }

    @Test
    public void needsSilence() {
        done(10, FILE, CURRENT.toString(), PREVIOUS.toString());
        required = new Mark(11, NOW);
        assertBroken(Claim.REQUIRED_SILENT);
    }

    @Test
    public void aLogThatCannotBeAskedProvesNothing() {
        QueryResult<HostFacts.Log> log = QueryResult.failed(Failure.Kind.ACCESS_DENIED, "no");
        List<Proof> proof = BackupProof.of(found, password(), null, log, secrets);
        assertTrue(proof.toString(), proof.toString().contains("ACCESS_DENIED: no"));
        assertEquals(Optional.empty(), BackupProof.outcome(ID, log));
    }

    @Test
    public void onlyWhatIsInTheFileRefutesIt() {
        for (Claim claim : Claim.values()) {
            boolean isOfFile = List.of(Claim.FILE_EXISTS, Claim.FILE_PLAUSIBLE, Claim.PASSWORD_NOT_IN_FILE)
                    .contains(claim);
            assertEquals(claim.toString(), isOfFile, new Proof(claim, false, "").isRefutation());
            assertFalse(new Proof(claim, true, "").isRefutation());
        }
    }

    /** The claim that does not hold while all others do; null if all hold. */
    private void assertBroken(Claim claim) {
        List<Claim> broken =
                proof().stream().filter(c -> !c.holds()).map(Proof::claim).toList();
        assertEquals(proof().toString(), claim == null ? List.of() : List.of(claim), broken);
    }

    private List<Proof> proof() {
        return BackupProof.of(found, password(), event(), log(null), secrets);
    }

    private UnconfirmedReason unconfirmed(LogChannel channel) {
        return BackupProof.unconfirmed(event(), log(channel), null);
    }

    private EntssoEvent event() {
        return BackupProof.outcome(ID, log(null)).orElse(null);
    }

    private QueryResult<HostFacts.Log> log(LogChannel channel) {
        Repeats repeats = required == null ? Repeats.NONE : new Repeats(1, false, required, required);
        return QueryResult.of(new HostFacts.Log(events, repeats, new Mark(1, NOW), new Mark(20, NOW), channel, true));
    }

    private void done(long record, String file, String... msids) {
        events.add(new EntssoEvent(EventId.BACKED_UP, record, NOW, List.of(file, msids[0], msids[1], "user", "BTS1")));
    }

    private static QueryResult<RegistrySecrets> secrets(Msid... msids) {
        return QueryResult.of(new RegistrySecrets(true, new TreeSet<>(Arrays.asList(msids))));
    }

    private static Password password() {
        return new Password(PASSWORD.toCharArray());
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i * 31 + 1);
        }
        return content;
    }

    private static byte[] filled() {
        byte[] filled = new byte[BackupAnswer.MAX_SIZE];
        Arrays.fill(filled, (byte) 'x');
        return filled;
    }
}
