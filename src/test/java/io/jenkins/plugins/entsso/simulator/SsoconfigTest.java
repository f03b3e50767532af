package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SsoconfigTest {
    private static final String PASSWORD = "pA ss-W0rd! ü";
    private static final String REMINDER = "the usual";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private SimulatedHost host;
    private Path file;

    @Before
    public void create() {
        host = SimulatedHost.create(temporary.getRoot().toPath().resolve("a host"));
        host.requireBackup(3);
        file = temporary.getRoot().toPath().resolve("the backup.bak");
    }

    private int backUp() throws Exception {
        try (Console console = Console.backUp(host, file)) {
            return console.answer(PASSWORD, PASSWORD, REMINDER).exit();
        }
    }

    private SimulatedHost.LogRecord newest() {
        return host.records(1).get(0);
    }

    private static String braced(UUID msid) {
        return "{" + msid.toString().toUpperCase(Locale.ROOT) + "}";
    }

    private SimulatedBackup open() throws Exception {
        return SimulatedBackup.open(Files.readAllBytes(file), PASSWORD.toCharArray());
    }

    @Test
    public void aBackupIsMadeAndLoggedAndEndsTheReminders() throws Exception {
        host.generateSecret();
        assertEquals(0, backUp());
        assertEquals(10559, newest().id());
        assertEquals(
                List.of(
                        file.toString(),
                        braced(host.msids().get(0)),
                        braced(host.msids().get(1)),
                        "CONTOSO\\svc-biztalk",
                        "BIZTALK01"),
                newest().strings());
        assertFalse(host.backupRequired());
        assertEquals(file.toString(), host.lastBackup().orElseThrow().file());
        assertEquals(host.msids(), host.lastBackup().orElseThrow().msids());
        assertEquals(REMINDER, open().reminder());
        assertEquals("BIZTALK01", open().computer());
        assertEquals(host.msids(), List.copyOf(open().secrets().keySet()));
        assertThrows(
                IllegalArgumentException.class,
                () -> SimulatedBackup.open(Files.readAllBytes(file), "other".toCharArray()));
    }

    @Test
    public void aMissingPreviousSecretIsWrittenAsTheHostDoes() throws Exception {
        backUp();
        assertEquals(
                "{00000000-0000-0000-0000-000000000000}", newest().strings().get(2));
        host.set(Variation.NO_PREVIOUS, "empty").set(Variation.MSID_IN_EVENT, "a");
        backUp();
        assertEquals(host.msids().get(0).toString(), newest().strings().get(1));
        assertEquals("", newest().strings().get(2));
    }

    @Test
    public void thePasswordIsNowhereButInUse() throws Exception {
        try (Console console = Console.backUp(host, file)) {
            console.answer(PASSWORD, PASSWORD, REMINDER).exit();
            assertFalse(console.shown(), console.shown().contains(PASSWORD));
            assertTrue("the reminder shows", console.shown().contains(REMINDER));
        }
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(temporary.getRoot().toPath())) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        assertTrue(files.contains(file));
        for (Path any : files) {
            byte[] content = Files.readAllBytes(any);
            assertFalse(any.toString(), new String(content, StandardCharsets.UTF_8).contains(PASSWORD));
            assertFalse(any.toString(), new String(content, StandardCharsets.UTF_16LE).contains(PASSWORD));
        }
        assertEquals(
                List.of("-backupsecret", file.toString()), host.calls().get(0).arguments());
    }

    @Test
    public void itInsistsOnAConsole() throws Exception {
        Program piped = Program.run(new ProcessBuilder(
                "/bin/sh", "-c", "printf 'a\\ra\\rb\\r' | '" + host.ssoconfig() + "' -backupsecret '" + file + "'"));
        assertEquals(1, piped.exit());
        assertTrue(piped.errors(StandardCharsets.UTF_8).contains("console"));
        assertFalse(Files.exists(file));
        assertEquals(10589, newest().id());
    }

    @Test
    public void wrongArgumentsAreRefused() throws Exception {
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("-backupsecret"),
                List.of("-generatesecret", file.toString()),
                List.of("-backupsecret", file.toString(), PASSWORD))) {
            Program run = Program.run(host.ssoconfig(), arguments.toArray(new String[0]));
            assertEquals(arguments.toString(), 87, run.exit());
            assertTrue(run.errors(StandardCharsets.UTF_8).contains("-backupsecret <file>"));
        }
    }

    @Test
    public void onlyEnterEndsAnInput() throws Exception {
        try (Console console = Console.backUp(host, file)) {
            console.await("Password :").type("a\nb\bc\r").await("Confirm").type("a\nc\r");
            console.await("reminder").type(REMINDER + "\r");
            assertEquals(0, console.exit());
        }
        assertEquals(
                REMINDER,
                SimulatedBackup.open(Files.readAllBytes(file), "a\nc".toCharArray())
                        .reminder());
    }

    @Test
    public void passwordsThatDifferAreAskedForAgain() throws Exception {
        try (Console console = Console.backUp(host, file)) {
            console.await("Password :")
                    .type("one\r")
                    .await("Confirm")
                    .type("two\r")
                    .await("do not match");
            console.answer(PASSWORD, PASSWORD, REMINDER);
            assertEquals(0, console.exit());
        }
        assertEquals(REMINDER, open().reminder());
    }

    @Test
    public void equalPasswordsDifferWhereTheFaultSaysSo() throws Exception {
        host.fault(Fault.PASSWORDS_DIFFER);
        try (Console console = Console.backUp(host, file)) {
            for (int round = 0; round < 20; round++) {
                console.await("Password :")
                        .type("x\r")
                        .await("Confirm")
                        .type("x\r")
                        .await("do not match");
            }
            console.await("reminder").type("\r");
            assertNotEquals(0, console.exit());
        }
        assertFalse(Files.exists(file));
    }

    @Test
    public void everySeedIsAHealthyHost() throws Exception {
        for (long seed = 0; seed < 8; seed++) {
            host.vary(seed).requireBackup(1);
            Files.deleteIfExists(file);
            String seen = "seed " + seed + " " + host.variations();
            assertEquals(seen, Integer.parseInt(host.get(Variation.DONE_EXIT)), backUp());
            assertEquals(seen, REMINDER, open().reminder());
            assertEquals(seen, 10559, newest().id());
        }
    }

    @Test
    public void questionsComeInTheHostsOrderAndLanguage() throws Exception {
        for (String language : Variation.LANGUAGE.choices()) {
            host.set(Variation.LANGUAGE, language);
            for (int wording = 0; wording < 3; wording++) {
                String order = Variation.ORDER.choices().get(wording);
                if (wording == 0 || language.equals("ja")) {
                    Files.deleteIfExists(file);
                    host.set(Variation.ORDER, order).set(Variation.WORDING, Integer.toString(wording));
                    assertEquals(order + language, 0, backUp());
                    assertEquals(REMINDER, open().reminder());
                }
            }
        }
    }

    @Test
    public void whatIsTypedShowsAsTheHostDoes() throws Exception {
        try (Console console = Console.backUp(host, file)) {
            console.answer("abc", "abc", REMINDER).exit();
            assertEquals(
                    "Password : \r\nConfirm password : \r\nPassword reminder : the usual\r\n"
                            + "The operation completed successfully.\r\n",
                    console.shown());
        }
        host.set(Variation.PASSWORD_ECHO, "asterisks")
                .set(Variation.REMINDER_ECHO, "no")
                .set(Variation.PASSWORD_LINE_BREAK, "no")
                .set(Variation.BANNER, "yes")
                .set(Variation.SUCCESS_TEXT, "silent");
        try (Console console = Console.backUp(host, file)) {
            console.answer("abc", "abc", REMINDER).exit();
            assertTrue(console.shown(), console.shown().startsWith("Enterprise Single Sign-On\r\n"));
            assertTrue(
                    console.shown(),
                    console.shown().endsWith("Password : ***\r\nConfirm password : ***\r\nPassword reminder : "));
        }
        host.set(Variation.PROMPT_END, "newline").set(Variation.BANNER, "no");
        try (Console console = Console.backUp(host, file)) {
            console.answer("abc", "abc", REMINDER).exit();
            assertTrue(console.shown(), console.shown().startsWith("Password :\r\n***\r\n"));
        }
    }

    @Test
    public void controlSequencesLaceTheText() throws Exception {
        host.set(Variation.CONTROL_SEQUENCES, "yes");
        try (Console console = Console.backUp(host, file)) {
            assertEquals(0, console.answer(PASSWORD, PASSWORD, REMINDER).exit());
            String raw = new String(console.raw(), StandardCharsets.UTF_8);
            assertTrue(raw.contains("Password\033[1C:\033[1C"));
            assertTrue(raw.contains("\033]0;") && raw.contains("\033[3;1H"));
            assertTrue(console.shown().contains("Password : "));
        }
    }

    @Test
    public void typingAheadMayBeLost() throws Exception {
        host.set(Variation.TYPE_AHEAD, "lost");
        try (Console console = Console.backUp(host, file)) {
            console.await("Password :").type("abc\rlost\r");
            console.await("Confirm").type("abc\r").await("reminder").type(REMINDER + "\r");
            assertEquals(0, console.exit());
        }
    }

    @Test
    public void anExistingFileIsTreatedAsTheHostDoes() throws Exception {
        byte[] old = {1, 2, 3};
        Files.write(file, old);
        host.set(Variation.OVERWRITE, "refuse");
        try (Console console = Console.backUp(host, file)) {
            assertEquals(0x50, console.exit());
        }
        host.set(Variation.OVERWRITE, "ask").set(Variation.LANGUAGE, "de");
        try (Console console = Console.backUp(host, file)) {
            console.await("(J/N)?").type("n\r");
            assertNotEquals(0, console.exit());
        }
        assertArrayEquals(old, Files.readAllBytes(file));
        try (Console console = Console.backUp(host, file)) {
            assertEquals(
                    0,
                    console.await("(J/N)?")
                            .type("j\r")
                            .answer(PASSWORD, PASSWORD, REMINDER)
                            .exit());
        }
        assertEquals(REMINDER, open().reminder());
        host.set(Variation.OVERWRITE, "replace");
        assertEquals(0, backUp());
        Files.delete(file);
        host.set(Variation.OVERWRITE, "always ask");
        try (Console console = Console.backUp(host, file)) {
            assertEquals(
                    0,
                    console.await("(J/N)?")
                            .type("j\r")
                            .answer(PASSWORD, PASSWORD, REMINDER)
                            .exit());
        }
    }

    @Test
    public void refusalsAreLoggedAndLeaveNoFile() throws Exception {
        refused(Fault.BACKUP_ACCESS_DENIED, 0x05, 10560, "0x80070005");
        refused(Fault.SECRETS_NOT_LOADED, 0x1F, 10560, "0xC0002A1F");
        refused(Fault.DISK_FULL, 0x70, 10560, "0x80070070");
        refused(Fault.TARGET_NOT_NTFS, 0x07, 10561, "0xC0002A07");
        refused(Fault.NOT_SECRET_SERVER, 0x0E, 10589, null);
        refused(Fault.OFFLINE, 0x10, 10589, null);
    }

    private void refused(Fault fault, int exit, int event, String code) throws Exception {
        host.clearFaults().fault(fault).requireBackup(1);
        assertEquals(fault.name(), exit, backUp());
        assertFalse(fault.name(), Files.exists(file));
        assertEquals(fault.name(), event, newest().id());
        if (code != null) {
            assertEquals(file.toString(), newest().strings().get(0));
            assertEquals(code, newest().strings().get(event == 10561 ? 3 : 4));
        }
        assertTrue(host.backupRequired());
    }

    @Test
    public void aRefusalMayComeBeforeTheQuestions() throws Exception {
        host.becomeOther("SSO99").set(Variation.REFUSAL, "before").set(Variation.LANGUAGE, "pt");
        try (Console console = Console.backUp(host, file)) {
            assertEquals(0x0E, console.exit());
            assertEquals(
                    "ERRO: 0xC0002A0E: não foi possível fazer o backup dos segredos mestres.\r\n", console.shown());
        }
    }

    @Test
    public void aFolderThatIsMissingIsAFailure() throws Exception {
        file = file.resolveSibling("missing").resolve("a.bak");
        assertEquals(3, backUp());
        assertEquals(10560, newest().id());
    }

    @Test
    public void exitCodesMayLie() throws Exception {
        host.fault(Fault.NONZERO_THOUGH_DONE);
        assertEquals(1, backUp());
        assertEquals(10559, newest().id());
        host.clearFaults().fault(Fault.ZERO_THOUGH_FAILED, Fault.BACKUP_ACCESS_DENIED);
        assertEquals(0, backUp());
        assertEquals(10560, newest().id());
    }

    @Test
    public void filesMayBeMissingOrBad() throws Exception {
        host.fault(Fault.NO_FILE);
        assertEquals(0, backUp());
        assertFalse(Files.exists(file));
        assertEquals(10559, newest().id());
        host.clearFaults().fault(Fault.EMPTY_FILE);
        assertEquals(0, backUp());
        assertEquals(0, Files.size(file));
        host.clearFaults().fault(Fault.ZERO_FILE);
        assertEquals(0, backUp());
        assertArrayEquals(new byte[(int) Files.size(file)], Files.readAllBytes(file));
        assertTrue(Files.size(file) > 100);
        host.clearFaults().fault(Fault.PASSWORD_IN_FILE);
        assertEquals(0, backUp());
        assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1)
                .endsWith(new String(PASSWORD.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
        host.clearFaults().fault(Fault.PASSWORD_IN_FILE_UTF16);
        assertEquals(0, backUp());
        assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1)
                .endsWith(new String(PASSWORD.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1)));
    }

    @Test
    public void eventsMayBeMissingOrWrong() throws Exception {
        host.fault(Fault.NO_EVENT);
        assertEquals(0, backUp());
        assertEquals(10589, newest().id());
        assertFalse(host.backupRequired());
        host.clearFaults().fault(Fault.EVENT_FOR_OTHER_FILE);
        assertEquals(0, backUp());
        assertEquals(
                file.resolveSibling("other.bak").toString(), newest().strings().get(0));
        host.clearFaults().fault(Fault.EVENT_NAMES_OTHER_MSIDS);
        assertEquals(0, backUp());
        assertEquals(10559, newest().id());
        assertNotEquals(braced(host.msids().get(0)), newest().strings().get(1));
        assertEquals(host.msids(), host.lastBackup().orElseThrow().msids());
        host.clearFaults().fault(Fault.STILL_REQUIRED);
        assertEquals(0, backUp());
        assertEquals(10589, newest().id());
        assertTrue(host.backupRequired());
    }

    @Test
    public void aSecretGeneratedMeanwhileIsNotInTheBackup() throws Exception {
        host.fault(Fault.SECRET_GENERATED_DURING_BACKUP);
        assertEquals(0, backUp());
        assertEquals(10525, newest().id());
        assertEquals(List.of(host.msids().get(1)), List.copyOf(open().secrets().keySet()));
        assertEquals(2, host.msids().size());
    }

    @Test
    public void theLogMayForgetTheBackup() throws Exception {
        host.fault(Fault.LOG_CLEARED_AFTER_BACKUP);
        assertEquals(0, backUp());
        assertEquals(List.of(), host.records(10));
        host.clearFaults().fault(Fault.LOG_WRAPPED_AFTER_BACKUP).requireBackup(5);
        assertEquals(0, backUp());
        List<SimulatedHost.LogRecord> left = host.records(100);
        assertTrue(left.stream().noneMatch(r -> r.source().equals("ENTSSO")));
        assertEquals(
                "five reminders and 10559 were lost",
                7,
                left.get(left.size() - 1).recordId());
        assertEquals(REMINDER, open().reminder());
    }

    @Test
    public void aQuestionNobodyKnowsComesFirst() throws Exception {
        host.fault(Fault.UNKNOWN_QUESTION);
        try (Console console = Console.backUp(host, file)) {
            console.await("Key protection level")
                    .type(PASSWORD + "\r")
                    .await("Key protection level")
                    .type("2\r");
            assertEquals(0, console.answer(PASSWORD, PASSWORD, REMINDER).exit());
        }
    }

    @Test
    public void hangsEndByForceOnlyAndLeaveAChild() throws Exception {
        for (Fault fault : List.of(Fault.HANG_BEFORE_PROMPTS, Fault.HANG_AFTER_PASSWORD, Fault.HANG_AFTER_ANSWERS)) {
            host.clearFaults().fault(fault);
            try (Console console = Console.backUp(host, file)) {
                if (fault == Fault.HANG_AFTER_PASSWORD) {
                    console.await("Password :").type("x\r");
                } else if (fault == Fault.HANG_AFTER_ANSWERS) {
                    console.answer("x", "x", "x");
                }
                Hang.check(host, console.handle());
            }
            assertFalse(Files.exists(file));
        }
    }

    @Test
    public void aHangOutlivesItsTerminal() throws Exception {
        host.fault(Fault.HANG_BEFORE_PROMPTS);
        try (Console console = Console.backUp(host, file)) {
            while (host.calls().size() < 2) {
                assertFalse(console.process().waitFor(20, TimeUnit.MILLISECONDS));
            }
            console.process().getOutputStream().close();
            console.process().getInputStream().close();
            assertFalse(console.process().waitFor(500, TimeUnit.MILLISECONDS));
            assertEquals(2, host.running().size());
        }
    }

    @Test
    public void itMayDieInTheMidst() throws Exception {
        host.fault(Fault.DIES_AFTER_PASSWORD);
        try (Console console = Console.backUp(host, file)) {
            assertEquals(1, console.await("Password :").type("x\r").exit());
            assertEquals("Password : \r\n", console.shown());
        }
    }

    @Test
    public void slowOutputIsTheSameOutput() throws Exception {
        host.fault(Fault.SLOW_OUTPUT).set(Variation.LANGUAGE, "ja").set(Variation.CONTROL_SEQUENCES, "yes");
        assertEquals(0, backUp());
        assertEquals(REMINDER, open().reminder());
    }

    @Test
    public void garbageAndSilenceAreNoQuestions() throws Exception {
        host.fault(Fault.BACKUP_GARBAGE);
        try (Console console = Console.backUp(host, file)) {
            assertEquals(0, console.exit());
            assertTrue(console.raw().length > 1000);
        }
        host.clearFaults().fault(Fault.BACKUP_SILENT);
        try (Console console = Console.backUp(host, file)) {
            assertEquals(0, console.exit());
            assertEquals(0, console.raw().length);
        }
        host.clearFaults().fault(Fault.BACKUP_GARBAGE_FLOOD);
        try (Console console = Console.backUp(host, file)) {
            assertEquals(0, console.exit());
            assertTrue(console.raw().length > Garbage.FLOOD_MEGABYTES * 1024 * 1024);
        }
        assertFalse(Files.exists(file));
    }
}
