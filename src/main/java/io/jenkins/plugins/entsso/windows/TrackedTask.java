package io.jenkins.plugins.entsso.windows;

import java.io.Serializable;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A task whose end can be waited for after it was cancelled: a channel gives up on a cancelled call at once, while the
 * task still stops what it started and removes what it made.
 *
 * @param id tells it from every other one in the agent's JVM
 * @param task what is to be done
 * @param <T> what comes back
 */
public record TrackedTask<T extends Serializable>(UUID id, AgentTask<T> task) implements AgentTask<T> {
    private static final long serialVersionUID = 1L;
    private static final ConcurrentMap<UUID, CountDownLatch> UNDER_WAY = new ConcurrentHashMap<>();

    /** Tracks that task. */
    public static <T extends Serializable> TrackedTask<T> of(AgentTask<T> task) {
        return new TrackedTask<>(UUID.randomUUID(), task);
    }

    @Override
    public T run() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        UNDER_WAY.put(id, ended);
        try {
            return task.run();
        } finally {
            UNDER_WAY.remove(id);
            ended.countDown();
        }
    }

    /** What to send after this was cancelled. */
    public End end() {
        return new End(id);
    }

    /**
     * Returns once the task has cleaned up; false if it has not within half a minute.
     *
     * @param id of the task
     */
    public record End(UUID id) implements AgentTask<Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean run() throws InterruptedException {
            CountDownLatch ended = UNDER_WAY.get(id);
            return ended == null || ended.await(30, TimeUnit.SECONDS);
        }
    }
}
