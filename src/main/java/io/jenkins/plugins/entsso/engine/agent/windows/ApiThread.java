package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread for calls that cannot be ended from outside. */
final class ApiThread {
    private static final long GRACE_SECONDS = 5;

    private ApiThread() {}

    /** Where the calls are made. */
    @FunctionalInterface
    interface Place {
        /** Does it there. */
        <T> T with(SecretApi.Work<T> work) throws SecretApi.Missing;
    }

    /** {@link io.jenkins.plugins.entsso.engine.agent.Host#api}, in that place. */
    static <T> T call(Duration limit, SecretApi.Work<T> work, Place place)
            throws SecretApi.Missing, TimeoutException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(() -> place.with(work));
        Thread thread = new Thread(task, "ENTSSO API");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            work.giveUp();
            throw e;
        } catch (InterruptedException e) {
            work.giveUp();
            thread.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SecretApi.Missing missing) {
                throw missing;
            }
            if (e.getCause() instanceof LinkageError) {
                throw new SecretApi.Missing(0, "JNA, which calls COM, cannot be loaded: " + e.getCause());
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
