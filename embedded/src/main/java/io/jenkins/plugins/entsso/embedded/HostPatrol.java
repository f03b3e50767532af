package io.jenkins.plugins.entsso.embedded;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Computer;
import hudson.model.FreeStyleProject;
import hudson.model.Hudson;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.secret.Failure;
import io.jenkins.plugins.entsso.secret.HostFacts;
import io.jenkins.plugins.entsso.secret.Verdict;
import io.jenkins.plugins.entsso.windows.CheckTask;
import io.jenkins.plugins.entsso.windows.HostSettings;
import java.io.IOException;
import java.time.Instant;

/** Checks every agent that is online, once a minute, and enters its verdict into the ledger. */
@Extension
public final class HostPatrol extends AsyncPeriodicWork {
    /** For Hudson. */
    public HostPatrol() {
        super("Enterprise SSO patrol");
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected void execute(TaskListener listener) throws IOException, InterruptedException {
        for (Computer computer : Hudson.getInstance().getComputers()) {
            if (computer instanceof SlaveComputer && computer.isOnline()) {
                check(computer, SecretsPage.get().ledger());
            }
        }
    }

    private static void check(Computer computer, Ledger ledger) throws IOException, InterruptedException {
        String node = computer.getName();
        try {
            HostSettings settings = settings(computer.getNode());
            HostFacts facts = new HudsonAgent(node, computer.getChannel()).call(new CheckTask(settings));
            ledger.enter(node, facts.computer(), Verdict.of(facts, ledger.backups()), Instant.now());
        } catch (IOException | IllegalArgumentException e) {
            ledger.enter(
                    node,
                    "",
                    Verdict.unanswered(new Failure(Failure.Kind.ERROR, String.valueOf(e.getMessage()))),
                    Instant.now());
        }
    }

    /** As the job asks that guards this node, so that nobody has to say it twice. */
    private static HostSettings settings(Node node) {
        for (FreeStyleProject job : Hudson.getInstance().getItems(FreeStyleProject.class)) {
            BackupBuilder step = job.getBuildersList().get(BackupBuilder.class);
            Label label = job.getAssignedLabel();
            if (step != null && label != null && label.contains(node)) {
                return step.host();
            }
        }
        return HostSettings.DEFAULTS;
    }
}
