package io.jenkins.plugins.entsso.engine.agent;

import java.io.Serializable;
import java.time.Duration;

/**
 * Work for the agent's JVM. Each host wraps it into its own kind of callable; a task and what it returns are of JDK types
 * and our own, so that they may cross any remoting channel. A task answers an interruption by stopping what it started
 * and removing what it made.
 *
 * @param <T> what comes back: untrusted on the controller
 */
@FunctionalInterface
public interface AgentTask<T extends Serializable> extends Serializable {
    /**
     * Does the work.
     *
     * @throws InterruptedException if the work was aborted; everything it started has ended by then, and the message, if
     *     there is one, names the files that could not be removed
     */
    T run() throws InterruptedException;

    /** How long it may take on a slow host; an agent that takes longer is taken for hanging. */
    default Duration patience() {
        return Duration.ofMinutes(5);
    }
}
