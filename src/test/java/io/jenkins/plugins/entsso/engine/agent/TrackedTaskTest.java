package io.jenkins.plugins.entsso.engine.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.Finding;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Test;

public class TrackedTaskTest {
    private final ExecutorService agent = Executors.newCachedThreadPool();

    @After
    public void stop() {
        agent.shutdownNow();
    }

    @Test
    public void returnsWhatTheTaskReturns() throws InterruptedException {
        assertEquals("done", TrackedTask.of(() -> "done").run());
    }

    @Test
    public void takesAsLongAsTheTask() {
        CheckTask check = new CheckTask(settings -> new FakeHost(), HostSettings.DEFAULTS, true);
        assertEquals(check.patience(), TrackedTask.of(check).patience());
    }

    @Test
    public void endOfATaskThatIsNotUnderWayReturnsAtOnce() throws InterruptedException {
        TrackedTask<String> task = TrackedTask.of(() -> "done");
        assertNull(task.end().run());
        task.run();
        assertNull(task.end().run());
    }

    @Test
    public void endTellsWhatACancelledTaskLeft() throws Exception {
        TrackedTask<String> task = TrackedTask.of(() -> {
            throw new InterruptedException("C:\\a.bak");
        });
        assertThrows(InterruptedException.class, task::run);
        assertEquals(
                Finding.of(Finding.Code.LEFT_BEHIND, "C:\\a.bak"), task.end().run());
        assertNull("told once", task.end().run());
    }

    @Test
    public void endWaitsForACancelledTaskToCleanUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cleaning = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean clean = new AtomicBoolean();
        TrackedTask<String> task = TrackedTask.of(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return "never";
            } finally {
                cleaning.countDown();
                mayEnd.await();
                clean.set(true);
            }
        });
        Future<String> call = agent.submit(task::run);
        assertTrue(begun.await(3, TimeUnit.MINUTES));
        call.cancel(true);
        assertTrue(cleaning.await(3, TimeUnit.MINUTES));

        Future<Finding> end = agent.submit(task.end()::run);
        assertFalse(clean.get());
        mayEnd.countDown();
        assertNull(end.get(3, TimeUnit.MINUTES));
        assertTrue(clean.get());
    }
}
