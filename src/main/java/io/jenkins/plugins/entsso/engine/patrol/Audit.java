package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks whether the backups that are held are still there, and at a slower pace whether they are still what was archived.
 * It may wait for whatever keeps the artifacts, so it does not run where hosts are asked. A host calls {@link #work} every
 * minute by a timer of its own, since a round of the patrol may take hours; everything may be called by any thread.
 */
public final class Audit {
    /** How often a backup is read. */
    public static final Duration PACE = Duration.ofDays(7);

    /** On so many days a backup is looked for in vain that may only be away, before it is taken for gone. */
    static final int DAYS_MISSED = 3;

    private static final Logger LOGGER = Logger.getLogger(Audit.class.getName());

    private final Ledger ledger;
    private final Artifacts artifacts;
    private final Clock clock;
    private final LongSupplier nanos;

    /** Full names of jobs that may have discarded artifacts. */
    private final Set<String> jobs = ConcurrentHashMap.newKeySet();

    /** On which days what may only be away was not found. */
    private final Map<UUID, Set<LocalDate>> missed = new ConcurrentHashMap<>();

    /** When all backups were last looked for, in nanoseconds; null before that. */
    private volatile Long ran;

    /** That artifacts cannot be looked for is logged once in a run over all of them. */
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
    }

    /**
     * Has the backups that a job holds looked for when there is next something to do.
     *
     * @param job its full name
     */
    public void request(String job) {
        jobs.add(job);
    }

    /**
     * Does what is due: looks for the backups of all jobs, or of those that were asked for since.
     *
     * @param interval how long after all were looked for they are again
     */
    public void work(Duration interval) {
        if (ran == null || nanos.getAsLong() - ran >= interval.toNanos()) {
            run();
            return;
        }
        Set<String> asked = Set.copyOf(jobs);
        jobs.removeAll(asked);
        for (Backup backup : ledger.backups()) {
            if (backup.isHeld() && asked.contains(backup.job())) {
                look(backup, false);
            }
        }
    }

    /**
     * Looks at every backup that is held, or that was until its artifact was gone or changed. That turns the verdicts which
     * rest on it; what has come back, or was archived but could not be entered, counts once it was read.
     */
    public void run() {
        jobs.clear();
        ran = nanos.getAsLong();
        logged.set(false);
        List<Backup> backups = ledger.backups();
        for (Backup backup : backups) {
            if (backup.isHeld()) {
                look(backup, isDue(backup));
            } else if (backup.isLost() || backup.state() == Backup.State.STARTED) {
                enterIfRight(backup);
            }
        }
        missed.keySet()
                .retainAll(
                        backups.stream().filter(Backup::isHeld).map(Backup::id).toList());
        RecordUpkeep.update("old backups", () -> ledger.prune(clock.instant()));
    }

    /**
     * Looks whether the newest backups that are held of a host are still there, those made on it or on a node of its
     * cluster. If one is not, then whether those before it are.
     *
     * @param node what the ledger calls the host
     */
    public void lookAtNewest(String node) {
        Set<UUID> looked = new HashSet<>();
        boolean lost;
        do {
            lost = false;
            for (Backup backup : BackupSelection.newestPerSecret(ledger.backupsOf(node))) {
                // one that cannot be looked at now stays as it is
                if (looked.add(backup.id())) {
                    lost |= !look(backup, false);
                }
            }
        } while (lost);
    }

    /** Whether a backup is still held. */
    private boolean look(Backup backup, boolean read) {
        Backup found = find(backup, read);
        if (found != backup) {
            RecordUpkeep.update(found.job(), () -> ledger.update(found));
        }
        return found.isHeld();
    }

    private Backup find(Backup backup, boolean read) {
        try {
            OptionalLong size = artifacts.size(backup);
            if (size.isEmpty()) {
                return isGone(backup) ? backup.withState(Backup.State.GONE) : backup;
            }
            missed.remove(backup.id());
            if (size.getAsLong() == backup.size() && !read) {
                return backup;
            }
            return isRight(backup) ? backup.withVerified(clock.instant()) : backup.withState(Backup.State.CHANGED);
        } catch (IOException | RuntimeException e) {
            // a store that is away for a while has lost nothing
            missed.remove(backup.id());
            logUnreachable(backup, e);
            return backup;
        }
    }

    private void enterIfRight(Backup backup) {
        try {
            Optional<Backup> archived = backup.isLost() ? Optional.of(backup) : artifacts.archived(backup);
            if (archived.isPresent() && artifacts.size(archived.get()).isPresent() && isRight(archived.get())) {
                RecordUpkeep.update(backup.job(), () -> ledger.adopt(archived.get()));
            }
        } catch (IOException | RuntimeException e) {
            logUnreachable(backup, e);
        }
    }

    private boolean isGone(Backup backup) {
        if (artifacts.isSurelyGone(backup)) {
            return true;
        }
        Set<LocalDate> days = missed.computeIfAbsent(backup.id(), id -> ConcurrentHashMap.newKeySet());
        if (days.add(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "The backup " + backup.artifact().path() + " of " + backup.job() + " #" + backup.build()
                            + " was not found; look at what keeps the artifacts. It is taken for gone if it is not found on "
                            + DAYS_MISSED + " days");
        }
        return days.size() >= DAYS_MISSED;
    }

    /** Whether what is there is what was archived. */
    private boolean isRight(Backup backup) throws IOException {
        try (InputStream in = artifacts.open(backup)) {
            return Hashes.sha256(in).equals(backup.sha256());
        }
    }

    private void logUnreachable(Backup backup, Exception e) {
        if (!logged.getAndSet(true)) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "Whether the backup " + backup.artifact().path() + " of " + backup.job() + " #"
                            + backup.build()
                            + " is still there cannot be told (" + e
                            + "); look at what keeps the artifacts. Others may not be found either");
        }
        LOGGER.log(Level.FINE, e, backup::toString);
    }

    /** A clock that jumped must not put off the next time. */
    private boolean isDue(Backup backup) {
        return backup.verified() == null
                || Duration.between(backup.verified(), clock.instant()).abs().compareTo(PACE) >= 0;
    }
}
