package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.patrol.PatrolPort;
import io.jenkins.plugins.entsso.engine.patrol.Reason;
import io.jenkins.plugins.entsso.engine.run.RemoteCheck;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** The agents of Jenkins as the patrol sees them. */
final class JenkinsHosts implements PatrolPort {
    @Override
    public Collection<String> online() {
        return watched().map(JenkinsAgent::name).toList();
    }

    /** Of the configuration: that of a node which is gone may still end a build. */
    @Override
    public Collection<String> known() {
        return Stream.concat(
                        Stream.of(JenkinsAgent.BUILT_IN),
                        Jenkins.get().getNodes().stream().map(Node::getNodeName))
                .toList();
    }

    /** The nodes that can be asked now: whatever is online and runs builds. */
    static Stream<Computer> reachable() {
        return Arrays.stream(Jenkins.get().getComputers())
                .filter(computer -> computer.getChannel() != null && computer.getNumExecutors() > 0);
    }

    /** Those of them that are asked without anybody's asking for it. */
    static Stream<Computer> watched() {
        return reachable().filter(JenkinsHosts::isToBeWatched);
    }

    /** A host that is not Windows has nothing to say, unless it has tools of its own that answer as those of Windows do. */
    private static boolean isToBeWatched(Computer computer) {
        return Boolean.FALSE.equals(computer.isUnix())
                || settings(computer.getNode()).isOfSimulatedHost();
    }

    @Override
    public Duration limit(String node) {
        Computer computer = JenkinsAgent.computer(node);
        return new CheckTask(settings(computer == null ? null : computer.getNode())).patience();
    }

    @Override
    public Optional<Call> ask(String node) {
        Computer computer = JenkinsAgent.computer(node);
        VirtualChannel channel = computer == null ? null : computer.getChannel();
        if (channel == null) {
            return Optional.empty();
        }
        return Optional.of(new RemoteCheck(
                        JenkinsAgent.sender(channel), settings(computer.getNode()), Computer.threadPoolForRemoting)
                .start());
    }

    @Override
    public Optional<Future<?>> start(String node, Reason reason) {
        Computer computer = JenkinsAgent.computer(node);
        Node found = computer == null ? null : computer.getNode();
        return found == null ? Optional.empty() : BackupStart.of(found, node, reason);
    }

    private static HostSettings settings(@CheckForNull Node node) {
        return EntssoConfiguration.get().hostSettings(node);
    }
}
