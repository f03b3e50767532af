package io.jenkins.plugins.entsso.patrol;

import static io.jenkins.plugins.entsso.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.ledger.Hosts.NOON;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.ledger.Hosts;
import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.Backup.State;
import io.jenkins.plugins.entsso.secret.Verdict;
import io.jenkins.plugins.entsso.secret.Verdict.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AuditTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<Integer, String> artifacts = new HashMap<>();
    private final Map<Integer, Integer> reads = new HashMap<>();
    private IOException storeFailure;
    private Instant now = NOON;
    private Ledger ledger;
    private Audit audit;

    @Before
    public void create() throws IOException {
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        ledger = new Ledger(folder.getRoot().toPath(), clock);
        audit = new Audit(ledger, this::open, clock);
    }

    @Test
    public void whatIsThereStaysHeldAndIsReadAtASlowerPace() throws Exception {
        hold(1);
        for (int hour = 4; hour <= 24 * 15; hour += 4) {
            now = NOON.plus(Duration.ofHours(hour));
            assertEquals(0, audit.run());
            assertEquals(now, only().seen());
        }
        assertEquals(2, (int) reads.get(1));
        assertEquals(NOON.plus(Duration.ofDays(14)), only().verified());
    }

    @Test
    public void whatIsGoneTurnsTheVerdict() throws Exception {
        hold(1);
        protect();
        artifacts.remove(1);
        assertEquals(1, audit.run());
        assertEquals(State.GONE, only().state());
        assertEquals(Kind.UNPROTECTED, ledger.host("n").orElseThrow().verdict().kind());
        assertEquals(0, audit.run());
    }

    @Test
    public void whatHasChangedIsFoundAndTurnsTheVerdict() throws Exception {
        hold(1);
        protect();
        artifacts.put(1, "altered");
        now = NOON.plus(Audit.PACE);
        assertEquals(1, audit.run());
        assertEquals(State.CHANGED, only().state());
        assertEquals(Kind.UNPROTECTED, ledger.host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void aStoreThatIsAwayHasLostNothing() throws Exception {
        hold(1);
        protect();
        storeFailure = new IOException("connection refused");
        now = NOON.plus(Audit.PACE);
        assertEquals(0, audit.run());
        assertEquals(Kind.PROTECTED, ledger.host("n").orElseThrow().verdict().kind());
        assertEquals("it is not claimed to have been seen", NOON, only().seen());
        assertTrue(audit.look(only()));
    }

    @Test
    public void aClockThatWentBackDoesNotPutOffReading() throws Exception {
        hold(1);
        now = NOON.minus(Duration.ofDays(30));
        audit.run();
        assertEquals(1, (int) reads.get(1));
        audit.run();
        assertEquals(1, (int) reads.get(1));
    }

    @Test
    public void manyAreReadInTurn() throws Exception {
        for (int i = 0; i < 3 * Audit.READ_AT_ONCE; i++) {
            hold(i);
        }
        now = NOON.plus(Audit.PACE);
        for (int i = 1; i <= 3; i++) {
            audit.run();
            assertEquals(i * Audit.READ_AT_ONCE, reads.size());
        }
    }

    @Test
    public void oneBackupCanBeLookedAtAlone() throws Exception {
        hold(1);
        assertTrue(audit.look(only()));
        artifacts.clear();
        assertFalse(audit.look(only()));
        assertEquals(State.GONE, only().state());
    }

    private Backup only() {
        return ledger.backups().get(0);
    }

    private void protect() throws IOException {
        Hosts host = Hosts.host("A").secrets(MSID1);
        ledger.enter("n", host.facts(), Verdict.of(host.facts(), ledger.backups()), now);
        assertEquals(Kind.PROTECTED, ledger.host("n").orElseThrow().verdict().kind());
    }

    private void hold(int build) throws Exception {
        byte[] content = ("secret " + build).getBytes(StandardCharsets.UTF_8);
        artifacts.put(build, new String(content, StandardCharsets.UTF_8));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        ledger.enter(new Backup(
                new UUID(1, build),
                State.HELD,
                "n",
                "A",
                new TreeSet<>(java.util.List.of(MSID1)),
                hash,
                content.length,
                NOON,
                "job",
                build,
                "a",
                NOON));
    }

    private Optional<InputStream> open(Backup backup, boolean read) throws IOException {
        if (storeFailure != null) {
            throw storeFailure;
        }
        if (read) {
            reads.merge(backup.build(), 1, Integer::sum);
        }
        return Optional.ofNullable(artifacts.get(backup.build()))
                .map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
