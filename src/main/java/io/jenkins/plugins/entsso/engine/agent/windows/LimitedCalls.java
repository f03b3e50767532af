package io.jenkins.plugins.entsso.engine.agent.windows;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls into Windows, which may hang and cannot be ended from outside. All calls of one source are made on one thread: a
 * call that hangs is given up, and no other is made as long as it hangs.
 */
final class LimitedCalls {
    private static final long GRACE_SECONDS = 5;

    private final String source;
    private final ThreadPoolExecutor thread;

    LimitedCalls(String source) {
        this.source = source;
        thread = new ThreadPoolExecutor(1, 1, GRACE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread made = new Thread(work, "ENTSSO: " + source);
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** What is called, as the beginning of a sentence. */
    String source() {
        return source;
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
        Future<T> result = thread.submit(call);
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            cancel.run();
            throw new TimeoutException(source + " did not answer within " + limit.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            cancel.run();
            try {
                result.get(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException ended) {
                // nobody waits for its answer
            }
            throw e;
        } finally {
            // one that waited for another in vain
            result.cancel(false);
        }
    }
}
