package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A CI server with agents whose time passes as fast as it can be computed. */
final class World implements PatrolPort {
    static final Duration LIMIT = Duration.ofMinutes(5);

    final Map<String, Agent> agents = new TreeMap<>();
    final List<Start> started = new ArrayList<>();
    final Path directory;
    final Ledger ledger;
    final Patrol patrol;
    PatrolSettings settings = new PatrolSettings(Duration.ofHours(4), 50, AgePolicy.NONE);
    boolean startsJobs;

    /** Added to the time that has really passed. */
    Duration jumped = Duration.ZERO;

    int inFlight;
    int mostInFlight;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) -> a.at == b.at ? Long.signum(a.number - b.number) : Long.signum(a.at - b.at));
    private final Map<String, FakeCall> calls = new HashMap<>();
    private final long start;
    private long nanos;
    private long number;

    /** As a test says; by default it answers after 200 ms. */
    static final class Agent {
        boolean online = true;
        boolean dead;
        /** A call to it never ends, even when given up. */
        boolean stuck;

        Duration latency = Duration.ofMillis(200);
        RuntimeException unaskable;
        Exception failure;
        Hosts host;
        final List<Duration> asked = new ArrayList<>();

        Agent(Hosts host) {
            this.host = host;
        }
    }

    record Start(String node, Reason reason, Duration at, CompletableFuture<Void> end) {}

    private record Event(long at, long number, Runnable what) {}

    World(Path directory) throws IOException {
        this.directory = directory;
        // near the overflow of System.nanoTime, which must not matter
        nanos = Long.MAX_VALUE - Duration.ofHours(1).toNanos();
        start = nanos;
        ledger = new Ledger(directory, wall());
        patrol = new Patrol(ledger, this, () -> settings, wall(), () -> nanos, 42);
    }

    /** A clock on the wall. */
    Clock wall() {
        InstantSource source = () -> Hosts.NOON.plus(time()).plus(jumped);
        return source.withZone(ZoneOffset.UTC);
    }

    /** How much time has passed. */
    Duration time() {
        return Duration.ofNanos(nanos - start);
    }

    Agent add(String node) {
        return add(node, Hosts.host(node.toUpperCase(java.util.Locale.ROOT)));
    }

    Agent add(String node, Hosts host) {
        Agent agent = new Agent(host);
        agents.put(node, agent);
        return agent;
    }

    /** An agent that is a secret server with a secret of its own. */
    Agent addServer(String node, Msid... msids) {
        return add(node, Hosts.host(node.toUpperCase(java.util.Locale.ROOT)).secrets(msids));
    }

    /** Something happens after a while. */
    void after(Duration wait, Runnable what) {
        events.add(new Event(nanos + wait.toNanos(), number++, what));
    }

    /** Lets time pass; the patrol works every minute at least, as a host has it. */
    void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (end - nanos > 0) {
            long wait = Math.min(patrol.step(), Duration.ofMinutes(1).toNanos());
            long next = nanos + wait;
            while (!events.isEmpty() && events.peek().at - next <= 0) {
                Event event = events.poll();
                nanos = event.at;
                event.what.run();
            }
            nanos = next - end > 0 ? end : next;
        }
        patrol.step();
    }

    @Override
    public Collection<String> online() {
        return agents.entrySet().stream()
                .filter(e -> e.getValue().online)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Collection<String> known() {
        return List.copyOf(agents.keySet());
    }

    @Override
    public Duration limit(String node) {
        return LIMIT;
    }

    @Override
    public Optional<Call> ask(String node) throws IOException {
        Agent agent = agents.get(node);
        if (agent == null || !agent.online) {
            return Optional.empty();
        }
        agent.asked.add(time());
        if (agent.unaskable != null) {
            throw agent.unaskable;
        }
        assertFalse(node + " is asked twice at once", calls.containsKey(node));
        FakeCall call = new FakeCall(node, agent);
        calls.put(node, call);
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        if (!agent.dead && !agent.stuck) {
            after(agent.latency, call::end);
        }
        return Optional.of(call);
    }

    @Override
    public Optional<Future<?>> start(String node, Reason reason) {
        if (!startsJobs) {
            return Optional.empty();
        }
        Start job = new Start(node, reason, time(), new CompletableFuture<>());
        started.add(job);
        return Optional.of(job.end);
    }

    private final class FakeCall implements Call {
        private final String node;
        private final Agent agent;
        private boolean done;
        private boolean cancelled;

        FakeCall(String node, Agent agent) {
            this.node = node;
            this.agent = agent;
        }

        void end() {
            if (!done) {
                done = true;
                inFlight--;
                calls.remove(node, this);
            }
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public HostFacts facts() throws IOException {
            assertTrue(done && !cancelled);
            if (agent.failure instanceof IOException e) {
                throw e;
            }
            if (agent.failure instanceof RuntimeException e) {
                throw e;
            }
            return agent.host.facts();
        }

        @Override
        public void cancel() {
            assertFalse(done);
            cancelled = true;
            if (!agent.stuck) {
                after(Duration.ofMillis(50), this::end);
            }
        }
    }
}
