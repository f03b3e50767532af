package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the patrol needs of the CI server that it runs in. All of it returns at once: nothing here waits for an agent. */
public interface PatrolPort {
    /** Names of the nodes that are checked without anybody's asking for it, and are online. */
    Collection<String> watched();

    /** Names of all nodes that there are, also of those that are offline. */
    Collection<String> known();

    /**
     * Begins to check a host.
     *
     * @param secretServer whether the host is known to be, or to have been, a secret server
     * @return the check; empty if the node is offline or gone
     */
    Optional<Call> check(String node, boolean secretServer);

    /**
     * Starts the backup job of a node, if there is one and it is to be started.
     *
     * @return ends with the build; empty if no build is to be started, or none can be
     */
    Optional<Future<?>> start(String node, BackupReason reason);

    /**
     * A check under way.
     *
     * @param limit how long it may take
     * @param answer completed once nothing of the check is left: also some time after it was cancelled
     * @param cancel ends what was started; returns at once
     */
    record Call(Duration limit, CompletableFuture<HostFacts> answer, Runnable cancel) {
        /**
         * Makes a check by a thread of a pool, which is interrupted if the check is cancelled.
         *
         * @param limit how long it may take
         * @param check waits for the agent
         */
        public static Call in(ExecutorService pool, Duration limit, Callable<HostFacts> check) {
            CompletableFuture<HostFacts> answer = new CompletableFuture<>();
            AtomicBoolean begun = new AtomicBoolean();
            Future<?> thread = pool.submit(() -> {
                begun.set(true);
                try {
                    answer.complete(check.call());
                } catch (Throwable e) {
                    answer.completeExceptionally(e);
                }
            });
            return new Call(limit, answer, () -> {
                thread.cancel(true);
                if (!begun.get()) {
                    answer.cancel(false);
                }
            });
        }
    }
}
