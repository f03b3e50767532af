package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.TrackedTask;
import io.jenkins.plugins.entsso.engine.run.Ports;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.agents.ControllerToAgentCallable;
import jenkins.model.Jenkins;

/** An agent of Jenkins. */
public final class JenkinsAgent implements Ports.Agent {
    /** What the ledger calls the controller's own node, whose name in Jenkins is empty. */
    public static final String BUILT_IN = "(built-in)";

    private static final Logger LOGGER = Logger.getLogger(JenkinsAgent.class.getName());

    private final String node;
    private final VirtualChannel channel;

    /**
     * An agent.
     *
     * @param node what the ledger calls it, see {@link #name}
     * @param channel to it, or null if it is offline
     */
    public JenkinsAgent(String node, VirtualChannel channel) {
        this.node = node;
        this.channel = channel;
    }

    /** What the ledger calls a node. */
    public static String name(Computer computer) {
        return computer.getName().isEmpty() ? BUILT_IN : computer.getName();
    }

    /**
     * The node that the ledger calls so; null if it is gone.
     *
     * @param name see {@link #name}
     */
    @CheckForNull
    public static Computer computer(String name) {
        return Jenkins.get().getComputer(name.equals(BUILT_IN) ? "" : name);
    }

    /**
     * The computer of a workspace.
     *
     * @throws AbortException if it is gone
     */
    public static Computer computer(FilePath workspace) throws AbortException {
        Computer computer = workspace.toComputer();
        if (computer == null) {
            throw new AbortException(
                    "The agent of the workspace " + workspace + " is offline; connect it, then run this again");
        }
        return computer;
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public <T extends Serializable> T call(AgentTask<T> task) throws IOException, InterruptedException {
        if (channel == null) {
            throw new AbortException("The agent " + node + " is offline; connect it, then run this again");
        }
        TrackedTask<T> tracked = TrackedTask.of(task);
        long patience = tracked.patience().toSeconds();
        Future<T> answer = channel.callAsync(new RemoteTask<>(tracked));
        try {
            return answer.get(patience, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            String left = cancel(answer, tracked);
            throw left.isEmpty() ? e : new InterruptedException(left);
        } catch (TimeoutException e) {
            String left = cancel(answer, tracked);
            throw lost(
                    "did not answer within " + patience + " seconds" + (left.isEmpty() ? "" : " (" + left + ")")
                            + "; look at its host, reconnect it",
                    e);
        } catch (ExecutionException e) {
            throw lost("went away or could not do its work (" + e.getCause() + "); reconnect it", e);
        }
    }

    /** The way to an agent, for a check that nobody waits for. */
    public static Ports.Sender sender(VirtualChannel channel) {
        return new Ports.Sender() {
            @Override
            public <T extends Serializable> Future<T> send(AgentTask<T> task) throws IOException {
                return channel.callAsync(new RemoteTask<>(task));
            }
        };
    }

    private IOException lost(String how, Exception cause) {
        LOGGER.log(Level.FINE, cause, () -> "Agent " + node);
        IOException lost = new AbortException("The agent " + node + " " + how + ", then run this again");
        lost.initCause(cause);
        return lost;
    }

    /** Waits for the agent to clean up, so that a build that has ended has left nothing behind; returns what is left. */
    private String cancel(Future<?> answer, TrackedTask<?> tracked) throws InterruptedException {
        answer.cancel(true);
        try {
            TrackedTask.End end = tracked.end();
            return channel.callAsync(new RemoteTask<>(end)).get(end.patience().toSeconds(), TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            // The channel is gone or dead: the agent sweeps at its next backup.
            LOGGER.log(Level.FINE, e, () -> "Agent " + node);
            return "";
        }
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
