package io.jenkins.plugins.entsso.engine.patrol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An executor whose time passes as fast as it can be computed: everything is done in {@link #pass}, by its caller. */
final class SimulatedTime extends AbstractExecutorService implements ScheduledExecutorService {
    /** Added to the time that has really passed, for {@link #clock()} only. */
    Duration jumped = Duration.ZERO;

    private final Instant start;
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    // near the overflow of System.nanoTime, which must not matter
    private final long startNanos = Long.MAX_VALUE - Duration.ofHours(1).toNanos();
    private long passed;
    private long number;

    SimulatedTime(Instant start) {
        this.start = start;
    }

    long nanos() {
        return startNanos + passed;
    }

    Duration passed() {
        return Duration.ofNanos(passed);
    }

    Clock clock() {
        InstantSource source = () -> start.plusNanos(passed).plus(jumped);
        return source.withZone(ZoneOffset.UTC);
    }

    void pass(Duration time) {
        long end = passed + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at <= end) {
            Task task = tasks.poll();
            passed = Math.max(passed, task.at);
            task.run();
        }
        passed = end;
    }

    @Override
    public void execute(Runnable what) {
        schedule(what, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable what, long delay, TimeUnit unit) {
        Task task = new Task(what, passed + unit.toNanos(delay), number++);
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable what, long first, long delay, TimeUnit unit) {
        Runnable repeated = new Runnable() {
            @Override
            public void run() {
                what.run();
                schedule(this, delay, unit);
            }
        };
        return schedule(repeated, first, unit);
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long at;
        private final long turn;

        Task(Runnable what, long at, long turn) {
            super(what, null);
            this.at = at;
            this.turn = turn;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - passed, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task task = (Task) other;
            return at == task.at ? Long.compare(turn, task.turn) : Long.compare(at, task.at);
        }
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> what, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable what, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
