package io.jenkins.plugins.entsso.embedded;

import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.entsso.run.Ports;
import io.jenkins.plugins.entsso.windows.AgentTask;
import io.jenkins.plugins.entsso.windows.HostSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An agent of Hudson's. */
final class HudsonAgent implements Ports.Agent {
    /** What cleaning up and the channel may take beyond the host's own time limits, in seconds. */
    private static final long MARGIN = 60;

    private static final int QUESTIONS = 6;

    private final String node;
    private final VirtualChannel channel;
    private final long patience;

    /**
     * An agent.
     *
     * @param channel to it, or null if it is offline
     * @param settings whose time limits say when it is taken for hanging
     */
    HudsonAgent(String node, VirtualChannel channel, HostSettings settings) {
        this.node = node;
        this.channel = channel;
        this.patience = MARGIN
                + QUESTIONS * settings.queryTimeout().toSeconds()
                + settings.backupTimeout().toSeconds();
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
        RemoteTask<T> remote = new RemoteTask<>(task);
        Future<T> answer = channel.callAsync(remote);
        try {
            return answer.get(patience, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            cancel(answer, remote);
            throw e;
        } catch (TimeoutException e) {
            cancel(answer, remote);
            throw new IOException(
                    "The agent " + node + " did not answer within " + patience
                            + " seconds; look at its host, reconnect it, then run this again",
                    e);
        } catch (ExecutionException e) {
            throw new IOException(
                    "The agent " + node + " went away or could not do its work (" + e.getCause()
                            + "); reconnect it, then run this again",
                    e);
        }
    }

    /** Waits for the agent to clean up, so that a build that has ended has left nothing behind. */
    private void cancel(Future<?> answer, RemoteTask<?> remote) throws InterruptedException {
        answer.cancel(true);
        try {
            channel.call(remote.end());
        } catch (IOException e) {
            // The channel is gone: the agent sweeps at its next backup.
            return;
        }
    }
}
