package io.jenkins.plugins.entsso.engine.patrol;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Delivers messages one after the other, in their order, by a thread that nobody waits for. What cannot be delivered is tried
 * again, ever less often, and dropped in the end: it is kept in memory only, and not without bound. Thread-safe.
 *
 * @param <T> a message
 */
public final class Outbox<T> {
    /** How many messages wait at most; the oldest go first. */
    public static final int MOST = 1000;

    /** For how long a message is tried. */
    public static final Duration PATIENCE = Duration.ofHours(6);

    /** After the first failure. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(10);

    /** Between failures. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private static final Logger LOGGER = Logger.getLogger(Outbox.class.getName());

    private final String name;
    private final Delivery<T> delivery;
    private final Later later;
    private final LongSupplier nanos;
    private final Deque<Item<T>> waiting = new ArrayDeque<>();

    /** Whether the thread is at it, or will be. */
    private boolean busy;

    /** Since the last success. */
    private int failures;

    /** Takes messages to where they are to go. */
    @FunctionalInterface
    public interface Delivery<T> {
        /**
         * Delivers a message.
         *
         * @throws IOException if it is to be tried again
         * @throws InterruptedException if the server stops
         */
        void deliver(T message) throws IOException, InterruptedException;
    }

    /** A thread that does nothing else. */
    @FunctionalInterface
    public interface Later {
        /** Has something done after a while. */
        void run(Runnable what, Duration wait);
    }

    private record Item<T>(T message, long since) {}

    /**
     * An empty one.
     *
     * @param name of where messages go, for the log
     * @param nanos a clock that only goes forward
     */
    public Outbox(String name, Delivery<T> delivery, Later later, LongSupplier nanos) {
        this.name = name;
        this.delivery = delivery;
        this.later = later;
        this.nanos = nanos;
    }

    /** Takes a message, and returns at once. */
    public synchronized void send(T message) {
        waiting.addLast(new Item<>(message, nanos.getAsLong()));
        if (waiting.size() > MOST) {
            waiting.removeFirst();
            LOGGER.log(Level.WARNING, () -> name + " has " + MOST + " messages waiting: the oldest is dropped");
        }
        if (!busy) {
            busy = true;
            later.run(this::work, Duration.ZERO);
        }
    }

    private void work() {
        for (Item<T> item = next(); item != null; item = next()) {
            try {
                delivery.deliver(item.message);
                done(item);
            } catch (IOException | RuntimeException | LinkageError e) {
                failed(e);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                idle();
                return;
            }
        }
    }

    private synchronized Item<T> next() {
        int dropped = 0;
        // what is new is tried once at least
        while (failures > 0 && !waiting.isEmpty() && isOld(waiting.peekFirst())) {
            waiting.removeFirst();
            dropped++;
        }
        if (dropped > 0) {
            LOGGER.log(Level.WARNING, "{0} could not be reached for {1} hours: {2} messages are dropped", new Object[] {
                name, PATIENCE.toHours(), dropped
            });
        }
        busy = !waiting.isEmpty();
        return waiting.peekFirst();
    }

    private boolean isOld(Item<T> item) {
        return nanos.getAsLong() - item.since >= PATIENCE.toNanos();
    }

    private synchronized void done(Item<T> item) {
        // it may have been dropped meanwhile
        if (waiting.peekFirst() == item) {
            waiting.removeFirst();
        }
        failures = 0;
    }

    private synchronized void failed(Throwable e) {
        if (failures == 0) {
            LOGGER.log(Level.WARNING, e, () -> name + " cannot be reached; it is tried again");
        }
        failures++;
        later.run(this::work, wait(failures));
    }

    private synchronized void idle() {
        busy = false;
    }

    private static Duration wait(int failures) {
        Duration wait = FIRST_WAIT;
        for (int i = 1; i < failures && wait.compareTo(LONGEST_WAIT) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
