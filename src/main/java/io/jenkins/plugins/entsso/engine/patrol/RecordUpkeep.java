package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * What the patrol enters into the ledger: what checks came to, and what becomes of hosts that nobody checks. Of a node that
 * is away the verdict grows old, and one that is no node any more is forgotten. Both only after they have been so for a
 * while: nodes may just be being loaded, and after a night in which the controller was off or its clock jumped, agents have
 * time to come back.
 *
 * <p>A round is what comes from the first check until nothing more is due.
 */
final class RecordUpkeep {
    static final Duration AWAY = Duration.ofHours(1);
    static final Duration NO_NODE = Duration.ofMinutes(10);

    private static final Logger LOGGER = Logger.getLogger(RecordUpkeep.class.getName());

    private final Ledger ledger;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Long> away = new HashMap<>();
    private final Map<String, Long> noNode = new HashMap<>();

    /** When the round began; null if there is none. */
    private Instant began;

    private long beganNanos;
    private int asked;
    private int answered;

    RecordUpkeep(Ledger ledger, Clock clock, LongSupplier nanos) {
        this.ledger = ledger;
        this.clock = clock;
        this.nanos = nanos;
    }

    void beginRound() {
        if (began == null) {
            began = clock.instant();
            beganNanos = nanos.getAsLong();
            asked = 0;
            answered = 0;
        }
    }

    void endRound() {
        if (began != null && asked > 0) {
            Duration took = Duration.ofNanos(nanos.getAsLong() - beganNanos);
            ledger.enter(new PatrolRound(began, took, asked, answered));
        }
        began = null;
    }

    /** Whether what a host answered could be judged. */
    boolean answered(String node, HostFacts facts, int maxAgeDays) {
        try {
            update(node, () -> ledger.enter(node, facts, maxAgeDays, clock.instant()));
        } catch (RuntimeException | Error e) {
            failed(node, e);
            return false;
        }
        asked++;
        answered++;
        return true;
    }

    void failed(String node, Throwable e) {
        enter(node, Failure.Kind.ERROR, e.getMessage() == null ? e.toString() : e.getMessage());
    }

    void timedOut(String node, Duration limit) {
        enter(
                node,
                Failure.Kind.TIMEOUT,
                "no answer within " + limit.toSeconds() + " seconds; look at its host, reconnect its agent");
    }

    private void enter(String node, Failure.Kind kind, String why) {
        asked++;
        update(node, () -> ledger.enter(node, new Failure(kind, why), clock.instant()));
    }

    /** Looks at all records; called every minute. */
    void run(Collection<String> nodes, Collection<String> online) {
        for (String node : lasting(noNode, NO_NODE, host -> !nodes.contains(host.node()))) {
            LOGGER.log(Level.INFO, "There is no node {0} any more: what is known of it is forgotten", node);
            update(node, () -> ledger.forget(node));
        }
        for (String node : lasting(away, AWAY, host -> !online.contains(host.node()) && host.isOld(clock.instant()))) {
            update(node, () -> ledger.age(node, clock.instant()));
        }
    }

    /** The hosts of which something has been true at every look for that long. */
    private List<String> lasting(Map<String, Long> since, Duration wait, Predicate<HostRecord> condition) {
        Set<String> now =
                ledger.hosts().stream().filter(condition).map(HostRecord::node).collect(Collectors.toSet());
        long time = nanos.getAsLong();
        since.keySet().retainAll(now);
        now.forEach(node -> since.putIfAbsent(node, time));
        return now.stream()
                .filter(node -> time - since.get(node) >= wait.toNanos())
                .toList();
    }

    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    /** Changes the ledger, which knows what it could not write. */
    static void update(String what, Change change) {
        try {
            change.make();
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "What became of " + what
                            + " is known, but could not be written; make room where the ledger is, or repair its rights");
        }
    }
}
