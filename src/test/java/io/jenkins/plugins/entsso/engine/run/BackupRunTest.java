package io.jenkins.plugins.entsso.engine.run;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupFailure;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupTask;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.model.WindowsFacts;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The sequence of a run, on an agent and an archive that do as they are told. */
public class BackupRunTest {
    private static final Msid MSID = Msid.of("{AAAAAAAA-0000-0000-0000-000000000001}");
    private static final Instant NOW = Instant.parse("2026-05-12T12:00:00Z");
    private static final String SECRET = "correct horse battery";
    private static final String PATH = "entsso/BIZTALK1-20260512T120000Z.bak";

    private static final BackupFailure TIMEOUT = new BackupFailure(
            Failure.Kind.TIMEOUT, false, List.of(Finding.of(Finding.Code.DIALOGUE_TIMEOUT, 180, 1, "nothing")));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final FakeAgent agent = new FakeAgent();
    private final FakeArchive archive = new FakeArchive();
    private final List<String> log = new ArrayList<>();
    private String artifact = ArtifactName.DEFAULT;
    private Ledger ledger;

    @Before
    public void openLedger() throws IOException {
        ledger = new Ledger(folder.getRoot().toPath(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    public void fromUnprotectedToProtected() throws Exception {
        RunReport report = run(When.REQUIRED);

        assertEquals(Kind.UNPROTECTED, report.before().kind());
        assertEquals(Kind.PROTECTED, report.after().kind());
        assertTrue(report.good());
        assertNull(report.failure());
        assertEquals(List.of(PATH + ".json", PATH), List.copyOf(archive.files.keySet()));
        assertArrayEquals(agent.content, archive.files.get(PATH));
        assertEquals(List.of(report.backup()), ledger.backups());
        assertEquals(State.HELD, report.backup().state());
        assertEquals(NOW, report.backup().verified());
        Manifest manifest = Manifest.parse(report.manifest()).orElseThrow();
        assertEquals(report.manifest(), new String(archive.files.get(Manifest.path(PATH)), StandardCharsets.UTF_8));
        assertEquals(report.backup().sha256(), manifest.backup().sha256());
        assertEquals(PATH, manifest.backup().artifact().path());
        assertEquals(Kind.PROTECTED, ledger.host("node").orElseThrow().verdict().kind());
        assertTrue("about ten lines: " + log, log.size() <= 14);
    }

    /** What the registry listed already, and ENTSSO did not name, is an older key. */
    @Test
    public void aBackupProtectsThoughAnOlderKeyIsNotInIt() throws Exception {
        Msid third = Msid.of("{AAAAAAAA-0000-0000-0000-000000000003}");
        agent.secrets = new RegistrySecrets(true, new TreeSet<>(List.of(MSID, third)));
        RunReport report = run(When.REQUIRED);
        assertEquals(Kind.PROTECTED, report.after().kind());
        assertEquals(
                List.of(Finding.of(Finding.Code.OLDER_KEY, third)),
                report.after().concerns());
        assertEquals(State.HELD, report.backup().state());
        assertEquals(new TreeSet<>(List.of(MSID)), report.backup().msids());
        assertEquals(List.of(PATH + ".json", PATH), List.copyOf(archive.files.keySet()));
    }

    @Test
    public void requiredBacksUpOnlyWhenAsked() throws Exception {
        run(When.REQUIRED);
        RunReport second = run(When.REQUIRED);
        assertEquals(Kind.PROTECTED, second.before().kind());
        assertNull(second.backup());
        assertTrue(second.good());
        assertEquals(1, agent.backups);
    }

    @Test
    public void alwaysBacksUpAgain() throws Exception {
        run(When.REQUIRED);
        RunReport second = run(When.ALWAYS);
        assertEquals(Kind.PROTECTED, second.before().kind());
        assertEquals(State.HELD, second.backup().state());
        assertEquals(2, agent.backups);
    }

    @Test
    public void neverOnlyChecks() throws Exception {
        RunReport report = run(When.NEVER);
        assertEquals(Kind.UNPROTECTED, report.after().kind());
        assertFalse(report.good());
        assertEquals(0, agent.backups);
        assertEquals(List.of(), ledger.backups());
    }

    @Test
    public void aBackupIsTriedThoughTheLogCannotBeRead() throws Exception {
        agent.logAnswer = QueryResult.failed(Failure.Kind.ACCESS_DENIED, "Access is denied.");
        List<Integer> tried = new ArrayList<>();
        for (When when : List.of(When.NEVER, When.REQUIRED, When.REQUIRED, When.ALWAYS)) {
            RunReport report = run(when);
            assertEquals(Kind.UNKNOWN, report.after().kind());
            assertFalse(report.good());
            tried.add(agent.backups);
        }
        assertEquals("once, and once more where a person wants it", List.of(0, 1, 1, 2), tried);
    }

    @Test
    public void stepOnAHostWithNothingToBackUpIsNotGood() throws Exception {
        agent.secrets = RegistrySecrets.NO_KEY;
        agent.events.clear();
        assertFalse(run(When.REQUIRED).good());
        assertLogged("Run this step on the master secret server");
        assertTrue("a check may run anywhere", run(When.NEVER).good());
    }

    @Test
    public void failureOnTheAgent() throws Exception {
        agent.failure = TIMEOUT;
        RunReport report = run(When.REQUIRED);
        assertEquals(Failure.Kind.TIMEOUT, report.failure().kind());
        assertFalse(report.good());
        assertEquals(Kind.UNPROTECTED, report.after().kind());
        assertStates(State.FAILED);
        assertEquals(Map.of(), archive.files);
        assertLogged("The program did not end within 180 seconds");
    }

    /** Its verdict knows then that the role is elsewhere. */
    @Test
    public void whatWasTriedOnTheWrongHostIsRemembered() throws Exception {
        agent.failure = new BackupFailure(Failure.Kind.NOT_SECRET_SERVER, true, List.of());
        run(When.REQUIRED);
        assertStates(State.WRONG_HOST);
        assertThat(String.join("\n", log), not(containsString("ENTSSO may count this as a backup")));
    }

    @Test
    public void failedBackupIsNotGoodEvenIfAnOlderOneProtects() throws Exception {
        run(When.REQUIRED);
        agent.failure = TIMEOUT;
        RunReport report = run(When.ALWAYS);
        assertEquals(Kind.PROTECTED, report.after().kind());
        assertFalse(report.good());
    }

    @Test
    public void fullDiskOnTheController() throws Exception {
        archive.failingStore = 2;
        RunReport report = run(When.REQUIRED);
        assertThat(report.failure().detail(), containsString("No space left on device"));
        assertEquals(
                "ENTSSO is silent, and no copy of it is known here",
                Kind.UNPROTECTED,
                report.after().kind());
        assertTrue(report.after().asksForBackup());
        assertEquals("nothing half is left", Map.of(), archive.files);
        assertStates(State.FAILED);
        assertLogged("Make room");
    }

    @Test
    public void aManifestThatCannotBeWrittenCostsNoBackup() throws Exception {
        archive.failingStore = 1;
        RunReport report = run(When.REQUIRED);
        assertEquals(State.HELD, report.backup().state());
        assertEquals("and no half manifest is left", List.of(PATH), List.copyOf(archive.files.keySet()));
        assertStates(State.HELD);
        assertFalse(report.good());
        assertThat(report.failure().detail(), containsString("its manifest could not be"));
    }

    /** The audit reads it later, and enters it. */
    @Test
    public void whatCannotBeReadBackStays() throws Exception {
        archive.onRead = () -> {
            throw new IOException("503 Slow Down");
        };
        RunReport report = run(When.REQUIRED);
        assertFalse(report.good());
        assertNull(report.backup());
        assertThat(report.failure().detail(), containsString("could not be read back: java.io.IOException: 503"));
        assertEquals(List.of(PATH + ".json", PATH), List.copyOf(archive.files.keySet()));
        assertStates(State.STARTED);
        assertThat(String.join("\n", log), not(containsString("there is no copy of it")));
    }

    @Test
    public void anAbortAfterTheFileWasStoredCostsNoBackup() throws Exception {
        archive.onRead = () -> {
            throw new ClosedByInterruptException();
        };
        assertThrows(InterruptedException.class, () -> run(When.REQUIRED));
        assertEquals(List.of(PATH + ".json", PATH), List.copyOf(archive.files.keySet()));
        assertStates(State.STARTED);
    }

    /** It may be good: it is kept, and does not count. */
    @Test
    public void whatEntssoDoesNotConfirmIsKept() throws Exception {
        agent.isLogged = false;
        RunReport report = run(When.REQUIRED);
        assertEquals(State.UNCONFIRMED, report.backup().state());
        assertEquals(UnconfirmedReason.LOG_FULL, report.backup().unconfirmedReason());
        assertEquals(List.of(PATH + ".json", PATH), List.copyOf(archive.files.keySet()));
        assertStates(State.UNCONFIRMED);
        assertEquals(List.of(report.backup()), archive.held);
        assertEquals(Kind.UNPROTECTED, report.after().kind());
        assertFalse(report.good());
        assertLogged("ENTSSO did not confirm it, so it does not count. The event log is full");
        assertThat(report.failure().detail(), containsString("is kept as " + PATH + ", but does not count."));
        assertEquals(
                UnconfirmedReason.LOG_FULL,
                Manifest.parse(report.manifest()).orElseThrow().backup().unconfirmedReason());
    }

    @Test
    public void anEventThatIsLateConfirmsAllTheSame() throws Exception {
        agent.isLogged = false;
        agent.isLoggedLate = true;
        RunReport report = run(When.REQUIRED);
        assertEquals(State.HELD, report.backup().state());
        assertEquals(log.toString(), Kind.PROTECTED, report.after().kind());
        assertTrue(report.good());
    }

    @Test
    public void anEventForAnotherFileConfirmsNothing() throws Exception {
        agent.id = UUID.randomUUID();
        assertEquals(State.UNCONFIRMED, run(When.REQUIRED).backup().state());
    }

    /** Also while what is there already is still being stored, however long that takes. */
    @Test
    public void stepsOfOneBuildDoNotTakeOneAnothersName() throws Exception {
        List<Backup> second = new ArrayList<>();
        archive.onStore = () -> {
            archive.onStore = () -> {};
            Thread other = new Thread(() -> {
                try {
                    second.add(run(When.ALWAYS).backup());
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        assertEquals(PATH, run(When.ALWAYS).backup().artifact().path());
        assertEquals(
                PATH.replace(".bak", "-" + second.get(0).id() + ".bak"),
                second.get(0).artifact().path());
        assertStates(State.HELD, State.HELD);
    }

    @Test
    public void archivedFileThatReadsBackDifferent() throws Exception {
        archive.corrupt = true;
        RunReport report = run(When.REQUIRED);
        assertEquals(Failure.Kind.NOT_PROVEN, report.failure().kind());
        assertStates(State.FAILED);
        assertEquals(Map.of(), archive.files);
    }

    @Test
    public void hashThatIsNotThatOfTheContent() throws Exception {
        agent.hash = "0".repeat(64);
        assertEquals(Failure.Kind.NOT_PROVEN, run(When.REQUIRED).failure().kind());
        assertStates(State.FAILED);
    }

    @Test
    public void whatIsProvablyNoBackup() throws Exception {
        agent.proof = List.of(new Proof(Proof.Claim.PASSWORD_NOT_IN_FILE, false, ""));
        assertEquals(Failure.Kind.NOT_PROVEN, run(When.REQUIRED).failure().kind());
        assertStates(State.FAILED);
    }

    @Test
    public void agentLostInTheMiddle() throws Exception {
        agent.lost = new IOException("channel is closed");
        assertThrows(IOException.class, () -> run(When.REQUIRED));
        assertStates(State.FAILED);
        assertEquals(Map.of(), archive.files);
    }

    @Test
    public void abortInTheMiddle() throws Exception {
        agent.lost = new InterruptedException();
        assertThrows(InterruptedException.class, () -> run(When.REQUIRED));
        assertStates(State.FAILED);
    }

    @Test
    public void withoutAPasswordNothingIsStarted() {
        Ports.Passwords none = () -> {
            throw new IllegalArgumentException("There is no credential 'x'; choose another");
        };
        assertThrows(IllegalArgumentException.class, () -> run(When.REQUIRED, none));
        assertEquals(0, agent.backups);
        assertEquals(List.of(), ledger.backups());
    }

    /** It fits the names that it is checked with, but not those of this host. */
    @Test
    public void anArtifactNameThatDoesNotFitStartsNothing() throws Exception {
        artifact = "secrets/{node}/{computer}/{id}/{computer}/{time}-{node}-{computer}.bak";
        ArtifactName.check(artifact);
        agent.computer = "BIZTALK-PRODUCTION-MASTER-SECRET-SERVER-01";
        assertFalse(run(When.NEVER).good());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> run(When.REQUIRED));
        assertThat(e.getMessage(), containsString("characters, more than 200"));
        assertEquals(0, agent.backups);
        assertEquals(List.of(), ledger.backups());
    }

    @Test
    public void aReminderThatGivesThePasswordAwayStartsNothing() throws Exception {
        Ports.Passwords given = () -> new Password("as the usual place".toCharArray());
        run(When.NEVER, given, "the password is as the usual place");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> run(When.REQUIRED, given, "the password is as the usual place"));
        assertThat(e.getMessage(), containsString("contains the password"));
        assertEquals(0, agent.backups);
        assertEquals(List.of(), ledger.backups());
    }

    @Test
    public void aReminderIsNeededWhereABackupMayBeMade() throws Exception {
        Ports.Passwords given = () -> new Password(SECRET.toCharArray());
        run(When.NEVER, given, "");
        for (When when : List.of(When.REQUIRED, When.ALWAYS)) {
            assertThrows(IllegalArgumentException.class, () -> run(when, given, ""));
        }
    }

    /** The log may be wrong of the role; where ENTSSO itself names another host, the file would land there. */
    @Test
    public void whoWantsABackupAlwaysIsRefusedOnlyWhereItWouldLandElsewhere() throws Exception {
        agent.events.clear();
        agent.status = new ServerStatus("MASTER1", "", "", "MASTER1", 0x3);
        assertFalse(run(When.ALWAYS).good());
        assertLogged("MASTER1 answers here");
        agent.status = new ServerStatus("MASTER1", "", "", agent.computer, 0x1);
        assertFalse(run(When.ALWAYS).good());
        agent.status = null;
        agent.events.add(new EntssoEvent(EventId.GOT_CURRENT_SECRET, 5, NOW, List.of("MASTER1", MSID.toString())));
        run(When.REQUIRED);
        assertEquals(0, agent.backups);
        assertTrue(run(When.ALWAYS).backup().isHeld());
    }

    @Test
    public void passwordIsWipedAndNeverLogged() throws Exception {
        Password password = new Password(SECRET.toCharArray());
        run(When.REQUIRED, () -> password);
        assertArrayEquals(new char[SECRET.length()], password.characters());
        assertThat(String.join("\n", log), not(containsString(SECRET)));
        assertThat(new String(archive.files.get(PATH + ".json"), StandardCharsets.UTF_8), not(containsString(SECRET)));
    }

    @Test
    public void whatIsThereAlreadyIsNeverOverwritten() throws Exception {
        run(When.ALWAYS);
        RunReport second = run(When.ALWAYS);
        assertEquals(
                PATH.replace(".bak", "-" + second.backup().id() + ".bak"),
                second.backup().artifact().path());
        assertEquals(4, archive.files.size());
        assertLogged(PATH + " is there already");

        archive.failingStore = archive.stores + 2;
        assertNull(run(When.ALWAYS).backup());
        assertEquals("only what the failed run stored is removed", 4, archive.files.size());
        assertEquals(
                List.of(State.HELD, State.HELD, State.FAILED),
                ledger.backups().stream().map(Backup::state).toList());
    }

    @Test
    public void aBuildThatHoldsABackupIsKeptBeforeAnythingElseCanHappen() throws Exception {
        agent.lostAfterBackup = new IOException("The agent node went away");
        RunReport report = run(When.REQUIRED);
        assertEquals(List.of(report.backup()), archive.held);
        assertEquals(Kind.UNKNOWN, report.after().kind());
        assertFalse(report.good());
        assertEquals(State.HELD, report.backup().state());
        assertEquals(Kind.UNKNOWN, ledger.host("node").orElseThrow().verdict().kind());

        agent.lostAfterBackup = new InterruptedException();
        assertThrows(InterruptedException.class, () -> run(When.ALWAYS));
        assertEquals(2, archive.held.size());
    }

    @Test
    public void aBuildThatCannotBeKeptIsNamed() throws Exception {
        archive.unkept = true;
        assertTrue(run(When.REQUIRED).good());
        assertLogged("keep it by hand");
    }

    @Test
    public void anAbortWhileArchivingIsAnAbort() throws Exception {
        for (int store = 1; store <= 2; store++) {
            archive.interruptedStore = archive.stores + store;
            try {
                assertThrows(InterruptedException.class, () -> run(When.REQUIRED));
            } finally {
                assertTrue(Thread.interrupted());
            }
            assertEquals(State.FAILED, ledger.backups().get(store - 1).state());
            assertEquals("neither without the other", Map.of(), archive.files);
        }
        assertThat(String.join("\n", log), not(containsString("could not be archived")));
    }

    /** Nobody has another copy: the audit enters it later. */
    @Test
    public void whatWasReadBackStaysIfTheLedgerCannotBeWritten() throws Exception {
        Path backups = folder.getRoot().toPath().resolve("backups");
        Path away = backups.resolveSibling("away");
        archive.onRead = () -> {
            Files.move(backups, away);
            Files.writeString(backups, "");
        };
        IOException e = assertThrows(IOException.class, () -> run(When.REQUIRED));
        assertThat(e.getMessage(), containsString(PATH + " and was read back, but could not be entered"));
        assertEquals(List.of(PATH + ".json", PATH), List.copyOf(archive.files.keySet()));
        assertEquals("its build is kept", 1, archive.held.size());
        Files.delete(backups);
        Files.move(away, backups);
        assertStates(State.STARTED);
    }

    /** The backup comes first: its artifact may be kept on another disk than the ledger. */
    @Test
    public void aLedgerThatCannotBeWrittenKeepsNoBackupFromBeingMade() throws Exception {
        Path backups = folder.getRoot().toPath().resolve("backups");
        Files.delete(backups);
        Files.writeString(backups, "");
        IOException e = assertThrows(IOException.class, () -> run(When.REQUIRED));
        assertThat(e.getMessage(), containsString(PATH + " and was read back, but could not be entered"));
        assertEquals(List.of(PATH + ".json", PATH), List.copyOf(archive.files.keySet()));
        assertEquals("it does not count", State.STARTED, ledger.backups().get(0).state());

        archive.onRead = () -> {
            Files.delete(backups);
            Files.createDirectory(backups);
        };
        RunReport report = run(When.ALWAYS);
        assertEquals("there was room by then", State.HELD, report.backup().state());
        assertEquals(Kind.PROTECTED, report.after().kind());
        assertStates(State.HELD);
    }

    @Test
    public void whatWasReadBackIsEnteredBeforeAnAbort() throws Exception {
        archive.onRead = Thread.currentThread()::interrupt;
        assertThrows(InterruptedException.class, () -> run(When.REQUIRED));
        assertStates(State.HELD);
        assertEquals(1, archive.held.size());
        assertEquals(List.of(PATH + ".json", PATH), List.copyOf(archive.files.keySet()));
    }

    @Test
    public void aCopyThatIsLeftOnTheAgentFailsTheBuildAndCostsNoBackup() throws Exception {
        agent.message = Finding.of(Finding.Code.LEFT_BEHIND, "C:\\work\\entsso-1");
        RunReport report = run(When.REQUIRED);
        assertFalse(report.good());
        assertThat(report.failure().detail(), containsString("C:\\work\\entsso-1"));
        assertEquals(State.HELD, report.backup().state());
        assertEquals(Kind.PROTECTED, report.after().kind());
        assertLogged("remove it by hand: C:\\work\\entsso-1");
    }

    @Test
    public void whatAnAbortLeavesOnTheAgentIsLogged() throws Exception {
        agent.lost = new InterruptedException("A COPY OF THE BACKUP MAY BE LEFT");
        assertThrows(InterruptedException.class, () -> run(When.REQUIRED));
        assertLogged("A COPY OF THE BACKUP MAY BE LEFT");
    }

    @Test
    public void anAgentForgesNoLinesAndShowsNoPassword() throws Exception {
        String said = "fine\nArchived as x, read back; " + SECRET.toUpperCase(java.util.Locale.ROOT);
        agent.message = Finding.of(Finding.Code.API_UNUSABLE, said);
        agent.failure = new BackupFailure(Failure.Kind.ERROR, false, List.of(agent.message));
        RunReport report = run(When.REQUIRED);
        String line = "The API of ENTSSO cannot be called (fine Archived as x, read back; ****).";
        assertTrue(log.toString(), log.contains("  " + line));
        assertEquals(line, report.failure().detail());
        assertThat(String.join("\n", log), not(containsString("HORSE")));
    }

    /** The ledger knows of them; whoever has the manifest need not. */
    @Test
    public void theCredentialsAreInTheLedgerOnly() throws Exception {
        RunReport report = run(When.REQUIRED, new Ports.Passwords() {
            @Override
            public Password password() {
                return new Password(SECRET.toCharArray());
            }

            @Override
            public Backup remember(Backup started) {
                return started.withCredentials(
                        new BackupCredentials("safe", "key", "mac of " + started.id(), BackupCredentials.State.SAME));
            }
        });
        Backup held = report.backup();
        assertTrue(held.isHeld());
        assertEquals("mac of " + held.id(), held.credentials().mac());
        assertFalse(report.manifest(), report.manifest().contains("mac of"));
        Backup read = new Ledger(folder.getRoot().toPath()).backup(held.id()).orElseThrow();
        assertEquals(held, read);
    }

    @Test
    public void hostileComputerNameCannotLeaveTheArtifacts() throws Exception {
        agent.computer = "../../x<script>";
        RunReport report = run(When.REQUIRED);
        assertEquals(
                "entsso/__.._x_script_-20260512T120000Z.bak",
                report.backup().artifact().path());
    }

    private RunReport run(When when) throws IOException, InterruptedException {
        return run(when, () -> new Password(SECRET.toCharArray()));
    }

    private RunReport run(When when, Ports.Passwords passwords) throws IOException, InterruptedException {
        return run(when, passwords, "the usual place");
    }

    private RunReport run(When when, Ports.Passwords passwords, String reminder)
            throws IOException, InterruptedException {
        RunSettings settings =
                new RunSettings(when, reminder, artifact, Method.AUTO, unused -> null, HostSettings.DEFAULTS);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new BackupRun(settings, ledger, clock, agent, archive, passwords, log::add).run();
    }

    private void assertStates(State... states) throws IOException {
        assertEquals(
                List.of(states),
                new Ledger(folder.getRoot().toPath())
                        .backups().stream().map(Backup::state).toList());
    }

    private void assertLogged(String text) {
        assertThat(String.join("\n", log), containsString(text));
    }

    /** A host that logs 10589 until it is backed up. */
    private static final class FakeAgent extends RemoteAgent {
        private final List<EntssoEvent> events = new ArrayList<>();
        private RegistrySecrets secrets = new RegistrySecrets(true, new TreeSet<>(List.of(MSID)));
        private QueryResult<HostFacts.Log> logAnswer;
        private String computer = "BIZTALK1";
        private final byte[] content = "an encrypted backup".getBytes(StandardCharsets.UTF_8);
        private String hash = hash(content);
        private List<Proof> proof = Stream.of(Proof.Claim.values())
                .map(claim -> new Proof(claim, true, "seen"))
                .toList();
        private boolean isLogged = true;
        private boolean isLoggedLate;
        private ServerStatus status;
        private UUID id;
        private BackupFailure failure;
        private Exception lost;
        private Exception lostAfterBackup;
        private Finding message = Finding.of(Finding.Code.ACCOUNT_UNKNOWN);
        private int backups;
        private int backupsBefore;
        private long record = 100;

        FakeAgent() {
            super("node", null);
            events.add(new EntssoEvent(EventId.BACKUP_REQUIRED, record, NOW, List.of()));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T extends Serializable> T call(AgentTask<T> task) throws IOException, InterruptedException {
            boolean isCheck = task instanceof CheckTask;
            if (isCheck && backups > backupsBefore) {
                backupsBefore = backups;
                fail(lostAfterBackup);
            }
            return (T) (isCheck ? facts() : backUp((BackupTask) task));
        }

        private HostFacts facts() {
            HostFacts.Mark mark = new HostFacts.Mark(100, NOW);
            HostFacts.Repeats required = events.stream().noneMatch(e -> e.id() == EventId.BACKUP_REQUIRED)
                    ? HostFacts.Repeats.NONE
                    : new HostFacts.Repeats(1, false, mark, mark);
            QueryResult<HostFacts.Log> answer =
                    logAnswer != null ? logAnswer : QueryResult.of(new HostFacts.Log(events, required, mark, true));
            HostFacts facts = WindowsFacts.of(
                    computer,
                    "CORP\\svc",
                    "Windows",
                    NOW,
                    answer,
                    QueryResult.of(secrets),
                    QueryResult.of("ssoconfig"));
            return new HostFacts(
                    computer,
                    facts.account(),
                    facts.operatingSystem(),
                    NOW,
                    true,
                    true,
                    answer,
                    facts.secrets(),
                    status == null ? facts.status() : QueryResult.of(status),
                    facts.service(),
                    facts.tool(),
                    List.of(),
                    "");
        }

        private BackupAnswer backUp(BackupTask task) throws IOException, InterruptedException {
            backups++;
            fail(lost);
            if (failure != null) {
                return new BackupAnswer(List.of(message), null, failure);
            }
            EntssoEvent event = new EntssoEvent(
                    EventId.BACKED_UP,
                    ++record,
                    NOW,
                    List.of("C:\\" + BackupName.of(id == null ? task.id() : id), MSID.toString()));
            if (isLogged || isLoggedLate) {
                events.add(event);
            }
            BackupAnswer.File file = new BackupAnswer.File(
                    content,
                    hash,
                    isLogged ? event : null,
                    isLogged ? null : UnconfirmedReason.LOG_FULL,
                    Method.CONSOLE,
                    proof,
                    Map.of());
            return new BackupAnswer(List.of(message), file, null);
        }

        private static void fail(Exception cause) throws IOException, InterruptedException {
            if (cause instanceof IOException e) {
                throw e;
            }
            if (cause instanceof InterruptedException e) {
                throw e;
            }
        }

        private static String hash(byte[] bytes) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static final class FakeArchive implements Ports.Archive {
        private final Map<String, byte[]> files = new LinkedHashMap<>();
        private final List<Backup> held = new ArrayList<>();
        private int failingStore;
        private int stores;
        private boolean unkept;
        private int interruptedStore;
        private boolean corrupt;
        private Step onRead = () -> {};
        private Step onStore = () -> {};

        @Override
        public String job() {
            return "job";
        }

        @Override
        public int build() {
            return 7;
        }

        @Override
        public void store(String path, byte[] content) throws IOException {
            onStore.run();
            files.put(path, content.clone());
            if (++stores == interruptedStore) {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            }
            if (stores == failingStore) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public boolean exists(String path) {
            return files.containsKey(path);
        }

        @Override
        public void held(Backup backup) throws IOException {
            held.add(backup);
            if (unkept) {
                throw new IOException("Read-only");
            }
        }

        @Override
        public InputStream open(String path) throws IOException {
            onRead.run();
            byte[] content = files.get(path).clone();
            if (corrupt) {
                content[3] ^= 1;
            }
            return new ByteArrayInputStream(content);
        }

        @Override
        public void remove(String path) {
            files.remove(path);
        }
    }
}
