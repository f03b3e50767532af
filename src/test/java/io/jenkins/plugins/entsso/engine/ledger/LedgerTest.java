package io.jenkins.plugins.entsso.engine.ledger;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.endsWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
        ledger.enter(started.withState(State.HELD));

        assertEquals(List.of(older, started.withState(State.HELD)), new Ledger(directory).backups());
    }

    @Test
    public void remembersBackupThatWasNeverVerified() throws IOException {
        Backup b = Backup.started("n", "c", "job", 1, NOON);
        new Ledger(directory).enter(b);
        assertEquals(List.of(b), new Ledger(directory).backups());
    }

    @Test
    public void remembersVerdictsAcrossRestarts() throws IOException {
        Ledger ledger = new Ledger(directory);
        HostRecord record = ledger.enter("node \"é\"/..", verdict(Kind.OUTDATED, "BIZTALK1"), NOON);

        assertEquals(List.of(record), new Ledger(directory).hosts());
    }

    @Test
    public void historyHasChangesOnly() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter("n", verdict(Kind.UNPROTECTED, "C"), NOON);
        ledger.enter("n", verdict(Kind.UNPROTECTED, "C"), NOON.plusSeconds(1));
        ledger.enter("n", verdict(Kind.HELD_ELSEWHERE, "C"), NOON.plusSeconds(2));
        HostRecord record = ledger.enter("n", verdict(Kind.HELD_ELSEWHERE, "C"), NOON.plusSeconds(3));

        assertEquals(NOON.plusSeconds(2), record.since());
        assertEquals(NOON.plusSeconds(3), record.checked());
        assertEquals(
                List.of(
                        new HostRecord.Change(NOON, Kind.UNPROTECTED),
                        new HostRecord.Change(NOON.plusSeconds(2), Kind.HELD_ELSEWHERE)),
                record.history());
    }

    @Test
    public void historyIsBounded() throws IOException {
        Ledger ledger = new Ledger(directory);
        HostRecord record = null;
        for (int i = 0; i < HostRecord.MAX_HISTORY + 10; i++) {
            record = ledger.enter(
                    "n", verdict(i % 2 == 0 ? Kind.OUTDATED : Kind.HELD_ELSEWHERE, "C"), NOON.plusSeconds(i));
        }
        assertEquals(HostRecord.MAX_HISTORY, record.history().size());
        assertEquals(
                NOON.plusSeconds(HostRecord.MAX_HISTORY + 9),
                record.history().get(99).at());
    }

    @Test
    public void keepsTheComputersNameWhileTheAgentDoesNotAnswer() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter("n", verdict(Kind.HELD_ELSEWHERE, "BIZTALK1"), NOON);
        Failure silent = new Failure(Failure.Kind.TIMEOUT, "no answer");
        assertEquals("BIZTALK1", ledger.enter("n", silent, NOON).computer());
    }

    @Test
    public void forgetsHosts() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter("a", verdict(Kind.HELD_ELSEWHERE, "A"), NOON);
        ledger.enter("b", verdict(Kind.HELD_ELSEWHERE, "B"), NOON);
        ledger.forget("a");
        assertTrue(ledger.host("a").isEmpty());
        assertEquals(
                List.of("b"),
                new Ledger(directory).hosts().stream().map(HostRecord::node).toList());
    }

    /** Its log has been overwritten meanwhile: else whoever may remove an agent could mend a server by it. */
    @Test
    public void aNodeThatIsRemovedAndComesBackIsNotMendedByThat() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter(new Backup(
                UUID.randomUUID(),
                State.HELD,
                "a",
                "A",
                new TreeSet<>(Set.of(Hosts.MSID1)),
                NOON,
                new Backup.Artifact("job", 1, "a", "00", 1),
                NOON));
        ledger.enter("a", verdict(Kind.DAMAGED, "A"), NOON);
        HostFacts overwritten = Hosts.host("A").secrets(Hosts.MSID1).oldest(100).facts();
        assertEquals(
                Kind.DAMAGED, ledger.enter("a", overwritten, NOON).verdict().kind());
        ledger.forget("a");
        ledger = new Ledger(directory);
        assertEquals(List.of(), ledger.hosts());
        assertTrue("all of it is asked again", ledger.isSecretServer("a"));
        assertEquals(
                Kind.DAMAGED, ledger.enter("a", overwritten, NOON).verdict().kind());
        assertEquals(
                Kind.DAMAGED,
                new Ledger(directory).host("a").orElseThrow().verdict().kind());

        ledger.forget("a");
        ledger.prune(Instant.now().plus(Ledger.RETENTION).plusSeconds(60));
        assertFalse("what is old is forgotten", new Ledger(directory).isSecretServer("a"));
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
        assertEquals(List.of(one.withState(State.GONE), two, failed, other), ledger.backups());
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
        assertEquals(List.of(moved.withJob("elsewhere/job"), other), ledger.backups());
        assertEquals(Set.copyOf(ledger.backups()), Set.copyOf(new Ledger(directory).backups()));
    }

    /** An aborted build has to be entered as well. */
    @Test
    public void anInterruptedThreadEntersAllTheSame() throws IOException {
        Backup backup = backup(State.HELD, NOON);
        Thread.currentThread().interrupt();
        try {
            new Ledger(directory).enter(backup);
        } finally {
            assertTrue("the interruption is kept", Thread.interrupted());
        }
        assertEquals(List.of(backup), new Ledger(directory).backups());
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
            assertThat(again.problems().get(0).arguments().get(0), containsString("bad.json"));
            assertEquals(bad, Files.readString(file));
        }
    }

    @Test
    public void filesThatLackSomethingOrAreNoTextAreNamedAndLeftAlone() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup good = backup(State.HELD, NOON);
        ledger.enter(good);
        ledger.enter("n", verdict(Kind.OUTDATED, "A"), NOON);
        Path hostFile = directory.resolve("hosts/" + JsonDirectory.nameFor("n") + ".json");
        List<String> host = Files.readAllLines(hostFile);
        List<String> backup = Files.readAllLines(file(good));
        for (String field : List.of("id", "state", "host", "computer", "msids", "sha256", "made", "job", "artifact")) {
            Files.writeString(file(good), without(backup, field));
            assertEquals(field, 1, new Ledger(directory).problems().size());
        }
        Files.write(file(good), new byte[] {(byte) 0xff, (byte) 0xfe, 0, '{'});
        assertEquals(1, new Ledger(directory).problems().size());
        Files.delete(file(good));
        for (String field : List.of("node", "computer", "checked", "since", "kind", "canBackUp")) {
            Files.writeString(hostFile, without(host, field));
            int expected = field.equals("canBackUp") ? 0 : 1;
            assertEquals(field, expected, new Ledger(directory).problems().size());
        }
    }

    /** They are judged only once their node comes back, which must not fail then. */
    @Test
    public void filesOfAHostThatIsGoneAreNamedIfTheyLackSomething() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter("n", verdict(Kind.OUTDATED, "A"), NOON);
        ledger.forget("n");
        Path file = directory.resolve("removed/" + JsonDirectory.nameFor("n") + ".json");
        String whole = Files.readString(file);
        for (String field : List.of("computer", "role", "place", "required")) {
            int known = whole.indexOf("\"known\"");
            String lacking = whole.substring(known).replaceFirst("\"" + field + "\"", "\"other\"");
            Files.writeString(file, whole.substring(0, known) + lacking);
            Ledger again = new Ledger(directory);
            assertEquals(field, 1, again.problems().size());
            again.enter("n", verdict(Kind.OUTDATED, "A"), NOON);
            Files.deleteIfExists(directory.resolve("hosts/" + file.getFileName()));
        }
    }

    /** What was written before such a time was refused must not come back into the pages. */
    @Test
    public void filesWithTimesThatNoClockShowsAreNamedAndLeftAlone() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter(
                "n",
                Hosts.host("A")
                        .secrets(MSID)
                        .event(EventId.GENERATED, 5, MSID.toString())
                        .facts(),
                NOON);
        Path file = directory.resolve("hosts/" + JsonDirectory.nameFor("n") + ".json");
        String whole = Files.readString(file);
        for (String field : List.of("checked", "since", "at", "answered", "time")) {
            String bad = whole.replaceFirst("\"" + field + "\": \"2026", "\"" + field + "\": \"+999999999");
            assertFalse(field, bad.equals(whole));
            Files.writeString(file, bad);
            Ledger again = new Ledger(directory);
            assertEquals(field, List.of(), again.hosts());
            assertEquals(field, 1, again.problems().size());
        }
    }

    /** As after a downgrade. */
    @Test
    public void anUnreadableHostIsSetAsideBeforeItIsWrittenOver() throws IOException {
        Ledger newer = new Ledger(directory);
        newer.enter("n", verdict(Kind.HELD_ELSEWHERE, "A"), NOON);
        newer.enter("n", verdict(Kind.OUTDATED, "A"), NOON);
        Path file = directory.resolve("hosts/" + JsonDirectory.nameFor("n") + ".json");
        String text = Files.readString(file).replace("\"version\": 1", "\"version\": 2");
        Files.writeString(file, text);
        Ledger older = new Ledger(directory);
        assertEquals(1, older.problems().size());
        assertEquals(Finding.Code.FILE_UNREADABLE, older.problems().get(0).code());

        older.enter("n", verdict(Kind.OUTDATED, "A"), NOON.plusSeconds(1));
        older.enter("n", verdict(Kind.OUTDATED, "A"), NOON.plusSeconds(2));
        Path aside = Path.of(older.problems().get(0).arguments().get(0));
        assertThat(aside.toString(), endsWith(".unreadable"));
        assertEquals(text, Files.readString(aside));
        assertEquals(1, older.problems().size());
        assertEquals(
                Finding.of(Finding.Code.FILE_SET_ASIDE, aside), older.problems().get(0));

        Ledger again = new Ledger(directory);
        assertEquals(older.problems(), again.problems());
        assertEquals(1, again.host("n").orElseThrow().history().size());
        // and once more
        Files.writeString(file, "{");
        Ledger third = new Ledger(directory);
        third.enter("n", verdict(Kind.OUTDATED, "A"), NOON.plusSeconds(3));
        assertEquals(2, third.problems().size());
        assertEquals(text, Files.readString(aside));
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(file, text.replace("\"version\": 2", "\"version\": 1"));
        assertEquals(2, new Ledger(directory).host("n").orElseThrow().history().size());
    }

    private static String without(List<String> lines, String field) {
        String text = String.join("\n", lines);
        String less = text.replaceFirst("\"" + field + "\": (\\[[^]]*\\]|[^\n,]+),?", "");
        assertFalse(field, less.equals(text));
        // what was last in an object has left a comma before the brace
        return less.replaceAll(",(\\s*[}\\]])", "$1");
    }

    @Test
    public void whatCameToNothingIsForgottenInTheEnd() throws IOException {
        Ledger ledger = new Ledger(directory);
        Instant later = NOON.plus(Ledger.RETENTION).plusSeconds(1);
        Backup held = backup(State.HELD, NOON);
        Backup young = backup(State.FAILED, later);
        for (Backup b : List.of(held, young, backup(State.FAILED, NOON), backup(State.GONE, NOON))) {
            ledger.enter(b);
        }
        ledger.prune(NOON);
        assertEquals(4, ledger.backups().size());
        ledger.prune(later);
        assertEquals(List.of(held, young), ledger.backups());
        assertEquals(List.of(held, young), new Ledger(directory).backups());
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
        Files.createDirectories(Path.of(file(b) + ".new/x"));
        assertThrows(IOException.class, () -> ledger.enter(b.withState(State.HELD)));
        assertEquals(List.of(b), ledger.backups());
        assertEquals(List.of(b), new Ledger(directory).backups());
    }

    /** It counts, and its build has to be kept. */
    @Test
    public void aBackupThatIsWrittenIsEnteredThoughItsHostCannotBe() throws IOException {
        Ledger ledger = new Ledger(directory, Clock.fixed(NOON, ZoneOffset.UTC));
        ledger.enter("n", Hosts.host("A").secrets(MSID).facts(), NOON);
        Files.createDirectories(directory.resolve("hosts/" + JsonDirectory.nameFor("n") + ".json.new/x"));
        Backup backup = Hosts.backup("n", 1, 0, MSID);
        ledger.enter(backup);
        assertEquals(List.of(backup), ledger.backups());
        assertEquals(Kind.PROTECTED, ledger.host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void leavesNoFilesBehind() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup b = backup(State.STARTED, NOON);
        ledger.enter(b);
        ledger.enter(b.withState(State.HELD));
        try (Stream<Path> files = Files.list(directory.resolve("backups"))) {
            assertEquals(List.of(file(b)), files.toList());
        }
    }

    @Test
    public void remembersEverythingOfAHost() throws IOException {
        Hosts host = Hosts.host("A")
                .secrets(MSID)
                .required(3, 9)
                .event(EventId.GENERATED, 2, MSID.toString())
                .event(EventId.BACKUP_FAILED, 4, "f", MSID.toString(), "", "", "5");
        Ledger ledger = new Ledger(directory);
        ledger.enter("n", host.facts(), NOON);
        HostRecord record = ledger.enter("n", Hosts.host("B").facts(), NOON.plusSeconds(1));
        assertEquals(3, record.marks().size());
        assertEquals(Finding.Code.OTHER_COMPUTER, record.history().get(1).note().code());
        assertEquals(List.of(record), new Ledger(directory, Clock.fixed(NOON, ZoneOffset.UTC)).hosts());
    }

    @Test
    public void aLostBackupTurnsTheVerdictAtOnce() throws IOException {
        Backup one = Hosts.backup("n", 1, 0, MSID);
        Backup two = Hosts.backup("n", 2, 60, MSID, Hosts.MSID2);
        Ledger ledger = new Ledger(directory, Clock.fixed(NOON.plusSeconds(99), ZoneOffset.UTC));
        ledger.enter(one);
        ledger.enter(two);
        Hosts host = Hosts.host("A").secrets(MSID, Hosts.MSID2);
        ledger.enter("n", host.facts(), NOON);
        List<String> told = new ArrayList<>();
        ledger.listen((before, after) ->
                told.add(before.verdict().kind() + " to " + after.verdict().kind()));

        ledger.lose("job", build -> build == 2);
        HostRecord outdated = ledger.host("n").orElseThrow();
        assertEquals(Kind.OUTDATED, outdated.verdict().kind());
        assertEquals(NOON.plusSeconds(99), outdated.since());
        assertEquals(
                List.of(Finding.Code.ARTIFACT_GONE, Finding.Code.NOT_COVERED, Finding.Code.COVERED),
                outdated.verdict().evidence().stream().map(Finding::code).toList());
        assertEquals("1", outdated.verdict().evidence().get(2).arguments().get(2));

        ledger.enter(one.withState(State.CHANGED));
        assertEquals(Kind.UNPROTECTED, ledger.host("n").orElseThrow().verdict().kind());
        assertEquals(List.of("PROTECTED to OUTDATED", "OUTDATED to UNPROTECTED"), told);
        assertEquals(ledger.hosts(), new Ledger(directory).hosts());
    }

    @Test
    public void aLossThatCannotBeWrittenCountsAllTheSame() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup backup = Hosts.backup("n", 1, 0, MSID);
        ledger.enter(backup);
        Hosts host = Hosts.host("A").secrets(MSID);
        ledger.enter("n", host.facts(), NOON);
        Files.createDirectories(Path.of(file(backup) + ".new/x"));
        ledger.lose("job", build -> true);
        assertEquals(State.GONE, ledger.backups().get(0).state());
        assertEquals(Kind.UNPROTECTED, ledger.host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void verdictsFollowTheirBackupsAfterACrashInBetween() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup backup = Hosts.backup("n", 1, 0, MSID);
        ledger.enter(backup);
        Hosts host = Hosts.host("A").secrets(MSID);
        ledger.enter("n", host.facts(), NOON);
        new JsonDirectory<Backup>(directory.resolve("backups"), Backup.class, b -> "")
                .write(backup.id().toString(), backup.withState(State.GONE));
        assertEquals(
                Kind.UNPROTECTED,
                new Ledger(directory).host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void verdictsFollowTheirJob() throws IOException {
        Ledger ledger = new Ledger(directory, Clock.fixed(NOON, ZoneOffset.UTC));
        ledger.enter(Hosts.backup("n", 1, 0, MSID));
        Hosts host = Hosts.host("A").secrets(MSID);
        ledger.enter("n", host.facts(), NOON);
        ledger.move("job", "moved");
        Verdict verdict = ledger.host("n").orElseThrow().verdict();
        assertEquals(Kind.PROTECTED, verdict.kind());
        assertEquals("moved", verdict.evidence().get(0).arguments().get(1));
        ledger.lose("moved", build -> true);
        assertEquals(Kind.UNPROTECTED, ledger.host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void aRenamedNodeKeepsItsRecordAndItsBackups() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter(Hosts.backup("old", 1, 0, MSID));
        ledger.enter("old", verdict(Kind.OUTDATED, "A"), NOON);
        Path oldFile = directory.resolve("hosts").resolve(JsonDirectory.nameFor("old") + ".json");
        ledger.rename("old", "new", NOON.plusSeconds(5));

        HostRecord record = ledger.host("new").orElseThrow();
        assertEquals(NOON, record.since());
        assertEquals(
                Finding.of(Finding.Code.NODE_RENAMED, "old", NOON.plusSeconds(5)),
                record.history().get(1).note());
        assertEquals("new", ledger.backups().get(0).host());
        assertEquals(List.of(record), new Ledger(directory).hosts());
        assertFalse(Files.exists(oldFile));
    }

    @Test
    public void listenersAreToldOfChangesOnly() throws IOException {
        Ledger ledger = new Ledger(directory);
        List<String> told = new ArrayList<>();
        ledger.listen((before, after) -> {
            throw new StackOverflowError("a listener that fails");
        });
        ledger.listen((before, after) ->
                told.add((before == null ? "nothing" : before.verdict().kind()) + " to "
                        + after.verdict().kind() + " " + ledger.hosts().size()));
        ledger.enter("n", verdict(Kind.HELD_ELSEWHERE, "A"), NOON);
        ledger.enter("n", verdict(Kind.HELD_ELSEWHERE, "A"), NOON.plusSeconds(1));
        ledger.enter("n", verdict(Kind.OUTDATED, "A"), NOON.plusSeconds(2));
        ledger.enter("n", verdict(Kind.OUTDATED, "B"), NOON.plusSeconds(3));
        ledger.enter("n", verdict(Kind.OUTDATED, "B"), NOON.plusSeconds(4));
        assertEquals(
                List.of("nothing to HELD_ELSEWHERE 1", "HELD_ELSEWHERE to OUTDATED 1", "OUTDATED to OUTDATED 1"), told);
    }

    /** The time limit only ends a test that has failed already. */
    @Test(timeout = 60_000)
    public void whoeverReadsWaitsForNobodyWhoWrites() throws Exception {
        assumeFalse(File.separatorChar == '\\');
        Ledger ledger = new Ledger(directory);
        Backup backup = Hosts.backup("n", 1, 0, MSID);
        ledger.enter(backup);
        ledger.enter("n", Hosts.host("A").secrets(MSID).facts(), NOON);
        // stands for a disk that takes its time: a pipe takes nothing before somebody reads it
        Path slow = Path.of(file(backup) + ".new");
        Process mkfifo =
                new ProcessBuilder("mkfifo", slow.toString()).inheritIO().start();
        assertEquals(0, mkfifo.waitFor());
        Thread writer = new Thread(() -> ledger.lose("job", build -> true));
        writer.start();
        while (writer.getState() == Thread.State.NEW) {
            Thread.yield();
        }
        assertEquals(Kind.PROTECTED, ledger.hosts().get(0).verdict().kind());
        assertEquals(Set.of("job"), ledger.holdingJobs());
        assertTrue(writer.isAlive());
        Files.readAllBytes(slow);
        writer.join();
        assertEquals(
                "the loss counts, written or not",
                Kind.UNPROTECTED,
                ledger.hosts().get(0).verdict().kind());
        assertEquals(Set.of(), ledger.holdingJobs());
    }

    @Test
    public void anUpdateRevivesNothing() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup backup = Hosts.backup("n", 1, 0, MSID);
        ledger.enter(backup);
        ledger.update(backup.id(), b -> b.withVerified(NOON.plusSeconds(5)));
        assertEquals(NOON.plusSeconds(5), ledger.backups().get(0).verified());
        ledger.lose("job", build -> true);
        ledger.update(backup.id(), b -> b.withState(State.HELD));
        assertEquals(State.GONE, ledger.backups().get(0).state());
    }

    /** As where the log was full when the backup was made. */
    @Test
    public void aLaterCheckConfirmsABackupByItsVeryFile() throws IOException {
        Ledger ledger = new Ledger(directory, Clock.fixed(NOON, ZoneOffset.UTC));
        Backup one = unconfirmed();
        Backup other = unconfirmed();
        ledger.enter(one);
        ledger.enter(other);
        Hosts host = Hosts.host("A").secrets(MSID).required(3, 4);
        assertEquals(
                Kind.UNPROTECTED,
                ledger.enter("n", host.facts(), NOON).verdict().kind());
        host.event(EventId.BACKED_UP, 5, "D:\\w\\" + BackupName.of(one.id()), MSID.toString(), "", "", "");
        ledger.enter("another node", host.facts(), NOON);
        assertEquals(
                "nobody else's word counts",
                State.UNCONFIRMED,
                ledger.backups().get(0).state());
        assertEquals(
                Kind.PROTECTED, ledger.enter("n", host.facts(), NOON).verdict().kind());
        assertEquals(
                List.of(State.HELD, State.UNCONFIRMED),
                ledger.backups().stream().map(Backup::state).toList());
        assertEquals(Set.of(MSID), ledger.backups().get(0).msids());
        assertEquals(Set.copyOf(ledger.backups()), Set.copyOf(new Ledger(directory).backups()));
        ledger.prune(NOON.plus(Ledger.RETENTION).plusSeconds(1));
        assertEquals(2, ledger.backups().size());
        ledger.lose("job", build -> true);
        assertEquals(State.GONE, ledger.backups().get(1).state());
    }

    @Test
    public void noLaterCheckConfirmsABackupThatWasReadBeforeItWasFinished() throws IOException {
        Ledger ledger = new Ledger(directory, Clock.fixed(NOON, ZoneOffset.UTC));
        Backup half = Backup.started("n", "A", "job", 1, NOON)
                .unconfirmed(Backup.UnconfirmedReason.UNFINISHED, Set.of(MSID), "a.bak", "00", 1, NOON);
        ledger.enter(half);
        Hosts host = Hosts.host("A").secrets(MSID).required(3, 4);
        host.event(EventId.BACKED_UP, 5, "D:\\w\\" + BackupName.of(half.id()), MSID.toString(), "", "", "");
        Verdict verdict = ledger.enter("n", host.facts(), NOON).verdict();
        assertNotEquals(Kind.PROTECTED, verdict.kind());
        assertEquals(List.of(half), ledger.backups());
    }

    private static Backup unconfirmed() {
        return Backup.started("n", "A", "job", 1, NOON)
                .unconfirmed(Backup.UnconfirmedReason.LOG_FULL, Set.of(MSID), "a.bak", "00", 1, NOON);
    }

    /** Each is read by itself, and what a rule makes of it is no more certain than what is in it. */
    @Test
    public void noFileKeepsTheOthersFromBeingRead() throws IOException {
        Ledger ledger = new Ledger(directory);
        ledger.enter("good", verdict(Kind.OUTDATED, "A"), NOON);
        ledger.enter("bad", verdict(Kind.OUTDATED, "B"), NOON);
        Path file = directory.resolve("hosts/" + JsonDirectory.nameFor("bad") + ".json");
        String whole = Files.readString(file);
        for (String bad : List.of(
                "[".repeat(100_000),
                whole.replace("\"version\": 1", "\"version\": 1.5"),
                whole.replace("\"version\": 1", "\"version\": 1.0"),
                whole.replace("\"version\": 1", "\"version\": \"1\""),
                whole.replace("\"version\": 1", "\"version\": [1]"),
                whole.replace("\"node\": \"bad\"", "\"node\": \"b\u0000d\""),
                whole.replace("\"node\": \"bad\"", "\"node\": \"good\""),
                whole.replace("\"events\": [", "\"events\": [null,"),
                whole + " ".repeat((int) JsonDirectory.LONGEST))) {
            assertFalse(bad.equals(whole));
            Files.writeString(file, bad);
            Ledger again = new Ledger(directory);
            assertEquals(
                    bad.substring(0, 30),
                    List.of("good"),
                    again.hosts().stream().map(HostRecord::node).toList());
            assertEquals(1, again.problems().size());
        }
    }

    /** As a crash leaves it, or a person; and what only looks like a file of ours. */
    @Test
    public void whatElseLiesThereIsNobodysObstacle() throws IOException {
        Ledger ledger = new Ledger(directory);
        Backup good = backup(State.STARTED, NOON);
        ledger.enter(good);
        Files.writeString(Path.of(file(good) + ".new"), "{\"versi");
        Files.writeString(directory.resolve("backups/notes.txt"), "no JSON");
        Ledger again = new Ledger(directory);
        assertEquals(List.of(), again.problems());
        again.enter(good.withState(State.FAILED));
        assertFalse(Files.exists(Path.of(file(good) + ".new")));

        Files.createDirectory(directory.resolve("backups/directory.json"));
        Files.copy(file(good), directory.resolve("backups/copy.json"));
        if (File.separatorChar != '\\') {
            Files.createSymbolicLink(directory.resolve("backups/endless.json"), Path.of("/dev/zero"));
        }
        Ledger third = new Ledger(directory);
        assertEquals(List.of(good.withState(State.FAILED)), third.backups());
        assertEquals(File.separatorChar == '\\' ? 2 : 3, third.problems().size());
    }

    /** As on Windows, while a virus scanner reads the file that is to be replaced. */
    @Test
    public void aFileThatCannotBeReplacedForAMomentIsWrittenAllTheSame() throws Exception {
        Ledger ledger = new Ledger(directory);
        Backup backup = backup(State.STARTED, NOON);
        Path inTheWay = Files.createDirectory(file(backup));
        Thread writer = Thread.currentThread();
        Thread scanner = new Thread(() -> {
            // it was in the way once, and is tried again
            while (writer.getState() != Thread.State.TIMED_WAITING) {
                Thread.yield();
            }
            try {
                Files.delete(inTheWay);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        scanner.start();
        ledger.enter(backup);
        scanner.join();
        assertEquals(List.of(backup), new Ledger(directory).backups());
    }

    /** A backup that was archived and read back, when its entry could not be written. */
    @Test
    public void onlyABackupWhoseStartIsKnownIsAdopted() throws IOException {
        Ledger ledger = new Ledger(directory, Clock.fixed(NOON, ZoneOffset.UTC));
        Backup started = Backup.started("n", "A", "job", 7, NOON);
        Backup failed = Backup.started("n", "A", "job", 7, NOON).withState(State.FAILED);
        ledger.enter(started);
        ledger.enter(failed);
        ledger.enter("n", Hosts.host("A").secrets(MSID).facts(), NOON);
        ledger.move("job", "moved");
        Backup found = started.withJob("moved").held(Set.of(MSID), Set.of(), "a.bak", "ab", 9, NOON);
        for (Backup other : List.of(
                in("moved", 7, State.HELD),
                failed.withJob("moved").held(Set.of(MSID), Set.of(), "a.bak", "ab", 9, NOON),
                found.withJob("job"),
                new Backup(
                        started.id(),
                        State.HELD,
                        "n",
                        "A",
                        found.msids(),
                        NOON,
                        new Backup.Artifact("moved", 8, "a.bak", "ab", 9),
                        NOON))) {
            ledger.adopt(other);
        }
        assertEquals(Set.of(), ledger.holdingJobs());
        ledger.adopt(found);
        assertEquals(List.of(found, failed.withJob("moved")), ledger.backups());
        assertEquals(Kind.PROTECTED, ledger.host("n").orElseThrow().verdict().kind());
        ledger.lose("moved", build -> true);
        ledger.adopt(found);
        assertEquals("it has come back", Set.of("moved"), ledger.holdingJobs());
    }

    @Test
    public void aBackupThatIsTooOldIsAConcernUntilThereIsANewerOne() throws IOException {
        Instant later = NOON.plus(Duration.ofDays(31));
        Ledger ledger = new Ledger(directory, Clock.fixed(later, ZoneOffset.UTC));
        Backup old = Hosts.backup("n", 1, 0, MSID, Hosts.MSID2).withVerified(later);
        ledger.enter(old);
        ledger.enter(Hosts.backup("n", 2, 3600 * 24 * 30, MSID));
        ledger.enter("n", Hosts.host("A").secrets(MSID, Hosts.MSID2).facts(), later);
        ledger.judge(30);
        assertEquals(
                "the newest of one secret does not make up for the other",
                List.of(Finding.of(Finding.Code.TOO_OLD, "job", 1, old.made(), 30)),
                ledger.host("n").orElseThrow().verdict().concerns());
        ledger.judge(32);
        assertEquals(List.of(), ledger.host("n").orElseThrow().verdict().concerns());
        ledger.judge(30);
        ledger.enter(Hosts.backup("n", 3, 3600 * 24 * 30, Hosts.MSID2));
        assertEquals(List.of(), ledger.host("n").orElseThrow().verdict().concerns());
        assertEquals(2, ledger.oldestCover("n").orElseThrow().build());
    }

    @Test
    public void whatWasASecretServerStaysKnownAsOne() throws IOException {
        Ledger ledger = new Ledger(directory);
        assertFalse(ledger.isSecretServer("n"));
        ledger.enter("n", Hosts.judged(Kind.UNPROTECTED, "A", MSID), NOON);
        ledger.enter("n", new Failure(Failure.Kind.TIMEOUT, ""), NOON);
        assertTrue(ledger.isSecretServer("n"));
        HostRecord bare = ledger.enter("n", Hosts.host("A").withoutTool().facts(), NOON);
        assertEquals(
                "no absence makes it better", Kind.UNPROTECTED, bare.verdict().kind());
        assertTrue(new Ledger(directory).isSecretServer("n"));
        ledger.enter(
                "n",
                Hosts.host("A")
                        .event(EventId.GOT_CURRENT_SECRET, 5, "B", MSID.toString())
                        .facts(),
                NOON);
        assertFalse(ledger.isSecretServer("n"));
    }

    /** A clock that was wrong made it: it covers, but how old it is nobody knows. */
    @Test
    public void aBackupThatLiesAheadCountsAsTheOldest() throws IOException {
        Ledger ledger = ledger(NOON);
        Backup ahead = Hosts.backup("n", 1, 301, Hosts.MSID1).withVerified(NOON);
        Backup real = Hosts.backup("n", 2, -86400, Hosts.MSID1);
        ledger.enter("n", Hosts.judged(Kind.PROTECTED, "N", Hosts.MSID1), NOON);
        ledger.enter(ahead);
        assertEquals(Finding.Code.TOO_OLD, concerns(ledger, "n").get(0).code());
        assertEquals(Instant.EPOCH, ledger.oldestCover("n").orElseThrow().made());
        ledger.enter(real);
        assertEquals(List.of(), concerns(ledger, "n"));
        assertEquals(real, ledger.oldestCover("n").orElseThrow());
        assertEquals(List.of(ahead.id(), real.id()), ids(ledger.backups()));
        assertEquals(List.of(real.id()), ids(BackupSelection.needed(ledger.backups())));
        assertEquals(List.of(ahead.id()), ids(BackupSelection.supersededBy(real, ledger.backups())));
        assertEquals(
                "what the file says stays, should the clock be wrong now",
                ahead,
                ledger(NOON.plusSeconds(302)).backup(ahead.id()).orElseThrow());
    }

    @Test
    public void aBackupThatWasReadAheadWasNotRead() throws IOException {
        Ledger ledger = ledger(NOON);
        Backup made = Hosts.backup("n", 1, -3 * 86400, Hosts.MSID1);
        ledger.enter(made.withVerified(NOON.plusSeconds(86400)));
        assertEquals(made.made(), ledger.backups().get(0).lastGood());
        ledger.enter("n", Hosts.judged(Kind.PROTECTED, "N", Hosts.MSID1), NOON);
        assertEquals(Finding.Code.BACKUP_NOT_READ, concerns(ledger, "n").get(0).code());
    }

    private static List<UUID> ids(Collection<Backup> backups) {
        return backups.stream().map(Backup::id).toList();
    }

    private static List<Finding> concerns(Ledger ledger, String node) {
        return ledger.host(node).orElseThrow().verdict().concerns();
    }

    private Ledger ledger(Instant now) throws IOException {
        return new Ledger(directory, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    public void theWordOfAPersonIsKeptAndTold() throws IOException {
        Ledger ledger = ledger(NOON);
        HostFacts damaged = Hosts.judged(Kind.DAMAGED, "N", Hosts.MSID1);
        ledger.enter(Hosts.backup("n", 1, -60, Hosts.MSID1));
        HostRecord before = ledger.enter("n", damaged, NOON);
        List<HostRecord> told = new ArrayList<>();
        ledger.listen((was, is) -> told.add(is));
        assertEquals(Optional.empty(), ledger.resolve("nobody", NOON.toString(), "alice", "why"));
        assertEquals(Optional.empty(), ledger.resolve("n", NOON.minusNanos(1).toString(), "alice", "why"));
        assertThrows(IllegalArgumentException.class, () -> ledger.resolve("n", NOON.toString(), "alice", "\n"));
        assertEquals(before, ledger.host("n").orElseThrow());

        Finding said = ledger.resolve("n", NOON.toString(), "alice", "rebuilt\nthe key")
                .orElseThrow();
        assertEquals(List.of("10521", "alice", NOON.toString(), "rebuilt the key"), said.arguments());
        HostRecord after = ledger.host("n").orElseThrow();
        assertEquals(Kind.PROTECTED, after.verdict().kind());
        assertEquals(List.of(said), after.verdict().concerns());
        assertEquals(NOON, after.since());
        assertEquals(
                List.of(before.history().get(0), new HostRecord.Change(NOON, Kind.PROTECTED, said)), after.history());
        assertEquals(List.of(after), told);
        assertEquals(List.of(after), ledger(NOON).hosts());
        assertEquals(Optional.empty(), ledger.resolve("n", NOON.toString(), "alice", "again"));
        assertEquals(
                Kind.PROTECTED,
                ledger.enter("n", damaged, NOON.plusSeconds(9)).verdict().kind());

        // it goes where the node goes, but no other machine has it
        ledger.rename("n", "m", NOON);
        assertEquals(Kind.PROTECTED, ledger.enter("m", damaged, NOON).verdict().kind());
        ledger.forget("m");
        assertEquals(Kind.PROTECTED, ledger.enter("m", damaged, NOON).verdict().kind());
        HostFacts other = Hosts.judged(Kind.DAMAGED, "OTHER", Hosts.MSID1);
        assertEquals(Kind.DAMAGED, ledger.enter("k", other, NOON).verdict().kind());
        assertEquals(Kind.DAMAGED, ledger.enter("m", other, NOON).verdict().kind());
        assertEquals(Kind.DAMAGED, ledger.enter("m", damaged, NOON).verdict().kind());
    }

    @Test
    public void nobodySaysAnythingOfAHostThatDoesNotAnswer() throws IOException {
        Ledger ledger = ledger(NOON);
        ledger.enter("n", Hosts.judged(Kind.DAMAGED, "N", Hosts.MSID1), NOON);
        assertEquals(1, ledger.resolvable("n").size());
        ledger.enter("n", new Failure(Failure.Kind.TIMEOUT, "no answer"), NOON);
        assertEquals(List.of(), ledger.resolvable("n"));
        assertEquals(List.of(), ledger.resolvable("nobody"));
    }

    @Test
    public void recordsOfHostsHadNoWordsOfPersonsAtFirst() throws IOException {
        HostRecord before = ledger(NOON).enter("n", Hosts.judged(Kind.DAMAGED, "N", Hosts.MSID1), NOON);
        Path file = directory.resolve("hosts/" + JsonDirectory.nameFor("n") + ".json");
        String json = Files.readString(file);
        assertThat(json, containsString("\"resolutions\": []"));
        Files.writeString(file, json.replaceFirst(",\\s*\"resolutions\": \\[]", ""));
        assertEquals(List.of(before), ledger(NOON).hosts());
    }

    @Test
    public void namesOfFilesAreDifferentForDifferentNodes() {
        Set<String> names = new HashSet<>();
        List<String> nodes =
                List.of("a", "A", "a/b", "a\\b", "a_b", "..", "", "é", "e", "x".repeat(300), "x".repeat(301));
        for (String node : nodes) {
            String name = JsonDirectory.nameFor(node);
            assertTrue(name, name.matches("[A-Za-z0-9._-]{1,100}"));
            assertFalse(name, name.startsWith("."));
            assertTrue(name, names.add(name));
        }
    }

    private static Backup in(String job, int build, State state) {
        return new Backup(
                UUID.randomUUID(),
                state,
                "n",
                "c",
                new TreeSet<>(Set.of(MSID)),
                NOON,
                new Backup.Artifact(job, build, "a", "", 1),
                NOON);
    }

    private Path file(Backup backup) {
        return directory.resolve("backups/" + backup.id() + ".json");
    }

    private static HostFacts verdict(Kind kind, String computer) {
        return Hosts.judged(kind, computer, MSID);
    }

    private static Backup backup(State state, Instant made) {
        return new Backup(
                UUID.randomUUID(),
                state,
                "node",
                "BIZTALK1",
                new TreeSet<>(List.of(MSID)),
                made,
                new Backup.Artifact("folder/job", 7, "entsso/a.bak", "00", 1),
                made);
    }
}
