package io.jenkins.plugins.entsso.embedded;

import hudson.model.Computer;
import hudson.model.FreeStyleProject;
import hudson.model.Hudson;
import hudson.model.Label;
import hudson.model.Node;
import hudson.remoting.VirtualChannel;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.patrol.PatrolPort;
import io.jenkins.plugins.entsso.engine.patrol.Reason;
import io.jenkins.plugins.entsso.engine.run.RemoteCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** The agents of Hudson as the patrol sees them. It starts no builds here: whoever looks at the demonstration does. */
final class HudsonHosts implements PatrolPort {
    @Override
    public Collection<String> online() {
        List<String> nodes = new ArrayList<>();
        for (Computer computer : Hudson.getInstance().getComputers()) {
            if (computer instanceof SlaveComputer && computer.isOnline()) {
                nodes.add(computer.getName());
            }
        }
        return nodes;
    }

    @Override
    public Collection<String> known() {
        List<String> nodes = new ArrayList<>(List.of(Hudson.getInstance().getNodeName()));
        for (Node node : Hudson.getInstance().getNodes()) {
            nodes.add(node.getNodeName());
        }
        return nodes;
    }

    @Override
    public Duration limit(String node) {
        return check(node, Hudson.getInstance().getNode(node)).patience();
    }

    @Override
    public Optional<Call> ask(String node) {
        Computer computer = Hudson.getInstance().getComputer(node);
        VirtualChannel channel = computer == null ? null : computer.getChannel();
        return channel == null
                ? Optional.empty()
                : Optional.of(new RemoteCheck(
                                new HudsonAgent(channel),
                                check(node, computer.getNode()),
                                Computer.threadPoolForRemoting)
                        .start());
    }

    @Override
    public Optional<Future<?>> start(String node, Reason reason) {
        return Optional.empty();
    }

    private static CheckTask check(String name, Node node) {
        return new CheckTask(
                HostFactories.of(name),
                settings(node),
                SecretsPage.get().ledger().knowsSecretServer(name));
    }

    /** As the job asks that guards this node, so that nobody has to say it twice. */
    private static HostSettings settings(Node node) {
        for (FreeStyleProject job : Hudson.getInstance().getItems(FreeStyleProject.class)) {
            BackupBuilder step = job.getBuildersList().get(BackupBuilder.class);
            Label label = job.getAssignedLabel();
            if (node != null && step != null && label != null && label.contains(node)) {
                return step.host();
            }
        }
        return HostSettings.DEFAULTS;
    }
}
