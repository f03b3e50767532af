package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.Result;
import io.jenkins.plugins.entsso.embedded.TestServer.Job;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedBackup;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Every fault that a host can have: the verdict that the build ends with, its result, and what it says. */
@RunWith(Parameterized.class)
public class FaultsIT {
    @ClassRule
    public static final TestServer SERVER = new TestServer();

    private static final int HASTE = 8;
    private static final int PATIENCE = 300;
    private static final String KILLED = " seconds and was killed";

    private static final String FAILED = "The backup failed: ";
    private static final String UNCONFIRMED = "is archived, but ENTSSO did not confirm it, so it does not count. ";
    private static final String NO_FILE = "There is no file.";
    private static final String NO_EVENT = "ENTSSO logged no 10559 for this file";

    private record Expected(State state, Kind verdict, Result result, List<String> messages) {}

    private static final Map<Fault, Expected> TABLE = new EnumMap<>(Fault.class);

    static {
        unconfirmed(
                Fault.LOG_ACCESS_DENIED,
                Kind.UNKNOWN,
                "The event log was not read (access denied)",
                "SSO Administrators",
                "The event log could not be read");
        unconfirmed(
                Fault.LOG_HANGS,
                Kind.UNKNOWN,
                "The event log was not read (no answer in time)",
                "within " + HASTE + " seconds",
                "The event log could not be read");
        unconfirmed(Fault.LOG_FULL, Kind.UNPROTECTED, "The event log is full");
        held(Fault.SOURCE_MOVED, Kind.PROTECTED, Result.SUCCESS);
        held(Fault.LEFTOVER_KEY, Kind.PROTECTED, Result.SUCCESS);
        expect(
                Fault.SERVICE_STOPPED,
                null,
                Kind.UNPROTECTED,
                Result.FAILURE,
                "ENTSSO's service is stopped on this host",
                "Run this on the node where the service Enterprise Single Sign-On runs");
        held(
                Fault.REGISTRY_ACCESS_DENIED,
                Kind.UNKNOWN,
                Result.FAILURE,
                "The registry was not read (access denied)",
                "Not every secret on the host is known to be in it: ACCESS_DENIED");
        failed(
                Fault.BACKUP_ACCESS_DENIED,
                "ENTSSO refused the backup: event 10560",
                "error code 0x80070005",
                "administrator of this computer");
        expect(
                Fault.NOT_SECRET_SERVER,
                State.WRONG_HOST,
                Kind.NOT_A_SECRET_SERVER,
                Result.FAILURE,
                FAILED,
                NO_FILE,
                NO_EVENT,
                "0xC0002A0E");
        failed(Fault.OFFLINE, NO_FILE, NO_EVENT, "0xC0002A10");
        failed(Fault.SECRETS_NOT_LOADED, "ENTSSO refused the backup: event 10560", "error code 0xC0002A1F");
        failed(Fault.TARGET_NOT_NTFS, "ENTSSO refused the backup: event 10561", "a work directory on an NTFS volume");
        failed(Fault.PASSWORDS_DIFFER, KILLED, "The passwords do not match");
        failed(Fault.UNKNOWN_QUESTION, KILLED, "Key protection level");
        failed(Fault.HANG_BEFORE_PROMPTS, KILLED);
        failed(Fault.HANG_AFTER_PASSWORD, KILLED);
        failed(Fault.HANG_AFTER_ANSWERS, KILLED);
        failed(Fault.DIES_AFTER_PASSWORD, "after 1 of 3 answers", "exit code");
        failed(Fault.BACKUP_GARBAGE, "after 0 of 3 answers");
        // some of it may look like the first prompt
        failed(Fault.BACKUP_GARBAGE_FLOOD, " of 3 answers");
        failed(Fault.BACKUP_SILENT, "after 0 of 3 answers");
        failed(Fault.NO_FILE, NO_FILE, "was not kept");
        unconfirmed(Fault.NO_EVENT, Kind.UNPROTECTED, NO_EVENT);
        unconfirmed(Fault.EVENT_FOR_OTHER_FILE, Kind.HELD_ELSEWHERE, NO_EVENT);
        failed(Fault.EMPTY_FILE, "The file cannot be a backup: it has 0 bytes", "was not kept");
        failed(Fault.ZERO_FILE, "The file cannot be a backup", "one and the same byte throughout", "was not kept");
        held(Fault.WRITTEN_SLOWLY, Kind.PROTECTED, Result.SUCCESS);
        unconfirmed(Fault.HANG_WHILE_WRITING, Kind.UNPROTECTED, KILLED, "it may not be whole");
        unconfirmed(Fault.DIES_WHILE_WRITING, Kind.UNPROTECTED, NO_EVENT);
        failed(Fault.PASSWORD_IN_FILE, "The password stands in the file", "was not kept");
        failed(Fault.PASSWORD_IN_FILE_UTF16, "The password stands in the file", "was not kept");
        held(
                Fault.EVENT_NAMES_OTHER_MSIDS,
                Kind.OUTDATED,
                Result.FAILURE,
                "Not every secret on the host is known to be in it: {");
        held(
                Fault.STILL_REQUIRED,
                Kind.UNPROTECTED,
                Result.FAILURE,
                "ENTSSO still says that there is no backup: 10589");
        held(
                Fault.SECRET_GENERATED_DURING_BACKUP,
                Kind.OUTDATED,
                Result.FAILURE,
                "Not every secret on the host is known to be in it: {");
        // that the log was cleared ends nothing
        unconfirmed(Fault.LOG_CLEARED_AFTER_BACKUP, Kind.UNPROTECTED, NO_EVENT);
        unconfirmed(Fault.LOG_WRAPPED_AFTER_BACKUP, Kind.UNPROTECTED, NO_EVENT);
        failed(Fault.DISK_FULL, "ENTSSO refused the backup: event 10560", "The volume of the work directory is full");
        held(Fault.NONZERO_THOUGH_DONE, Kind.PROTECTED, Result.SUCCESS);
        failed(Fault.ZERO_THOUGH_FAILED, "ENTSSO refused the backup: event 10560", "error code 0x80070070");
    }

    /** The backup fails, for that cause. */
    private static void failed(Fault fault, String... cause) {
        expect(fault, State.FAILED, Kind.UNPROTECTED, Result.FAILURE, FAILED, cause);
    }

    /** It is archived, confirmed by ENTSSO. */
    private static void held(Fault fault, Kind verdict, Result result, String... messages) {
        expect(fault, State.HELD, verdict, result, "Archived as", messages);
    }

    /** It is archived, and does not count. */
    private static void unconfirmed(Fault fault, Kind verdict, String... messages) {
        expect(fault, State.UNCONFIRMED, verdict, Result.FAILURE, UNCONFIRMED, messages);
    }

    private static void expect(
            Fault fault, State state, Kind verdict, Result result, String message, String... further) {
        TABLE.put(
                fault,
                new Expected(
                        state,
                        verdict,
                        result,
                        Stream.concat(Stream.of(message), Stream.of(further)).toList()));
    }

    private final Fault fault;

    public FaultsIT(Fault fault) {
        this.fault = fault;
    }

    @Parameters(name = "{0}")
    public static Fault[] faults() {
        return Fault.values();
    }

    /** All hosts here have this machine's name, so what an earlier one left would count for the next. */
    @Before
    public void forgetOtherHosts() throws Exception {
        Ledger ledger = SecretsPage.get().ledger();
        for (Backup backup : ledger.backups()) {
            ledger.enter(backup.withState(Backup.State.GONE));
        }
    }

    @Test
    public void endsAsItShould() throws Exception {
        Expected expected = TABLE.get(fault);
        assertNotNull("The table has no row for " + fault, expected);
        int query = fault == Fault.LOG_HANGS ? HASTE : PATIENCE;
        int backup = expected.messages.contains(KILLED) ? HASTE : PATIENCE;
        Job job = job(query, backup);
        FreeStyleBuild build = job.build();
        String log = build.getLog();
        while (backup < 100 && !expected.messages.stream().allMatch(log::contains)) {
            // the machine may be too busy for it to get so far within a few seconds
            backup *= 2;
            forgetOtherHosts();
            job = job(query, backup);
            build = job.build();
            log = build.getLog();
        }
        BackupAction action = build.getAction(BackupAction.class);
        assertNotNull(log, action);
        assertEquals(log, expected.verdict.name(), action.kind);
        assertEquals(log, expected.result, build.getResult());
        for (String message : expected.messages) {
            assertTrue("No '" + message + "' in:\n" + log, log.contains(message));
        }
        if (expected.state == State.HELD) {
            byte[] archived =
                    Files.readAllBytes(build.getArtifactsDir().toPath().resolve(action.artifact));
            assertFalse(
                    "only a whole file counts",
                    SimulatedBackup.open(archived, job.password.toCharArray())
                            .secrets()
                            .isEmpty());
        }
        String name = job.name;
        List<State> states = SecretsPage.get().ledger().backups().stream()
                .filter(each -> each.job().equals(name))
                .map(Backup::state)
                .toList();
        assertEquals(expected.state == null ? List.of() : List.of(expected.state), states);
        assertEquals(expected.state == State.HELD || expected.state == State.UNCONFIRMED, build.getHasArtifacts());
    }

    private Job job(int querySeconds, int backupSeconds) {
        SimulatedHost host = SERVER.newHost().fault(fault);
        if (fault == Fault.ZERO_THOUGH_FAILED) {
            host.fault(Fault.DISK_FULL);
        }
        return SERVER.job(host).seconds(querySeconds, backupSeconds);
    }
}
