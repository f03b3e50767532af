package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.FakeHost;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.windows.PtyConsole;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Dialogues with programs in processes of their own, at real pseudo-terminals. */
public class ConsoleDialogueTest {
    private static final String PASSWORD = "Zebra crossing 7";
    private static final String REMINDER = "in the safe, room 4";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ConsoleDialogue.Pace PACE =
            new ConsoleDialogue.Pace(Duration.ofMillis(250), Duration.ofSeconds(2));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Password password = new Password(PASSWORD.toCharArray());
    private int starts;

    @Test
    public void documentedOrder() throws Exception {
        BackupMethod.Made made = lead("secret", "Password : ", "secret", "Confirm : ", "plain", "Reminder : ");
        assertMade(made, PASSWORD, PASSWORD, REMINDER);
        assertEquals("at the first start", 1, starts);
        assertFalse(made.refused());
    }

    @Test
    public void reminderFirst() throws Exception {
        assertMade(lead("plain", "R: ", "secret", "P: ", "secret", "P: "), REMINDER, PASSWORD, PASSWORD);
    }

    @Test
    public void reminderInBetween() throws Exception {
        assertMade(lead("secret", "P: ", "plain", "R: ", "secret", "C: "), PASSWORD, REMINDER, PASSWORD);
    }

    @Test
    public void asterisks() throws Exception {
        unix();
        assertMade(lead("stars", "P: ", "stars", "P: ", "plain", "R: "), PASSWORD, PASSWORD, REMINDER);
        assertMade(lead("plain", "R: ", "stars", "P: ", "stars", "C: "), REMINDER, PASSWORD, PASSWORD);
    }

    @Test
    public void nothingEverShows() throws Exception {
        assertMade(
                lead("secret", "P: ", "secret", "C: ", "secret", "R: ", "agree", "0", "1", "0"),
                PASSWORD,
                PASSWORD,
                REMINDER);
        assertEquals(1, starts);
    }

    @Test
    public void nothingEverShowsInAnotherOrder() throws Exception {
        // The program itself refuses it: two different passwords.
        BackupMethod.Made made = lead("secret", "R: ", "secret", "P: ", "secret", "C: ", "agree", "1", "2", "0");
        assertFailure(Failure.Kind.DIALOGUE, "something more", made);
        assertTrue("ENTSSO may have got it", made.entered());
    }

    @Test
    public void sameWordsOnTheSameLine() throws Exception {
        unix();
        assertMade(lead("stay", "?", "stay", "?", "plain", "?"), PASSWORD, PASSWORD, REMINDER);
    }

    @Test
    public void promptsThatComeSlowly() throws Exception {
        assertMade(
                lead(
                        "drip",
                        "Please wait for the prompt: ",
                        "secret",
                        "",
                        "drip",
                        "again: ",
                        "secret",
                        "",
                        "drip",
                        "now a reminder: ",
                        "plain",
                        ""),
                PASSWORD,
                PASSWORD,
                REMINDER);
        assertEquals(1, starts);
    }

    @Test
    public void promptsOnLinesOfTheirOwn() throws Exception {
        assertMade(
                lead(
                        "print",
                        "Password\n",
                        "secret",
                        "",
                        "print",
                        "Again\n",
                        "secret",
                        "",
                        "print",
                        "Reminder\n",
                        "plain",
                        ""),
                PASSWORD,
                PASSWORD,
                REMINDER);
    }

    @Test
    public void aPauseThatLooksLikeAQuestion() throws Exception {
        // What is typed there shows, as if a reminder had been asked for.
        assertMade(
                lead(
                        "print",
                        "Connecting...",
                        "pause",
                        "700",
                        "line",
                        "secret",
                        "P: ",
                        "secret",
                        "C: ",
                        "plain",
                        "R: "),
                PASSWORD,
                PASSWORD,
                REMINDER);
        assertTrue("only with more patience", starts > 1);
    }

    @Test
    public void bannersAndForeignWords() throws Exception {
        assertMade(
                lead(
                        "print",
                        "Enterprise Single Sign-On\r\n\r\n",
                        "secret",
                        "\u30d1\u30b9\u30ef\u30fc\u30c9: ",
                        "secret",
                        "Best\u00e4tigung: ",
                        "plain",
                        "Dica de senha: "),
                PASSWORD,
                PASSWORD,
                REMINDER);
    }

    @Test
    public void garbageBeforeTheQuestions() throws Exception {
        assertMade(
                lead(
                        "flood",
                        "3000000",
                        "bytes",
                        "ff80fe1b5d303b7469746c65071b5b3f323568",
                        "secret",
                        "P: ",
                        "secret",
                        "C: ",
                        "plain",
                        "R: "),
                PASSWORD,
                PASSWORD,
                REMINDER);
    }

    @Test
    public void aPasswordIsNeverTypedOnWhereItShows() throws Exception {
        BackupMethod.Made made = lead("plain", "P: ", "plain", "C: ", "plain", "R: ");
        assertFailure(Failure.Kind.DIALOGUE, "never fitted", made);
        assertFalse(made.entered());
        assertFalse("nothing but a reminder", notes().contains(PASSWORD.substring(0, 2)));
        assertEquals("started again three times", 4, starts);
    }

    @Test
    public void aProgramThatTakesSingleKeys() throws Exception {
        unix();
        assertFailure(
                Failure.Kind.DIALOGUE,
                "never fitted",
                lead("key", "Continue? ", "line", "key", "Really? ", "line", "hang"));
        assertEquals(
                "only first characters",
                0,
                notes().stream().filter(n -> n.length() > 1).count());
    }

    @Test
    public void passwordsThatDiffer() throws Exception {
        BackupMethod.Made made =
                lead("secret", "P: ", "secret", "C: ", "print", "They differ.\r\n", "secret", "P: ", "secret", "C: ");
        assertFailure(Failure.Kind.DIALOGUE, "something more", made);
        assertTrue(made.failure().detail(), made.failure().detail().contains("They differ. | P: | C:"));
    }

    @Test
    public void aFourthQuestion() throws Exception {
        BackupMethod.Made made = lead(
                "secret", "P: ", "secret", "C: ", "plain", "R: ", "repeat", "0", "print", " taken. Strength: ", "hang");
        assertFailure(Failure.Kind.DIALOGUE, "something more", made);
        assertTrue(made.failure().detail(), made.failure().detail().contains("**** taken. Strength:"));
    }

    @Test
    public void workAfterTheAnswersIsNoQuestion() throws Exception {
        assertMade(
                lead(
                        "secret",
                        "P: ",
                        "secret",
                        "C: ",
                        "plain",
                        "R: ",
                        "print",
                        "Writing...",
                        "pause",
                        "1000",
                        "print",
                        " done.\r\n",
                        "pause",
                        "2500"),
                PASSWORD,
                PASSWORD,
                REMINDER);
    }

    @Test
    public void endsBeforeAnyQuestion() throws Exception {
        BackupMethod.Made made = lead("print", "Kein Zugriff\r\n", "exit", "3");
        assertFailure(Failure.Kind.TOOL_FAILED, "exit code 3 after 0 of 3 answers", made);
        assertTrue(made.failure().detail(), made.failure().detail().contains("Kein Zugriff"));
        assertFailure(Failure.Kind.DIALOGUE, "showed nothing", lead("exit", "0"));
        assertFailure(Failure.Kind.ACCESS_DENIED, "0x80070005", lead("print", "(0x80070005)\r\n", "exit", "1"));
    }

    @Test
    public void endsInTheMiddle() throws Exception {
        BackupMethod.Made made = lead("secret", "P: ", "exit", "0");
        assertFailure(Failure.Kind.DIALOGUE, "after 1 of 3 answers", made);
        assertTrue("a program that asks less may have made a backup", made.entered());
    }

    @Test
    public void anExitCodeIsNoVerdict() throws Exception {
        BackupMethod.Made made = lead("secret", "P: ", "secret", "C: ", "plain", "R: ", "exit", "9");
        assertMade(made, PASSWORD, PASSWORD, REMINDER);
        assertTrue(made.refused());
        assertTrue(made.said(), made.said().startsWith("ended with exit code 9; it showed: P: | C: | R: " + REMINDER));
    }

    @Test
    public void hangs() throws Exception {
        List<Console> consoles = new ArrayList<>();
        BackupMethod.Made made = lead(Duration.ofSeconds(3), consoles, "hang");
        assertFailure(Failure.Kind.TIMEOUT, "within 3 seconds", made);
        assertTrue("killed", consoles.get(0).exitCode(Duration.ofSeconds(10)).isPresent());
    }

    @Test
    public void aMissingProgram() throws Exception {
        BackupMethod.Made made;
        try (PrivateDirectory directory =
                PrivateDirectory.create(new FakeHost(), folder.newFolder().toPath(), 1)) {
            made = new ConsoleMethod(WindowsHost.FACTORY.host(HostSettings.DEFAULTS), folder.getRoot() + "/none", PACE)
                    .make(directory, "x.bak", password, REMINDER, LIMIT);
        }
        assertNotNull(made.failure());
        assertFalse(made.entered());
    }

    @Test
    public void aWindowsConsoleIsToldWhereItsCursorIs() throws Exception {
        FakeConsole console = new FakeConsole(true);
        console.prints("\u001b[6n");
        Thread program = new Thread(() -> {
            console.awaitKeys("\u001b[1;1R");
            console.prints(null);
        });
        program.start();
        BackupMethod.Made made =
                new ConsoleDialogue(PACE, () -> console, password, REMINDER, Duration.ofSeconds(20)).lead();
        program.join();
        assertFailure(Failure.Kind.DIALOGUE, "ended", made);
        FakeConsole unix = new FakeConsole(false);
        unix.prints("\u001b[6n\u001b[c");
        unix.prints(null);
        new ConsoleDialogue(PACE, () -> unix, password, REMINDER, LIMIT).lead();
        assertEquals("a program would take the answer for keys", "", unix.typed());
    }

    /** ENTSSO may have made a backup all the same: the event log has to be asked. */
    @Test
    public void aConsoleThatBreaksIsNoProgramThatCouldNotBeStarted() throws Exception {
        FakeConsole broken = new FakeConsole(false) {
            @Override
            public void write(byte[] keys) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        broken.prints("Password: ");
        BackupMethod.Made made = new ConsoleDialogue(PACE, () -> broken, password, REMINDER, LIMIT).lead();
        assertFailure(Failure.Kind.TOOL_FAILED, "could not be led to its end (Broken pipe)", made);
        assertFalse("the event log is asked", made.said().isEmpty());
        ConsoleDialogue.Opener none = () -> {
            throw new IOException("No such file");
        };
        assertThrows(
                ConsoleDialogue.NotStarted.class,
                () -> new ConsoleDialogue(PACE, none, password, REMINDER, LIMIT).lead());
    }

    @Test
    public void nothingOfThePasswordIsQuoted() {
        String[][] cases = {
            {"nothing of it", "nothing of it"},
            {"x" + PASSWORD + "y", "x****y"},
            {"Zeb", "****"},
            {"Ze", "Ze"},
            {"CROSSING", "****"},
            {"crossing", "****"},
            {"Zebra cros and Zebra", "**** and ****"},
            {"cross", "cross"},
        };
        for (String[] c : cases) {
            assertEquals(c[1], ConsoleDialogue.masked(c[0], PASSWORD.toCharArray()));
        }
    }

    private BackupMethod.Made lead(String... script) throws Exception {
        return lead(LIMIT, new ArrayList<>(), script);
    }

    private BackupMethod.Made lead(Duration limit, List<Console> consoles, String... script) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                Path.of(ScriptedProgram.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString(),
                ScriptedProgram.class.getName(),
                notesFile().toString()));
        command.addAll(Arrays.asList(script));
        starts = 0;
        ConsoleDialogue dialogue = new ConsoleDialogue(
                PACE,
                () -> {
                    starts++;
                    Files.deleteIfExists(notesFile());
                    consoles.add(PtyConsole.open(command, folder.getRoot().toPath()));
                    return consoles.get(consoles.size() - 1);
                },
                password,
                REMINDER,
                limit);
        return dialogue.lead();
    }

    private Path notesFile() {
        return folder.getRoot().toPath().resolve("notes");
    }

    private List<String> notes() throws IOException {
        return Files.exists(notesFile()) ? Files.readAllLines(notesFile()) : List.of();
    }

    private void assertMade(BackupMethod.Made made, String... answers) throws IOException {
        assertNull(String.valueOf(made.failure()), made.failure());
        assertTrue(made.entered());
        assertEquals(List.of(answers), notes());
        assertFalse(made.story().toString(), made.story().toString().contains("Zeb"));
    }

    private static void assertFailure(Failure.Kind kind, String detail, BackupMethod.Made made) {
        assertNotNull("no failure; " + made.said(), made.failure());
        assertEquals(made.failure().detail(), kind, made.failure().kind());
        assertTrue(made.failure().detail(), made.failure().detail().contains(detail));
        assertFalse(made.failure().detail(), made.failure().detail().contains("Zeb"));
    }

    private static void unix() {
        assumeTrue("needs stty", File.separatorChar == '/');
    }

    /** A console without a program. */
    private static class FakeConsole implements Console {
        private final boolean asksTerminal;
        private final BlockingQueue<byte[]> output = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> keys = new LinkedBlockingQueue<>();

        FakeConsole(boolean asksTerminal) {
            this.asksTerminal = asksTerminal;
        }

        /** Null ends it. */
        void prints(String text) {
            output.add(text == null ? new byte[] {-1} : text.getBytes(StandardCharsets.UTF_8));
        }

        void awaitKeys(String expected) {
            try {
                assertEquals(expected, keys.poll(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        String typed() {
            return String.join("", keys);
        }

        @Override
        public Optional<byte[]> read(Duration wait) throws InterruptedException {
            byte[] next = output.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            boolean isEnd = next != null && next.length == 1 && next[0] == -1;
            return isEnd ? Optional.empty() : Optional.of(next == null ? new byte[0] : next);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            keys.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public byte enter() {
            return '\r';
        }

        @Override
        public boolean asksTerminal() {
            return asksTerminal;
        }

        @Override
        public OptionalInt exitCode(Duration wait) {
            return OptionalInt.of(0);
        }

        @Override
        public void close() {
            // nothing to kill
        }
    }
}
