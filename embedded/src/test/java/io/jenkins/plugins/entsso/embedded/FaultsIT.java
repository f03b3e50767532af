package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.Result;
import io.jenkins.plugins.entsso.embedded.TestServer.Job;
import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.Verdict.Kind;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    private static final int QUERY_SECONDS = 10;
    private static final int BACKUP_SECONDS = 12;

    private record Expected(Kind verdict, Result result, List<String> messages) {}

    private static final Map<Fault, Expected> TABLE = new EnumMap<>(Fault.class);

    static {
        unknown(Fault.LOG_ACCESS_DENIED, "The event log was not read (ACCESS_DENIED)", "SSO Administrators");
        unknown(Fault.LOG_HANGS, "The event log was not read (TIMEOUT)");
        unknown(Fault.LOG_GARBAGE, "The event log was not read (NOT_UNDERSTOOD)");
        unknown(Fault.LOG_GARBAGE_FLOOD, "The event log was not read (");
        unknown(Fault.LOG_TRUNCATED, "The event log was not read (TRUNCATED)");
        unknown(Fault.LOG_SILENT, "The event log was not read (SILENT)");
        unknown(Fault.LOG_SILENT_TO_CONDITIONS, "The event log was not read (SILENT)", "No backup is made");
        unprotected(Fault.REGISTRY_ACCESS_DENIED, "The registry was not read (ACCESS_DENIED)", "SSO Administrators");
        unprotected(Fault.REGISTRY_HANGS, "The registry was not read (TIMEOUT)", "No backup is made");
        unprotected(Fault.REGISTRY_GARBAGE, "The registry was not read (NOT_UNDERSTOOD)", "No backup is made");
        unprotected(Fault.REGISTRY_GARBAGE_FLOOD, "The registry was not read (", "No backup is made");
        unprotected(Fault.REGISTRY_SILENT, "The registry was not read (SILENT)", "No backup is made");
        good(Fault.SLOW_OUTPUT);
        unprotected(Fault.BACKUP_ACCESS_DENIED, "The backup failed:", "administrator of this computer");
        unprotected(Fault.NOT_SECRET_SERVER, "The backup failed:");
        unprotected(Fault.OFFLINE, "The backup failed:");
        unprotected(Fault.SECRETS_NOT_LOADED, "The backup failed:");
        unprotected(Fault.TARGET_NOT_NTFS, "The backup failed:", "NTFS");
        unprotected(Fault.PASSWORDS_DIFFER, "The backup failed:");
        unprotected(Fault.UNKNOWN_QUESTION, "The backup failed:");
        unprotected(Fault.HANG_BEFORE_PROMPTS, "The backup failed:", "seconds");
        unprotected(Fault.HANG_AFTER_PASSWORD, "The backup failed:", "seconds");
        unprotected(Fault.HANG_AFTER_ANSWERS, "The backup failed:", "seconds");
        unprotected(Fault.DIES_AFTER_PASSWORD, "The backup failed:");
        unprotected(Fault.BACKUP_GARBAGE, "The backup failed:");
        unprotected(Fault.BACKUP_GARBAGE_FLOOD, "The backup failed:");
        unprotected(Fault.BACKUP_SILENT, "The backup failed:");
        unprotected(Fault.NO_FILE, "The backup failed:", "was not kept");
        unprotected(Fault.NO_EVENT, "The backup failed:", "10559");
        expect(Fault.EVENT_FOR_OTHER_FILE, Kind.HELD_ELSEWHERE, Result.FAILURE, "The backup failed:");
        unprotected(Fault.EMPTY_FILE, "The backup failed:", "was not kept");
        unprotected(Fault.ZERO_FILE, "The backup failed:", "was not kept");
        unprotected(Fault.PASSWORD_IN_FILE, "The backup failed:", "was not kept");
        unprotected(Fault.PASSWORD_IN_FILE_UTF16, "The backup failed:", "was not kept");
        unprotected(Fault.EVENT_NAMES_OTHER_MSIDS, "The backup failed:");
        unprotected(Fault.STILL_REQUIRED, "The backup failed:", "10589");
        expect(
                Fault.SECRET_GENERATED_DURING_BACKUP,
                Kind.OUTDATED,
                Result.FAILURE,
                "Archived as",
                "NOT ALL SECRETS ARE IN IT: the registry holds secrets that are not in the backup: [{");
        unknown(Fault.LOG_CLEARED_AFTER_BACKUP, "The backup failed:");
        unknown(Fault.LOG_WRAPPED_AFTER_BACKUP, "The backup failed:");
        unprotected(Fault.DISK_FULL, "The backup failed:");
        good(Fault.NONZERO_THOUGH_DONE);
        unprotected(Fault.ZERO_THOUGH_FAILED, "The backup failed:");
    }

    private static void good(Fault fault) {
        expect(fault, Kind.PROTECTED, Result.SUCCESS, "Archived as");
    }

    private static void unprotected(Fault fault, String... messages) {
        expect(fault, Kind.UNPROTECTED, Result.FAILURE, messages);
    }

    private static void unknown(Fault fault, String... messages) {
        expect(fault, Kind.UNKNOWN, Result.FAILURE, messages);
    }

    private static void expect(Fault fault, Kind verdict, Result result, String... messages) {
        TABLE.put(fault, new Expected(verdict, result, List.of(messages)));
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
            ledger.enter(backup.with(Backup.State.GONE));
        }
    }

    @Test
    public void endsAsItShould() throws Exception {
        Expected expected = TABLE.get(fault);
        assertNotNull("The table has no row for " + fault, expected);
        SimulatedHost host = SERVER.newHost().fault(fault);
        if (fault == Fault.ZERO_THOUGH_FAILED) {
            host.fault(Fault.DISK_FULL);
        }
        Job job = SERVER.job(host).seconds(QUERY_SECONDS, BACKUP_SECONDS);
        FreeStyleBuild build = job.build();
        String log = build.getLog();
        BackupAction action = build.getAction(BackupAction.class);
        assertNotNull(log, action);
        assertEquals(log, expected.verdict.name(), action.kind);
        assertEquals(log, expected.result, build.getResult());
        for (String message : expected.messages) {
            assertTrue("No '" + message + "' in:\n" + log, log.contains(message));
        }
        boolean held = SecretsPage.get().ledger().backups().stream()
                .anyMatch(backup -> backup.job().equals(job.name) && backup.isHeld());
        assertEquals(expected.verdict == Kind.PROTECTED || expected.verdict == Kind.OUTDATED, held);
        assertEquals(held, build.getHasArtifacts());
    }
}
