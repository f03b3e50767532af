package io.jenkins.plugins.entsso.ledger;

import com.google.gson.JsonParseException;
import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.Finding;
import io.jenkins.plugins.entsso.secret.HostFacts;
import io.jenkins.plugins.entsso.secret.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The controller's memory of hosts and backups, in one directory: {@code backups/ID.json} and {@code hosts/NAME.json}.
 * Reading never touches the disk after the start. Thread-safe; one ledger per directory and process.
 *
 * <p>When a file cannot be written, what is known here is on the side of caution: a backup counts only once it is written,
 * and whatever protects no longer counts at once.
 */
public final class Ledger {
    private static final Logger LOGGER = Logger.getLogger(Ledger.class.getName());

    /** How long a backup is remembered that came to nothing, or is lost. */
    static final Duration RETENTION = Duration.ofDays(90);

    /** How many of them are remembered. */
    static final int MOST_USELESS = 1000;

    private final Path backupFiles;
    private final Path hostFiles;
    private final Clock clock;
    private final Map<UUID, Backup> backups = new LinkedHashMap<>();
    private final Map<String, HostRecord> hosts = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Changes that nobody has been told of yet. */
    private List<Turn> turns = new ArrayList<>();

    /** Whether a verdict may rest on what is no longer so. */
    private final AtomicBoolean shaken = new AtomicBoolean();

    private final AtomicLong revision = new AtomicLong();
    private volatile PatrolRound round;

    /**
     * Opens the ledger in that directory, which is made if it is not there. A file that cannot be read is left alone and
     * named in {@link #problems()}: what it said protects nothing until a person has looked at it.
     *
     * @throws IOException if the directory cannot be made or listed
     */
    public Ledger(Path directory) throws IOException {
        this(directory, Clock.systemUTC());
    }

    /**
     * Opens the ledger in that directory.
     *
     * @param clock tells when a verdict changed that follows from a lost backup
     * @throws IOException if the directory cannot be made or listed
     */
    public Ledger(Path directory, Clock clock) throws IOException {
        this.clock = clock;
        backupFiles = Files.createDirectories(directory.resolve("backups"));
        hostFiles = Files.createDirectories(directory.resolve("hosts"));
        List<Backup> read = new ArrayList<>();
        for (Path file : JsonFiles.list(backupFiles)) {
            read(file, Backup.class).ifPresent(read::add);
        }
        read.sort(Comparator.comparing(Backup::made));
        read.forEach(b -> backups.put(b.id(), b));
        for (Path file : JsonFiles.list(hostFiles)) {
            read(file, HostRecord.class).ifPresent(h -> hosts.put(h.node(), h));
        }
        finish();
    }

    private <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(JsonFiles.read(file, type));
        } catch (IOException | JsonParseException e) {
            problems.add("Cannot read " + file + ": " + (e.getMessage() == null ? e : e.getMessage())
                    + ". Repair or remove that file; until then what it said is not known.");
            return Optional.empty();
        }
    }

    /** Makes good what a crash between two files has left half done. */
    private void finish() throws IOException {
        for (HostRecord host : List.copyOf(hosts.values())) {
            Finding note = host.history().isEmpty()
                    ? null
                    : host.history().get(host.history().size() - 1).note();
            if (note != null && note.code() == Finding.Code.NODE_RENAMED) {
                HostRecord old = hosts.get(note.arguments().get(0));
                if (old != null && old.checked().equals(host.checked())) {
                    remove(old.node());
                }
            }
        }
        reconsider(entry -> {
            try {
                write(entry);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "The verdict on " + entry.node() + " is known, but not written");
            }
        });
    }

    /** What could not be read at the start, for a person. */
    public synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** Every backup ever made, in whatever state, oldest first. */
    public synchronized List<Backup> backups() {
        return List.copyOf(backups.values());
    }

    /** The last word on each host, by node name. */
    public synchronized List<HostRecord> hosts() {
        return List.copyOf(hosts.values());
    }

    /** The last word on a host. */
    public synchronized Optional<HostRecord> host(String node) {
        return Optional.ofNullable(hosts.get(node));
    }

    /** Who shares which master secret, worst first. */
    public synchronized List<SecretSystem> systems() {
        return SecretSystem.of(hosts.values(), backups.values());
    }

    /** Grows with everything that is entered, so that who shows it knows when to look again. */
    public long revision() {
        return revision.get();
    }

    /** The last round of the patrol that has ended since the start of the server; null if none has. */
    public PatrolRound lastRound() {
        return round;
    }

    /** Enters a round of the patrol, which is kept in memory only. */
    public synchronized void enter(PatrolRound ended) {
        round = ended;
        revision.incrementAndGet();
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
     * Enters a backup, or its new state. One that protects counts once it is written; one that does not protect any more
     * counts at once, and so do the verdicts that rested on it.
     *
     * @throws IOException if it cannot be written
     */
    public void enter(Backup backup) throws IOException {
        change(attempts -> attempts.make(() -> put(backup)));
    }

    /**
     * Enters the newer state of a backup, unless it is no longer held.
     *
     * @throws IOException if it cannot be written
     */
    public void update(Backup backup) throws IOException {
        change(attempts -> {
            Backup now = backups.get(backup.id());
            if (now != null && now.isHeld()) {
                // its job may have been moved meanwhile
                Backup there = backup.in(now.job()).of(now.host());
                attempts.make(() -> put(there));
            }
        });
    }

    /**
     * Enters a verdict that comes without the facts of the host, such as that on one which did not answer.
     *
     * @param computer the name that the host calls itself by; empty if it did not say
     * @return the record as it is now
     * @throws IOException if it cannot be written; the running server knows it all the same
     */
    public HostRecord enter(String node, String computer, Verdict verdict, Instant now) throws IOException {
        return enter(node, computer, null, verdict, now);
    }

    /**
     * Enters a verdict on a host.
     *
     * @param facts what it rests on
     * @return the record as it is now
     * @throws IOException if it cannot be written; the running server knows it all the same
     */
    public HostRecord enter(String node, HostFacts facts, Verdict verdict, Instant now) throws IOException {
        return enter(node, facts.computer(), facts, verdict, now);
    }

    private HostRecord enter(String node, String computer, HostFacts facts, Verdict verdict, Instant now)
            throws IOException {
        HostRecord[] entry = new HostRecord[1];
        change(attempts -> {
            HostRecord last = hosts.get(node);
            // a backup may have been lost since the verdict was made
            entry[0] = Chronicle.next(last, node, computer, facts, verdict.reconsidered(node, backups.values()), now);
            attempts.make(() -> put(last, entry[0]));
        });
        return entry[0];
    }

    /**
     * The artifacts of builds are gone: what was held in them protects nothing any more.
     *
     * @param job full name of the job
     * @param builds which of its builds
     * @throws IOException if that cannot be written; the running server knows it all the same
     */
    public void lose(String job, IntPredicate builds) throws IOException {
        change(attempts -> {
            for (Backup backup : List.copyOf(backups.values())) {
                if (backup.isHeld() && backup.job().equals(job) && builds.test(backup.build())) {
                    attempts.make(() -> put(backup.with(Backup.State.GONE)));
                }
            }
        });
    }

    /**
     * A job was renamed or moved, its builds with it.
     *
     * @throws IOException if that cannot be written; the running server knows it all the same
     */
    public void move(String oldJob, String newJob) throws IOException {
        change(attempts -> {
            for (Backup backup : List.copyOf(backups.values())) {
                if (backup.job().equals(oldJob)) {
                    attempts.make(() -> put(backup.in(newJob)));
                }
            }
        });
    }

    /**
     * A node was renamed: its record goes with it, and so do the backups that were made on it.
     *
     * @throws IOException if that cannot be written; the running server knows it all the same
     */
    public void rename(String oldNode, String newNode, Instant now) throws IOException {
        change(attempts -> {
            for (Backup backup : List.copyOf(backups.values())) {
                if (backup.host().equals(oldNode)) {
                    attempts.make(() -> put(backup.of(newNode)));
                }
            }
            HostRecord old = hosts.get(oldNode);
            if (old != null) {
                attempts.make(() -> put(old, old.renamed(newNode, now)));
                attempts.make(() -> remove(oldNode));
            }
        });
    }

    /**
     * Forgets a host whose node is gone. Its backups stay.
     *
     * @throws IOException if its file cannot be removed
     */
    public void forget(String node) throws IOException {
        change(attempts -> attempts.make(() -> remove(node)));
    }

    /**
     * Forgets backups that came to nothing or are lost, once they are old: what protects is never forgotten.
     *
     * @throws IOException if a file cannot be removed
     */
    public void prune(Instant now) throws IOException {
        change(attempts -> {
            List<Backup> useless =
                    backups.values().stream().filter(b -> !b.isHeld()).toList();
            // oldest first, as they stand in the ledger
            int tooMany = useless.size() - MOST_USELESS;
            for (int i = 0; i < useless.size(); i++) {
                Backup backup = useless.get(i);
                if (i < tooMany || backup.made().isBefore(now.minus(RETENTION))) {
                    backups.remove(backup.id());
                    attempts.make(() -> Files.deleteIfExists(file(backup)));
                }
            }
        });
    }

    private record Turn(HostRecord before, HostRecord after) {}

    /** A part of a change that needs the disk. */
    @FunctionalInterface
    private interface Part {
        void make() throws IOException;
    }

    /** Makes every part of a change, also after one of them has failed. */
    private static final class Attempts {
        private IOException failure;

        void make(Part part) {
            try {
                part.make();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Change {
        void make(Attempts attempts);
    }

    /** Makes a change, lets the verdicts follow, and tells who wants to know: after the lock, since who is told may ask back. */
    private void change(Change change) throws IOException {
        Attempts attempts = new Attempts();
        List<Turn> told;
        synchronized (this) {
            change.make(attempts);
            if (shaken.getAndSet(false)) {
                reconsider(entry -> attempts.make(() -> write(entry)));
            }
            revision.incrementAndGet();
            told = turns;
            turns = new ArrayList<>();
        }
        for (Turn turn : told) {
            for (Listener listener : listeners) {
                try {
                    listener.changed(turn.before, turn.after);
                } catch (RuntimeException e) {
                    LOGGER.log(Level.WARNING, e, () -> "Somebody could not be told of " + turn.after.node());
                }
            }
        }
        if (attempts.failure != null) {
            throw attempts.failure;
        }
    }

    private void reconsider(Consumer<HostRecord> written) {
        for (HostRecord host : List.copyOf(hosts.values())) {
            Verdict verdict = host.verdict().reconsidered(host.node(), backups.values());
            if (verdict != host.verdict()) {
                HostRecord entry = host.under(verdict, clock.instant());
                note(host, entry);
                written.accept(entry);
            }
        }
    }

    private void put(Backup backup) throws IOException {
        Backup last = backups.get(backup.id());
        boolean gain = backup.isHeld() && (last == null || !last.isHeld());
        if (gain) {
            write(backup);
            backups.put(backup.id(), backup);
        } else {
            if (last != null && last.isHeld() && !(backup.isHeld() && last.job().equals(backup.job()))) {
                shaken.set(true);
            }
            backups.put(backup.id(), backup);
            write(backup);
        }
    }

    private void put(HostRecord before, HostRecord after) throws IOException {
        note(before, after);
        write(after);
    }

    private void note(HostRecord before, HostRecord after) {
        hosts.put(after.node(), after);
        if (before == null || !newest(before).equals(newest(after))) {
            turns.add(new Turn(before, after));
        }
    }

    private static Optional<HostRecord.Change> newest(HostRecord host) {
        List<HostRecord.Change> history = host.history();
        return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
    }

    private void write(Backup backup) throws IOException {
        JsonFiles.write(file(backup), backup);
        JsonFiles.forceName(file(backup));
    }

    /** Its name is not forced to the disk: what a loss of power takes, the next check of the host brings back. */
    private void write(HostRecord host) throws IOException {
        JsonFiles.write(hostFiles.resolve(JsonFiles.name(host.node())), host);
    }

    private void remove(String node) throws IOException {
        hosts.remove(node);
        Files.deleteIfExists(hostFiles.resolve(JsonFiles.name(node)));
    }

    private Path file(Backup backup) {
        return backupFiles.resolve(backup.id() + ".json");
    }
}
