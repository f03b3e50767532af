package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.FakeHost;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.agent.Rights.TriState;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What happens around a method, which one is taken, and that no second one follows a first that may have done something. */
public class BackupWorkTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Msid MSID = new Msid(new UUID(1, 1));
    private static final int CLASS_NOT_REGISTERED = 0x80040154;
    private static final int ACCESS_DENIED = 0x80070005;
    private static final int INVALID_ARGUMENT = 0x80070057;
    private static final int RPC_CALL_FAILED = 0x800706BE;
    private static final int NOT_SECRET_SERVER = 0xC0002A0E;
    private static final int OUT_OF_SERVICE = 0xC0002A10;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final UUID id = UUID.randomUUID();
    private final List<String> tried = new ArrayList<>();
    private final Host host = new Host();
    private Method method = Method.AUTO;
    private int asked;
    private int eventFrom = 1;
    private Duration eventDelay = Duration.ofSeconds(20);
    private Duration backupTimeout = Duration.ofMinutes(3);

    private interface Backup {
        int to(Path file) throws InterruptedException;
    }

    @Test
    public void waitsForALateEvent() throws Exception {
        eventFrom = 4;
        BackupAnswer answer = run();
        assertNull(String.valueOf(answer.failure()), answer.failure());
        assertEquals("until it came", 4, asked);
        assertEquals(NOW, answer.file().event().time());
        assertEquals(17, answer.file().event().recordId());
        assertNull(answer.file().unconfirmed());
        assertEquals(Map.of("java", Runtime.version().toString()), answer.file().versions());
    }

    @Test
    public void patienceReachesForTheSlowestHost() throws Exception {
        HostFactory factory = settings -> host;
        HostSettings slow = new HostSettings("/s", null, Duration.ofHours(1), Duration.ofMinutes(30));
        Duration check = new CheckTask(factory, slow, true).patience();
        Duration slowest = check.plusMinutes(60).plus(BackupTask.EVENT_DELAY);
        try (Password password = new Password("correct horse 1".toCharArray())) {
            assertEquals(
                    slowest, new BackupTask(factory, slow, Method.CONSOLE, id, password, "in the safe").patience());
            assertEquals(
                    "one way after the other",
                    slowest.plusMinutes(30).plusHours(1).plus(BackupTask.EVENT_DELAY),
                    new BackupTask(factory, slow, Method.AUTO, id, password, "in the safe").patience());
        }
    }

    @Test
    public void whereAccessIsDeniedEntssoItselfIsQuoted() throws Exception {
        host.backup = file -> ACCESS_DENIED;
        host.said.add(
                new EntssoEvent(EventId.ACCESS_DENIED_ACCOUNTS, 15, NOW, List.of("CORP\\SSO Admins", "CORP\\SSO Aff")));
        host.said.add(new EntssoEvent(EventId.NETWORK_SERVICE, 3, NOW, List.of()));
        eventFrom = Integer.MAX_VALUE;
        eventDelay = Duration.ZERO;
        BackupAnswer answer = run();
        assertEquals(Failure.Kind.ACCESS_DENIED, answer.failure().kind());
        assertEquals(
                List.of("11042", "15", NOW.toString(), "CORP\\SSO Admins, CORP\\SSO Aff", "HRESULT_0xC0002B22"),
                answer.failure().causes().stream()
                        .filter(cause -> cause.code() == Finding.Code.SAID)
                        .flatMap(cause -> cause.arguments().stream())
                        .toList());
        assertNothingLeft();
    }

    @Test
    public void aFileWithoutAnEventIsKeptUnconfirmedOnceTheEventIsLate() throws Exception {
        eventFrom = Integer.MAX_VALUE;
        eventDelay = Duration.ZERO;
        BackupAnswer answer = run();
        assertNull(String.valueOf(answer.failure()), answer.failure());
        assertEquals(UnconfirmedReason.NO_EVENT, answer.file().unconfirmed());
        assertNull(answer.file().event());
        assertEquals("until the file stays as it is", 2, asked);
    }

    @Test
    public void aFileThatNobodyConfirmsIsNotTakenWhereEntssoSaysThatItFailed() throws Exception {
        eventFrom = Integer.MAX_VALUE;
        eventDelay = Duration.ZERO;
        host.backup = file -> {
            host.write(file);
            return OUT_OF_SERVICE;
        };
        assertEquals(Failure.Kind.OFFLINE, run().failure().kind());
    }

    @Test
    public void aFileIsReadOnceItIsWritten() throws Exception {
        Writer writer = new Writer(Duration.ofSeconds(2));
        BackupAnswer answer = writer.beside(this::run);
        assertEquals(writer.written, answer.file().content().length);
    }

    /** Whatever is logged later is not of what was read. */
    @Test
    public void aFileWhoseWriterHasNotEndedIsKeptAsUnfinished() throws Exception {
        eventFrom = Integer.MAX_VALUE;
        eventDelay = Duration.ZERO;
        host.hangs = true;
        host.backup = file -> {
            host.write(file);
            return 0;
        };
        assertEquals(UnconfirmedReason.UNFINISHED, run().file().unconfirmed());
        eventFrom = 1;
        assertNull("it was read after its event", run().file().unconfirmed());
    }

    @Test
    public void aFileThatIsWrittenForEverIsGivenUp() throws Exception {
        backupTimeout = Duration.ofSeconds(1);
        BackupFailure failure = new Writer(Duration.ofDays(1)).beside(this::run).failure();
        assertEquals(Finding.Code.BACKUP_UNREADABLE, failure.causes().get(0).code());
    }

    /** ENTSSO, which says that the backup is made, and still writes to the file. */
    private final class Writer {
        private static final long LONGEST_PAUSE = 400_000_000;
        private final Duration duration;
        private volatile boolean ended;
        private volatile boolean paused;
        private volatile int written;

        Writer(Duration duration) {
            this.duration = duration;
        }

        /** Anew where the machine held it up for so long that nobody could tell that it goes on. */
        BackupAnswer beside(Callable<BackupAnswer> backup) throws Exception {
            for (int i = 0; ; i++) {
                ended = false;
                paused = false;
                Thread[] thread = new Thread[1];
                host.backup = file -> {
                    written = host.made(file) + 200;
                    thread[0] = new Thread(() -> write(file));
                    thread[0].start();
                    return 0;
                };
                BackupAnswer answer = backup.call();
                ended = true;
                thread[0].join();
                if (!paused || i == 20) {
                    return answer;
                }
            }
        }

        private void write(Path file) {
            long start = System.nanoTime();
            for (long last = start; !ended && last - start < duration.toNanos(); ) {
                LockSupport.parkNanos(20_000_000);
                host.append(file);
                written += 100;
                long now = System.nanoTime();
                paused |= now - last > LONGEST_PAUSE;
                last = now;
            }
        }
    }

    @Test
    public void doesNotWaitForAnEventOfABackupThatWasRefused() throws Exception {
        eventFrom = Integer.MAX_VALUE;
        method = Method.API;
        host.backup = file -> OUT_OF_SERVICE;
        BackupAnswer answer = run();
        assertEquals(Failure.Kind.OFFLINE, answer.failure().kind());
        assertEquals(1, asked);
        assertTrue(answer.failure().entered());
    }

    @Test
    public void theApiComesFirst() throws Exception {
        run();
        assertEquals(List.of("API"), tried);
    }

    @Test
    public void theConsoleFollowsAnApiThatIsNotThere() throws Exception {
        host.missing = CLASS_NOT_REGISTERED;
        BackupAnswer answer = run();
        assertEquals(List.of("API", "CONSOLE"), tried);
        assertFalse(answer.failure().entered());
        assertTrue(answer.messages().toString(), answer.messages().contains(Finding.of(Finding.Code.API_MISSING)));
    }

    @Test
    public void theConsoleFollowsAnApiThatMadeNothing() throws Exception {
        eventFrom = Integer.MAX_VALUE;
        for (int answer : new int[] {INVALID_ARGUMENT, CLASS_NOT_REGISTERED, RPC_CALL_FAILED}) {
            tried.clear();
            host.backup = file -> answer;
            BackupFailure failure = run().failure();
            assertEquals(List.of("API", "CONSOLE"), tried);
            assertTrue(failure.entered());
            assertEquals(Finding.error("BackupSecret", answer), failure.causes().get(0));
            assertTrue(failure.causes().stream().anyMatch(cause -> cause.code() == Finding.Code.PROGRAM_NOT_STARTED));
        }
        tried.clear();
        eventDelay = Duration.ZERO;
        host.backup = file -> {
            throw new Error("Invalid memory access");
        };
        List<Finding> messages = run().messages();
        assertEquals(List.of("API", "CONSOLE"), tried);
        assertTrue(messages.toString(), messages.contains(Finding.of(Finding.Code.API_FAILED)));
    }

    @Test
    public void theConsoleDoesNotFollowAnApiThatMayHaveDoneSomething() throws Exception {
        eventDelay = Duration.ZERO;
        host.backup = file -> RPC_CALL_FAILED;
        assertTrue("ENTSSO has logged it", run().failure().entered());
        eventFrom = Integer.MAX_VALUE;
        host.backup = file -> {
            host.write(file);
            return RPC_CALL_FAILED;
        };
        assertTrue("there is a file", run().failure().entered());
        host.backup = file -> NOT_SECRET_SERVER;
        assertEquals(Failure.Kind.NOT_SECRET_SERVER, run().failure().kind());
        host.hangs = true;
        assertEquals(
                "may still write the file",
                Failure.Kind.TIMEOUT,
                run().failure().kind());
        assertEquals(List.of("API", "API", "API", "API"), tried);
    }

    @Test
    public void waitsForAFileThatIsLate() throws Exception {
        Thread[] writer = new Thread[1];
        host.backup = file -> {
            writer[0] = new Thread(() -> {
                LockSupport.parkNanos(1_500_000_000);
                host.write(file);
            });
            writer[0].start();
            return 0;
        };
        eventDelay = Duration.ofMinutes(3);
        assertNull(run().failure());
        writer[0].join();

        eventFrom = Integer.MAX_VALUE;
        eventDelay = Duration.ofSeconds(2);
        host.backup = file -> {
            host.atSecondLook = () -> host.write(file);
            return 0;
        };
        assertNull(run().failure());
    }

    @Test
    public void whatBreaksOnceTheBackupIsMadeDoesNotCostIt() throws Exception {
        host.reminder = () -> {
            throw new Error("Invalid memory access");
        };
        BackupAnswer answer = run();
        assertEquals(NOW, answer.file().event().time());
        assertTrue(answer.file()
                .proof()
                .contains(new Proof(Proof.Claim.REMINDER_READABLE, false, "java.lang.Error: Invalid memory access")));
        host.backup = file -> {
            host.write(file);
            throw new IllegalStateException("the proxy broke");
        };
        assertNull(run().failure());
        assertEquals(List.of("API", "API"), tried);
    }

    @Test
    public void whatWasChosenIsAllThatIsTried() throws Exception {
        method = Method.CONSOLE;
        run();
        assertEquals(List.of("CONSOLE"), tried);
        tried.clear();
        method = Method.API;
        host.missing = CLASS_NOT_REGISTERED;
        assertEquals(Failure.Kind.METHOD_MISSING, run().failure().kind());
        assertEquals(List.of("API"), tried);
    }

    @Test
    public void onlyTheConsoleNeedsTheProgram() throws Exception {
        host.tool = QueryResult.failed(Failure.Kind.TOOL_MISSING, "no ssoconfig");
        assertNull(run().failure());
        method = Method.CONSOLE;
        assertEquals(Failure.Kind.TOOL_MISSING, run().failure().kind());
        assertEquals(List.of("API"), tried);
        assertNothingLeft();
    }

    /** That they are needed is only documented: ENTSSO has the last word, and what is known of them goes with a failure. */
    @Test
    public void rightsThatAreLackingAreTold() throws Exception {
        Finding lacking = Finding.of(Finding.Code.NOT_ADMINISTRATOR, "CONTOSO\\jenkins");
        host.rights = new Rights(TriState.NO, TriState.NO, TriState.UNKNOWN);
        assertTold(lacking);
        assertNull(run().failure());
        host.backup = file -> OUT_OF_SERVICE;
        assertTrue(run().failure().causes().contains(lacking));
        host.rights = new Rights(TriState.NO, TriState.YES, TriState.YES);
        assertTold(Finding.of(Finding.Code.NOT_ELEVATED, "CONTOSO\\jenkins"));
    }

    @Test
    public void wipesWhateverHappens() throws Exception {
        host.backup = file -> {
            host.write(file);
            throw new InterruptedException("aborted");
        };
        assertThrows(InterruptedException.class, this::run);
        assertNothingLeft();
        host.backup = host::made;
        host.mistake = new IllegalStateException("a mistake of ours");
        assertThrows(IllegalStateException.class, this::run);
        assertNothingLeft();
    }

    @Test
    public void aMistakeSaysWhatItLeaves() throws Exception {
        Path[] stuck = new Path[1];
        host.backup = file -> {
            stuck[0] = file;
            host.write(file);
            assumeTrue("needs a file system with immutable files", chattr("+i", file));
            return 0;
        };
        host.mistake = new IllegalStateException("a mistake of ours");
        try {
            IllegalStateException e = assertThrows(IllegalStateException.class, this::run);
            assertTrue(
                    e.getMessage(), e.getMessage().contains(stuck[0].getParent().toString()));
            assertTrue(e.getMessage(), e.getMessage().contains("a mistake of ours"));
        } finally {
            assertTrue(chattr("-i", stuck[0]));
        }
    }

    @Test
    public void saysLoudlyWhatItCouldNotRemove() throws Exception {
        Path[] stuck = new Path[1];
        host.backup = file -> {
            stuck[0] = file;
            host.write(file);
            assumeTrue("needs a file system with immutable files", chattr("+i", file));
            return 0;
        };
        try {
            BackupAnswer answer = run();
            Finding last = answer.messages().get(answer.messages().size() - 1);
            assertEquals(Finding.Code.LEFT_BEHIND, last.code());
            assertTrue(last.toString(), last.arguments().get(0).contains(stuck[0].toString()));
            assertNotNull("a proven backup is handed over all the same", answer.file());
        } finally {
            assertTrue(chattr("-i", stuck[0]));
        }
    }

    @Test
    public void removesWhatAnAgentThatDiedHasLeft() throws Exception {
        Path dead = Files.createDirectory(
                folder.getRoot().toPath().resolve("entsso-000000000000dead"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(dead.resolve("lock"), "x");
        Files.writeString(dead.resolve("entsso-backup-x.bak"), "a copy of the secret");
        host.backup = file -> OUT_OF_SERVICE;
        run();
        assertTrue("it may be the only copy", Files.exists(dead));
        host.backup = host::made;
        BackupAnswer answer = run();
        assertFalse(Files.exists(dead));
        assertTrue(answer.messages().contains(Finding.of(Finding.Code.ABANDONED_REMOVED, dead)));
    }

    @Test
    public void theServicesAccountIsLetIntoTheDirectoryForBothMethods() throws Exception {
        for (Method each : List.of(Method.API, Method.CONSOLE)) {
            method = each;
            host.serviceAccount = Optional.of("CONTOSO\\svc-entsso");
            assertTold(Finding.of(Finding.Code.ACCOUNT_NOT_ADMITTED, "CONTOSO\\svc-entsso"));
            host.serviceAccount = Optional.empty();
            assertTold(Finding.of(Finding.Code.ACCOUNT_UNKNOWN));
        }
        method = Method.API;
        assertNull("and the backup goes on", run().failure());
    }

    private void assertTold(Finding message) throws InterruptedException {
        List<Finding> messages = run().messages();
        assertTrue(messages.toString(), messages.contains(message));
    }

    /** What a program or an interface says is no proof, neither that there is a backup nor that there is none. */
    @Test
    public void aBackupThatIsProvenIsTakenWhateverTheMethodSaid() throws Exception {
        host.backup = file -> {
            host.write(file);
            return OUT_OF_SERVICE;
        };
        assertNull(run().failure());
    }

    private BackupAnswer run() throws InterruptedException {
        HostSettings settings =
                new HostSettings("/s", folder.getRoot().toString(), Duration.ofMinutes(3), backupTimeout);
        asked = 0;
        try (Password password = new Password("correct horse 1".toCharArray())) {
            BackupTask task = new BackupTask(unused -> host, settings, method, id, password, "in the safe");
            return new BackupWork(task, host, eventDelay).run();
        }
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> all = Files.list(folder.getRoot().toPath())) {
            assertEquals(List.of(), all.toList());
        }
    }

    private static boolean chattr(String flag, Path file) {
        try {
            return new ProcessBuilder("chattr", flag, file.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A host whose API makes a backup, and which logs it from the given question on. */
    private final class Host extends FakeHost {
        private Backup backup = this::made;
        private Supplier<SecretApi.Reminder> reminder = () -> new SecretApi.Reminder(0, "in the safe");
        private Runnable atSecondLook = () -> {};
        private RuntimeException mistake;
        private boolean hangs;
        private final List<EntssoEvent> said = new ArrayList<>();
        private int missing;
        private Rights rights = Rights.UNKNOWN;
        private Optional<String> serviceAccount = Optional.empty();
        private QueryResult<String> tool = QueryResult.of("/bin/sh");

        int made(Path file) {
            write(file);
            return 0;
        }

        void write(Path file) {
            try {
                byte[] content = new byte[200];
                content[7] = 1;
                Files.write(file, content);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void append(Path file) {
            try {
                Files.write(file, new byte[100], StandardOpenOption.APPEND);
            } catch (NoSuchFileException e) {
                // It was given up, and wiped.
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public QueryResult<HostFacts.Log> eventLog(Duration limit) {
            asked++;
            if (asked == 2) {
                atSecondLook.run();
            }
            EntssoEvent event = new EntssoEvent(
                    EventId.BACKED_UP,
                    17,
                    NOW,
                    List.of("C:\\t\\entsso-backup-" + id + ".bak", MSID.toString(), "", "user", "BTS1"));
            return QueryResult.of(new HostFacts.Log(
                    asked < eventFrom ? said : List.of(event),
                    HostFacts.Repeats.NONE,
                    new HostFacts.Mark(1, NOW),
                    true));
        }

        @Override
        public QueryResult<RegistrySecrets> secrets(Duration limit) {
            if (mistake != null) {
                throw mistake;
            }
            return QueryResult.of(new RegistrySecrets(true, new TreeSet<>(List.of(MSID))));
        }

        @Override
        public QueryResult<String> ssoconfig() {
            return tool;
        }

        @Override
        public Rights rights() {
            return rights;
        }

        @Override
        public Optional<String> serviceAccount() {
            return serviceAccount;
        }

        @Override
        public <T> T api(Duration limit, SecretApi.Work<T> work)
                throws QueryFailedException, TimeoutException, InterruptedException {
            tried.add("API");
            if (missing != 0) {
                throw new QueryFailedException("CoCreateInstance", missing);
            }
            InterruptedException[] aborted = new InterruptedException[1];
            T result = work.with(new Api(aborted));
            if (aborted[0] != null) {
                throw aborted[0];
            }
            if (hangs) {
                throw new TimeoutException();
            }
            return result;
        }

        @Override
        public Console open(List<String> command, Path directory) throws IOException {
            tried.add("CONSOLE");
            throw new IOException("no such program");
        }
    }

    private final class Api implements SecretApi {
        private final InterruptedException[] aborted;

        Api(InterruptedException[] aborted) {
            this.aborted = aborted;
        }

        @Override
        public int backUp(String file, char[] password, String reminder) {
            try {
                return host.backup.to(Path.of(file));
            } catch (InterruptedException e) {
                aborted[0] = e;
                return 0;
            }
        }

        @Override
        public Reminder reminder(String file) {
            return host.reminder.get();
        }
    }
}
