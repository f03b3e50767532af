package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What the patrol needs of the CI server that it runs in. All of it returns at once: nothing here waits for an agent. */
public interface PatrolPort {
    /** Names of the nodes that are checked without anybody's asking for it, and are online. */
    Collection<String> watched();

    /** Names of all nodes that there are, also of those that are offline, but for those that are not to be shown. */
    Collection<String> known();

    /**
     * Begins to check a host.
     *
     * @param secretServer whether the host is known to be, or to have been, a secret server
     * @return its answer, which fails once the time that a check may take is over; empty if the node is offline or gone
     */
    Optional<CompletableFuture<HostFacts>> check(String node, boolean secretServer);

    /** Whether a build that was started for a node is running, or waits for that node and the node is online. */
    boolean isBackingUp(String node);

    /**
     * Starts the backup job of a node, if there is one and it is to be started.
     *
     * @param host the node's host, whose verdict asks for a backup; else it has one, and a newer one is wanted
     * @param reason the weightiest evidence for that, or the concern that asks for a newer backup
     * @param attempt the number of this attempt for the same reason, from 1
     * @return whether a build was started
     */
    boolean start(HostRecord host, Finding reason, int attempt);

    /** Has a thread of a pool wait for the answer of a host. */
    static CompletableFuture<HostFacts> in(Executor pool, Callable<HostFacts> check) {
        CompletableFuture<HostFacts> answer = new CompletableFuture<>();
        pool.execute(() -> {
            try {
                answer.complete(check.call());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
