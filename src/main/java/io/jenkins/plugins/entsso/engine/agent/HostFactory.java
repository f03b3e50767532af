package io.jenkins.plugins.entsso.engine.agent;

import java.io.Serializable;

/** Which {@link Host} a task asks: travels to the agent with the task. */
@FunctionalInterface
public interface HostFactory extends Serializable {
    /** The host that this JVM runs on. */
    Host host(HostSettings settings);

    /**
     * Whether an agent can be one of these hosts.
     *
     * @param unix whether the agent's system is one of the Unix family
     */
    default boolean isFor(boolean unix) {
        return !unix;
    }
}
