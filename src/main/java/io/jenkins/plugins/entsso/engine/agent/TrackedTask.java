package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.Message;
import java.io.Serializable;
import java.time.Duration;
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
    private static final ConcurrentMap<UUID, State> UNDER_WAY = new ConcurrentHashMap<>();

    /** A task under way, or one that has ended and left something behind: where, as the exception that ended it says. */
    private static final class State {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile String left;
    }

    /** Tracks that task. */
    public static <T extends Serializable> TrackedTask<T> of(AgentTask<T> task) {
        return new TrackedTask<>(UUID.randomUUID(), task);
    }

    @Override
    public T run() throws InterruptedException {
        State state = new State();
        UNDER_WAY.put(id, state);
        try {
            return task.run();
        } catch (InterruptedException e) {
            // Nobody waits for this answer any more; who cancelled the task asks what it left.
            state.left = e.getMessage();
            throw e;
        } finally {
            if (state.left == null) {
                UNDER_WAY.remove(id);
            }
            state.ended.countDown();
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
    public record End(UUID id) implements AgentTask<Message> {
        private static final long serialVersionUID = 1L;

        @Override
        public Message run() throws InterruptedException {
            State state = UNDER_WAY.get(id);
            if (state == null) {
                return null;
            }
            if (!state.ended.await(30, TimeUnit.SECONDS)) {
                return Message.of(Message.Code.STILL_CLEANING);
            }
            UNDER_WAY.remove(id);
            return state.left == null ? null : Message.of(Message.Code.LEFT_BEHIND, state.left);
        }

        /** Longer than it waits: the channel has to carry it, too. */
        @Override
        public Duration patience() {
            return Duration.ofMinutes(1);
        }
    }
}
