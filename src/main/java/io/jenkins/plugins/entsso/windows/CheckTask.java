package io.jenkins.plugins.entsso.windows;

import io.jenkins.plugins.entsso.secret.HostFacts;

/**
 * Asks the host for everything that a verdict needs.
 *
 * @param settings how to ask it
 */
public record CheckTask(HostSettings settings) implements AgentTask<HostFacts> {
    private static final long serialVersionUID = 1L;

    @Override
    public HostFacts run() throws InterruptedException {
        throw new UnsupportedOperationException("not yet");
    }
}
