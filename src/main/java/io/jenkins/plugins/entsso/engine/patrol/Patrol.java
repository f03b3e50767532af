package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/**
 * Checks all hosts, each in its time, a bounded number at once, and enters what they say into the ledger. All state belongs
 * to one thread, which waits for no host: a check that takes too long is cancelled.
 *
 * <p>A check has {@value #QUICK_SECONDS} seconds at first, since nearly every host answers in less. One that takes longer is
 * made again after all others, with all the time that a check may take; so hosts that are dead or slow do not delay the rest.
 */
public final class Patrol {
    /** An agent that has just come up has other things to do first. */
    static final Duration AFTER_CONNECT = Duration.ofSeconds(10);

    /** A connection that comes and goes does not have its host checked more often than this. */
    static final Duration BETWEEN_CONNECTS = Duration.ofMinutes(5);

    /** The hosts that are there when the patrol starts are checked within this time. */
    static final Duration FIRST_ROUND = Duration.ofMinutes(10);

    static final int QUICK_SECONDS = 2;

    private static final Logger LOGGER = Logger.getLogger(Patrol.class.getName());
    private static final Duration QUICK = Duration.ofSeconds(QUICK_SECONDS);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(5);
    private static final double SPREAD = 0.1;

    private final Ledger ledger;
    private final PatrolPort port;
    private final Supplier<PatrolSettings> settings;
    private final ScheduledExecutorService executor;
    private final Clock clock;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final BackupScheduler backups;
    private final RecordUpkeep records;

    /** Nodes whose check has not come to anything yet. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    // what follows belongs to the executor's thread
    private final Map<String, HostSchedule> hosts = new HashMap<>();
    private final Set<HostSchedule> queue = new LinkedHashSet<>();

    /** Whose checks count among those that are made at once. */
    private final Set<HostSchedule> asked = new HashSet<>();

    private Set<String> watched = Set.of();

    /**
     * A patrol that checks nobody before it is started.
     *
     * @param settings looked up anew each time
     * @param executor of one thread, see {@link PatrolExecutor}
     * @param clock for what people read
     * @param nanos a clock that only goes forward
     * @param random spreads the checks over time
     */
    public Patrol(
            Ledger ledger,
            PatrolPort port,
            Supplier<PatrolSettings> settings,
            ScheduledExecutorService executor,
            Clock clock,
            LongSupplier nanos,
            RandomGenerator random) {
        this.ledger = ledger;
        this.port = port;
        this.settings = settings;
        this.executor = executor;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.backups = new BackupScheduler(ledger, port, clock);
        this.records = new RecordUpkeep(ledger, clock, nanos);
        ledger.listen(this::checkAfterLoss);
    }

    /** Starts; it ends with the executor. */
    public void start() {
        executor.scheduleWithFixedDelay(guarded(this::lookAround), 0, 1, TimeUnit.MINUTES);
    }

    /** Has a host checked as soon as may be, however lately it was. */
    public void request(String node) {
        run(() -> enqueue(host(node)));
    }

    /** A node has come online: checks its host soon if it is watched, unless that was done a moment ago. */
    public void connected(String node) {
        run(() -> {
            watched = new TreeSet<>(port.watched());
            HostSchedule host = host(node);
            if (watched.contains(node) && host.call == null && !queue.contains(host)) {
                long wait = host.asked == null ? 0 : BETWEEN_CONNECTS.toNanos() - (nanos.getAsLong() - host.asked);
                plan(host, Math.max(AFTER_CONNECT.toNanos(), wait));
            }
        });
    }

    /** A node was renamed: its record goes with it. */
    public void renamed(String oldNode, String newNode) {
        run(() -> {
            remove(oldNode);
            RecordUpkeep.update(newNode, () -> ledger.rename(oldNode, newNode, clock.instant()));
            enqueue(host(newNode));
        });
    }

    /** A node is gone for good. */
    public void removed(String node) {
        run(() -> {
            remove(node);
            // one of that name may have been made anew meanwhile
            if (!port.known().contains(node)) {
                RecordUpkeep.update(node, () -> ledger.forget(node));
            }
        });
    }

    /** Whether that host is being checked now. */
    public boolean isUnderWay(String node) {
        return underWay.contains(node);
    }

    private void run(Runnable task) {
        executor.execute(guarded(task));
    }

    private Future<?> later(Runnable task, long wait) {
        return executor.schedule(guarded(task), wait, TimeUnit.NANOSECONDS);
    }

    /** Nothing that goes wrong with one host may end the patrol of the others. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.WARNING, "The patrol met with an error, and goes on", e);
            }
        };
    }

    /** A verdict that turned because a backup was lost is looked at again with fresh facts. */
    private void checkAfterLoss(HostRecord before, HostRecord after) {
        if (after.verdict().evidence().stream()
                .anyMatch(f -> f.code() == Finding.Code.ARTIFACT_GONE || f.code() == Finding.Code.ARTIFACT_CHANGED)) {
            request(after.node());
        }
    }

    /** Nodes come and go without a word, too. */
    private void lookAround() {
        watched = new TreeSet<>(port.watched());
        Set<String> nodes = new HashSet<>(port.known());
        List.copyOf(hosts.keySet()).stream()
                .filter(node -> !nodes.contains(node))
                .forEach(this::remove);
        for (HostSchedule host : hosts.values()) {
            if (host.call == null && !watched.contains(host.node)) {
                host.cancelTimer();
            }
        }
        Duration interval = settings.get().interval();
        double first = Math.min(interval.toNanos(), FIRST_ROUND.toNanos());
        for (String node : watched) {
            boolean isNew = !hosts.containsKey(node);
            HostSchedule host = host(node);
            if (host.timer == null && host.call == null && !queue.contains(host)) {
                plan(host, isNew ? (long) (first * random.nextDouble()) : AFTER_CONNECT.toNanos());
            }
        }
        records.run(nodes, watched);
        backups.ended().forEach(node -> enqueue(host(node)));
        checkNext();
    }

    private HostSchedule host(String node) {
        return hosts.computeIfAbsent(node, HostSchedule::new);
    }

    private void remove(String node) {
        HostSchedule host = hosts.remove(node);
        backups.forget(node);
        if (host != null) {
            host.cancelTimer();
            queue.remove(host);
            asked.remove(host);
            underWay.remove(node);
            if (host.call != null) {
                host.call.cancel().run();
            }
        }
    }

    private void plan(HostSchedule host, long wait) {
        host.cancelTimer();
        host.timer = later(() -> enqueue(host), wait);
    }

    private void enqueue(HostSchedule host) {
        if (host.call != null) {
            host.again = true;
        } else if (queue.add(host)) {
            host.cancelTimer();
            checkNext();
        }
    }

    /** Begins checks while there may be more: of hosts that answer quickly first, so that the others delay nobody. */
    private void checkNext() {
        while (!queue.isEmpty() && asked.size() < settings.get().atOnce()) {
            HostSchedule host = Collections.min(queue, Comparator.comparing(waiting -> waiting.slow));
            queue.remove(host);
            check(host);
        }
        if (queue.isEmpty() && underWay.isEmpty()) {
            records.endRound();
        }
    }

    private void check(HostSchedule host) {
        records.beginRound();
        try {
            Optional<PatrolPort.Call> call = port.check(host.node, ledger.isSecretServer(host.node));
            if (call.isEmpty()) {
                // offline: checked once it has connected
                underWay.remove(host.node);
                return;
            }
            host.call = call.get();
        } catch (RuntimeException | Error e) {
            host.failures++;
            underWay.remove(host.node);
            records.failed(host.node, e);
            planNext(host);
            return;
        }
        host.asked = nanos.getAsLong();
        asked.add(host);
        underWay.add(host.node);
        Duration limit = host.call.limit();
        host.timer = later(
                () -> giveUp(host, limit), host.slow ? limit.toNanos() : Math.min(limit.toNanos(), QUICK.toNanos()));
        host.call.answer().whenComplete((facts, e) -> run(() -> ended(host, facts, e)));
    }

    private void ended(HostSchedule host, HostFacts facts, Throwable failure) {
        host.cancelTimer();
        host.call = null;
        if (hosts.get(host.node) == host) {
            try {
                if (asked.remove(host)) {
                    // nobody waits for the disk
                    checkNext();
                    enter(host, facts, failure);
                }
            } finally {
                planNext(host);
            }
        }
        checkNext();
    }

    private void enter(HostSchedule host, HostFacts facts, Throwable failure) {
        host.failures++;
        try {
            PatrolSettings current = settings.get();
            if (failure != null) {
                records.failed(host.node, failure);
            } else if (records.answered(host.node, facts, current.maxAgeDays())) {
                ledger.host(host.node).ifPresent(entered -> backups.consider(entered, current));
                host.failures = 0;
                host.slow = nanos.getAsLong() - host.asked > QUICK.toNanos();
            }
        } finally {
            underWay.remove(host.node);
        }
    }

    private void giveUp(HostSchedule host, Duration limit) {
        host.timer = null;
        if (host.call.answer().isDone()) {
            // it is about to be entered
            return;
        }
        host.call.cancel().run();
        asked.remove(host);
        if (host.slow) {
            host.again = false;
            host.failures++;
            underWay.remove(host.node);
            records.timedOut(host.node, limit);
        } else {
            host.slow = true;
            host.again = true;
            // if nothing comes of cancelling it
            host.timer = later(() -> giveUp(host, limit), limit.toNanos());
        }
        checkNext();
    }

    private void planNext(HostSchedule host) {
        if (host.again) {
            host.again = false;
            enqueue(host);
        } else if (watched.contains(host.node)) {
            Duration interval = settings.get().interval();
            Duration wait = host.failures == 0 ? interval : new BackOff(FIRST_RETRY, interval).after(host.failures);
            plan(host, (long) (wait.toNanos() * (1 - SPREAD + 2 * SPREAD * random.nextDouble())));
        }
    }
}
