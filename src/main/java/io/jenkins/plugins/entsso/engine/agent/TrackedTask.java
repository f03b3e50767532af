package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A task whose end can be waited for after it was cancelled: a channel gives up on a cancelled call at once, while the
 * task still stops what it started and removes what it made.
 *
 * @param id tells it from every other one in the agent's JVM
 */
public record TrackedTask<T extends Serializable>(UUID id, AgentTask<T> task) implements AgentTask<T> {
    private static final long serialVersionUID = 1L;

    /** What a task under way, or one that was cancelled, leaves behind; null for nothing. */
    private static final ConcurrentMap<UUID, CompletableFuture<String>> UNDER_WAY = new ConcurrentHashMap<>();

    public static <T extends Serializable> TrackedTask<T> of(AgentTask<T> task) {
        return new TrackedTask<>(UUID.randomUUID(), task);
    }

    @Override
    public T run() throws InterruptedException {
        CompletableFuture<String> left = new CompletableFuture<>();
        UNDER_WAY.put(id, left);
        try {
            return task.run();
        } catch (InterruptedException e) {
            // Nobody waits for this answer any more; who cancelled the task asks what it left.
            left.complete(e.getMessage());
            throw e;
        } finally {
            left.complete(null);
            if (left.join() == null) {
                UNDER_WAY.remove(id);
            }
        }
    }

    @Override
    public Duration patience() {
        return task.patience();
    }

    /** What to send after this was cancelled. */
    public End end() {
        return new End(id);
    }

    /**
     * Returns once the task has cleaned up, or after half a minute: what is left behind; null if nothing is.
     *
     * @param id of the task
     */
    public record End(UUID id) implements AgentTask<Finding> {
        private static final long serialVersionUID = 1L;

        @Override
        public Finding run() throws InterruptedException {
            CompletableFuture<String> left = UNDER_WAY.getOrDefault(id, CompletableFuture.completedFuture(null));
            try {
                String where = left.get(30, TimeUnit.SECONDS);
                UNDER_WAY.remove(id);
                return where == null ? null : Finding.of(Finding.Code.LEFT_BEHIND, where);
            } catch (ExecutionException | TimeoutException e) {
                return Finding.of(Finding.Code.STILL_CLEANING);
            }
        }

        /** Longer than it waits: the channel has to carry it, too. */
        @Override
        public Duration patience() {
            return Duration.ofMinutes(1);
        }
    }
}
