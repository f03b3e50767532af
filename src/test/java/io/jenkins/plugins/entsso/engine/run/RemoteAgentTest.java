package io.jenkins.plugins.entsso.engine.run;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.After;
import org.junit.Test;

/** An agent in threads of its own: what a build hears of it, and what it leaves behind. */
public class RemoteAgentTest {
    private static CountDownLatch started;
    private static volatile boolean cleanedUp;

    private final ExecutorService jvm = Executors.newCachedThreadPool();
    private final RemoteAgent agent = new RemoteAgent("biztalk", new Ports.Sender() {
        @Override
        public <T extends Serializable> Future<T> send(AgentTask<T> task) {
            Future<T> sent = jvm.submit(task::run);
            if (task instanceof Hanging) {
                try {
                    // what has not begun has nothing to clean up
                    started.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return sent;
        }
    });

    @After
    public void end() {
        jvm.shutdownNow();
    }

    @Test
    public void answerComesBack() throws Exception {
        assertEquals("done", agent.call(() -> "done"));
    }

    @Test
    public void anAgentThatIsOfflineIsSaidToBe() {
        IOException e = assertThrows(IOException.class, () -> new RemoteAgent("b", null).call(() -> ""));
        assertThat(e.getMessage(), containsString("The agent b is offline"));
    }

    @Test
    public void anAgentThatFailsIsSaidTo() {
        AgentTask<String> failing = () -> {
            throw new IllegalStateException("no class");
        };
        IOException e = assertThrows(IOException.class, () -> agent.call(failing));
        assertThat(e.getMessage(), containsString("biztalk went away"));
        assertThat(e.getMessage(), containsString("no class"));
    }

    @Test
    public void anAgentThatHangsIsGivenUpAfterItHasCleanedUp() {
        prepare();
        IOException e = assertThrows(IOException.class, () -> agent.call(new Hanging(Duration.ofSeconds(1))));
        assertThat(e.getMessage(), containsString("did not answer within 1 seconds"));
        assertThat(e.getMessage(), containsString("remove it by hand: C:\\a.bak"));
        assertTrue(cleanedUp);
    }

    @Test
    public void abortWaitsUntilTheAgentHasCleanedUp() throws Exception {
        prepare();
        Thread build = Thread.currentThread();
        jvm.execute(() -> {
            try {
                started.await();
                build.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        InterruptedException e =
                assertThrows(InterruptedException.class, () -> agent.call(new Hanging(Duration.ofMinutes(1))));
        assertThat(e.getMessage(), containsString("remove it by hand: C:\\a.bak"));
        assertTrue(cleanedUp);
    }

    private static void prepare() {
        started = new CountDownLatch(1);
        cleanedUp = false;
    }

    /** Waits for ever; cleans up slowly when it is interrupted, and leaves something. */
    private record Hanging(Duration patience) implements AgentTask<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String run() throws InterruptedException {
            started.countDown();
            try {
                new CountDownLatch(1).await();
                return "";
            } catch (InterruptedException e) {
                Thread.sleep(200);
                cleanedUp = true;
                throw new InterruptedException("C:\\a.bak");
            }
        }
    }
}
