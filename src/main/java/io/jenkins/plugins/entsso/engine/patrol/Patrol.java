package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Asks all hosts, each in its time, a few at once, and enters what they say into the ledger. One thread does it all and
 * waits for no host: it begins calls, looks which of them are done, and gives up those whose time is over. So a host that is
 * dead costs a place in a list, not a thread, and nobody waits for it.
 *
 * <p>No more than {@link PatrolSettings#atOnce()} hosts are asked at once. One that takes far longer than the others do no
 * longer counts, so that hosts which never answer do not use up the places of those that would.
 *
 * <p>A host calls {@link #work()} every minute, and whenever it has asked for something; everything else may be called by
 * any thread.
 */
public final class Patrol {
    private static final Logger LOGGER = Logger.getLogger(Patrol.class.getName());

    /** A call is late that takes so many times as long as the others. */
    private static final int LATE = 4;

    /** No call is late before that. */
    private static final long NEVER_LATE = Duration.ofSeconds(1).toNanos();

    /** As long as no host has answered, it is not known how long the others take. */
    private static final long LATE_AT_FIRST = Duration.ofSeconds(10).toNanos();

    /** So many late calls are let go on for each place. */
    private static final int LATE_PER_PLACE = 20;

    private static final long LOOK_AROUND = Duration.ofMinutes(1).toNanos();
    private static final long POLL = Duration.ofMillis(5).toNanos();
    private static final long POLL_LATE = Duration.ofMillis(100).toNanos();

    private final Ledger ledger;
    private final PatrolPort port;
    private final Supplier<PatrolSettings> settings;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Times times;
    private final BackupScheduler starts;

    private final Queue<Command> wishes = new ConcurrentLinkedQueue<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean working = new AtomicBoolean();
    private final Semaphore bell = new Semaphore(0);

    // what follows belongs to the thread that works
    private final Map<String, Beat> beats = new HashMap<>();
    private final NavigableSet<Beat> due = new TreeSet<>(Beat.BY_DUE);

    /** Hosts that were silent when they were last asked: the others come first. */
    private final NavigableSet<Beat> dueAgain = new TreeSet<>(Beat.BY_DUE);

    private final List<Beat> asked = new ArrayList<>();
    private final List<Beat> late = new ArrayList<>();

    /** Given up, but not over yet. */
    private final List<Beat> leaving = new ArrayList<>();

    /** Since when hosts have been away whose verdicts have grown old. */
    private final Map<String, Long> away = new HashMap<>();

    /** Since when hosts have been there that are no node. */
    private final Map<String, Long> strays = new HashMap<>();

    private long lookedAround;
    private boolean hasLookedAround;
    private double usual;
    private Round round;

    /**
     * A patrol that has asked nobody yet.
     *
     * @param settings looked up anew each time
     * @param clock for what people read
     * @param nanos a clock that only goes forward
     * @param seed of what is left to chance
     */
    public Patrol(
            Ledger ledger,
            PatrolPort port,
            Supplier<PatrolSettings> settings,
            Clock clock,
            LongSupplier nanos,
            long seed) {
        this.ledger = ledger;
        this.port = port;
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.times = new Times(seed);
        this.starts = new BackupScheduler(ledger, port);
        ledger.listen(this::follow);
    }

    /** Asks a host as soon as there is a place, however lately it was asked. */
    public void request(String node) {
        wish(new Command(Command.What.ASK, node, null));
    }

    /** A node has come online: asks its host soon, unless that was done a moment ago. */
    public void connected(String node) {
        wish(new Command(Command.What.CONNECTED, node, null));
    }

    /**
     * A node was renamed.
     *
     * @throws IOException if the ledger cannot be written
     */
    public void renamed(String oldNode, String newNode) throws IOException {
        try {
            ledger.rename(oldNode, newNode, clock.instant());
        } finally {
            // only now: who takes the wish forgets the old name, and with it a record that has not gone on yet
            wish(new Command(Command.What.RENAMED, oldNode, newNode));
        }
    }

    /**
     * A node is gone for good.
     *
     * @throws IOException if the ledger cannot be written
     */
    public void removed(String node) throws IOException {
        wish(new Command(Command.What.REMOVED, node, null));
        ledger.forget(node);
    }

    /** Whether that host is being asked now. */
    public boolean isUnderWay(String node) {
        return underWay.contains(node);
    }

    /**
     * Does what is due, and returns once nothing is under way. Returns at once if another thread is at it, which then does
     * it too.
     *
     * @throws InterruptedException if interrupted; what is under way goes on with the next call
     */
    public void work() throws InterruptedException {
        do {
            if (!working.compareAndSet(false, true)) {
                return;
            }
            try {
                bell.drainPermits();
                long pause = step();
                while (isBusy()) {
                    if (bell.tryAcquire(pause, TimeUnit.NANOSECONDS)) {
                        bell.drainPermits();
                    }
                    pause = step();
                }
            } finally {
                working.set(false);
            }
            // a wish that came after the last look and before the flag fell
        } while (!wishes.isEmpty());
    }

    /** Something has happened that the patrol should look at before its time. */
    public void ring() {
        bell.release();
    }

    private boolean isBusy() {
        return !asked.isEmpty() || !late.isEmpty() || starts.isWanted();
    }

    private void wish(Command wish) {
        wishes.add(wish);
        ring();
    }

    /** A verdict that turned without its host being asked is looked at again with fresh facts. */
    private void follow(HostRecord before, HostRecord after) {
        if (after.verdict().evidence().stream()
                .anyMatch(f -> f.code() == Finding.Code.ARTIFACT_GONE || f.code() == Finding.Code.ARTIFACT_CHANGED)) {
            request(after.node());
        }
    }

    /**
     * Does what can be done now.
     *
     * @return after how many nanoseconds to do so again
     */
    long step() {
        long now = nanos.getAsLong();
        PatrolSettings current = settings.get();
        for (Command wish = wishes.poll(); wish != null; wish = wishes.poll()) {
            take(wish, now);
        }
        if (!hasLookedAround || now - lookedAround >= LOOK_AROUND) {
            hasLookedAround = true;
            lookedAround = now;
            lookAround(current, now);
        }
        leaving.removeIf(beat -> {
            boolean over = beat.call.isDone();
            if (over) {
                beat.call = null;
                if (!beat.removed) {
                    plan(beat, beat.again);
                }
            }
            return over;
        });
        harvest(late, current);
        harvest(asked, current);
        begin(current);
        starts.step(nanos.getAsLong(), current, asked.isEmpty(), this::request);
        endRound();
        return pause(nanos.getAsLong());
    }

    private void take(Command wish, long now) {
        String node = wish.node();
        switch (wish.what()) {
            case ASK -> plan(beats.computeIfAbsent(node, Beat::new), now);
            case CONNECTED -> {
                Beat beat = beats.computeIfAbsent(node, Beat::new);
                long soon = now + Times.AFTER_CONNECT.toNanos();
                long lately = beat.askedAt + Times.BETWEEN_CONNECTS.toNanos();
                plan(beat, beat.rounds == 0 || lately - soon < 0 ? soon : lately);
            }
            case RENAMED -> {
                Beat beat = beats.remove(node);
                if (beat != null) {
                    forget(beat);
                    Beat renamed = beats.computeIfAbsent(wish.newNode(), Beat::new);
                    if (renamed.rounds == 0) {
                        renamed.askedAt = beat.askedAt;
                        renamed.rounds = beat.rounds;
                        plan(renamed, now);
                    }
                }
                bury(node);
            }
            case REMOVED -> {
                Beat beat = beats.remove(node);
                if (beat != null) {
                    forget(beat);
                }
                bury(node);
            }
        }
    }

    /** An answer that was being entered while the node went has no host any more, unless the name is one of a node again. */
    private void bury(String node) {
        starts.forget(node);
        if (port.known().contains(node)) {
            return;
        }
        try {
            ledger.forget(node);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The node " + node + " is gone, but stays among the hosts");
        }
    }

    /** Nodes come and go without a word, too. */
    private void lookAround(PatrolSettings current, long now) {
        Set<String> online = new HashSet<>(port.online());
        for (String node : online) {
            Beat beat = beats.get(node);
            if (beat == null) {
                beat = new Beat(node);
                beats.put(node, beat);
                plan(beat, now + times.first(node, current.interval()));
            } else if (!beat.planned && beat.call == null) {
                // it was offline when it was to be asked
                plan(beat, now + Times.AFTER_CONNECT.toNanos());
            }
        }
        beats.values().removeIf(beat -> {
            boolean gone = !online.contains(beat.node) && beat.isForgettable(now);
            if (gone) {
                forget(beat);
            }
            return gone;
        });
        List<HostRecord> hosts = ledger.hosts();
        lookForStrays(hosts, now);
        lookAfterOld(hosts, online, now);
    }

    /** A node that goes while nobody listens leaves its host behind. */
    private void lookForStrays(List<HostRecord> hosts, long now) {
        Set<String> known = new HashSet<>(port.known());
        Set<String> missing = hosts.stream()
                .map(HostRecord::node)
                .filter(n -> !known.contains(n))
                .collect(Collectors.toSet());
        for (String node : sinceLong(strays, missing, Times.NO_NODE, now)) {
            LOGGER.log(Level.INFO, () -> "There is no node " + node + " any more: what is known of it is forgotten");
            bury(node);
        }
    }

    /**
     * Verdicts grow old while their hosts are away. After a night in which the clock of the controller jumped or the
     * controller was off, hosts first have time to come back.
     */
    private void lookAfterOld(List<HostRecord> hosts, Set<String> online, long now) {
        Instant at = clock.instant();
        Set<String> old = hosts.stream()
                .filter(host -> !online.contains(host.node()) && host.isOld(at))
                .map(HostRecord::node)
                .collect(Collectors.toSet());
        for (String node : sinceLong(away, old, Times.AWAY, now)) {
            try {
                ledger.age(node, at);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "That the verdict on " + node + " is old is known, but not written");
            }
        }
    }

    /**
     * Those nodes of which something has been so at every look for that long; for them, time begins anew.
     *
     * @param since when it was first seen to be so, by node
     * @param now those of which it is so now
     */
    private static List<String> sinceLong(Map<String, Long> since, Set<String> now, Duration wait, long nanos) {
        since.keySet().retainAll(now);
        now.forEach(node -> since.putIfAbsent(node, nanos));
        List<String> found = since.entrySet().stream()
                .filter(entry -> nanos - entry.getValue() >= wait.toNanos())
                .map(Map.Entry::getKey)
                .toList();
        since.keySet().removeAll(found);
        return found;
    }

    /** Has a host asked at that time; if it is being asked now, then instead of when it would be after that. */
    private void plan(Beat beat, long when) {
        if (beat.call != null) {
            beat.again = when;
            beat.wanted = true;
            return;
        }
        unplan(beat);
        beat.due = when;
        beat.planned = true;
        (beat.failures > 0 ? dueAgain : due).add(beat);
    }

    private void unplan(Beat beat) {
        if (beat.planned) {
            due.remove(beat);
            dueAgain.remove(beat);
            beat.planned = false;
        }
    }

    private void forget(Beat beat) {
        unplan(beat);
        beat.removed = true;
        if (beat.call != null && !leaving.contains(beat)) {
            asked.remove(beat);
            late.remove(beat);
            giveUp(beat);
        }
    }

    /** Begins calls while there are places. */
    private void begin(PatrolSettings current) {
        long now = nanos.getAsLong();
        while (asked.size() < current.atOnce()) {
            Beat beat = firstDue(now);
            if (beat == null) {
                return;
            }
            unplan(beat);
            beat.wanted = false;
            try {
                Optional<PatrolPort.Call> call = port.ask(beat.node);
                if (call.isEmpty()) {
                    // offline: asked once it has connected
                    continue;
                }
                beat.rounds++;
                beat.askedAt = now;
                beat.call = call.get();
                underWay.add(beat.node);
                asked.add(beat);
                beat.deadline = now + port.limit(beat.node).toNanos();
                if (round == null) {
                    round = new Round(clock.instant(), now);
                }
                round.asked++;
            } catch (IOException | RuntimeException e) {
                silent(beat, Failure.Kind.ERROR, message(e), current);
            }
        }
    }

    private Beat firstDue(long now) {
        for (NavigableSet<Beat> queue : List.of(due, dueAgain)) {
            if (!queue.isEmpty() && queue.first().due - now <= 0) {
                return queue.first();
            }
        }
        return null;
    }

    /** Takes what is done out of a list, and what is over. */
    private void harvest(List<Beat> calls, PatrolSettings current) {
        List<Beat> done = null;
        long now = nanos.getAsLong();
        long patience = usual == 0 ? LATE_AT_FIRST : Math.max(NEVER_LATE, (long) (LATE * usual));
        for (Iterator<Beat> i = calls.iterator(); i.hasNext(); ) {
            Beat beat = i.next();
            if (beat.call.isDone()) {
                i.remove();
                done = done == null ? new ArrayList<>() : done;
                done.add(beat);
            } else if (now - beat.deadline >= 0) {
                i.remove();
                giveUp(beat);
                round.late++;
                Duration limit = Duration.ofNanos(beat.deadline - beat.askedAt);
                silent(
                        beat,
                        Failure.Kind.TIMEOUT,
                        "no answer within " + limit.toSeconds() + " seconds; look at its host, reconnect its agent",
                        current);
            } else if (calls == asked
                    && now - beat.askedAt >= patience
                    && late.size() < LATE_PER_PLACE * current.atOnce()) {
                i.remove();
                late.add(beat);
            }
        }
        if (done != null) {
            // the places that became free are taken before the answers are written down
            begin(current);
            for (Beat beat : done) {
                finish(beat, current, now);
                begin(current);
            }
        }
    }

    private void finish(Beat beat, PatrolSettings current, long now) {
        PatrolPort.Call call = beat.call;
        beat.call = null;
        underWay.remove(beat.node);
        try {
            HostFacts facts = call.facts();
            double took = Math.max(1, now - beat.askedAt);
            usual = usual == 0 ? took : usual + (took - usual) / 16;
            beat.failures = 0;
            round.answered++;
            Instant at = clock.instant();
            enter(
                    beat,
                    current,
                    () -> ledger.enter(beat.node, facts, current.age().maxDays(), at));
            again(beat, times.next(beat.node, current.interval(), beat.rounds));
        } catch (IOException | RuntimeException e) {
            silent(beat, Failure.Kind.ERROR, message(e), current);
        }
    }

    private void silent(Beat beat, Failure.Kind kind, String why, PatrolSettings current) {
        beat.failures++;
        enter(beat, current, () -> ledger.enter(beat.node, new Failure(kind, why), clock.instant()));
        again(beat, times.retry(beat.node, current.interval(), beat.failures, beat.rounds));
    }

    private static String message(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    @FunctionalInterface
    private interface Entry {
        HostRecord make() throws IOException;
    }

    private void enter(Beat beat, PatrolSettings current, Entry entry) {
        if (beat.removed) {
            return;
        }
        try {
            starts.consider(entry.make(), current);
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "The verdict on " + beat.node
                            + " is known, but could not be written; make room where the ledger is, or repair its rights");
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "The verdict on " + beat.node + " could not be made");
        }
    }

    /** Plans a host anew, unless it was asked for meanwhile. */
    private void again(Beat beat, long wait) {
        if (!beat.removed) {
            plan(beat, beat.wanted ? beat.again : nanos.getAsLong() + wait);
        }
    }

    private void giveUp(Beat beat) {
        beat.call.cancel();
        underWay.remove(beat.node);
        leaving.add(beat);
    }

    private void endRound() {
        if (round != null && asked.isEmpty() && late.isEmpty() && firstDue(nanos.getAsLong()) == null) {
            ledger.enter(new PatrolRound(
                    round.started,
                    Duration.ofNanos(nanos.getAsLong() - round.startedNanos),
                    round.asked,
                    round.answered,
                    round.late));
            round = null;
        }
    }

    private long pause(long now) {
        if (!asked.isEmpty()) {
            return Math.max(POLL, Math.min(POLL_LATE, (long) usual / 32));
        }
        if (!late.isEmpty() || !leaving.isEmpty()) {
            return POLL_LATE;
        }
        long wait = LOOK_AROUND - (now - lookedAround);
        for (NavigableSet<Beat> queue : List.of(due, dueAgain)) {
            if (!queue.isEmpty()) {
                wait = Math.min(wait, queue.first().due - now);
            }
        }
        return Math.max(POLL, wait);
    }

    private record Command(What what, String node, String newNode) {
        enum What {
            ASK,
            CONNECTED,
            RENAMED,
            REMOVED
        }
    }

    /** A busy time. */
    private static final class Round {
        private final Instant started;
        private final long startedNanos;
        private int asked;
        private int answered;
        private int late;

        Round(Instant started, long startedNanos) {
            this.started = started;
            this.startedNanos = startedNanos;
        }
    }

    /** What the patrol knows of one node. */
    private static final class Beat {
        /** By time, which may overflow; then by name. */
        static final Comparator<Beat> BY_DUE =
                (a, b) -> a.due == b.due ? a.node.compareTo(b.node) : Long.signum(a.due - b.due);

        private final String node;
        private long due;
        private boolean planned;
        private long again;
        private boolean wanted;
        private long askedAt;
        private long deadline;
        private int rounds;
        private int failures;
        private boolean removed;
        private PatrolPort.Call call;

        Beat(String node) {
            this.node = node;
        }

        /** Whether nothing is lost if it is forgotten: a connection that comes and goes is remembered for a while. */
        boolean isForgettable(long now) {
            boolean isDue = planned && due - now <= 0;
            return call == null && !isDue && (rounds == 0 || now - askedAt >= Times.BETWEEN_CONNECTS.toNanos());
        }
    }
}
