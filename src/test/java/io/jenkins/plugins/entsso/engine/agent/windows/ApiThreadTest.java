package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.Test;

public class ApiThreadTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Work that waits until it is given up. */
    private static final class Waiting implements SecretApi.Work<String> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch givenUp = new CountDownLatch(1);
        private volatile boolean ended;

        @Override
        public String with(SecretApi api) {
            begun.countDown();
            try {
                givenUp.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            ended = true;
            return "";
        }

        @Override
        public void giveUp() {
            givenUp.countDown();
        }
    }

    private static final ApiThread.Place PLACE = new ApiThread.Place() {
        @Override
        public <T> T with(SecretApi.Work<T> work) {
            return work.with(null);
        }
    };

    @Test
    public void workIsGivenUpWhenItsTimeIsOver() {
        Waiting work = new Waiting();
        assertThrows(TimeoutException.class, () -> ApiThread.call(Duration.ofMillis(1), work, PLACE));
        assertEquals(0, work.givenUp.getCount());
    }

    /** Before it is waited for: what it would do meanwhile, nobody wants any more. */
    @Test
    public void workIsGivenUpAtOnceWhenItsCallerIsInterrupted() throws Exception {
        Waiting work = new Waiting();
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                work.begun.await();
                caller.interrupt();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        interrupter.start();
        assertThrows(InterruptedException.class, () -> ApiThread.call(LONG, work, PLACE));
        interrupter.join();
        assertTrue("it had time to end", work.ended);
    }

    @Test
    public void whatTheWorkFindsIsHandedBack() throws Exception {
        assertEquals("found", ApiThread.call(LONG, api -> "found", PLACE));
        assertThrows(
                IllegalStateException.class,
                () -> ApiThread.call(
                        LONG,
                        api -> {
                            throw new IllegalArgumentException("broken");
                        },
                        PLACE));
    }
}
