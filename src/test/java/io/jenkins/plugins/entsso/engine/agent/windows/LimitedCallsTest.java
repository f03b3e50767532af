package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.Test;

public class LimitedCallsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final LimitedCalls calls = new LimitedCalls("The log");
    private final CountDownLatch hanging = new CountDownLatch(1);

    @Test
    public void answers() throws Exception {
        Thread thread = calls.call(LONG, Thread::currentThread, () -> {});
        assertTrue("does not keep the JVM alive", thread.isDaemon());
    }

    @Test
    public void failureIsHandedOn() {
        IOException failure = new IOException("no");
        ExecutionException e = assertThrows(
                ExecutionException.class,
                () -> calls.call(
                        LONG,
                        () -> {
                            throw failure;
                        },
                        () -> {}));
        assertSame(failure, e.getCause());
    }

    @Test
    public void callThatHangsIsCancelled() throws Exception {
        TimeoutException e =
                assertThrows(TimeoutException.class, () -> calls.call(SHORT, this::hang, hanging::countDown));
        assertThat(e.getMessage(), containsString("The log did not answer"));
        assertEquals("the next one goes through", 1, (int) calls.call(LONG, () -> 1, () -> {}));
    }

    @Test
    public void noOtherCallIsMadeWhileOneHangs() throws Exception {
        assertThrows(TimeoutException.class, () -> calls.call(SHORT, this::hang, () -> {}));
        TimeoutException e = assertThrows(TimeoutException.class, () -> calls.call(SHORT, () -> 1, () -> {}));
        assertThat(e.getMessage(), containsString("The log did not answer"));
        hanging.countDown();
        assertEquals(1, (int) calls.call(LONG, () -> 1, () -> {}));
    }

    @Test
    public void interruptionCancels() throws Exception {
        Thread caller = Thread.currentThread();
        assertThrows(
                InterruptedException.class,
                () -> calls.call(
                        LONG,
                        () -> {
                            caller.interrupt();
                            return hang();
                        },
                        hanging::countDown));
        assertEquals("cancelled", 0, hanging.getCount());
    }

    private int hang() throws InterruptedException {
        hanging.await();
        return 0;
    }
}
