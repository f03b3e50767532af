package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A CI server's agents in simulated time, and the patrol that checks them. */
final class SimulatedAgents implements PatrolPort {
    static final Duration LIMIT = Duration.ofMinutes(5);

    final Map<String, Agent> agents = new TreeMap<>();
    final List<Start> started = new ArrayList<>();
    final Path directory;
    final SimulatedTime time = new SimulatedTime(Hosts.NOON);
    /** The cluster of a node, as an administrator has named it. */
    final Map<String, String> clusters = new TreeMap<>();

    final Ledger ledger;
    final Patrol patrol;
    PatrolSettings settings = new PatrolSettings(Duration.ofHours(4), 50, 0, false);
    boolean startsJobs;
    boolean storeAnswers = true;
    int mostInFlight;

    /** Nodes whose checks are under way. */
    final Set<String> inFlight = new HashSet<>();

    /** As a test says; by default it answers after 200 ms. */
    static final class Agent {
        boolean online = true;
        boolean dead;
        Duration latency = Duration.ofMillis(200);
        Error unaskable;
        Throwable failure;
        Hosts host;
        final List<Duration> asked = new ArrayList<>();

        Agent(Hosts host) {
            this.host = host;
        }
    }

    /** A build that was started, which is running until a test ends it. */
    static final class Start {
        final String node;
        final Verdict.Kind verdict;
        final Finding reason;
        final int attempt;
        final Duration at;
        boolean ended;

        Start(HostRecord host, Finding reason, int attempt, Duration at) {
            this.node = host.node();
            this.verdict = host.verdict().kind();
            this.reason = reason;
            this.attempt = attempt;
            this.at = at;
        }
    }

    SimulatedAgents(Path directory) throws IOException {
        this(directory, Duration.ZERO);
    }

    /** Of a server that starts so long after noon. */
    SimulatedAgents(Path directory, Duration later) throws IOException {
        this.directory = directory;
        time.jumped = later;
        ledger = new Ledger(directory, time.clock(), node -> clusters.getOrDefault(node, ""));
        patrol = new Patrol(ledger, this, () -> settings, time, time.clock(), time::nanos);
        patrol.start();
        time.scheduleWithFixedDelay(this::readBackups, 0, 1, TimeUnit.DAYS);
    }

    /** As the audit does. */
    private void readBackups() {
        if (storeAnswers) {
            Instant now = time.clock().instant();
            ledger.backups().forEach(backup -> ledger.update(backup.id(), b -> b.withVerified(now)));
        }
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

    HostRecord host(String node) {
        return ledger.host(node).orElseThrow();
    }

    Verdict.Kind kind(String node) {
        return host(node).verdict().kind();
    }

    void pass(Duration duration) {
        time.pass(duration);
    }

    void endBuilds() {
        started.forEach(start -> start.ended = true);
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
    public Optional<CompletableFuture<HostFacts>> check(String node, boolean secretServer) {
        Agent agent = agents.get(node);
        if (agent == null || !agent.online) {
            return Optional.empty();
        }
        agent.asked.add(time.passed());
        if (agent.unaskable != null) {
            throw agent.unaskable;
        }
        assertFalse(node + " is checked twice at once", inFlight.contains(node));
        inFlight.add(node);
        mostInFlight = Math.max(mostInFlight, inFlight.size());
        CompletableFuture<HostFacts> answer = new CompletableFuture<>();
        Duration wait = agent.dead ? LIMIT : agent.latency;
        Runnable end = () -> {
            inFlight.remove(node);
            if (agent.dead) {
                answer.completeExceptionally(new TimeoutException("no answer within 300 seconds"));
            } else if (agent.failure != null) {
                answer.completeExceptionally(agent.failure);
            } else {
                answer.complete(agent.host.facts());
            }
        };
        time.schedule(end, wait.toNanos(), TimeUnit.NANOSECONDS);
        return Optional.of(answer);
    }

    @Override
    public boolean isBackingUp(String node) {
        return started.stream().anyMatch(start -> !start.ended && start.node.equals(node));
    }

    @Override
    public boolean start(HostRecord host, Finding reason, int attempt) {
        if (startsJobs) {
            started.add(new Start(host, reason, attempt, time.passed()));
        }
        return startsJobs;
    }
}
