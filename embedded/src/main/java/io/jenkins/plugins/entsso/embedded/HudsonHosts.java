package io.jenkins.plugins.entsso.embedded;

import hudson.model.Computer;
import hudson.model.Hudson;
import hudson.model.Node;
import hudson.remoting.VirtualChannel;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.patrol.BackupReason;
import io.jenkins.plugins.entsso.engine.patrol.PatrolPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** The agents of Hudson as the patrol sees them. It starts no builds here: whoever looks at the demonstration does. */
final class HudsonHosts implements PatrolPort {
    @Override
    public Collection<String> watched() {
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
        List<String> nodes = new ArrayList<>(List.of(""));
        for (Node node : Hudson.getInstance().getNodes()) {
            nodes.add(node.getNodeName());
        }
        return nodes;
    }

    @Override
    public Duration limit(String node) {
        return task(node, true).patience();
    }

    @Override
    public Optional<Call> check(String node, boolean secretServer) {
        Computer computer = Hudson.getInstance().getComputer(node);
        VirtualChannel channel = computer == null ? null : computer.getChannel();
        return channel == null
                ? Optional.empty()
                : Optional.of(Call.in(
                        Computer.threadPoolForRemoting,
                        () -> HudsonAgent.of(node, channel).call(task(node, secretServer))));
    }

    @Override
    public Optional<Future<?>> start(String node, BackupReason reason) {
        return Optional.empty();
    }

    private static CheckTask task(String node, boolean secretServer) {
        HostAccess host = HostAccess.current();
        return new CheckTask(host.factory(), host.settings(), secretServer);
    }
}
