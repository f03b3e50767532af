package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Checks all hosts in a round every few hours, a bounded number at once, and enters what they say into the ledger. All state
 * belongs to one thread, which waits for no host. A host that does not answer, or has just connected, is checked in between.
 */
public final class Patrol {
    /** How often it is looked who is online. An agent that has just come up has other things to do first. */
    static final Duration LOOK = Duration.ofSeconds(10);

    /** A check that takes longer makes room for another, so that hosts which are dead or slow do not delay the rest. */
    static final Duration QUICK = Duration.ofSeconds(2);

    /** A connection that comes and goes does not have its host checked more often than this. */
    static final Duration BETWEEN_CONNECTS = Duration.ofMinutes(5);

    /** Nobody has a host checked more often than this. */
    static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(10);

    /** What is no node any more for that long is forgotten: nodes may just be being loaded. */
    static final Duration NO_NODE = Duration.ofMinutes(10);

    private static final Logger LOGGER = Logger.getLogger(Patrol.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofMinutes(5);

    private final Ledger ledger;
    private final PatrolPort port;
    private final Supplier<PatrolSettings> settings;
    private final ScheduledExecutorService executor;
    private final Clock clock;
    private final LongSupplier nanos;
    private final BackupScheduler backups;

    /** Nodes whose check has not come to anything yet. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    // what follows belongs to the executor's thread
    private final Map<String, Host> hosts = new HashMap<>();
    private final Set<Host> queue = new LinkedHashSet<>();

    /** Whose checks count among those that are made at once. */
    private final Set<Host> asked = new HashSet<>();

    private Set<String> watched = Set.of();

    /** Hosts in the ledger that were no nodes when that was last looked at. */
    private Set<String> missing = Set.of();

    /** When all that are watched were last due, in nanoseconds; null before the first time. */
    private Long allDue;

    /** When the round began that is under way: it is what comes until nothing more is due. Null if there is none. */
    private Instant began;

    private long beganNanos;
    private int checked;
    private int answered;

    /** When one host is checked apart from the rounds. Times are in nanoseconds. */
    private static final class Host {
        private final String node;

        /** When the last check began; null before the first. */
        private Long asked;

        /** When it is checked next; null if in the next round. */
        private Long due;

        /** Whether it is checked once the last time is long enough ago. */
        private boolean requested;

        /** Checks since the last answer. */
        private int failures;

        Host(String node) {
            this.node = node;
        }
    }

    /**
     * A patrol that checks nobody before it is started.
     *
     * @param settings looked up anew each time
     * @param executor of one thread
     * @param clock for what people read
     * @param nanos a clock that only goes forward
     */
    public Patrol(
            Ledger ledger,
            PatrolPort port,
            Supplier<PatrolSettings> settings,
            ScheduledExecutorService executor,
            Clock clock,
            LongSupplier nanos) {
        this.ledger = ledger;
        this.port = port;
        this.settings = settings;
        this.executor = executor;
        this.clock = clock;
        this.nanos = nanos;
        this.backups = new BackupScheduler(ledger, port, clock);
        ledger.listen(this::checkAfterLoss);
    }

    /** Starts; it ends with the executor. */
    public void start() {
        executor.scheduleWithFixedDelay(guarded(this::forgetAndJudge), 0, NO_NODE.toSeconds(), TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(guarded(this::look), 0, LOOK.toSeconds(), TimeUnit.SECONDS);
    }

    /** Has a host checked as soon as may be: at once, or a few seconds after the last time, however often it is asked for. */
    public void request(String node) {
        run(() -> {
            Host host = host(node);
            long wait = host.asked == null ? 0 : host.asked + BETWEEN_REQUESTS.toNanos() - nanos.getAsLong();
            if (wait <= 0) {
                checkNow(node);
                checkNext();
            } else if (!host.requested) {
                host.requested = true;
                executor.schedule(() -> request(node), wait, TimeUnit.NANOSECONDS);
            }
        });
    }

    private void checkNow(String node) {
        Host host = host(node);
        host.requested = false;
        host.due = nanos.getAsLong();
        enqueueIfDue(host);
    }

    /** Whether that host is being checked now. */
    public boolean isUnderWay(String node) {
        return underWay.contains(node);
    }

    private void run(Runnable task) {
        executor.execute(guarded(task));
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

    /** Nodes go without a word, and verdicts grow old. */
    private void forgetAndJudge() {
        Set<String> gone = new TreeSet<>();
        ledger.hosts().forEach(host -> gone.add(host.node()));
        gone.removeAll(port.known());
        for (String node : gone) {
            if (missing.contains(node)) {
                LOGGER.log(
                        Level.INFO,
                        "There is no node {0} to be asked any more: what is known of it is forgotten",
                        node);
                ledger.forget(node);
            }
        }
        missing = gone;
        ledger.judge(settings.get().maxAgeDays());
    }

    /** Nodes come and go. */
    private void look() {
        hosts.keySet().retainAll(Set.copyOf(port.known()));
        Set<String> before = watched;
        watched = new TreeSet<>(port.watched());
        long now = nanos.getAsLong();
        boolean all =
                allDue == null || now - allDue >= settings.get().interval().toNanos();
        if (all) {
            allDue = now;
        }
        for (String node : watched) {
            Host host = host(node);
            if (!before.contains(node)) {
                long wait = host.asked == null ? 0 : host.asked + BETWEEN_CONNECTS.toNanos() - now;
                host.due = now + Math.max(0, wait);
            } else if (all && host.due == null) {
                host.due = now;
            }
            enqueueIfDue(host);
        }
        backups.ended().forEach(this::checkNow);
        checkNext();
    }

    private Host host(String node) {
        return hosts.computeIfAbsent(node, Host::new);
    }

    /** What is due while it is being checked is checked once more. */
    private void enqueueIfDue(Host host) {
        if (host.due != null && host.due - nanos.getAsLong() <= 0 && !underWay.contains(host.node)) {
            queue.add(host);
        }
    }

    private void checkNext() {
        while (!queue.isEmpty() && asked.size() < settings.get().atOnce()) {
            Iterator<Host> first = queue.iterator();
            Host host = first.next();
            first.remove();
            check(host);
        }
        if (queue.isEmpty() && underWay.isEmpty() && began != null) {
            Duration took = Duration.ofNanos(nanos.getAsLong() - beganNanos);
            ledger.enter(new PatrolRound(began, took, checked, answered));
            began = null;
        }
    }

    private void check(Host host) {
        host.due = null;
        CompletableFuture<HostFacts> answer;
        try {
            Optional<CompletableFuture<HostFacts>> call = port.check(host.node, ledger.isSecretServer(host.node));
            if (call.isEmpty()) {
                // offline: checked once it has connected
                host.due = nanos.getAsLong() + LOOK.toNanos();
                return;
            }
            answer = call.get();
        } catch (RuntimeException | Error e) {
            answer = CompletableFuture.failedFuture(e);
        }
        host.asked = nanos.getAsLong();
        if (began == null) {
            began = clock.instant();
            beganNanos = host.asked;
            checked = 0;
            answered = 0;
        }
        asked.add(host);
        underWay.add(host.node);
        executor.schedule(guarded(() -> makeRoom(host)), QUICK.toNanos(), TimeUnit.NANOSECONDS);
        answer.whenComplete((facts, e) -> run(() -> ended(host, facts, e)));
    }

    private void makeRoom(Host host) {
        if (asked.remove(host)) {
            checkNext();
        }
    }

    private void ended(Host host, HostFacts facts, Throwable failure) {
        asked.remove(host);
        // nobody waits for the disk
        checkNext();
        try {
            // its node may be gone: of that only the next look tells the hosts
            if (hosts.get(host.node) == host && port.known().contains(host.node)) {
                enter(host, facts, failure);
            }
        } finally {
            underWay.remove(host.node);
            enqueueIfDue(host);
            checkNext();
        }
    }

    /** How long to wait after that many failures in a row: twice as long after each, until the longest wait. */
    static Duration backOff(Duration first, Duration longest, int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    private void enter(Host host, HostFacts facts, Throwable failure) {
        checked++;
        Throwable why = failure;
        if (failure == null) {
            try {
                HostRecord record = ledger.enter(host.node, facts, clock.instant());
                answered++;
                host.failures = 0;
                backups.consider(record, settings.get());
                return;
            } catch (RuntimeException | Error e) {
                why = e;
            }
        }
        host.failures++;
        if (host.due == null) {
            Duration wait = backOff(FIRST_RETRY, settings.get().interval(), host.failures);
            host.due = nanos.getAsLong() + wait.toNanos();
        }
        String text = why.getMessage() == null ? why.toString() : why.getMessage();
        ledger.enter(host.node, new Failure(Failure.Kind.ERROR, text), clock.instant());
    }
}
