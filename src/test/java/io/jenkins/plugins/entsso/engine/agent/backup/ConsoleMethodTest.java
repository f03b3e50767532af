package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.FakeHost;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Dialogues with programs in processes of their own, at real pseudo-terminals. */
public class ConsoleMethodTest {
    private static final String PASSWORD = "Zebra crossing 7";
    private static final String REMINDER = "in the safe, room 4";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Password password = new Password(PASSWORD.toCharArray());
    private Console opened;

    @Test
    public void passwordConfirmationReminder() throws Exception {
        BackupOutcome outcome = lead("secret", "Password : ", "secret", "Confirm Password : ", "plain", "Reminder : ");
        assertAnswered(outcome);
        assertEquals(
                List.of(Finding.of(
                        Finding.Code.PROGRAM_ENDED, 0, "Password : | Confirm Password : | Reminder : " + REMINDER)),
                outcome.messages());
    }

    @Test
    public void asterisks() throws Exception {
        assumeTrue("needs stty", File.separatorChar == '/');
        assertAnswered(lead("stars", "P: ", "pause", "700", "stars", "P: ", "plain", "R: "));
    }

    @Test
    public void promptsThatComeSlowly() throws Exception {
        SlowConsole console =
                new SlowConsole(false, "Please wait for the prompt: ", "\r\nagain: ", "\r\nnow a reminder: ");
        BackupOutcome outcome = backUp(LIMIT, () -> console);
        assertNull(String.valueOf(outcome.failure()), outcome.failure());
        assertEquals(PASSWORD + "\r" + PASSWORD + "\r" + REMINDER + "\r", console.typed.toString());
    }

    @Test
    public void bannersAndForeignWords() throws Exception {
        assertAnswered(lead(
                "print",
                "Enterprise Single Sign-On\r\n\r\n",
                "secret",
                "\u30d1\u30b9\u30ef\u30fc\u30c9: ",
                "secret",
                "Best\u00e4tigung: ",
                "plain",
                "Dica de senha: "));
    }

    @Test
    public void garbageBeforeTheQuestions() throws Exception {
        assertAnswered(lead(
                "flood",
                "3000000",
                "bytes",
                "ff80fe1b5d303b7469746c65071b5b3f323568",
                "secret",
                "P: ",
                "secret",
                "C: ",
                "plain",
                "R: "));
    }

    /** Pieces of it that end alike are no console that is quiet. */
    @Test
    public void outputThatRepeatsIsNoQuestion() throws Exception {
        Iterator<byte[]> output = Collections.nCopies(50, "line\r\nthe same: ".getBytes(StandardCharsets.UTF_8))
                .iterator();
        BackupOutcome outcome = backUp(LIMIT, () -> new BrokenConsole() {
            @Override
            public Optional<byte[]> read(Duration wait) {
                return output.hasNext() ? Optional.of(output.next()) : Optional.empty();
            }
        });
        assertFailure(Failure.Kind.DIALOGUE, Finding.Code.DIALOGUE_ENDED, outcome);
        assertEquals("0", outcome.failure().causes().get(0).arguments().get(1));
    }

    @Test
    public void aDialogueThatGoesOtherwiseIsShownMasked() throws Exception {
        BackupOutcome outcome = backUp(
                Duration.ofSeconds(3),
                () -> new SlowConsole(true, "P: ", "\r\nC: ", "\r\nR: ", "\r\n" + PASSWORD + " taken. Strength: "));
        assertFailure(Failure.Kind.TIMEOUT, Finding.Code.DIALOGUE_TIMEOUT, outcome);
        assertShown("**** taken. Strength:", outcome);
        assertTrue("ENTSSO may have got it", outcome.entered());
    }

    @Test
    public void workAfterTheAnswersIsWaitedFor() throws Exception {
        assertAnswered(lead(
                "secret",
                "P: ",
                "secret",
                "C: ",
                "plain",
                "R: ",
                "print",
                "Writing...",
                "pause",
                "1500",
                "print",
                " done.\r\n"));
    }

    @Test
    public void endsBeforeAnyQuestion() throws Exception {
        BackupOutcome outcome = lead("print", "Kein Zugriff\r\n", "exit", "3");
        assertFailure(Failure.Kind.DIALOGUE, Finding.Code.DIALOGUE_ENDED, outcome);
        assertShown("Kein Zugriff", outcome);
        assertFalse(outcome.entered());
    }

    @Test
    public void anErrorThatIsShownIsTheCause() throws Exception {
        BackupOutcome early = lead("print", "ERROR: 0xC0002A0F : text\r\n", "exit", "1");
        assertFailure(Failure.Kind.OFFLINE, Finding.Code.ERROR, early);
        BackupOutcome late =
                lead("secret", "P: ", "secret", "C: ", "plain", "R: ", "print", "FEHLER: 0x800706BA : Text\r\n");
        assertFailure(Failure.Kind.OFFLINE, Finding.Code.ERROR, late);
        assertEquals(
                "the same cause and remedy as by the API",
                Finding.error("ssoconfig", 0x800706BA),
                late.failure().causes().get(0));
        assertTrue(late.entered());
    }

    @Test
    public void endsInTheMiddle() throws Exception {
        BackupOutcome outcome = lead("secret", "P: ", "secret", "C: ", "exit", "0");
        assertFailure(Failure.Kind.DIALOGUE, Finding.Code.DIALOGUE_ENDED, outcome);
        assertTrue("a program that asks less may have made a backup", outcome.entered());
    }

    @Test
    public void anExitCodeIsNoVerdict() throws Exception {
        assertAnswered(lead("secret", "P: ", "secret", "C: ", "plain", "R: ", "exit", "9"));
    }

    @Test
    public void aHangIsKilled() throws Exception {
        BackupOutcome outcome = lead(Duration.ofSeconds(3), "hang");
        assertFailure(Failure.Kind.TIMEOUT, Finding.Code.DIALOGUE_TIMEOUT, outcome);
        assertTrue("killed", opened.exitCode(LIMIT).isPresent());
    }

    @Test
    public void aMissingProgram() throws Exception {
        BackupOutcome outcome = ConsoleMethod.backUp(
                WindowsHost.FACTORY.host(HostSettings.DEFAULTS),
                folder.getRoot() + "/none",
                folder.getRoot().toPath().resolve("x.bak"),
                password,
                REMINDER,
                LIMIT);
        assertNotNull(outcome.failure());
        assertFalse(outcome.entered());
    }

    @Test
    public void onlyAWindowsConsoleIsToldWhereItsCursorIs() throws Exception {
        for (boolean windows : new boolean[] {true, false}) {
            AskingConsole console = new AskingConsole(windows);
            BackupOutcome outcome = backUp(LIMIT, () -> console);
            assertFailure(Failure.Kind.DIALOGUE, Finding.Code.DIALOGUE_ENDED, outcome);
            assertEquals(windows ? "\u001b[1;1R" : "", console.typed.toString());
        }
    }

    @Test
    public void aConsoleThatBreaks() throws Exception {
        BackupOutcome outcome = backUp(LIMIT, BrokenConsole::new);
        assertFailure(Failure.Kind.TOOL_FAILED, Finding.Code.DIALOGUE_BROKEN, outcome);
        assertEquals(
                "Broken pipe", outcome.failure().causes().get(0).arguments().get(0));
    }

    @Test
    public void aHostWithoutConsoles() throws Exception {
        BackupOutcome outcome = backUp(LIMIT, () -> {
            throw new UnsupportedOperationException("none here");
        });
        assertFailure(Failure.Kind.METHOD_MISSING, Finding.Code.CONSOLE_MISSING, outcome);
    }

    private interface Opener {
        Console open() throws IOException;
    }

    private BackupOutcome lead(String... script) throws Exception {
        return lead(LIMIT, script);
    }

    private BackupOutcome lead(Duration limit, String... script) throws Exception {
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
        Files.deleteIfExists(notesFile());
        return backUp(
                limit,
                () -> WindowsHost.FACTORY
                        .host(HostSettings.DEFAULTS)
                        .open(command, folder.getRoot().toPath()));
    }

    private BackupOutcome backUp(Duration limit, Opener opener) throws InterruptedException {
        FakeHost host = new FakeHost() {
            @Override
            public Console open(List<String> command, Path directory) throws IOException {
                opened = opener.open();
                return opened;
            }
        };
        Path file = folder.getRoot().toPath().resolve("x.bak");
        return ConsoleMethod.backUp(host, "ssoconfig", file, password, REMINDER, limit);
    }

    private Path notesFile() {
        return folder.getRoot().toPath().resolve("notes");
    }

    private void assertAnswered(BackupOutcome outcome) throws IOException {
        assertNull(String.valueOf(outcome.failure()), outcome.failure());
        assertTrue(outcome.entered());
        assertEquals(List.of(PASSWORD, PASSWORD, REMINDER), Files.readAllLines(notesFile()));
        assertFalse(outcome.toString(), outcome.toString().contains("Zeb"));
    }

    private static void assertFailure(Failure.Kind kind, Finding.Code code, BackupOutcome outcome) {
        assertNotNull("no failure; " + outcome, outcome.failure());
        assertEquals(outcome.toString(), kind, outcome.failure().kind());
        assertEquals(code, outcome.failure().causes().get(0).code());
        assertFalse(outcome.toString(), outcome.toString().contains("Zeb"));
    }

    private static void assertShown(String text, BackupOutcome outcome) {
        String shown = outcome.failure().causes().get(0).arguments().get(2);
        assertTrue(shown, shown.contains(text));
    }

    /** A console that asks and takes no answer. */
    private static class BrokenConsole extends ConsoleWithoutProgram {
        private byte[] output = "Password: ".getBytes(StandardCharsets.UTF_8);

        @Override
        public Optional<byte[]> read(Duration wait) {
            byte[] next = output;
            output = new byte[0];
            return Optional.of(next);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    /** A console that asks its terminal for the cursor's place, and ends. */
    private static final class AskingConsole extends ConsoleWithoutProgram {
        private final boolean windows;
        private final StringBuilder typed = new StringBuilder();
        private boolean hasAsked;

        AskingConsole(boolean windows) {
            this.windows = windows;
        }

        @Override
        public Optional<byte[]> read(Duration wait) {
            if (hasAsked) {
                return Optional.empty();
            }
            hasAsked = true;
            return Optional.of("\u001b[6n".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void write(byte[] bytes) {
            typed.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public boolean asksTerminal() {
            return windows;
        }
    }

    /** A console that shows a character at each look, and asks with each of its texts; what is shown last is no question. */
    private static final class SlowConsole extends ConsoleWithoutProgram {
        private final boolean hangs;
        private final List<String> texts;
        private final StringBuilder typed = new StringBuilder();
        private int text;
        private int shown;

        SlowConsole(boolean hangs, String... texts) {
            this.hangs = hangs;
            this.texts = List.of(texts);
        }

        @Override
        public Optional<byte[]> read(Duration wait) throws InterruptedException {
            if (text < texts.size() && shown < texts.get(text).length()) {
                return Optional.of(texts.get(text).substring(shown, ++shown).getBytes(StandardCharsets.UTF_8));
            }
            if (text < 3) {
                return Optional.of(new byte[0]);
            }
            if (!hangs) {
                return Optional.empty();
            }
            Thread.sleep(wait.toMillis());
            return Optional.of(new byte[0]);
        }

        @Override
        public void write(byte[] bytes) {
            typed.append(new String(bytes, StandardCharsets.UTF_8));
            text++;
            shown = 0;
        }

        @Override
        public OptionalInt exitCode(Duration wait) {
            return hangs ? OptionalInt.empty() : OptionalInt.of(0);
        }
    }

    private abstract static class ConsoleWithoutProgram implements Console {
        @Override
        public byte enter() {
            return '\r';
        }

        @Override
        public boolean asksTerminal() {
            return false;
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
