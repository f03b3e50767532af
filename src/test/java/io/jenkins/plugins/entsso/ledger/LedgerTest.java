package io.jenkins.plugins.entsso.ledger;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.Backup.State;
import io.jenkins.plugins.entsso.secret.Failure;
import io.jenkins.plugins.entsso.secret.Finding;
import io.jenkins.plugins.entsso.secret.Msid;
import io.jenkins.plugins.entsso.secret.Verdict;
import io.jenkins.plugins.entsso.secret.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LedgerTest {
    private static final Msid MSID = Msid.of("{AAAAAAAA-0000-0000-0000-000000000001}");
    private static final Instant NOON = Instant.parse("2026-05-12T12:00:00.123456789Z");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path directory;

    @Before
    public void place() {
        directory = folder.getRoot().toPath().resolve("entsso");
    }

    @Test
    public void remembersBackupsAcrossRestarts() throws IOException {
        Backup started = backup(State.STARTED, NOON);
        Backup older = backup(State.HELD, NOON.minusSeconds(60));
        Ledger ledger = new Ledger(directory);
        ledger.enter(started);
        ledger.enter(older);
        ledger.enter(started.with(State.HELD));

        assertEquals(List.of(older, started.with(State.HELD)), new Ledger(directory).backups());
    }

    @Test
    public void remembersBackupThatWasNeverVerified() throws IOException {
        Backup b = new Backup(
                UUID.randomUUID(), State.STARTED, "n", "c", new TreeSet<>(), "", 0, NOON, "job", 1, "", null);
        new Ledger(directory).enter(b);
        assertEquals(List.of(b), new Ledger(directory).backups());
    }

    @Test
    public void remembersVerdictsAcrossRestarts() throws IOException {
        Ledger ledger = new Ledger(directory);
        HostRecord record = ledger.enter("node \"é\"/..", "BIZTALK1", verdict(Kind.OUTDATED), NOON);

        assertEquals(List.of(record), new Ledger(directory).hosts());
    }

    @Test
    public void historyHasChangesOnly() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter("n", "C", verdict(Kind.UNPROTECTED), NOON);
        ledger.enter("n", "C", verdict(Kind.UNPROTECTED), NOON.plusSeconds(1));
        ledger.enter("n", "C", verdict(Kind.PROTECTED), NOON.plusSeconds(2));
        HostRecord record = ledger.enter("n", "C", verdict(Kind.PROTECTED), NOON.plusSeconds(3));

        assertEquals(NOON.plusSeconds(2), record.since());
        assertEquals(NOON.plusSeconds(3), record.checked());
        assertEquals(
                List.of(
                        new HostRecord.Change(NOON, Kind.UNPROTECTED),
                        new HostRecord.Change(NOON.plusSeconds(2), Kind.PROTECTED)),
                record.history());
    }

    @Test
    public void historyIsBounded() throws IOException {
        Ledger ledger = new Ledger(directory);
        HostRecord record = null;
        for (int i = 0; i < HostRecord.MAX_HISTORY + 10; i++) {
            record = ledger.enter("n", "C", verdict(i % 2 == 0 ? Kind.UNKNOWN : Kind.PROTECTED), NOON.plusSeconds(i));
        }
        assertEquals(HostRecord.MAX_HISTORY, record.history().size());
        assertEquals(
                NOON.plusSeconds(HostRecord.MAX_HISTORY + 9),
                record.history().get(99).at());
    }

    @Test
    public void keepsTheComputersNameWhileTheAgentDoesNotAnswer() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter("n", "BIZTALK1", verdict(Kind.PROTECTED), NOON);
        Verdict silent = Verdict.unanswered(new Failure(Failure.Kind.TIMEOUT, "no answer"));
        assertEquals("BIZTALK1", ledger.enter("n", "", silent, NOON).computer());
    }

    @Test
    public void forgetsHosts() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter("a", "A", verdict(Kind.PROTECTED), NOON);
        ledger.enter("b", "B", verdict(Kind.PROTECTED), NOON);
        ledger.forget("a");
        assertTrue(ledger.host("a").isEmpty());
        assertEquals(
                List.of("b"),
                new Ledger(directory).hosts().stream().map(HostRecord::node).toList());
    }

    @Test
    public void whatWasHeldInBuildsThatAreGoneIsGone() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup one = in("job", 1, State.HELD);
        Backup two = in("job", 2, State.HELD);
        Backup failed = in("job", 1, State.FAILED);
        Backup other = in("other", 1, State.HELD);
        for (Backup b : List.of(one, two, failed, other)) {
            ledger.enter(b);
        }
        ledger.lose("job", build -> build == 1);
        assertEquals(List.of(one.with(State.GONE), two, failed, other), ledger.backups());
        assertEquals(Set.copyOf(ledger.backups()), Set.copyOf(new Ledger(directory).backups()));
    }

    @Test
    public void backupsMoveWithTheirJob() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup moved = in("folder/job", 1, State.HELD);
        Backup other = in("folder/job2", 1, State.HELD);
        ledger.enter(moved);
        ledger.enter(other);
        ledger.move("folder/job", "elsewhere/job");
        assertEquals(List.of(in("elsewhere/job", moved), other), ledger.backups());
        assertEquals(Set.copyOf(ledger.backups()), Set.copyOf(new Ledger(directory).backups()));
    }

    @Test
    public void unreadableFilesAreNamedAndLeftAlone() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup good = backup(State.HELD, NOON);
        ledger.enter(good);
        String whole = Files.readString(file(good));
        for (String bad : List.of(
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"version\": 2}",
                "{\"version\": 1}",
                whole.substring(0, whole.length() / 2),
                whole.replace("2026", "soon"),
                whole.replace("{AAAAAAAA", "{ZZZZZZZZ"))) {
            Path file = directory.resolve("backups/bad.json");
            Files.writeString(file, bad);
            Ledger again = new Ledger(directory);
            assertEquals(bad, List.of(good), again.backups());
            assertEquals(bad, 1, again.problems().size());
            assertThat(again.problems().get(0), containsString("bad.json"));
            assertEquals(bad, Files.readString(file));
        }
    }

    @Test
    public void isReadableByAPerson() throws IOException {
        Backup b = backup(State.HELD, NOON);
        new Ledger(directory).enter(b);
        String text = Files.readString(file(b));
        assertThat(text, containsString("\"version\": 1"));
        assertThat(text, containsString("\"state\": \"HELD\""));
        assertThat(text, containsString("\"{AAAAAAAA-0000-0000-0000-000000000001}\""));
        assertThat(text, containsString("\"made\": \"2026-05-12T12:00:00.123456789Z\""));
    }

    @Test
    public void failedWriteChangesNothing() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup b = backup(State.STARTED, NOON);
        ledger.enter(b);
        // a directory in the way of the new file stands for every reason why it cannot be written
        Files.createDirectories(directory.resolve("backups/" + b.id() + ".json.new/x"));
        assertThrows(IOException.class, () -> ledger.enter(b.with(State.HELD)));
        assertEquals(List.of(b), ledger.backups());
        assertEquals(List.of(b), new Ledger(directory).backups());
    }

    @Test
    public void leavesNoFilesBehind() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup b = backup(State.STARTED, NOON);
        ledger.enter(b);
        ledger.enter(b.with(State.HELD));
        try (Stream<Path> files = Files.list(directory.resolve("backups"))) {
            assertEquals(List.of(file(b)), files.toList());
        }
    }

    @Test
    public void namesOfFilesAreDifferentForDifferentNodes() {
        Set<String> names = new HashSet<>();
        List<String> nodes =
                List.of("a", "A", "a/b", "a\\b", "a_b", "..", "", "é", "e", "x".repeat(300), "x".repeat(301));
        for (String node : nodes) {
            String name = JsonFiles.name(node);
            assertTrue(name, name.matches("[A-Za-z0-9._-]{1,100}"));
            assertFalse(name, name.startsWith("."));
            assertTrue(name, names.add(name));
        }
    }

    private static Backup in(String job, int build, State state) {
        return new Backup(
                UUID.randomUUID(), state, "n", "c", new TreeSet<>(Set.of(MSID)), "", 1, NOON, job, build, "a", NOON);
    }

    private static Backup in(String job, Backup b) {
        return new Backup(
                b.id(), b.state(), "n", "c", b.msids(), b.sha256(), b.size(), b.made(), job, b.build(), "a", NOON);
    }

    private Path file(Backup backup) {
        return directory.resolve("backups/" + backup.id() + ".json");
    }

    private static Verdict verdict(Kind kind) {
        return new Verdict(
                kind,
                List.of(Finding.of(Finding.Code.NOT_COVERED, MSID)),
                List.of(),
                Finding.of(Finding.Code.DO_BACK_UP),
                new TreeSet<>(List.of(MSID)),
                true);
    }

    private static Backup backup(State state, Instant made) {
        return new Backup(
                UUID.randomUUID(),
                state,
                "node",
                "BIZTALK1",
                new TreeSet<>(List.of(MSID)),
                "00",
                1,
                made,
                "folder/job",
                7,
                "entsso/a.bak",
                made);
    }
}
