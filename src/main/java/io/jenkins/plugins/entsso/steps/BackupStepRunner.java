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
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.BackupRun;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.engine.run.RunSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.patrol.PatrolCause;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** Where every step of a build comes in: freestyle or Pipeline, with a backup or without. */
public final class BackupStepRunner {
    private static final Logger LOGGER = Logger.getLogger(BackupStepRunner.class.getName());

    private final Run<?, ?> run;
    private final FilePath workspace;
    private final TaskListener listener;
    private CredentialPasswords passwords;

    /** In that build, on the node of that workspace. */
    public BackupStepRunner(Run<?, ?> run, FilePath workspace, TaskListener listener) {
        this.run = run;
        this.workspace = workspace;
        this.listener = listener;
    }

    /**
     * Runs the engine; a backup that it made is kept with this build.
     *
     * @throws AbortException if the run did not come to an end, with the remedy in the message
     */
    public RunReport run(BackupRequest request) throws IOException, InterruptedException {
        Ledger ledger = EntssoLedger.get().ledger();
        EntssoConfiguration configuration = EntssoConfiguration.get();
        Computer computer = JenkinsAgent.computer(workspace);
        try {
            HostSettings host = configuration.hostSettings(computer.getNode());
            // what protects is only what is still there
            EntssoPatrol.get().auditNewest(JenkinsAgent.name(computer));
            String credentialsId =
                    request.credentialsId() == null ? configuration.getCredentialsId() : request.credentialsId();
            passwords = request.when() == When.NEVER
                    ? null
                    : CredentialPasswords.of(credentialsId, request.reminder(), run);
            RunSettings settings = new RunSettings(
                    when(request),
                    request.onBad(),
                    passwords == null ? "" : passwords.reminder(),
                    request.artifactName(),
                    request.method(),
                    host);
            return new BackupRun(
                            settings,
                            ledger,
                            Clock.systemDefaultZone(),
                            new JenkinsAgent(JenkinsAgent.name(computer), workspace.getChannel()),
                            new JenkinsArchive(run, listener),
                            passwords,
                            line -> listener.getLogger().println(masked(line)))
                    .run();
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.log(Level.FINE, e, () -> run.toString());
            // without its cause, whose message would be kept with the build unmasked
            throw new AbortException(masked(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private String masked(String text) {
        return passwords == null ? text : passwords.mask(text);
    }

    /** A build that was started to renew a backup makes one, although the secret is protected. */
    private When when(BackupRequest request) {
        return request.when() == When.REQUIRED && PatrolCause.isRenewal(run) ? When.ALWAYS : request.when();
    }

    /** Puts what the run came to on the build's page. */
    public void show(RunReport report) throws IOException {
        run.addAction(new EntssoBackupAction(report, System.currentTimeMillis()));
        run.save();
    }

    /**
     * Does to the build what was asked for a bad outcome.
     *
     * @param problem what is bad, or null if nothing is
     * @param node the step in the Pipeline, or null in a freestyle build
     * @throws AbortException if the build has to fail
     */
    public void settle(@CheckForNull String problem, OnBad onBad, @CheckForNull FlowNode node) throws AbortException {
        if (problem == null) {
            return;
        }
        switch (onBad) {
            case FAIL -> throw new AbortException(problem);
            case UNSTABLE -> {
                listener.getLogger().println(problem);
                if (node != null) {
                    node.addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(problem));
                }
                run.setResult(Result.UNSTABLE);
            }
            case NOTHING -> listener.getLogger().println(problem);
        }
    }

    /** What is bad about the outcome of a run, in a sentence; null if nothing is. */
    @CheckForNull
    public static String problem(RunReport report) {
        Texts texts = new Texts(Locale.ENGLISH, ZoneId.systemDefault());
        String verdict = texts.name(report.after().kind());
        if (report.good()) {
            return null;
        }
        if (report.failure() != null) {
            return Messages.BackupStepRunner_failed(
                    report.node(), verdict, report.failure().detail());
        }
        if (report.after().kind().isNothingToProtect()) {
            return Messages.BackupStepRunner_misplaced(report.node(), verdict);
        }
        return Messages.BackupStepRunner_bad(
                report.node(), verdict, texts.sentence(report.after().nextStep()));
    }
}
