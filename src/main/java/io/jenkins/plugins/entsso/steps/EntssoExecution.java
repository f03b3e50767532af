package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.HostDiagnosis;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.SecretReport;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/**
 * One of our steps under way. It does not go on after a restart of Jenkins: what it was doing is not known to have been
 * done, and the ledger says so; the step can be run again.
 */
@SuppressFBWarnings(
        value = "SE_TRANSIENT_FIELD_NOT_RESTORED",
        justification = "the step fails when it is resumed, before it needs any of them")
final class EntssoExecution extends SynchronousNonBlockingStepExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final transient BackupRequest request;
    private final transient boolean diagnose;
    private transient Thread worker;
    private transient Exception stopped;

    EntssoExecution(StepContext context, BackupRequest request) {
        this(context, request, false);
    }

    /**
     * A step.
     *
     * @param diagnose whether the host's diagnosis is written to the log first
     */
    EntssoExecution(StepContext context, BackupRequest request, boolean diagnose) {
        super(context);
        this.request = request;
        this.diagnose = diagnose;
    }

    /**
     * Interrupts the run, and lets the step end only once the agent has cleaned up: a build that has ended has left
     * nothing behind. Who asks a second time does not wait.
     */
    @Override
    public void stop(Throwable cause) throws Exception {
        synchronized (this) {
            if (worker != null && stopped == null) {
                stopped = cause instanceof Exception exception ? exception : new ExecutionException(cause);
                worker.interrupt();
                return;
            }
        }
        super.stop(cause);
    }

    @Override
    protected Map<String, Object> run() throws Exception {
        synchronized (this) {
            worker = Thread.currentThread();
        }
        try {
            StepContext context = getContext();
            if (diagnose) {
                diagnose(BackupStepRunner.computer(context.get(FilePath.class)), context.get(TaskListener.class));
            }
            return status(BackupStepRunner.perform(
                    request,
                    context.get(Run.class),
                    context.get(FilePath.class),
                    context.get(TaskListener.class),
                    context.get(FlowNode.class)));
        } finally {
            end();
        }
    }

    /**
     * What a run came to, as a value that a script can act on: docs/pipelines.md says what each name means. It is kept in the
     * program state of the Pipeline, so it is of plain values only.
     */
    private static Map<String, Object> status(RunReport report) throws IOException {
        Texts texts = Texts.ofLog();
        Verdict verdict = report.after();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("node", report.node());
        // the node may have been removed meanwhile
        Optional<SecretReport> host = LedgerSnapshot.host(EntssoLedger.get().ledger(), report.node(), Instant.now());
        status.put("computer", host.map(known -> known.worst().computer()).orElse(""));
        status.put("verdict", verdict.kind().name());
        status.put("meaning", texts.meaning(verdict.kind()));
        status.put("protected", verdict.kind() == Verdict.Kind.PROTECTED);
        status.put("bad", verdict.kind().isBad());
        status.put("msids", verdict.msids().stream().map(Msid::toString).toList());
        status.put("evidence", verdict.evidence().stream().map(texts::sentence).toList());
        status.put("concerns", verdict.concerns().stream().map(texts::sentence).toList());
        status.put("nextStep", texts.sentence(verdict.nextStep()));
        Optional<Backup> newest = host.map(SecretReport::newestBackup);
        status.put("backupJob", newest.map(Backup::job).orElse(null));
        status.put("backupBuild", newest.map(Backup::build).orElse(0));
        status.put(
                "backupArtifact", newest.map(backup -> backup.artifact().path()).orElse(null));
        status.put(
                "backupTime", newest.map(backup -> backup.made().toEpochMilli()).orElse(0L));
        return Collections.unmodifiableMap(status);
    }

    /** A stop that came too late to interrupt anything is one all the same; the thread goes back to its pool without it. */
    private synchronized void end() throws Exception {
        worker = null;
        if (stopped != null) {
            Thread.interrupted();
            throw stopped;
        }
    }

    /**
     * Writes the diagnosis to the log. As the user that builds run as: where that is nobody in particular, it is the system,
     * which may. That there is none keeps no check from being made.
     */
    private static void diagnose(@CheckForNull Computer computer, TaskListener listener) throws InterruptedException {
        Jenkins.get().checkPermission(EntssoPermissions.DIAGNOSE);
        if (computer == null) {
            return; // the check says that it is gone
        }
        try {
            HostDiagnosis.of(computer, Texts.ofLog()).lines().forEach(listener.getLogger()::println);
        } catch (IOException e) {
            listener.getLogger().println(e.getMessage());
        }
    }
}
