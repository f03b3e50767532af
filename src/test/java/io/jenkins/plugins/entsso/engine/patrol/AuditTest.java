package io.jenkins.plugins.entsso.engine.patrol;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID3;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.NOON;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.LogLines;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class AuditTest {
    private static final Duration INTERVAL = Duration.ofHours(4);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<Integer, String> artifacts = new HashMap<>();
    private final Map<Integer, Integer> reads = new HashMap<>();
    private final Map<Integer, Backup> manifests = new HashMap<>();
    private final Set<Integer> looked = new TreeSet<>();
    private final Set<Integer> kept = new TreeSet<>();
    private final List<Integer> adopted = new ArrayList<>();
    private IOException storeFailure;

    /** What is found of all credentials; null if their store does not answer. */
    private BackupCredentials.State credentials = BackupCredentials.State.SAME;

    private Duration onRead = Duration.ZERO;
    private boolean wrongLength;
    private boolean sure = true;
    private Instant now = NOON;
    /** Near the overflow of System.nanoTime, which must not matter. */
    private long nanos = Long.MAX_VALUE - 1;

    private final Map<String, String> clusters = new HashMap<>();
    private Ledger ledger;
    private Audit audit;

    @Before
    public void create() throws IOException {
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        ledger = new Ledger(folder.getRoot().toPath(), clock, node -> clusters.getOrDefault(node, ""));
        audit = new Audit(ledger, new Store(), clock, () -> nanos);
    }

    @Test
    public void whatIsThereStaysHeldAndIsReadOnceADay() throws Exception {
        hold(1);
        for (int hour = 0; hour < 24 * 15; hour += 4) {
            now = NOON.plus(Duration.ofHours(hour));
            audit.work(INTERVAL);
            nanos += INTERVAL.toNanos();
        }
        assertEquals(15, (int) reads.get(1));
        assertEquals(NOON.plus(Duration.ofDays(14)), only().verified());
    }

    /** Whoever entered it may have died before they could. */
    @Test
    public void theBuildsOfWhatIsNeededAreKept() throws Exception {
        hold(1);
        Backup newest = hold(2);
        enterAsStarted(newest);
        manifests.put(2, newest);
        audit.run(true);
        assertEquals(State.HELD, ledger.backups().get(1).state());
        assertEquals(Set.of(2), kept);
        assertEquals(List.of(2), adopted);
        Backup held = hold(3, "n", "job", MSID2);
        ledger.enter(Backup.started("n", "A", "job", 4, NOON)
                .unconfirmed(Backup.UnconfirmedReason.NO_EVENT, Set.of(MSID1), "a", held.sha256(), held.bytes(), NOON));
        artifacts.put(4, artifacts.get(3));
        audit.run(false);
        assertEquals(Set.of(2, 3, 4), kept);
    }

    @Test
    public void whatIsUnconfirmedIsLookedAfterToo() throws Exception {
        Backup held = hold(1);
        ledger.enter(Backup.started("n", "A", "job", 1, NOON)
                .unconfirmed(Backup.UnconfirmedReason.NO_EVENT, Set.of(MSID1), "a", held.sha256(), held.bytes(), NOON));
        String content = artifacts.remove(1);
        audit.run(false);
        assertEquals(
                List.of(State.GONE, State.GONE),
                ledger.backups().stream().map(Backup::state).toList());
        artifacts.put(1, content);
        audit.run(false);
        assertEquals(
                Set.of(State.HELD, State.UNCONFIRMED),
                ledger.backups().stream().map(Backup::state).collect(Collectors.toSet()));
    }

    @Test
    public void theCredentialsAreLookedForOnceADay() throws Exception {
        Backup held = hold(1);
        BackupCredentials safe = new BackupCredentials("safe", "key", "mac", BackupCredentials.State.SAME);
        ledger.enter(held.withCredentials(safe));
        credentials = BackupCredentials.State.CHANGED;
        audit.run(false);
        assertEquals(safe, only().credentials());
        audit.run(true);
        assertEquals(safe.withState(BackupCredentials.State.CHANGED), only().credentials());
        credentials = null;
        audit.run(true);
        assertEquals(safe.withState(BackupCredentials.State.NOT_KNOWN), only().credentials());
        credentials = BackupCredentials.State.SAME;
        audit.run(true);
        assertEquals(safe, only().credentials());
    }

    /** As where their store does not answer yet after a start. */
    @Test
    public void credentialsAreGoneIfTheyAreNotFoundTwice() throws Exception {
        BackupCredentials safe = new BackupCredentials("safe", "key", "mac", BackupCredentials.State.SAME);
        ledger.enter(hold(1).withCredentials(safe));
        credentials = BackupCredentials.State.GONE;
        audit.run(true);
        assertEquals(safe.withState(BackupCredentials.State.NOT_KNOWN), only().credentials());
        audit.run(true);
        assertEquals(safe.withState(BackupCredentials.State.GONE), only().credentials());
        Backup other = hold(2);
        audit.run(true);
        assertNull(ledger.backup(other.id()).orElseThrow().credentials());
    }

    @Test
    public void whatIsGoneTurnsTheVerdict() throws Exception {
        hold(1);
        protect();
        artifacts.remove(1);
        audit.run(true);
        assertEquals(State.GONE, only().state());
        assertEquals(Kind.UNPROTECTED, ledger.host("n").orElseThrow().verdict().kind());
        audit.run(true);
    }

    @Test
    public void whatHasChangedIsFoundAndTurnsTheVerdict() throws Exception {
        hold(1);
        protect();
        artifacts.put(1, "Secret 1");
        now = NOON.plus(Audit.PACE);
        audit.run(true);
        assertEquals(State.CHANGED, only().state());
        assertEquals(Kind.UNPROTECTED, ledger.host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void anotherLengthIsReasonToReadAtOnce() throws Exception {
        hold(1);
        artifacts.put(1, "longer than it was");
        audit.lookAtHost("n");
        assertEquals(State.CHANGED, only().state());
        assertEquals(Map.of(1, 1), reads);
    }

    /** As of a file that was removed between two questions. */
    @Test
    public void aLengthAloneProvesNoChange() throws Exception {
        hold(1);
        wrongLength = true;
        now = NOON.plusSeconds(60);
        audit.run(false);
        assertEquals(State.HELD, only().state());
        assertEquals(now, only().verified());
    }

    @Test
    public void whatHasChangedBackCountsAgain() throws Exception {
        hold(1);
        String content = artifacts.put(1, "Secret 1");
        now = NOON.plus(Audit.PACE);
        audit.run(true);
        assertEquals(State.CHANGED, only().state());
        audit.run(true);
        assertEquals(State.CHANGED, only().state());
        artifacts.put(1, content);
        audit.run(true);
        assertEquals(State.HELD, only().state());
        assertEquals(now, only().verified());
    }

    /** A volume that is away, or a store in a cloud that has a bad day, looks as if its files were gone. */
    @Test
    public void whatMayOnlyBeAwayIsGoneOnceItWasNotReadForThreeDays() throws Exception {
        hold(1);
        protect();
        String content = artifacts.remove(1);
        sure = false;
        for (int day = 0; day < 3; day++) {
            now = NOON.plus(Duration.ofDays(day));
            // as after a restart
            create();
            audit.work(INTERVAL);
            audit.lookAtHost("n");
        }
        assertEquals(State.HELD, only().state());
        assertEquals(Kind.PROTECTED, ledger.host("n").orElseThrow().verdict().kind());
        for (int day = 3; day < 5; day++) {
            // while the controller was off, nobody looked
            now = NOON.plus(Duration.ofDays(day));
            audit.run(false);
            assertEquals(State.HELD, only().state());
        }
        now = NOON.plus(Duration.ofDays(5));
        nanos += Audit.MISSED.toNanos();
        audit.run(false);
        assertEquals(State.GONE, only().state());
        artifacts.put(1, content);
        audit.run(false);
        assertEquals(State.HELD, only().state());
    }

    @Test
    public void whatWasFoundInBetweenIsNotMissed() throws Exception {
        hold(1);
        sure = false;
        String content = artifacts.get(1);
        for (int day = 0; day < 20; day++) {
            now = NOON.plus(Duration.ofDays(day));
            if (day % 3 == 0) {
                artifacts.put(1, content);
            } else {
                artifacts.remove(1);
            }
            audit.run(true);
            nanos += Duration.ofDays(1).toNanos();
        }
        assertEquals(State.HELD, only().state());
    }

    /** As after the ledger's disk was full. */
    @Test
    public void whatWasArchivedButCouldNotBeEnteredIsAdopted() throws Exception {
        Backup held = hold(1);
        enterAsStarted(held);
        audit.run(true);
        assertEquals("its build says nothing of it", State.STARTED, only().state());
        manifests.put(1, held);
        now = NOON.plusSeconds(60);
        audit.run(true);
        assertEquals(held.withVerified(now), only());
    }

    @Test
    public void whatIsNotWhatItsManifestSaysIsNotAdopted() throws Exception {
        Backup held = hold(1);
        enterAsStarted(held);
        manifests.put(1, held);
        artifacts.put(1, "Secret 1");
        audit.run(true);
        assertEquals(State.STARTED, only().state());
    }

    private void enterAsStarted(Backup held) throws IOException {
        ledger.enter(new Backup(
                held.id(),
                State.STARTED,
                held.host(),
                held.computer(),
                new TreeSet<>(),
                held.made(),
                new Backup.Artifact(held.job(), held.build(), "", "", 0),
                null));
    }

    @Test
    public void whatHasComeBackCountsAgainOnceItWasRead() throws Exception {
        hold(1);
        String content = artifacts.remove(1);
        audit.run(true);
        artifacts.put(1, "Secret 1");
        now = NOON.plusSeconds(60);
        audit.run(true);
        assertEquals(State.GONE, only().state());
        artifacts.put(1, content);
        audit.run(true);
        assertEquals(State.HELD, only().state());
        assertEquals(now, only().verified());
    }

    @Test
    public void aStoreThatIsAwayHasLostNothing() throws Exception {
        hold(1);
        protect();
        storeFailure = new IOException("connection refused");
        now = NOON.plus(Audit.PACE);
        audit.run(true);
        assertEquals(Kind.PROTECTED, ledger.host("n").orElseThrow().verdict().kind());
        assertEquals("it is not claimed to have been read", NOON, only().verified());
    }

    @Test
    public void theNewestOfASecretIsTheNewestThatIsStillThere() throws Exception {
        for (int i = 1; i <= 4; i++) {
            hold(i);
        }
        artifacts.remove(3);
        artifacts.remove(4);
        audit.lookAtHost("n");
        assertEquals(
                List.of(State.HELD, State.HELD, State.GONE, State.GONE),
                ledger.backups().stream().map(Backup::state).toList());
        storeFailure = new IOException("connection refused");
        audit.lookAtHost("n");
    }

    @Test
    public void lookingAtWhatIsThereWritesNothing() throws Exception {
        for (int i = 1; i <= 20; i++) {
            hold(i);
        }
        protect();
        audit.work(INTERVAL);
        List<Object> before = files();
        now = NOON.plusSeconds(60);
        audit.run(false);
        audit.lookAtHost("n");
        lookAtJob("job");
        assertEquals(before, files());
    }

    /** Each file is replaced when it is written. */
    private List<Object> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.getRoot().toPath())) {
            List<Object> keys = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                keys.add(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
                keys.add(Files.getLastModifiedTime(file));
            }
            return keys;
        }
    }

    /** Other hosts' artifacts may be many, and in a store that is away. */
    @Test
    public void forAHostOnlyWhatCountsForItIsLookedAt() throws Exception {
        hold(1, "n", "job", MSID1);
        hold(2, "cluster", "other-job", MSID1);
        hold(3, "n", "job", MSID2);
        hold(4, "elsewhere", "other-job", MSID2, MSID3);
        audit.lookAtHost("n");
        assertEquals("made on it", Set.of(1, 3), looked);
        looked.clear();
        protect();
        clusters.putAll(Map.of("n", "SSOCLUSTER", "cluster", "SSOCLUSTER"));
        audit.lookAtHost("n");
        assertEquals("or on its cluster", Set.of(1, 2, 3), looked);
        looked.clear();
        audit.lookAtHost("unknown");
        assertEquals(Set.of(), looked);
    }

    @Test
    public void onlyWhatIsDueIsLookedAt() throws Exception {
        hold(1, "a", "job", MSID1);
        hold(2, "b", "other-job", MSID2);
        audit.work(INTERVAL);
        assertEquals("all at the start", Set.of(1, 2), looked);
        looked.clear();
        lookAtJob("other-job");
        assertEquals(Set.of(2), looked);
        looked.clear();
        nanos += INTERVAL.toNanos() - 1;
        audit.work(INTERVAL);
        assertEquals(Set.of(), looked);
        nanos++;
        audit.work(INTERVAL);
        assertEquals(Set.of(1, 2), looked);
        assertEquals("only their length", Map.of(1, 1, 2, 1), reads);
    }

    @Test
    public void thatAStoreIsAwayIsSaidOnceAndShortly() throws Exception {
        try (LogLines log = new LogLines(Audit.class)) {
            for (int i = 1; i <= 20; i++) {
                hold(i);
            }
            storeFailure = new IOException("connection refused");
            audit.run(true);
            for (int i = 0; i < 5; i++) {
                audit.lookAtHost("n");
            }
            assertEquals(1, log.said.size());
            assertNull(log.said.get(0).getThrown());
            assertThat(log.said.get(0).getMessage(), containsString("connection refused"));
            audit.run(true);
            assertEquals(2, log.said.size());
        }
    }

    /** Reading all takes three days and a half: what is needed is read every day, the others in turn. */
    @Test
    public void manyBackupsAreReadInTurnAndLookedForMeanwhile() throws Exception {
        now = NOON.plusSeconds(5000);
        for (int i = 1; i <= 5000; i++) {
            hold(i, "n" + i % 20, "job", Hosts.msid(i % 20));
        }
        onRead = Duration.ofMinutes(1);
        long longest = 0;
        for (int day = 1; day <= 4; day++) {
            artifacts.remove(day);
            for (Instant end = now.plus(Duration.ofDays(1)); now.isBefore(end); pass(Duration.ofMinutes(1))) {
                long before = nanos;
                audit.work(INTERVAL);
                longest = Math.max(longest, nanos - before);
            }
            assertEquals(
                    State.GONE, ledger.backup(new UUID(1, day)).orElseThrow().state());
            int days = day;
            IntStream.rangeClosed(4981, 5000).forEach(i -> assertEquals(days, (int) reads.get(i)));
        }
        assertTrue(
                "it looks again when that is due",
                longest <= INTERVAL.plus(onRead).toNanos());
        assertEquals("all but the one that was gone before its turn", 4999, reads.size());
        LedgerSnapshot snapshot = LedgerSnapshot.of(ledger, now);
        assertTrue(snapshot.unread() + "", snapshot.unread() > 1500 && snapshot.unread() < 2500);
        assertTrue(Metrics.of(snapshot).contains("entsso_unread_backups " + snapshot.unread() + "\n"));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    private Backup only() {
        return ledger.backups().get(0);
    }

    private void lookAtJob(String job) {
        audit.requestJob(job);
        audit.work(INTERVAL);
    }

    private void protect() throws IOException {
        Hosts host = Hosts.host("A").secrets(MSID1);
        ledger.enter("n", host.facts(), now);
        assertEquals(Kind.PROTECTED, ledger.host("n").orElseThrow().verdict().kind());
    }

    private Backup hold(int build) throws Exception {
        return hold(build, "n", "job", MSID1);
    }

    private Backup hold(int build, String node, String job, Msid... msids) throws Exception {
        byte[] content = ("secret " + build).getBytes(StandardCharsets.UTF_8);
        artifacts.put(build, new String(content, StandardCharsets.UTF_8));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        Backup backup = new Backup(
                new UUID(1, build),
                State.HELD,
                node,
                "A",
                new TreeSet<>(List.of(msids)),
                NOON.plusSeconds(build),
                new Backup.Artifact(job, build, "a", hash, content.length),
                NOON);
        ledger.enter(backup);
        return backup;
    }

    private final class Store implements Audit.Artifacts {
        @Override
        public BackupCredentials.State credentials(Backup backup) {
            if (credentials == null) {
                throw new IllegalStateException("The vault does not answer");
            }
            return credentials;
        }

        @Override
        public OptionalLong size(Backup backup) throws IOException {
            looked.add(backup.build());
            if (storeFailure != null) {
                throw storeFailure;
            }
            String text = artifacts.get(backup.build());
            return text == null ? OptionalLong.empty() : OptionalLong.of(wrongLength ? 0 : text.length());
        }

        @Override
        public boolean isSurelyGone(Backup backup) {
            return sure;
        }

        @Override
        public Optional<Backup> archived(Backup started) {
            return Optional.ofNullable(manifests.get(started.build()));
        }

        @Override
        public void adopted(Backup backup) {
            adopted.add(backup.build());
        }

        @Override
        public void keep(Backup backup) {
            kept.add(backup.build());
        }

        @Override
        public InputStream open(Backup backup) {
            reads.merge(backup.build(), 1, Integer::sum);
            pass(onRead);
            return new ByteArrayInputStream(artifacts.get(backup.build()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
