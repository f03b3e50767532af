package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials.State;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks whether the backups that are archived are still there, and once a day whether they are still what was archived. It
 * may wait for whatever keeps the artifacts, so it does not run where hosts are asked. A host calls {@link #work} every
 * minute by a timer of its own, since a round of the patrol may take hours; everything may be called by any thread.
 */
public final class Audit {
    /** How often a backup is read. */
    static final Duration PACE = Duration.ofDays(1);

    /** What may only be away is taken for gone once it was not found for so long. */
    static final Duration MISSED = Duration.ofDays(3);

    private static final Logger LOGGER = Logger.getLogger(Audit.class.getName());

    private final Ledger ledger;
    private final Artifacts artifacts;
    private final Clock clock;
    private final LongSupplier nanos;

    /** When all backups were last looked for, in nanoseconds. */
    private long looked;

    /** When all backups were last to be read, in nanoseconds: a whole pace before this was made, so that the first work reads. */
    private long read;

    /** Those that are still to be read. */
    private Queue<UUID> unread = new ArrayDeque<>();

    /** Since when, in nanoseconds, artifacts are not found. */
    private final Map<UUID, Long> missed = new ConcurrentHashMap<>();

    /** Full names of jobs that may have discarded artifacts. */
    private final Set<String> jobs = ConcurrentHashMap.newKeySet();

    /** That artifacts cannot be looked for, or are not found, is logged once in a run over all of them. */
    private final AtomicBoolean logged = new AtomicBoolean();

    /** Where the artifacts of builds are. */
    public interface Artifacts {
        /**
         * How long the file of a backup is, in bytes.
         *
         * @return empty if it is not there, or its build is gone
         * @throws IOException if that cannot be told now
         */
        OptionalLong size(Backup backup) throws IOException;

        /**
         * Whether a file that was not found is surely gone, since what should keep it is a local disk that is there. It is not
         * if it is kept elsewhere, a volume may be away, or the job is just being loaded.
         */
        boolean isSurelyGone(Backup backup);

        /**
         * A backup that was archived without being entered, since the ledger could not be written.
         *
         * @param started as it was entered before it was made
         * @return as its manifest has it; empty if its build has not ended, is gone, or was none of this plugin's
         * @throws IOException if that cannot be told now
         */
        Optional<Backup> archived(Backup started) throws IOException;

        /**
         * Opens the file of a backup.
         *
         * @throws IOException if it cannot be read now
         */
        InputStream open(Backup backup) throws IOException;

        /**
         * Has what holds a backup that is needed kept from being discarded, if it is not yet.
         *
         * @throws IOException if that cannot be done now
         */
        void keep(Backup backup) throws IOException;

        /** A backup that its build could not enter is entered now. */
        default void adopted(Backup backup) {}

        /**
         * Whether the credentials that a backup was made with still open it, as they are where its build looked them up.
         *
         * @throws IOException if that cannot be told now
         */
        default State credentials(Backup backup) throws IOException {
            return State.NOT_KNOWN;
        }
    }

    /**
     * Looks into that ledger.
     *
     * @param clock for what people read
     * @param nanos a clock that only goes forward
     */
    public Audit(Ledger ledger, Artifacts artifacts, Clock clock, LongSupplier nanos) {
        this.ledger = ledger;
        this.artifacts = artifacts;
        this.clock = clock;
        this.nanos = nanos;
        this.read = nanos.getAsLong() - PACE.toNanos();
    }

    /**
     * Does what is due: looks for all backups, or for those of jobs that were asked for; then reads them, until it is time to
     * look again. What takes longer than that goes on with the next call.
     *
     * @param interval how long after all were looked for they are again
     */
    public synchronized void work(Duration interval) {
        long now = nanos.getAsLong();
        if (now - read >= PACE.toNanos()) {
            read = now;
            looked = now - interval.toNanos();
            unread = byUrgency();
        }
        if (now - looked >= interval.toNanos()) {
            looked = now;
            jobs.clear();
            run(false);
        }
        Set<String> requested = Set.copyOf(jobs);
        jobs.removeAll(requested);
        look(backup -> requested.contains(backup.job()));
        while (!unread.isEmpty() && jobs.isEmpty() && nanos.getAsLong() - looked < interval.toNanos()) {
            ledger.backup(unread.remove()).ifPresent(backup -> run(backup, true));
        }
    }

    /** All backups: first those that are needed, then those that were not read for longest. */
    private Queue<UUID> byUrgency() {
        List<Backup> backups = ledger.backups();
        Comparator<Backup> stalest = Comparator.comparing(Backup::lastGood);
        return Stream.concat(
                        BackupSelection.needed(backups).stream(),
                        backups.stream().sorted(stalest))
                .map(Backup::id)
                .distinct()
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /**
     * Looks at every backup that is archived, or that was until its artifact was gone or changed. That turns the verdicts
     * which rest on it; what has come back, or was archived but could not be entered, counts once it was read. Whatever is
     * needed is kept from then on.
     *
     * @param all whether they are read even if their length is right
     */
    public void run(boolean all) {
        logged.set(false);
        ledger.backups().forEach(backup -> run(backup, all));
        BackupSelection.needed(ledger.backups()).forEach(this::keep);
        ledger.prune(clock.instant());
    }

    private void run(Backup backup, boolean all) {
        if (backup.isArchived()) {
            look(backup, all);
            if (all && backup.credentials() != null) {
                lookAtCredentials(backup);
            }
        } else if (backup.state() == Backup.State.GONE
                || all && (backup.isLost() || backup.state() == Backup.State.STARTED)) {
            enterIfRight(backup);
        }
    }

    private void keep(Backup backup) {
        try {
            artifacts.keep(backup);
        } catch (IOException | RuntimeException e) {
            log(backup, "is not kept from being discarded (" + e + ")");
        }
    }

    /**
     * Has the backups that a job holds looked for by the next {@link #work}: it may have discarded artifacts.
     *
     * @param job its full name
     */
    public void requestJob(String job) {
        jobs.add(job);
    }

    /**
     * Looks for the backups that were made on a host or on a node of its cluster.
     *
     * @param node what the ledger calls the host
     */
    public void lookAtHost(String node) {
        Set<String> nodes = ledger.cluster(node);
        look(backup -> nodes.contains(backup.host()));
    }

    private void look(Predicate<Backup> which) {
        ledger.backups().stream().filter(Backup::isArchived).filter(which).forEach(backup -> look(backup, false));
    }

    private void look(Backup backup, boolean all) {
        try {
            OptionalLong size = artifacts.size(backup);
            if (size.isPresent()) {
                missed.remove(backup.id());
            }
            if (size.isPresent() && (size.getAsLong() != backup.bytes() || all || backup.verified() == null)) {
                boolean right = isRight(backup);
                ledger.update(
                        backup.id(),
                        now -> right ? now.withVerified(clock.instant()) : now.withState(Backup.State.CHANGED));
            } else if (size.isEmpty() && isGone(backup)) {
                missed.remove(backup.id());
                ledger.update(backup.id(), now -> now.withState(Backup.State.GONE));
            } else if (size.isEmpty()) {
                log(backup, "was not found");
            }
        } catch (IOException | RuntimeException e) {
            // a store that is away for a while has lost nothing
            log(backup, "could not be looked for (" + e + ")");
        }
    }

    /** What is not found for the first time may only be away, as where the store of the credentials does not answer. */
    private void lookAtCredentials(Backup backup) {
        State last = backup.credentials().state();
        State found;
        try {
            found = artifacts.credentials(backup);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "The credentials of " + backup.job() + " could not be looked for");
            found = State.NOT_KNOWN;
        }
        State now = found == State.GONE && last == State.SAME ? State.NOT_KNOWN : found;
        if (now != last) {
            ledger.update(backup.id(), b -> b.withCredentials(b.credentials().withState(now)));
        }
    }

    private void enterIfRight(Backup backup) {
        try {
            Optional<Backup> archived = backup.isLost() ? Optional.of(backup) : artifacts.archived(backup);
            if (archived.isPresent() && artifacts.size(archived.get()).isPresent() && isRight(archived.get())) {
                ledger.adopt(archived.get());
                if (!backup.isLost()) {
                    artifacts.adopted(archived.get());
                }
            }
        } catch (IOException | RuntimeException e) {
            log(backup, "could not be looked for (" + e + ")");
        }
    }

    /** Whether what was not found is gone. While nobody looked, nothing was missed. */
    private boolean isGone(Backup backup) {
        long now = nanos.getAsLong();
        long since = missed.computeIfAbsent(backup.id(), id -> now);
        return artifacts.isSurelyGone(backup) || now - since >= MISSED.toNanos();
    }

    /** Whether what is there is what was archived. */
    private boolean isRight(Backup backup) throws IOException {
        try (InputStream in = artifacts.open(backup)) {
            return Hashes.sha256(in).equals(backup.sha256());
        }
    }

    private void log(Backup backup, String what) {
        LOGGER.log(
                logged.getAndSet(true) ? Level.FINE : Level.WARNING,
                () -> "The backup " + backup.artifact().path() + " of " + backup.job() + " #" + backup.build() + " "
                        + what
                        + "; look at what keeps the artifacts. It may be so with others, too. What is not found is"
                        + " taken for gone once it was not found for " + MISSED.toDays() + " days");
    }
}
