package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The patrol in real time, called by many threads. */
public class PatrolThreadsTest {
    private static final int HOSTS = 200;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Answers at once, and finds out whether two threads are at it. */
    private static final class Port implements PatrolPort {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Collection<String> online() {
            return IntStream.range(0, HOSTS).mapToObj(i -> "n" + i).toList();
        }

        @Override
        public Collection<String> known() {
            return online();
        }

        @Override
        public Duration limit(String node) {
            return Duration.ofMinutes(1);
        }

        @Override
        public Optional<Call> ask(String node) {
            if (inside.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            asked.incrementAndGet();
            Thread.yield();
            inside.decrementAndGet();
            return Optional.of(new Call() {
                @Override
                public boolean isDone() {
                    return true;
                }

                @Override
                public HostFacts facts() {
                    return Hosts.host(node).facts();
                }

                @Override
                public void cancel() {
                    throw new AssertionError("it was done");
                }
            });
        }

        @Override
        public Optional<Future<?>> start(String node, Reason reason) {
            return Optional.empty();
        }
    }

    @Test
    public void aPatrolNeverOverlapsItselfAndLosesNoWish() throws Exception {
        Port port = new Port();
        Ledger ledger = new Ledger(folder.getRoot().toPath());
        Patrol patrol = new Patrol(ledger, port, () -> PatrolSettings.DEFAULTS, Clock.systemUTC(), System::nanoTime, 1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> works = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            String node = "n" + i;
            works.add(threads.submit(() -> {
                patrol.request(node);
                patrol.work();
                return null;
            }));
        }
        for (Future<?> work : works) {
            work.get(1, TimeUnit.MINUTES);
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
        assertEquals(0, port.overlaps.get());
        assertEquals(HOSTS, port.asked.get());
        assertEquals(HOSTS, ledger.hosts().size());
    }

    /** Asks one host, which answers when the test is over. */
    private static final class Hanging implements PatrolPort, PatrolPort.Call {
        private final AtomicBoolean asked = new AtomicBoolean();
        private volatile boolean over;

        @Override
        public Collection<String> online() {
            return List.of();
        }

        @Override
        public Collection<String> known() {
            return List.of("hanging");
        }

        @Override
        public Duration limit(String node) {
            return Duration.ofHours(1);
        }

        @Override
        public Optional<Call> ask(String node) {
            asked.set(node.equals("hanging"));
            return node.equals("hanging") ? Optional.of(this) : Optional.empty();
        }

        @Override
        public Optional<Future<?>> start(String node, Reason reason) {
            return Optional.empty();
        }

        @Override
        public boolean isDone() {
            return over;
        }

        @Override
        public HostFacts facts() {
            return Hosts.host("HANGING").facts();
        }

        @Override
        public void cancel() {
            over = true;
        }
    }

    /** Once in two times, a patrol that was at work took the old name's record before it had gone on. */
    @Test
    public void aNodeIsRenamedWhileThePatrolWorks() throws Exception {
        Hanging port = new Hanging();
        Ledger ledger = new Ledger(folder.getRoot().toPath());
        Patrol patrol = new Patrol(ledger, port, () -> PatrolSettings.DEFAULTS, Clock.systemUTC(), System::nanoTime, 1);
        patrol.request("hanging");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> work = thread.submit(() -> {
                patrol.work();
                return null;
            });
            while (!port.asked.get()) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 100; i++) {
                String old = "old" + i;
                ledger.enter(old, new Failure(Failure.Kind.ERROR, "x"), Hosts.NOON);
                patrol.renamed(old, "new" + i);
                assertTrue("rename " + i, ledger.host("new" + i).isPresent());
            }
            port.over = true;
            patrol.ring();
            work.get(1, TimeUnit.MINUTES);
        } finally {
            port.over = true;
            thread.shutdown();
        }
        assertEquals(101, ledger.hosts().size());
    }
}
