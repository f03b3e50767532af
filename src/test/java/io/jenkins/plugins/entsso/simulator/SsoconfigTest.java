package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
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
    public void whatIsTypedShowsAsTheHostDoes() throws Exception {
        try (Console console = Console.backUp(host, file)) {
            console.answer("abc", "abc", REMINDER).exit();
            assertEquals(
                    "Password : ***\r\nConfirm Password : ***\r\nPassword reminder : the usual\r\n"
                            + "The operation completed successfully.\r\n",
                    console.shown());
        }
        host.set(Variation.PASSWORD_ECHO, "nothing").set(Variation.BANNER, "yes");
        try (Console console = Console.backUp(host, file)) {
            console.answer("abc", "abc", REMINDER).exit();
            assertTrue(console.shown(), console.shown().startsWith("Enterprise Single Sign-On\r\n"));
            assertTrue(console.shown(), console.shown().contains("\r\nPassword : \r\nConfirm Password : \r\n"));
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
                    "ERRO: 0xC0002A0E : Não foi possível fazer o backup dos segredos mestres.\r\n", console.shown());
        }
    }

    @Test
    public void aFolderThatIsMissingIsAFailure() throws Exception {
        file = file.resolveSibling("missing").resolve("a.bak");
        assertEquals(3, backUp());
        assertEquals(10560, newest().id());
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
}
