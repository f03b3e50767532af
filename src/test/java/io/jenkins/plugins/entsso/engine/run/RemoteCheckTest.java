package io.jenkins.plugins.entsso.engine.run;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.TrackedTask;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.Test;

public class RemoteCheckTest {
    private final List<AgentTask<?>> sent = new ArrayList<>();
    private final List<CompletableFuture<Object>> answers = new ArrayList<>();
    private final List<Runnable> pool = new ArrayList<>();
    private IOException failure;

    private final RemoteCheck check = new RemoteCheck(
                    new Ports.Sender() {
                        @Override
                        @SuppressWarnings("unchecked")
                        public <T extends Serializable> Future<T> send(AgentTask<T> task) throws IOException {
                            if (failure != null) {
                                throw failure;
                            }
                            sent.add(task);
                            CompletableFuture<Object> answer = new CompletableFuture<>();
                            answers.add(answer);
                            return (Future<T>) (Future<?>) answer;
                        }
                    },
                    new CheckTask(settings -> null, HostSettings.DEFAULTS, true),
                    pool::add)
            .start();

    @Test
    public void anAnswerIsDone() throws IOException {
        assertFalse(check.isDone());
        run();
        assertFalse(check.isDone());
        HostFacts facts = HostFacts.notWindows("A", "a", "Linux", Instant.EPOCH);
        answers.get(0).complete(facts);
        assertTrue(check.isDone());
        assertEquals(facts, check.facts());
    }

    @Test
    public void anAgentThatIsGoneIsSaidToBe() {
        failure = new IOException("closed");
        run();
        assertTrue(check.isDone());
        assertThat(
                assertThrows(IOException.class, check::facts).getMessage(),
                containsString("java.io.IOException: closed"));
    }

    @Test
    public void anAgentThatFailsIsSaidTo() {
        run();
        answers.get(0).completeExceptionally(new IllegalStateException("no class"));
        assertTrue(check.isDone());
        assertThat(assertThrows(IOException.class, check::facts).getMessage(), containsString("no class"));
    }

    @Test
    public void whatIsGivenUpIsStoppedAndDoneOnceItHasEnded() {
        run();
        check.cancel();
        assertFalse(check.isDone());
        run();
        assertTrue(answers.get(0).isCancelled());
        assertTrue(sent.get(1) instanceof TrackedTask.End);
        assertFalse(check.isDone());
        answers.get(1).complete("");
        assertTrue(check.isDone());
    }

    @Test
    public void whatIsGivenUpBeforeItCouldBeSentIsStoppedToo() {
        check.cancel();
        assertFalse("the thread that sends is still at it", check.isDone());
        run();
        assertTrue(answers.get(0).isCancelled());
        answers.get(1).complete("");
        assertTrue(check.isDone());
    }

    @Test
    public void whatIsGivenUpEndsWithItsChannel() {
        run();
        check.cancel();
        failure = new IOException("closed");
        run();
        assertTrue(check.isDone());
    }

    private void run() {
        List<Runnable> tasks = List.copyOf(pool);
        pool.clear();
        tasks.forEach(Runnable::run);
    }
}
