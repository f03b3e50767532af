package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Check;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The controller's memory of hosts and backups, in one directory of readable files: {@code backups} and {@code hosts}.
 * Reading never touches the disk after the start, and waits for nobody who writes. Thread-safe; one ledger per directory and
 * process.
 *
 * <p>When a file cannot be written, what is known here is on the side of caution: a backup counts only once it is written,
 * and what protects no longer does not count, written or not. Every change throws an {@link IOException} for a person to
 * make room or repair rights; the running server knows of it all the same.
 */
public final class Ledger {
    private static final Logger LOGGER = Logger.getLogger(Ledger.class.getName());

    /** How long a backup is remembered that came to nothing, or is lost. */
    static final Duration RETENTION = Duration.ofDays(90);

    /** How many of them are remembered. */
    static final int MOST_USELESS = 1000;

    private final JsonDirectory<Backup> backupFiles;
    private final JsonDirectory<HostRecord> hostFiles;
    private final Clock clock;
    private final UnaryOperator<String> clusters;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** One change after the other; whoever holds it may wait for the disk. */
    private final Object writing = new Object();

    /** What readers see: never changed, only replaced. */
    private volatile LedgerState state;

    /**
     * Opens the ledger in that directory, which is made if it is not there. A file that cannot be read is left alone and
     * named in {@link #problems()}: what it said protects nothing until a person has looked at it. It is set aside if its
     * host is entered meanwhile.
     *
     * @throws IOException if the directory cannot be made or listed
     */
    public Ledger(Path directory) throws IOException {
        this(directory, Clock.systemUTC(), node -> "");
    }

    /** As the ledger of a server where nodes are in no cluster. */
    public Ledger(Path directory, Clock clock) throws IOException {
        this(directory, clock, node -> "");
    }

    /**
     * Opens the ledger in that directory.
     *
     * @param clock tells when a verdict changed that follows from a change of backups
     * @param clusters the network name of the cluster that an administrator has named a node as a node of; empty for others
     * @throws IOException if the directory cannot be made or listed
     */
    public Ledger(Path directory, Clock clock, UnaryOperator<String> clusters) throws IOException {
        this.clock = clock;
        this.clusters = clusters;
        backupFiles = new JsonDirectory<>(directory.resolve("backups"), Backup.class);
        hostFiles = new JsonDirectory<>(directory.resolve("hosts"), HostRecord.class);
        LedgerChange read = new LedgerChange(new LedgerState(Map.of(), Map.of(), List.of(), null, 0));
        backupFiles.read().stream()
                .sorted(Comparator.comparing(Backup::made))
                .forEach(b -> read.backups.put(b.id(), b));
        hostFiles.read().forEach(h -> read.hosts.put(h.node(), h));
        publish(read, null, 1);
        try {
            // a crash may have come between a backup and the verdicts that follow from it
            change(change -> change.judge(clock.instant()));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "A verdict that follows from its backups is known, but could not be written", e);
        }
    }

    public List<Finding> problems() {
        return state.problems();
    }

    /** Every backup ever made, in whatever state, oldest first. */
    public List<Backup> backups() {
        return List.copyOf(state.backups().values());
    }

    /** Full names of the jobs whose builds hold backups. */
    public Set<String> holdingJobs() {
        return state.backups().values().stream()
                .filter(Backup::isHeld)
                .map(Backup::job)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The last word on each host, by node name. */
    public List<HostRecord> hosts() {
        return List.copyOf(state.hosts().values());
    }

    public Optional<HostRecord> host(String node) {
        return Optional.ofNullable(state.hosts().get(node));
    }

    /** Whether a host is known as a master secret server, which is asked everything, whatever seems to be installed. */
    public boolean isSecretServer(String node) {
        return host(node).filter(h -> h.known().isSecretServer()).isPresent();
    }

    /** The backup that tells how old a host's is, see {@link BackupSelection#oldestCover}; empty if not all is covered. */
    public Optional<Backup> oldestCover(String node) {
        LedgerState now = state;
        return Optional.ofNullable(now.hosts().get(node))
                .flatMap(HostRecord::facts)
                .flatMap(facts -> BackupSelection.oldestCover(
                        node, cluster(node), facts, now.backups().values()));
    }

    /** The master secret servers among these hosts and who depends on them, by name. */
    public List<SecretSystem> systems(Collection<HostRecord> hosts) {
        return SecretSystem.of(hosts, clusters);
    }

    /** A node and those that are named as nodes of the same cluster: they, and only they, vouch for one another. */
    public Set<String> cluster(String node) {
        return SecretSystem.cluster(node, state.hosts().keySet(), clusters);
    }

    /** Every backup that was made on a node, or on one of its {@link #cluster}, oldest first. */
    public List<Backup> backupsOf(String node) {
        Set<String> nodes = cluster(node);
        return backups().stream().filter(b -> nodes.contains(b.host())).toList();
    }

    /** Grows with everything that changes, so that who shows it knows when to look again. */
    public long revision() {
        return state.revision();
    }

    /** The last round of the patrol that has ended since the start of the server; null if none has. */
    public PatrolRound lastRound() {
        return state.round();
    }

    /** Enters a round of the patrol, which is kept in memory only. */
    public void enter(PatrolRound ended) {
        synchronized (writing) {
            LedgerState now = state;
            state = new LedgerState(now.backups(), now.hosts(), now.problems(), ended, now.revision() + 1);
        }
    }

    /** Somebody who wants to know of changes. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A verdict has changed, or something else than before answers under a node's name.
         *
         * @param before null for a host that was not known
         * @param after the newest in its history is what has changed
         */
        void changed(HostRecord before, HostRecord after);
    }

    /** Tells somebody of every change from now on, once it is entered. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /**
     * Enters a backup, or its new state, and judges the hosts again by what they said last. One that protects counts once it
     * is written; one that does not protect any more counts in any case, and so do the verdicts that follow.
     */
    public void enter(Backup backup) throws IOException {
        change(change -> change.backups.put(backup.id(), backup));
    }

    /** Enters the newer state of a backup, unless it is no longer held. */
    public void update(Backup backup) throws IOException {
        // its job may have been moved meanwhile
        change(change -> change.backups.computeIfPresent(
                backup.id(),
                (id, now) -> now.isHeld() ? backup.withJob(now.job()).withHost(now.host()) : now));
    }

    /**
     * Enters a backup as held whose file has been found and read: one whose start is known, and which could not be entered
     * when it was archived, or one that was lost since. Nothing else is ever taken over from a file.
     *
     * @return whether it was entered
     */
    public boolean adopt(Backup found) throws IOException {
        boolean[] adopted = new boolean[1];
        change(change -> change.backups.computeIfPresent(found.id(), (id, b) -> {
            adopted[0] = (b.state() == Backup.State.STARTED || b.isLost())
                    && b.job().equals(found.job())
                    && b.build() == found.build();
            return adopted[0] ? b.foundAs(found, clock.instant()) : b;
        }));
        return adopted[0];
    }

    /**
     * Enters that a host could not be asked.
     *
     * @return the record as it is now
     */
    public HostRecord enter(String node, Failure failure, Instant now) throws IOException {
        return enter(node, last -> Check.failed(now, failure, last), now);
    }

    /** Enters what a host said, under the age limit that held for it so far. */
    public HostRecord enter(String node, HostFacts facts, Instant now) throws IOException {
        return enter(node, last -> new Check(now, now, facts, null, false, last == null ? 0 : last.maxAgeDays()), now);
    }

    /**
     * Enters what a host said.
     *
     * @param maxAgeDays how many days old its backup may be before that is a concern; 0 for any number
     * @return the record as it is now, with the verdict
     */
    public HostRecord enter(String node, HostFacts facts, int maxAgeDays, Instant now) throws IOException {
        return enter(node, last -> new Check(now, now, facts, null, false, maxAgeDays), now);
    }

    private HostRecord enter(String node, UnaryOperator<Check> next, Instant now) throws IOException {
        HostRecord[] entry = new HostRecord[1];
        change(change -> {
            HostRecord last = change.hosts.get(node);
            Check check = next.apply(last == null ? null : last.check());
            entry[0] = HostRecordUpdater.next(last, node, check, change.backups.values(), now);
            change.hosts.put(node, entry[0]);
        });
        return entry[0];
    }

    /** Enters that a good verdict is out of date, if it is: nobody has looked at the host for too long. */
    public void age(String node, Instant now) throws IOException {
        change(change -> change.hosts.computeIfPresent(
                node,
                (name, host) -> host.isOld(now)
                        ? HostRecordUpdater.judged(host, host.check().withOutOfDate(), change.backups.values(), now)
                        : host));
    }

    /**
     * The artifacts of builds are gone: what was held in them protects nothing any more.
     */
    public void lose(String job, IntPredicate builds) throws IOException {
        change(change -> change.backups.replaceAll((id, b) ->
                b.isHeld() && b.job().equals(job) && builds.test(b.build()) ? b.withState(Backup.State.GONE) : b));
    }

    /** A job was renamed or moved, its builds with it. */
    public void move(String oldJob, String newJob) throws IOException {
        change(change -> change.backups.replaceAll((id, b) -> b.job().equals(oldJob) ? b.withJob(newJob) : b));
    }

    /** A node was renamed: its record goes with it, and so do the backups that were made on it. */
    public void rename(String oldNode, String newNode, Instant now) throws IOException {
        change(change -> {
            change.backups.replaceAll((id, b) -> b.host().equals(oldNode) ? b.withHost(newNode) : b);
            HostRecord host = change.hosts.get(oldNode);
            if (host != null) {
                change.rename(host, host.withNode(newNode, now));
            }
        });
    }

    /** Forgets a host whose node is gone. Its backups stay. */
    public void forget(String node) throws IOException {
        change(change -> change.remove(node));
    }

    /** Forgets backups that came to nothing or are lost, once they are old: what protects is never forgotten. */
    public void prune(Instant now) throws IOException {
        change(change -> {
            List<Backup> useless = change.backups.values().stream()
                    .filter(b -> !b.isHeld())
                    .sorted(Comparator.comparing(Ledger::lastGood))
                    .toList();
            int tooMany = Math.max(0, useless.size() - MOST_USELESS);
            change.backups.values().removeAll(useless.subList(0, tooMany));
            change.backups.values().removeIf(b -> !b.isHeld() && lastGood(b).isBefore(now.minus(RETENTION)));
        });
    }

    /** One that is lost was good a few days before: an old one is not forgotten as soon as that is noticed. */
    private static Instant lastGood(Backup backup) {
        return backup.verified() == null ? backup.made() : backup.verified();
    }

    /** Computes a change, writes it, publishes it, and tells of it: after the lock, since who is told may ask back. */
    private void change(Consumer<LedgerChange> what) throws IOException {
        LedgerChange change;
        synchronized (writing) {
            change = new LedgerChange(state);
            what.accept(change);
            change.write(backupFiles, hostFiles, clock.instant());
            publish(change, state.round(), change.isAny() ? state.revision() + 1 : state.revision());
        }
        for (Listener listener : listeners) {
            try {
                change.tell(listener);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "A listener could not be told of a change", e);
            }
        }
        change.throwFailure();
    }

    private void publish(LedgerChange change, PatrolRound round, long revision) {
        List<Finding> problems = new ArrayList<>(backupFiles.problems());
        problems.addAll(hostFiles.problems());
        state = new LedgerState(
                Collections.unmodifiableMap(change.backups),
                Collections.unmodifiableMap(change.hosts),
                List.copyOf(problems),
                round,
                revision);
    }
}
