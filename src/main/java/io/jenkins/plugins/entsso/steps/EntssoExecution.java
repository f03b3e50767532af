package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
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
class EntssoExecution extends SynchronousNonBlockingStepExecution<EntssoStatus> {
    private static final long serialVersionUID = 1L;

    static final Set<Class<?>> CONTEXT = Set.of(Run.class, FilePath.class, TaskListener.class, FlowNode.class);

    private final transient BackupRequest request;
    private final transient boolean shown;
    private final transient Limit limit;
    private transient Thread worker;
    private transient Exception stopped;

    /** What else can be bad about a status. */
    @FunctionalInterface
    interface Limit {
        /** What it is, in a sentence; null if nothing is. */
        String problem(EntssoStatus status);
    }

    /**
     * A step under way.
     *
     * @param shown whether the verdict goes onto the build's page
     */
    EntssoExecution(StepContext context, BackupRequest request, boolean shown, Limit limit) {
        super(context);
        this.request = request;
        this.shown = shown;
        this.limit = limit;
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
    protected EntssoStatus run() throws Exception {
        synchronized (this) {
            worker = Thread.currentThread();
        }
        Exception failure = null;
        EntssoStatus status = null;
        try {
            status = work();
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure = e;
        }
        synchronized (this) {
            worker = null;
            // a stop that came too late to interrupt anything is one all the same
            failure = stopped == null ? failure : stopped;
        }
        if (failure != null) {
            throw failure;
        }
        return status;
    }

    private EntssoStatus work() throws IOException, InterruptedException {
        StepContext context = getContext();
        BackupStepRunner door = new BackupStepRunner(
                context.get(Run.class), context.get(FilePath.class), context.get(TaskListener.class));
        RunReport report = door.run(request);
        if (shown) {
            door.show(report);
        }
        EntssoStatus status = EntssoStatus.of(report);
        String problem = BackupStepRunner.problem(report);
        door.settle(problem == null ? limit.problem(status) : problem, request.onBad(), context.get(FlowNode.class));
        return status;
    }
}
