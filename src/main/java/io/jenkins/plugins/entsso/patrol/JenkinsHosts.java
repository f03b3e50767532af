package io.jenkins.plugins.entsso.patrol;

import hudson.model.Computer;
import hudson.model.Node;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.patrol.BackupReason;
import io.jenkins.plugins.entsso.engine.patrol.PatrolPort;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** The agents of Jenkins as the patrol sees them. */
final class JenkinsHosts implements PatrolPort {
    @Override
    public Collection<String> watched() {
        return EntssoPatrol.watched().map(JenkinsAgent::name).toList();
    }

    /** Of the configuration: a computer whose node is gone may still end a build. */
    @Override
    public Collection<String> known() {
        return Stream.concat(
                        Stream.of(JenkinsAgent.BUILT_IN),
                        Jenkins.get().getNodes().stream().map(Node::getNodeName))
                .toList();
    }

    @Override
    public Optional<Call> check(String node, boolean secretServer) {
        Computer computer = JenkinsAgent.computer(node);
        VirtualChannel channel = computer == null ? null : computer.getChannel();
        if (channel == null) {
            return Optional.empty();
        }
        HostSettings settings = EntssoConfiguration.get().hostSettings(computer.getNode());
        CheckTask task = new CheckTask(JenkinsAgent.hosts.apply(node), settings, secretServer);
        return Optional.of(Call.in(
                Computer.threadPoolForRemoting,
                task.patience(),
                () -> JenkinsAgent.of(node, channel).call(task)));
    }

    /** Nothing where the patrol does not go by itself, even if somebody has had the host checked. */
    @Override
    public Optional<Future<?>> start(String node, BackupReason reason) {
        return EntssoPatrol.watched()
                .filter(computer -> JenkinsAgent.name(computer).equals(node))
                .map(Computer::getNode)
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(found -> BackupStart.automatic(found, node, reason));
    }
}
