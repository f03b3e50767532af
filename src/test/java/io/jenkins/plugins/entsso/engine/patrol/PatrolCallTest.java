package io.jenkins.plugins.entsso.engine.patrol;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Checks by threads that wait for agents, in real time. */
public class PatrolCallTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ExecutorService pool = Executors.newCachedThreadPool();

    @After
    public void stop() {
        pool.shutdownNow();
    }

    @Test
    public void anAnswerComesWhenTheThreadHasIt() {
        HostFacts facts = Hosts.host("A").facts();
        assertSame(facts, PatrolPort.Call.in(pool, LIMIT, () -> facts).answer().join());
    }

    @Test
    public void anErrorIsAnAnswerToo() {
        PatrolPort.Call call = PatrolPort.Call.in(pool, LIMIT, () -> {
            throw new NoClassDefFoundError("missing");
        });
        Throwable failure =
                assertThrows(CompletionException.class, () -> call.answer().join());
        assertEquals(NoClassDefFoundError.class, failure.getCause().getClass());
    }

    @Test
    public void aCancelledCallIsOverOnceItsThreadHasCleanedUp() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cleanedUp = new CountDownLatch(1);
        PatrolPort.Call call = PatrolPort.Call.in(pool, LIMIT, () -> {
            begun.countDown();
            try {
                Thread.sleep(Duration.ofHours(1).toMillis());
            } finally {
                cleanedUp.await();
            }
            return null;
        });
        await().until(() -> begun.getCount() == 0);
        call.cancel().run();
        assertFalse(call.answer().isDone());
        cleanedUp.countDown();
        await().until(call.answer()::isCompletedExceptionally);
    }

    @Test
    public void aCallThatNeverBeganIsOverAtOnce() {
        ExecutorService busy = Executors.newSingleThreadExecutor();
        CountDownLatch end = new CountDownLatch(1);
        try {
            busy.submit(() -> {
                end.await();
                return null;
            });
            PatrolPort.Call call = PatrolPort.Call.in(busy, LIMIT, () -> null);
            call.cancel().run();
            assertTrue(call.answer().isCancelled());
        } finally {
            end.countDown();
            busy.shutdown();
        }
    }

    @Test
    public void requestsFromManyThreadsAreAllServed() throws Exception {
        List<String> nodes = IntStream.range(0, 200).mapToObj(i -> "n" + i).toList();
        Ledger ledger = new Ledger(folder.getRoot().toPath());
        ScheduledExecutorService executor = new PatrolExecutor();
        Patrol patrol = new Patrol(
                ledger,
                new RealAgents(nodes),
                () -> PatrolSettings.DEFAULTS,
                executor,
                Clock.systemUTC(),
                System::nanoTime,
                RandomGenerator.getDefault());
        try {
            nodes.forEach(node -> pool.execute(() -> patrol.request(node)));
            await().until(() -> ledger.hosts().size() == nodes.size());
            await().until(() -> ledger.lastRound() != null);
        } finally {
            executor.shutdown();
        }
        patrol.request("after the end");
    }

    private final class RealAgents implements PatrolPort {
        private final List<String> nodes;

        RealAgents(List<String> nodes) {
            this.nodes = nodes;
        }

        @Override
        public Collection<String> watched() {
            return nodes;
        }

        @Override
        public Collection<String> known() {
            return nodes;
        }

        @Override
        public Optional<Call> check(String node, boolean secretServer) {
            return Optional.of(Call.in(pool, LIMIT, () -> Hosts.host(node).facts()));
        }

        @Override
        public Optional<Future<?>> start(String node, BackupReason reason) {
            return Optional.empty();
        }
    }
}
