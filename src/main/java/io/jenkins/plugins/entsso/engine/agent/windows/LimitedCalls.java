package io.jenkins.plugins.entsso.engine.agent.windows;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls into Windows, which may hang and cannot be ended from outside. Each is made on a thread of its own, one at a time:
 * a call that hangs is given up, and no other is made as long as it hangs.
 */
final class LimitedCalls {
    private static final long GRACE_SECONDS = 5;

    private final String source;
    private final Semaphore free = new Semaphore(1);

    /** Calls of that source. */
    LimitedCalls(String source) {
        this.source = source;
    }

    /**
     * Makes a call.
     *
     * @param limit how long it may take
     * @param cancel asks a call that takes too long to end; said by another thread
     * @throws TimeoutException if it took longer, or an earlier one still hangs
     * @throws InterruptedException if interrupted; the call had a few seconds to end by itself
     * @throws ExecutionException if the call failed
     */
    <T> T call(Duration limit, Callable<T> call, Runnable cancel)
            throws TimeoutException, InterruptedException, ExecutionException {
        long end = System.nanoTime() + limit.toNanos();
        if (!free.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException(source + " still hangs in an earlier call");
        }
        FutureTask<T> task = new FutureTask<>(() -> {
            try {
                return call.call();
            } finally {
                free.release();
            }
        });
        Thread thread = new Thread(task, "ENTSSO: " + source);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (Error e) {
            free.release();
            throw e;
        }
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            cancel.run();
            throw new TimeoutException(source + " did not answer within " + limit.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            cancel.run();
            thread.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
            throw e;
        }
    }
}
