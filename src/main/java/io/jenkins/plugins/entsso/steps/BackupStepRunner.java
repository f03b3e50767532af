package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.BackupRun;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.engine.run.RunSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.patrol.EntssoBuildAction;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.patrol.PatrolCause;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** What every step of a build does, freestyle or Pipeline, with a backup or without. */
final class BackupStepRunner {
    private static final Logger LOGGER = Logger.getLogger(BackupStepRunner.class.getName());

    private BackupStepRunner() {}

    /**
     * Does what is asked for on the node of that workspace: a backup that is made is kept with this build, and a bad outcome
     * does to the build what was asked for it.
     *
     * @param step the step in the Pipeline, or null in a freestyle build
     * @throws AbortException if the build has to fail, with the remedy in the message
     */
    static RunReport perform(
            BackupRequest request,
            Run<?, ?> run,
            FilePath workspace,
            TaskListener listener,
            @CheckForNull FlowNode step)
            throws IOException, InterruptedException {
        RunReport report = run(request, run, workspace, listener);
        if (request.shown()) {
            run.addAction(new EntssoBackupAction(run, report));
            run.save();
        }
        String problem = problem(report, request.maxAgeDays());
        if (problem != null && request.onBad() == OnBad.FAIL) {
            throw new AbortException(problem);
        }
        if (problem != null) {
            listener.getLogger().println(problem);
            if (request.onBad() == OnBad.UNSTABLE) {
                if (step != null) {
                    step.addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(problem));
                }
                run.setResult(Result.UNSTABLE);
            }
        }
        return report;
    }

    private static RunReport run(BackupRequest request, Run<?, ?> run, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        Computer computer = computer(workspace);
        String node = JenkinsAgent.name(computer);
        String startedFor = PatrolCause.nodeOf(run);
        if (request.when() != When.NEVER && startedFor != null && !startedFor.equals(node)) {
            // a label can be anybody's: the password goes to that node only
            throw new AbortException(Texts.ofLog().text("run.otherNode", startedFor, node));
        }
        if (request.when() != When.NEVER && run.getAction(EntssoBuildAction.class) == null) {
            run.addAction(new EntssoBuildAction());
            run.save();
        }
        CredentialPasswords passwords = request.when() == When.NEVER ? null : CredentialPasswords.of(request, run);
        UnaryOperator<String> mask = passwords == null ? UnaryOperator.identity() : passwords::masked;
        try {
            // what protects is only what is still there
            EntssoPatrol.get().lookAtHost(node);
            RunSettings settings = new RunSettings(
                    isRenewal(request, run) ? When.ALWAYS : request.when(),
                    passwords == null ? "" : passwords.reminder(),
                    request.artifactName(),
                    request.method(),
                    JenkinsAgent.hosts.apply(node),
                    EntssoConfiguration.get().hostSettings(computer.getNode()));
            return new BackupRun(
                            settings,
                            EntssoLedger.get().ledger(),
                            Clock.systemDefaultZone(),
                            JenkinsAgent.of(node, workspace.getChannel()),
                            new JenkinsArchive(run, listener),
                            passwords,
                            line -> listener.getLogger().println(mask.apply(line)))
                    .run();
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.log(Level.FINE, e, () -> run.toString());
            String message = e instanceof IllegalArgumentException unfit
                    ? Texts.ofLog().words(unfit)
                    : Objects.requireNonNullElse(e.getMessage(), e.toString());
            // without its cause, whose message would be kept with the build unmasked
            throw new AbortException(mask.apply(message));
        }
    }

    /**
     * The computer of a workspace.
     *
     * @throws AbortException if it is offline, or none of those that the settings let be asked and backed up
     */
    static Computer computer(FilePath workspace) throws AbortException {
        Computer computer = workspace.toComputer();
        if (computer == null) {
            throw new AbortException(Texts.ofLog().text("run.agent.offline", workspace));
        }
        EntssoConfiguration configuration = EntssoConfiguration.get();
        if (!configuration.isInScope(computer.getNode())) {
            String label = configuration.getLabel();
            throw new AbortException(Texts.ofLog().text("run.otherLabel", JenkinsAgent.name(computer), label));
        }
        return computer;
    }

    /** A build that was started to renew a backup makes one, although the secret is protected. */
    private static boolean isRenewal(BackupRequest request, Run<?, ?> run) {
        return request.when() == When.REQUIRED && PatrolCause.isRenewal(run);
    }

    /** What is bad about the outcome of a run, in a sentence; null if nothing is. */
    @CheckForNull
    private static String problem(RunReport report, int maxAgeDays) throws IOException {
        Texts texts = Texts.ofLog();
        String verdict = texts.name(report.after().kind());
        if (report.failure() != null) {
            return texts.text(
                    report.backup() == null ? "run.bad.failed" : "run.bad.archived",
                    report.node(),
                    verdict,
                    report.failure().detail());
        }
        if (report.after().kind().isBad()) {
            return texts.text(
                    "run.bad",
                    report.node(),
                    verdict,
                    texts.sentence(report.after().nextStep()));
        }
        if (!report.good()) {
            return texts.text("run.bad.misplaced", report.node(), verdict);
        }
        return maxAgeDays == 0 ? null : tooOld(report.node(), maxAgeDays);
    }

    @CheckForNull
    private static String tooOld(String node, int days) throws IOException {
        Instant limit = Instant.now().minus(Duration.ofDays(days));
        return EntssoLedger.get()
                .ledger()
                .oldestCover(node)
                .filter(backup -> backup.made().isBefore(limit))
                .map(backup ->
                        Texts.ofLog().text("run.bad.old", node, backup.job(), String.valueOf(backup.build()), days))
                .orElse(null);
    }
}
