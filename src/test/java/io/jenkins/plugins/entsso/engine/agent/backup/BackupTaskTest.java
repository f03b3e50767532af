package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.simulator.Variation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whole backups of a simulated host, whose {@code ssoconfig} is a process at a real pseudo-terminal. */
public class BackupTaskTest {
    private static final String PASSWORD = "correct horse 1";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SimulatedHost host;
    private Path work;
    private UUID id;

    @Before
    public void host() throws IOException {
        assumeFalse(
                "the simulator's tools are shell scripts",
                System.getProperty("os.name").startsWith("Windows"));
        host = SimulatedHost.create(folder.newFolder("host").toPath()).requireBackup(3);
        work = folder.newFolder("work").toPath();
    }

    @Test
    public void backsUpProvesAndLeavesNothing() throws Exception {
        host.generateSecret();
        BackupAnswer answer = run();
        assertNull(String.valueOf(answer.failure()), answer.failure());
        BackupAnswer.File file = answer.file();
        assertTrue(file.proof().toString(), file.proof().stream().allMatch(Proof::holds));
        assertNull(file.unconfirmed());
        assertEquals(msids(), new TreeSet<>(file.event().msids()));
        assertEquals(64, file.sha256().length());
        assertEquals(Method.CONSOLE, file.method());
        assertTrue(host.lastBackup().orElseThrow().file().endsWith(id + ".bak"));
        assertTrue("a few lines: " + answer.messages(), answer.messages().size() <= 9);
        assertFalse(answer.toString(), answer.toString().contains("correct"));
        assertNothingLeft();
    }

    @Test
    public void theApiIsUsedWhereItIs() throws Exception {
        host.set(Variation.API, "installed");
        BackupAnswer.File file = run().file();
        assertEquals(Method.API, file.method());
        assertTrue(file.proof().stream().anyMatch(c -> c.claim() == Proof.Claim.REMINDER_READABLE));
        assertTrue(host.calls().isEmpty());
        assertNothingLeft();
    }

    @Test
    public void passwordIsWipedOnTheAgent() throws Exception {
        Password password = new Password(PASSWORD.toCharArray());
        new BackupTask(
                        host.factory(WindowsHost.FACTORY),
                        HostSettings.DEFAULTS,
                        Method.API,
                        UUID.randomUUID(),
                        password,
                        "in the safe")
                .run();
        assertArrayEquals(new char[PASSWORD.length()], password.characters());
    }

    @Test
    public void healthyHostsOfAllKinds() throws Exception {
        host.set(Variation.PASSWORD_ECHO, "nothing").set(Variation.LANGUAGE, "ja");
        assertNotNull(run().file());
        host.set(Variation.PASSWORD_ECHO, "asterisks").set(Variation.BANNER, "yes");
        host.set(Variation.CONTROL_SEQUENCES, "yes")
                .set(Variation.DONE_EXIT, "1")
                .set(Variation.DELAY, "150");
        assertNotNull(run().file());
        host.fault(Fault.NONZERO_THOUGH_DONE).set(Variation.TYPE_AHEAD, "lost");
        assertNotNull(run().file());
    }

    @Test
    public void refusalsSayWhy() throws Exception {
        Object[][] cases = {
            {Fault.BACKUP_ACCESS_DENIED, Failure.Kind.ACCESS_DENIED, "0x80070005"},
            {Fault.TARGET_NOT_NTFS, Failure.Kind.WRONG_MEDIA, "10561"},
            {Fault.NOT_SECRET_SERVER, Failure.Kind.NOT_SECRET_SERVER, "0xC0002A0E"},
            {Fault.OFFLINE, Failure.Kind.OFFLINE, "0xC0002A10"},
            {Fault.DISK_FULL, Failure.Kind.WORK_DIRECTORY, "0x80070070"},
            {Fault.DIES_AFTER_PASSWORD, Failure.Kind.DIALOGUE, "DIALOGUE_ENDED"},
            {Fault.BACKUP_SILENT, Failure.Kind.DIALOGUE, "DIALOGUE_ENDED"},
        };
        for (Object[] c : cases) {
            host.clearFaults().fault((Fault) c[0]);
            assertFailure((Failure.Kind) c[1], (String) c[2], run());
        }
    }

    @Test
    public void whatOnlyClaimsToBeABackupIsNotTaken() throws Exception {
        Object[][] cases = {
            {Fault.NO_FILE, "[FILE_EXISTS, ]"},
            {Fault.ZERO_FILE, "[FILE_PLAUSIBLE, "},
            {Fault.PASSWORD_IN_FILE_UTF16, "[PASSWORD_NOT_IN_FILE, ]"},
        };
        for (Object[] c : cases) {
            host.clearFaults().fault((Fault) c[0]);
            BackupAnswer answer = run();
            assertFailure(Failure.Kind.NOT_PROVEN, (String) c[1], answer);
            assertTrue("ENTSSO may believe it", answer.failure().entered());
        }
    }

    @Test
    public void whatMayBeGoodIsKeptUnconfirmed() throws Exception {
        Object[][] cases = {
            {Fault.NO_EVENT, UnconfirmedReason.NO_EVENT},
            {Fault.EVENT_FOR_OTHER_FILE, UnconfirmedReason.NO_EVENT},
            {Fault.LOG_ACCESS_DENIED, UnconfirmedReason.LOG_UNREADABLE},
        };
        for (Object[] c : cases) {
            host.clearFaults().fault((Fault) c[0]);
            BackupAnswer answer = run();
            assertNull(String.valueOf(answer.failure()), answer.failure());
            assertEquals(c[1], answer.file().unconfirmed());
            assertNothingLeft();
        }
    }

    /** What it covers is worth keeping; that it does not protect the host is for the verdict to say. */
    @Test
    public void whatEntssoConfirmsIsKeptWhateverElseIsToBeSaid() throws Exception {
        TreeSet<Msid> before = msids();
        Object[][] cases = {
            {Fault.SECRET_GENERATED_DURING_BACKUP, Proof.Claim.COVERS_ALL_SECRETS},
            {Fault.EVENT_NAMES_OTHER_MSIDS, Proof.Claim.COVERS_ALL_SECRETS},
            {Fault.REGISTRY_ACCESS_DENIED, Proof.Claim.COVERS_ALL_SECRETS},
            {Fault.STILL_REQUIRED, Proof.Claim.REQUIRED_SILENT},
        };
        for (Object[] c : cases) {
            host.clearFaults().fault((Fault) c[0]);
            BackupAnswer answer = run();
            assertNull(String.valueOf(answer.failure()), answer.failure());
            assertNull(answer.file().unconfirmed());
            assertTrue(
                    answer.messages().toString(),
                    answer.messages().stream()
                            .anyMatch(message -> message.code() == Finding.Code.CLAIM_FAILED
                                    && message.arguments().get(0).equals(c[1].toString())));
            if (c[0] == Fault.SECRET_GENERATED_DURING_BACKUP) {
                assertEquals(before, new TreeSet<>(answer.file().event().msids()));
            }
            assertNothingLeft();
        }
    }

    @Test
    public void aQuestionThatNobodyKnowsIsNotAnswered() throws Exception {
        host.fault(Fault.UNKNOWN_QUESTION);
        assertFailure(Failure.Kind.TIMEOUT, "Key protection level", runUntil("Key protection level"));
        assertTrue(host.lastBackup().isEmpty());
    }

    @Test
    public void aHangEndsInTimeWithAllItsProcesses() throws Exception {
        host.fault(Fault.HANG_AFTER_ANSWERS);
        assertFailure(Failure.Kind.TIMEOUT, "DIALOGUE_TIMEOUT, arguments=[", runUntil(", 3, "));
        assertNoProcesses();
    }

    @Test
    public void anAbortEndsItAtOnceAndLeavesNothing() throws Exception {
        host.fault(Fault.HANG_AFTER_PASSWORD);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread build = new Thread(() -> thrown.set(assertThrows(InterruptedException.class, this::run)));
        build.start();
        while (host.calls().stream().noneMatch(c -> c.tool().equals("child"))) {
            assertTrue(build.isAlive());
            build.join(50);
        }
        build.interrupt();
        build.join(180_000);
        assertNotNull(thrown.get());
        assertNoProcesses();
        assertNothingLeft();
    }

    @Test
    public void saysWhatIsMissing() throws Exception {
        Files.delete(host.ssoconfig());
        assertFailure(Failure.Kind.TOOL_MISSING, host.ssoconfig().toString(), run());
        BackupAnswer answer =
                task(Method.API, "in the safe", Duration.ofMinutes(1)).run();
        assertEquals(Failure.Kind.METHOD_MISSING, answer.failure().kind());
        work = work.resolve("missing");
        answer = run();
        assertEquals(Failure.Kind.WORK_DIRECTORY, answer.failure().kind());
    }

    private void assertFailure(Failure.Kind kind, String detail, BackupAnswer answer) throws IOException {
        assertNotNull("no failure, but expected " + detail, answer.failure());
        String failure = answer.failure().toString();
        assertEquals(failure, kind, answer.failure().kind());
        assertTrue(failure, failure.contains(detail));
        assertFalse(failure, failure.contains("corr"));
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> all = Files.walk(work)) {
            List<String> files = all.filter(Files::isRegularFile)
                    .map(p -> p.getFileName().toString())
                    .toList();
            assertEquals(List.of(), files);
        }
    }

    private void assertNoProcesses() {
        for (SimulatedHost.Call call : host.calls()) {
            assertTrue(call.toString(), call.running().isEmpty());
        }
    }

    private TreeSet<Msid> msids() {
        return host.msids().stream().map(Msid::new).collect(Collectors.toCollection(TreeSet::new));
    }

    private BackupAnswer run() throws InterruptedException {
        return run(Duration.ofMinutes(3));
    }

    /** Ends in a limit that suffices to get so far: how long a program takes to start is for the machine to say. */
    private BackupAnswer runUntil(String reached) throws InterruptedException {
        for (Duration limit = Duration.ofSeconds(6); ; limit = limit.multipliedBy(2)) {
            BackupAnswer answer = run(limit);
            if (limit.toMinutes() > 1 || String.valueOf(answer.failure()).contains(reached)) {
                return answer;
            }
        }
    }

    private BackupAnswer run(Duration limit) throws InterruptedException {
        return task(Method.AUTO, "in the safe, room 4", limit).run();
    }

    private BackupTask task(Method method, String reminder, Duration limit) {
        id = UUID.randomUUID();
        HostSettings settings = new HostSettings(null, work.toString(), Duration.ofMinutes(3), limit);
        return new BackupTask(
                host.factory(WindowsHost.FACTORY),
                settings,
                method,
                id,
                new Password(PASSWORD.toCharArray()),
                reminder);
    }
}
