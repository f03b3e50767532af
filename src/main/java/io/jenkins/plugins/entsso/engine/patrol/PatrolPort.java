package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * What the patrol needs of the CI server that it runs in. All of it is called by the one thread that patrols, so nothing
 * here may wait for an agent.
 */
public interface PatrolPort {
    /** Names of the nodes that can be asked now. */
    Collection<String> online();

    /** Names of all nodes that there are, also of those that are offline. */
    Collection<String> known();

    /** How long that node's host may take to answer. */
    Duration limit(String node);

    /**
     * Begins to ask a host, and returns at once, even if the way to it is blocked.
     *
     * @return the call; empty if the node is offline or gone
     * @throws IOException if it cannot be asked, with the cause
     */
    Optional<Call> ask(String node) throws IOException;

    /**
     * Starts the backup job of a node, if there is one and it is to be started.
     *
     * @return ends with the build; empty if only a report is wanted, or no job can be started
     */
    Optional<Future<?>> start(String node, Reason reason);

    /** A question under way. */
    interface Call {
        /** Whether there is an answer, or never will be, and nothing of the call is left. */
        boolean isDone();

        /**
         * The answer, once it is done.
         *
         * @throws IOException why there is none
         */
        HostFacts facts() throws IOException;

        /** Gives up: what was started on the host ends, and {@link #isDone()} some time later. Returns at once. */
        void cancel();
    }
}
