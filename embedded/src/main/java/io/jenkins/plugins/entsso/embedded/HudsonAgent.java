package io.jenkins.plugins.entsso.embedded;

import hudson.remoting.Callable;
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

/** An agent of Hudson's. */
final class HudsonAgent implements Ports.Agent {
    private static final Logger LOGGER = Logger.getLogger(HudsonAgent.class.getName());

    private final String node;
    private final VirtualChannel channel;

    /**
     * An agent.
     *
     * @param channel to it, or null if it is offline
     */
    HudsonAgent(String node, VirtualChannel channel) {
        this.node = node;
        this.channel = channel;
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public <T extends Serializable> T call(AgentTask<T> task) throws IOException, InterruptedException {
        if (channel == null) {
            throw new IOException("The agent " + node + " is offline; connect it, then run this again");
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
    static Ports.Sender sender(VirtualChannel channel) {
        return new Ports.Sender() {
            @Override
            public <T extends Serializable> Future<T> send(AgentTask<T> task) throws IOException {
                return channel.callAsync(new RemoteTask<>(task));
            }
        };
    }

    private IOException lost(String how, Exception cause) {
        return new IOException("The agent " + node + " " + how + ", then run this again", cause);
    }

    /** Waits for the agent to clean up, so that a build that has ended has left nothing behind; returns what is left. */
    private String cancel(Future<?> answer, TrackedTask<?> tracked) throws InterruptedException {
        answer.cancel(true);
        try {
            TrackedTask.End end = tracked.end();
            return channel.callAsync(new RemoteTask<>(end)).get(end.patience().toSeconds(), TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            // The channel is gone or dead: the agent sweeps at its next backup.
            LOGGER.log(Level.FINE, "Agent " + node, e);
            return "";
        }
    }

    /** A task of the engine as Hudson sends it to an agent. */
    private static final class RemoteTask<T extends Serializable> implements Callable<T, InterruptedException> {
        private static final long serialVersionUID = 1L;

        private final AgentTask<T> task;

        RemoteTask(AgentTask<T> task) {
            this.task = task;
        }

        @Override
        public T call() throws InterruptedException {
            return task.run();
        }
    }
}
