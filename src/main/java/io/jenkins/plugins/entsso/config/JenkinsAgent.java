package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.run.Ports;
import io.jenkins.plugins.entsso.engine.run.RemoteAgent;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Function;
import jenkins.agents.ControllerToAgentCallable;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The way to an agent of Jenkins.
 *
 * @param channel to it
 */
@Restricted(NoExternalUse.class)
public record JenkinsAgent(VirtualChannel channel) implements Ports.Sender {
    /**
     * How the host of a node is asked, by what the ledger calls the node: as a Windows host. Tests put hosts of their own in
     * its place.
     */
    public static volatile Function<String, HostFactory> hosts = node -> WindowsHost.FACTORY;

    /** What the ledger calls the controller's own node, whose name in Jenkins is empty. */
    public static final String BUILT_IN = "(built-in)";

    /** What it calls an agent of that name. */
    private static final String AGENT_BUILT_IN = "agent " + BUILT_IN;

    /**
     * The agent of a node.
     *
     * @param node see {@link #name}
     * @param channel to it, or null if it is offline
     */
    public static RemoteAgent of(String node, @CheckForNull VirtualChannel channel) {
        return new RemoteAgent(node, channel == null ? null : new JenkinsAgent(channel));
    }

    /** What the ledger calls a node. */
    public static String name(Computer computer) {
        return name(computer.getName());
    }

    /** What the ledger calls a node of that name in Jenkins: no agent takes the controller's place. */
    public static String name(String node) {
        return node.isEmpty() ? BUILT_IN : node.equals(BUILT_IN) ? AGENT_BUILT_IN : node;
    }

    /**
     * The node that the ledger calls so; null if it is gone.
     *
     * @param name see {@link #name}
     */
    @CheckForNull
    public static Computer computer(String name) {
        if (name.equals(BUILT_IN)) {
            return Jenkins.get().toComputer();
        }
        // not by the name of a computer: core takes (built-in) and (master) for the controller
        Node node = Jenkins.get().getNode(name.equals(AGENT_BUILT_IN) ? BUILT_IN : name);
        return node == null ? null : node.toComputer();
    }

    /**
     * Network name of the cluster that an administrator has named a node as a node of; empty for others.
     *
     * @param name see {@link #name}
     */
    public static String cluster(String name) {
        Computer computer = computer(name);
        String cluster = computer == null ? null : EntssoNodeProperty.clusterOf(computer.getNode());
        return cluster == null ? "" : cluster;
    }

    @Override
    public <T extends Serializable> Future<T> send(AgentTask<T> task) throws IOException {
        return channel.callAsync(new RemoteTask<>(task));
    }

    /** A task of the engine as Jenkins sends it to an agent. */
    private record RemoteTask<T extends Serializable>(AgentTask<T> task)
            implements ControllerToAgentCallable<T, InterruptedException> {
        private static final long serialVersionUID = 1L;

        @Override
        public T call() throws InterruptedException {
            return task.run();
        }
    }
}
