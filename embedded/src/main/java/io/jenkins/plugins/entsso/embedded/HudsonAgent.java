package io.jenkins.plugins.entsso.embedded;

import hudson.remoting.Callable;
import hudson.remoting.Future;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.run.Ports;
import io.jenkins.plugins.entsso.engine.run.RemoteAgent;
import java.io.IOException;
import java.io.Serializable;

/** The way to an agent of Hudson's. */
record HudsonAgent(VirtualChannel channel) implements Ports.Sender {
    /** An agent, which is offline if there is no channel. */
    static RemoteAgent of(String node, VirtualChannel channel) {
        return new RemoteAgent(node, channel == null ? null : new HudsonAgent(channel));
    }

    @Override
    public <T extends Serializable> Future<T> send(AgentTask<T> task) throws IOException {
        return channel.callAsync(new RemoteTask<>(task));
    }

    /** A task of the engine as Hudson sends it to an agent. */
    private record RemoteTask<T extends Serializable>(AgentTask<T> task) implements Callable<T, InterruptedException> {
        private static final long serialVersionUID = 1L;

        @Override
        public T call() throws InterruptedException {
            return task.run();
        }
    }
}
