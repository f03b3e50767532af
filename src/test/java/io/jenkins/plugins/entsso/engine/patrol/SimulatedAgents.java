package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A CI server's agents in simulated time, and the patrol that checks them. */
final class SimulatedAgents implements PatrolPort {
    static final Duration LIMIT = Duration.ofMinutes(5);

    final Map<String, Agent> agents = new TreeMap<>();
    final List<Start> started = new ArrayList<>();
    final Path directory;
    final SimulatedTime time = new SimulatedTime(Hosts.NOON);
    final Ledger ledger;
    final Patrol patrol;
    PatrolSettings settings = new PatrolSettings(Duration.ofHours(4), 50, 0, false);
    boolean startsJobs;
    /** Whose checks are under way and were not cancelled. */
    final Set<Agent> inFlight = new HashSet<>();

    int mostInFlight;

    private final Set<String> underWay = new HashSet<>();

    /** As a test says; by default it answers after 200 ms. */
    static final class Agent {
        boolean online = true;
        boolean dead;
        /** A check of it never ends, even when cancelled. */
        boolean stuck;

        Duration latency = Duration.ofMillis(200);
        Error unaskable;
        Throwable failure;
        Hosts host;
        final List<Duration> asked = new ArrayList<>();

        Agent(Hosts host) {
            this.host = host;
        }
    }

    record Start(String node, BackupReason reason, Duration at, CompletableFuture<Void> end) {}

    SimulatedAgents(Path directory) throws IOException {
        this.directory = directory;
        ledger = new Ledger(directory, time.clock());
        patrol = new Patrol(ledger, this, () -> settings, time, time.clock(), time::nanos, new Random(42));
        patrol.start();
    }

    Agent add(String node) {
        return add(node, Hosts.host(node.toUpperCase(Locale.ROOT)));
    }

    Agent add(String node, Hosts host) {
        Agent agent = new Agent(host);
        agents.put(node, agent);
        return agent;
    }

    /** An agent that is a secret server with a secret of its own. */
    Agent addServer(String node, Msid... msids) {
        return add(node, Hosts.host(node.toUpperCase(Locale.ROOT)).secrets(msids));
    }

    void pass(Duration duration) {
        time.pass(duration);
    }

    @Override
    public Collection<String> watched() {
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
    public Optional<Call> check(String node, boolean secretServer) {
        Agent agent = agents.get(node);
        if (agent == null || !agent.online) {
            return Optional.empty();
        }
        agent.asked.add(time.passed());
        if (agent.unaskable != null) {
            throw agent.unaskable;
        }
        assertFalse(node + " is checked twice at once", underWay.contains(node));
        underWay.add(node);
        inFlight.add(agent);
        mostInFlight = Math.max(mostInFlight, inFlight.size());
        CompletableFuture<HostFacts> answer = new CompletableFuture<>();
        answer.whenComplete((facts, e) -> {
            underWay.remove(node);
            inFlight.remove(agent);
        });
        if (!agent.dead && !agent.stuck) {
            after(agent.latency, () -> {
                if (agent.failure == null) {
                    answer.complete(agent.host.facts());
                } else {
                    answer.completeExceptionally(agent.failure);
                }
            });
        }
        return Optional.of(new Call(LIMIT, answer, () -> {
            inFlight.remove(agent);
            if (!agent.stuck) {
                after(Duration.ofMillis(50), () -> answer.cancel(true));
            }
        }));
    }

    private void after(Duration wait, Runnable what) {
        time.schedule(what, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Optional<Future<?>> start(String node, BackupReason reason) {
        if (!startsJobs) {
            return Optional.empty();
        }
        Start job = new Start(node, reason, time.passed(), new CompletableFuture<>());
        started.add(job);
        return Optional.of(job.end);
    }
}
