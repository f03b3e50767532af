package io.jenkins.plugins.entsso.patrol;

import static io.jenkins.plugins.entsso.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.ledger.Hosts.NOON;
import static org.junit.Assert.assertEquals;

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
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        ledger = new Ledger(folder.getRoot().toPath(), clock);
        audit = new Audit(ledger, new Store(), clock);
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
        artifacts.put(1, "Secret 1");
        now = NOON.plus(Audit.PACE);
        assertEquals(1, audit.run());
        assertEquals(State.CHANGED, only().state());
        assertEquals(Kind.UNPROTECTED, ledger.host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void anotherLengthIsSeenWithoutReading() throws Exception {
        hold(1);
        artifacts.put(1, "longer than it was");
        assertEquals(1, audit.run());
        assertEquals(State.CHANGED, only().state());
        assertEquals(Map.of(), reads);
    }

    @Test
    public void whatHasComeBackCountsAgainOnceItWasRead() throws Exception {
        hold(1);
        String content = artifacts.remove(1);
        audit.run();
        artifacts.put(1, "Secret 1");
        now = NOON.plusSeconds(60);
        audit.run();
        assertEquals(State.GONE, only().state());
        artifacts.put(1, content);
        audit.run();
        assertEquals(State.HELD, only().state());
        assertEquals(now, only().verified());
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
    public void theNewestOfASecretIsTheNewestThatIsStillThere() throws Exception {
        for (int i = 1; i <= 4; i++) {
            hold(i);
        }
        artifacts.remove(3);
        artifacts.remove(4);
        audit.lookAtNewest();
        assertEquals(
                List.of(State.HELD, State.HELD, State.GONE, State.GONE),
                ledger.backups().stream().map(Backup::state).toList());
        storeFailure = new IOException("connection refused");
        audit.lookAtNewest();
    }

    private Backup only() {
        return ledger.backups().get(0);
    }

    private void protect() throws IOException {
        Hosts host = Hosts.host("A").secrets(MSID1);
        ledger.enter("n", host.facts(), Verdict.of("n", host.facts(), ledger.backups()), now);
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
                new TreeSet<>(List.of(MSID1)),
                hash,
                content.length,
                NOON.plusSeconds(build),
                "job",
                build,
                "a",
                NOON));
    }

    private final class Store implements Audit.Artifacts {
        @Override
        public OptionalLong size(Backup backup) throws IOException {
            if (storeFailure != null) {
                throw storeFailure;
            }
            String text = artifacts.get(backup.build());
            return text == null ? OptionalLong.empty() : OptionalLong.of(text.length());
        }

        @Override
        public InputStream open(Backup backup) {
            reads.merge(backup.build(), 1, Integer::sum);
            return new ByteArrayInputStream(artifacts.get(backup.build()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
