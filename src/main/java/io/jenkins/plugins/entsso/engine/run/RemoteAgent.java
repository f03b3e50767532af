package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.TrackedTask;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An agent behind a channel. It is given up after the time that a task may take, and a task that was cancelled is waited
 * for until it has cleaned up, so that a build that has ended has left nothing behind.
 */
public class RemoteAgent {
    private static final Logger LOGGER = Logger.getLogger(RemoteAgent.class.getName());

    private final String node;
    private final Ports.Sender channel;
    private final Texts texts = Texts.ofLog();

    /**
     * An agent.
     *
     * @param node its name in the CI server
     * @param channel the way to it, or null if it is offline
     */
    public RemoteAgent(String node, Ports.Sender channel) {
        this.node = node;
        this.channel = channel;
    }

    /** The node's name in the CI server. */
    public String node() {
        return node;
    }

    /**
     * Runs a task in the agent's JVM and waits for it.
     *
     * @throws IOException if the agent is gone or silent, or the task could not be sent
     * @throws InterruptedException if the build was aborted; its message, if there is one, says what is left on the agent
     */
    public <T extends Serializable> T call(AgentTask<T> task) throws IOException, InterruptedException {
        if (channel == null) {
            throw new IOException(texts.text("run.agent.offline", node));
        }
        TrackedTask<T> tracked = TrackedTask.of(task);
        String seconds = String.valueOf(tracked.patience().toSeconds());
        Future<T> result = channel.send(tracked);
        try {
            return result.get(tracked.patience().toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Finding left = cancel(result, tracked);
            throw left == null ? e : new InterruptedException(texts.sentence(left));
        } catch (TimeoutException e) {
            Finding left = cancel(result, tracked);
            String silent = texts.text("run.agent.silent", node, seconds);
            throw new IOException(left == null ? silent : silent + " " + texts.sentence(left), e);
        } catch (ExecutionException e) {
            throw new IOException(texts.text("run.agent.lost", node, e.getCause()), e);
        }
    }

    /** Cancels a task; returns what it left on the agent, null for nothing. */
    private Finding cancel(Future<?> result, TrackedTask<?> tracked) throws InterruptedException {
        result.cancel(true);
        try {
            TrackedTask.End end = tracked.end();
            return channel.send(end).get(end.patience().toSeconds(), TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            // The channel is gone or dead: the agent cleans up at its next backup.
            LOGGER.log(Level.FINE, e, () -> "Agent " + node);
            return null;
        }
    }
}
