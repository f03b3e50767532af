package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Check;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The controller's memory of hosts and backups, in one directory of readable files: {@code backups}, {@code hosts}, and
 * {@code removed} for what is known of hosts whose nodes are gone. Reading never touches the disk after the start, and waits
 * for nobody who writes. Thread-safe; one ledger per directory and process.
 *
 * <p>When a file cannot be written, what is known here is on the side of caution: a backup counts only once it is written,
 * and what protects no longer does not count, written or not. Who enters a backup that is archived gets an
 * {@link IOException}; of any other change that could not be written, the log says that a person should make room or repair rights.
 */
public final class Ledger {
    private static final Logger LOGGER = Logger.getLogger(Ledger.class.getName());

    /** How long a backup is remembered that came to nothing, or is lost; and a secret server whose node was removed. */
    static final Duration RETENTION = Duration.ofDays(90);

    private final LedgerFiles files;
    private final Clock clock;
    private final UnaryOperator<String> clusters;
    private final List<BiConsumer<HostRecord, HostRecord>> listeners = new CopyOnWriteArrayList<>();

    /** One change after the other; whoever holds it may wait for the disk. */
    private final Object writing = new Object();

    /** What readers see: never changed, only replaced. */
    private volatile LedgerState state;

    /** As {@link #Ledger(Path, Clock, UnaryOperator)}, by the clock of the system, where no node is in a cluster. */
    public Ledger(Path directory) throws IOException {
        this(directory, Clock.systemUTC());
    }

    /** The same by another clock. */
    public Ledger(Path directory, Clock clock) throws IOException {
        this(directory, clock, node -> "");
    }

    /**
     * Opens the ledger in that directory, which is made if it is not there. A file that cannot be read is left alone and
     * named in {@link #problems()}: what it said protects nothing until a person has looked at it. It is set aside if its
     * host is entered meanwhile.
     *
     * @param clock tells when a verdict changed that follows from a change of backups
     * @param clusters the network name of the cluster that an administrator has named a node as a node of; empty for the others
     * @throws IOException if the directory cannot be made or listed
     */
    public Ledger(Path directory, Clock clock, UnaryOperator<String> clusters) throws IOException {
        this.clock = clock;
        this.clusters = clusters;
        files = new LedgerFiles(directory);
        state = files.read(clusters, clock.instant());
    }

    /** What could not be read. */
    public List<Finding> problems() {
        return files.problems();
    }

    /** Every backup ever made, in whatever state, oldest first. */
    public List<Backup> backups() {
        return state.backups(clock.instant(), b -> true);
    }

    /** Full names of the jobs whose builds hold backups, confirmed or not. */
    public Set<String> holdingJobs() {
        return state.backups.values().stream()
                .filter(Backup::isArchived)
                .map(Backup::job)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The backup with that ID. */
    public Optional<Backup> backup(UUID id) {
        return Optional.ofNullable(state.backups.get(id)).map(b -> b.asOf(clock.instant()));
    }

    /** The last word on each host, by node name. */
    public List<HostRecord> hosts() {
        return List.copyOf(state.hosts.values());
    }

    public Optional<HostRecord> host(String node) {
        return Optional.ofNullable(state.hosts.get(node));
    }

    /**
     * Whether a host is known as a master secret server, which is asked everything, whatever seems to be installed; also if
     * its node was removed and has come back.
     */
    public boolean isSecretServer(String node) {
        HostRecord last = state.last(node);
        return last != null && last.known().isSecretServer();
    }

    /** The verdict on what a host said, which is not entered. */
    public Verdict judge(String node, HostFacts facts) {
        return state.judge(node, facts, clock.instant());
    }

    /** The backup that tells how old a host's is, see {@link BackupSelection#oldestCover}; empty if not all is covered. */
    public Optional<Backup> oldestCover(String node) {
        return state.oldestCover(node, clock.instant());
    }

    /** The network name of the cluster that an administrator has named a node as a node of; empty for the others. */
    public String clusterName(String node) {
        return clusters.apply(node);
    }

    /** A node and those that are named as nodes of the same cluster: they, and only they, vouch for one another. */
    public Set<String> cluster(String node) {
        return state.cluster(node);
    }

    /** Every backup that was made on a node, or on one of its {@link #cluster}, oldest first. */
    public List<Backup> backupsOf(String node) {
        Set<String> nodes = cluster(node);
        return state.backups(clock.instant(), b -> nodes.contains(b.host()));
    }

    /** The last round of the patrol that has ended since the start of the server; null if none has. */
    public PatrolRound lastRound() {
        return state.round;
    }

    /** Enters a round of the patrol, which is kept in memory only. */
    public void enter(PatrolRound ended) {
        update(change -> change.round = ended);
    }

    /**
     * Tells somebody from now on of every host whose verdict has changed, or under whose node's name something else than
     * before answers, once that is entered, in the order in which it is. The ledger takes no other change meanwhile.
     *
     * @param listener does not wait for anybody; gets the record before, null for a host that was not known; and the record
     *     now: the newest in its history is what has changed
     */
    public void listen(BiConsumer<HostRecord, HostRecord> listener) {
        listeners.add(listener);
    }

    /**
     * Enters a backup, or its new state, and judges the hosts again by what they said last. One that protects counts once it
     * is written; one that does not protect any more counts in any case, and so do the verdicts that follow.
     *
     * <p>One that is about to be made is made all the same if that cannot be written: its artifact may be kept on another
     * disk than the ledger.
     *
     * @throws IOException if a backup that is archived cannot be written
     */
    public void enter(Backup backup) throws IOException {
        LedgerState entered = commit(change -> change.backups.put(backup.id(), backup));
        if (entered.backupFailure != null && backup.isArchived()) {
            throw entered.backupFailure;
        }
        logFailure(entered.failure);
    }

    /** Enters what has become of a backup that is archived; nothing if it is no more. */
    public void update(UUID backup, UnaryOperator<Backup> what) {
        update(change ->
                change.backups.computeIfPresent(backup, (id, now) -> now.isArchived() ? what.apply(now) : now));
    }

    /**
     * Enters a backup as archived whose file has been found and read: one whose start is known, and which could not be entered
     * when it was archived, or one that was lost since. Nothing else is ever taken over from a file.
     */
    public void adopt(Backup found) {
        update(change -> change.backups.computeIfPresent(
                found.id(),
                (id, b) -> (b.state() == Backup.State.STARTED || b.isLost())
                                && b.job().equals(found.job())
                                && b.build() == found.build()
                        ? b.foundAs(found, clock.instant())
                        : b));
    }

    /**
     * Enters that a host could not be asked.
     *
     * @return the record as it is now
     */
    public HostRecord enter(String node, Failure failure, Instant now) {
        return enter(node, now, last -> Check.failed(now, failure, last));
    }

    /**
     * Enters what a host said. Its log may confirm backups that were made there.
     *
     * @return the record as it is now, with the verdict
     */
    public HostRecord enter(String node, HostFacts facts, Instant now) {
        return enter(node, now, last -> new Check(now, now, facts, null));
    }

    private HostRecord enter(String node, Instant now, UnaryOperator<Check> next) {
        LedgerState entered = update(change -> {
            HostRecord last = change.last(node);
            Check check = next.apply(last == null ? null : last.check());
            if (check.failure() == null && check.facts().log().isKnown()) {
                change.confirm(node, check.facts().log().value());
            }
            change.hosts.put(node, change.next(node, check, now));
            change.removed.remove(node);
        });
        return entered.hosts.get(node);
    }

    /**
     * Judges all hosts again: as time passes, verdicts and backups grow old.
     *
     * @param maxAgeDays how many days old a backup may be before that is a concern, from now on; 0 for a month
     */
    public void judge(int maxAgeDays) {
        update(change -> {
            change.maxAgeDays = maxAgeDays;
            change.hosts.replaceAll((node, host) -> change.judged(host, clock.instant()));
        });
    }

    /** The events that make a host's verdict bad and that a person may say were mended otherwise. */
    public List<EntssoEvent> resolvable(String node) {
        return state.resolvable(node, clock.instant());
    }

    /**
     * Enters that a person has said that what makes a host's verdict bad was mended otherwise.
     *
     * @param checked when the host was last checked, in ISO-8601, as that person has seen it
     * @return the finding; empty if it was checked again since, which may tell of another matter, or is not bad by an event
     */
    public Optional<Finding> resolve(String node, String checked, String user, String reason) {
        LedgerState entered = update(change -> change.resolve(node, checked, user, reason, clock.instant()));
        return Optional.ofNullable(entered.resolved);
    }

    /** Enters how often a backup of a host was started in a row, the last time now; 0 once it needs none. */
    public void enterStarts(String node, int number) {
        update(change -> change.hosts.computeIfPresent(node, (name, host) -> host.withStarts(number, clock.instant())));
    }

    /** The artifacts of builds are gone: what was held in them protects nothing any more. */
    public void lose(String job, IntPredicate builds) {
        update(change -> change.backups.replaceAll((id, b) ->
                b.isArchived() && b.job().equals(job) && builds.test(b.build()) ? b.withState(Backup.State.GONE) : b));
    }

    /** A job was renamed or moved, its builds with it. */
    public void move(String oldJob, String newJob) {
        update(change -> change.backups.replaceAll((id, b) -> b.job().equals(oldJob) ? b.withJob(newJob) : b));
    }

    /** A node was renamed: its record goes with it, and so do the backups that were made on it. */
    public void rename(String oldNode, String newNode, Instant now) {
        update(change -> {
            change.backups.replaceAll((id, b) -> b.host().equals(oldNode) ? b.withHost(newNode) : b);
            HostRecord host = change.hosts.remove(oldNode);
            if (host != null) {
                change.hosts.put(newNode, host.withNode(newNode, now));
            }
        });
    }

    /**
     * A host's node is gone: the host is not shown or judged any more. Its backups stay. What is known of a secret server is
     * kept for a while: should the node come back, it goes on from there.
     */
    public void forget(String node) {
        update(change -> change.remove(node, clock.instant()));
    }

    /**
     * Forgets backups that came to nothing or are lost, once they are old: what is archived is never forgotten. So are hosts
     * whose nodes were removed long ago.
     */
    public void prune(Instant now) {
        update(change -> change.forgetBefore(now.minus(RETENTION)));
    }

    private LedgerState update(Consumer<LedgerState> what) {
        LedgerState after = commit(what);
        logFailure(after.failure);
        return after;
    }

    private static void logFailure(IOException failure) {
        if (failure != null) {
            LOGGER.log(
                    Level.WARNING,
                    "What is known of a host or a backup could not be written; make room where the ledger is, or mend its rights",
                    failure);
        }
    }

    /** Computes a change, writes it, publishes it, and tells of it, one change after the other. */
    private LedgerState commit(Consumer<LedgerState> what) {
        synchronized (writing) {
            LedgerState before = state;
            LedgerState after = new LedgerState(before);
            what.accept(after);
            files.write(before, after, clock.instant());
            state = after;
            after.hosts.forEach((node, now) -> {
                HostRecord last = before.hosts.get(node);
                if (last == null || !last.newestChange().equals(now.newestChange())) {
                    tell(last, now);
                }
            });
            return after;
        }
    }

    private void tell(HostRecord before, HostRecord now) {
        for (BiConsumer<HostRecord, HostRecord> listener : listeners) {
            try {
                listener.accept(before, now);
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.WARNING, "A listener could not be told of a change", e);
            }
        }
    }
}
