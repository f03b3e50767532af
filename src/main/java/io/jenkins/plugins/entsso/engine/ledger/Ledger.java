package io.jenkins.plugins.entsso.engine.ledger;

import com.google.gson.JsonParseException;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The controller's memory of hosts and backups, in one directory: {@code backups/ID.json} and {@code hosts/NAME.json}.
 * Reading never touches the disk after the start, and waits for nobody who writes. Thread-safe; one ledger per directory and
 * process.
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
    private final Map<Path, Finding> problems = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** One change after the other; whoever holds it may wait for the disk. What is above belongs to its holder. */
    private final Object writing = new Object();

    /** Changes that nobody has been told of yet. */
    private List<Turn> turns = new ArrayList<>();

    /** Whether a verdict may rest on what is no longer so. */
    private boolean shaken;

    /** What readers see: never changed, only replaced. */
    private volatile Memory memory = Memory.NONE;

    /**
     * Opens the ledger in that directory, which is made if it is not there. A file that cannot be read is left alone and
     * named in {@link #problems()}: what it said protects nothing until a person has looked at it. It is set aside if its
     * host is entered meanwhile.
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
        JsonFiles.listAside(hostFiles).forEach(this::sayAside);
        finish();
        publish(true, true);
    }

    private <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(JsonFiles.read(file, type));
        } catch (IOException | JsonParseException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            problems.put(file, Finding.of(Finding.Code.FILE_UNREADABLE, file, why));
            return Optional.empty();
        }
    }

    private void sayAside(Path aside) {
        problems.put(aside, Finding.of(Finding.Code.FILE_SET_ASIDE, aside));
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
                    hosts.remove(old.node());
                    Files.deleteIfExists(hostFiles.resolve(JsonFiles.name(old.node())));
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

    /**
     * All that is known at one moment.
     *
     * @param hosts by node name
     * @param holding jobs whose builds hold backups
     */
    private record Memory(
            List<Backup> backups,
            Map<String, HostRecord> hosts,
            Set<String> holding,
            List<Finding> problems,
            PatrolRound round,
            long revision) {
        static final Memory NONE = new Memory(List.of(), Map.of(), Set.of(), List.of(), null, 0);
    }

    /** Lets readers see what has changed, whether it is written yet or not. */
    private void publish(boolean backupsChanged, boolean hostsChanged) {
        Memory before = memory;
        memory = new Memory(
                backupsChanged ? List.copyOf(backups.values()) : before.backups,
                hostsChanged ? Collections.unmodifiableMap(new TreeMap<>(hosts)) : before.hosts,
                backupsChanged
                        ? backups.values().stream()
                                .filter(Backup::isHeld)
                                .map(Backup::job)
                                .collect(Collectors.toUnmodifiableSet())
                        : before.holding,
                List.copyOf(problems.values()),
                before.round,
                before.revision + 1);
    }

    /** What could not be read, for a person. */
    public List<Finding> problems() {
        return memory.problems;
    }

    /** Every backup ever made, in whatever state, oldest first. */
    public List<Backup> backups() {
        return memory.backups;
    }

    /** Full names of the jobs whose builds hold backups. */
    public Set<String> holdingJobs() {
        return memory.holding;
    }

    /** The last word on each host, by node name. */
    public List<HostRecord> hosts() {
        return List.copyOf(memory.hosts.values());
    }

    /** The last word on a host. */
    public Optional<HostRecord> host(String node) {
        return Optional.ofNullable(memory.hosts.get(node));
    }

    /** Whether that node's host was a master secret server by the last word on it, or may have been one. */
    public boolean knowsSecretServer(String node) {
        return host(node).filter(h -> !h.verdict().kind().isNothingToProtect()).isPresent();
    }

    /** Who shares which master secret, worst first. */
    public List<SecretSystem> systems() {
        Memory now = memory;
        return SecretSystem.of(now.hosts.values(), now.backups);
    }

    /** Grows with everything that changes, so that who shows it knows when to look again. */
    public long revision() {
        return memory.revision;
    }

    /** The last round of the patrol that has ended since the start of the server; null if none has. */
    public PatrolRound lastRound() {
        return memory.round;
    }

    /** Enters a round of the patrol, which is kept in memory only. */
    public void enter(PatrolRound ended) {
        synchronized (writing) {
            Memory now = memory;
            memory = new Memory(now.backups, now.hosts, now.holding, now.problems, ended, now.revision + 1);
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
     * Enters a backup, or its new state. One that protects counts once it is written; one that does not protect any more
     * counts at once, and so do the verdicts that rested on it.
     *
     * @throws IOException if it cannot be written
     */
    public void enter(Backup backup) throws IOException {
        change(work -> put(backup, work));
    }

    /**
     * Enters the newer state of a backup, unless it is no longer held.
     *
     * @throws IOException if it cannot be written
     */
    public void update(Backup backup) throws IOException {
        change(work -> {
            Backup now = backups.get(backup.id());
            if (now != null && now.isHeld()) {
                // its job may have been moved meanwhile
                Backup there = backup.withJob(now.job()).withHost(now.host());
                put(there, work);
            }
        });
    }

    /**
     * Enters that a host could not be asked.
     *
     * @return the record as it is now
     * @throws IOException if it cannot be written; the running server knows it all the same
     */
    public HostRecord enter(String node, Failure failure, Instant now) throws IOException {
        return enter(node, "", null, Verdict.unreachable(failure), now);
    }

    /**
     * Enters what a host said, under the age limit that held for it so far.
     *
     * @return the record as it is now, with the verdict
     * @throws IOException if it cannot be written; the running server knows it all the same
     */
    public HostRecord enter(String node, HostFacts facts, Instant now) throws IOException {
        return enter(node, facts, 0, now);
    }

    /**
     * Enters what a host said.
     *
     * @param maxAgeDays how many days old its backup may be before that is a concern; 0 for any number
     * @return the record as it is now, with the verdict
     * @throws IOException if it cannot be written; the running server knows it all the same
     */
    public HostRecord enter(String node, HostFacts facts, int maxAgeDays, Instant now) throws IOException {
        Verdict verdict = Verdict.of(node, facts, backups());
        if (maxAgeDays > 0 && verdict.kind() == Verdict.Kind.PROTECTED) {
            verdict = BackupSelection.newest(backups(), node, verdict.msids())
                    .filter(b -> Duration.between(b.made(), now).toDays() >= maxAgeDays)
                    .map(b -> Finding.of(Finding.Code.TOO_OLD, b.job(), b.build(), b.made(), maxAgeDays))
                    .map(List::of)
                    .map(verdict::with)
                    .orElse(verdict);
        }
        return enter(node, facts.computer(), facts, verdict, now);
    }

    /** Whether a host is known as a master secret server; so it is asked everything, whatever seems to be installed. */
    public boolean isSecretServer(String node) {
        return host(node).filter(HostRecord::isSecretServer).isPresent();
    }

    private HostRecord enter(String node, String computer, HostFacts facts, Verdict verdict, Instant now)
            throws IOException {
        HostRecord[] entry = new HostRecord[1];
        change(work -> {
            HostRecord last = hosts.get(node);
            // a backup may have been lost since the verdict was made
            entry[0] = HostRecordUpdater.next(
                    last, node, computer, facts, verdict.reconsidered(node, backups.values()), now);
            put(last, entry[0], work);
        });
        return entry[0];
    }

    /**
     * Enters that a good verdict has grown old, if it has: nobody has looked at the host for too long.
     *
     * @throws IOException if that cannot be written; the running server knows it all the same
     */
    public void age(String node, Instant now) throws IOException {
        change(work -> {
            HostRecord host = hosts.get(node);
            if (host != null && host.isOld(now)) {
                put(host, host.grownOld(now), work);
            }
        });
    }

    /**
     * The artifacts of builds are gone: what was held in them protects nothing any more.
     *
     * @param job full name of the job
     * @param builds which of its builds
     * @throws IOException if that cannot be written; the running server knows it all the same
     */
    public void lose(String job, IntPredicate builds) throws IOException {
        change(work -> {
            for (Backup backup : List.copyOf(backups.values())) {
                if (backup.isHeld() && backup.job().equals(job) && builds.test(backup.build())) {
                    put(backup.withState(Backup.State.GONE), work);
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
        change(work -> {
            for (Backup backup : List.copyOf(backups.values())) {
                if (backup.job().equals(oldJob)) {
                    put(backup.withJob(newJob), work);
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
        change(work -> {
            for (Backup backup : List.copyOf(backups.values())) {
                if (backup.host().equals(oldNode)) {
                    put(backup.withHost(newNode), work);
                }
            }
            HostRecord old = hosts.get(oldNode);
            if (old != null) {
                put(old, old.renamed(newNode, now), work);
                remove(oldNode, work);
            }
        });
    }

    /**
     * Forgets a host whose node is gone. Its backups stay.
     *
     * @throws IOException if its file cannot be removed
     */
    public void forget(String node) throws IOException {
        change(work -> remove(node, work));
    }

    /**
     * Forgets backups that came to nothing or are lost, once they are old: what protects is never forgotten.
     *
     * @throws IOException if a file cannot be removed
     */
    public void prune(Instant now) throws IOException {
        change(work -> {
            List<Backup> useless =
                    backups.values().stream().filter(b -> !b.isHeld()).toList();
            // oldest first, as they stand in the ledger
            int tooMany = useless.size() - MOST_USELESS;
            for (int i = 0; i < useless.size(); i++) {
                Backup backup = useless.get(i);
                if (i < tooMany || backup.made().isBefore(now.minus(RETENTION))) {
                    backups.remove(backup.id());
                    work.backups = true;
                    work.later(() -> Files.deleteIfExists(file(backup)));
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

    /** What a change has changed, and what of it has to go to the disk. */
    private static final class Work {
        private final List<Part> parts = new ArrayList<>();
        private boolean backups;
        private boolean hosts;
        private IOException failure;

        void later(Part part) {
            parts.add(part);
        }

        /** Makes every part, also after one of them has failed. */
        void make() {
            for (Part part : parts) {
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
    }

    @FunctionalInterface
    private interface Change {
        void make(Work work);
    }

    /** Makes a change, lets the verdicts follow, and tells who wants to know: after the lock, since who is told may ask back. */
    private void change(Change change) throws IOException {
        Work work = new Work();
        List<Turn> told;
        synchronized (writing) {
            change.make(work);
            if (shaken) {
                shaken = false;
                reconsider(entry -> {
                    work.hosts = true;
                    work.later(() -> write(entry));
                });
            }
            if (work.backups || work.hosts) {
                publish(work.backups, work.hosts);
            }
            work.make();
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
        if (work.failure != null) {
            throw work.failure;
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

    private void put(Backup backup, Work work) {
        Backup last = backups.get(backup.id());
        boolean gain = backup.isHeld() && (last == null || !last.isHeld());
        if (gain) {
            work.later(() -> {
                write(backup);
                backups.put(backup.id(), backup);
                publish(true, false);
            });
        } else {
            if (last != null && last.isHeld() && !(backup.isHeld() && last.job().equals(backup.job()))) {
                shaken = true;
            }
            backups.put(backup.id(), backup);
            work.backups = true;
            work.later(() -> write(backup));
        }
    }

    private void put(HostRecord before, HostRecord after, Work work) {
        note(before, after);
        work.hosts = true;
        work.later(() -> write(after));
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
        Path file = hostFiles.resolve(JsonFiles.name(host.node()));
        if (problems.containsKey(file)) {
            if (Files.exists(file)) {
                sayAside(JsonFiles.setAside(file));
            }
            problems.remove(file);
            publish(false, false);
        }
        JsonFiles.write(file, host);
    }

    private void remove(String node, Work work) {
        work.hosts |= hosts.remove(node) != null;
        Path file = hostFiles.resolve(JsonFiles.name(node));
        work.hosts |= problems.remove(file) != null;
        work.later(() -> Files.deleteIfExists(file));
    }

    private Path file(Backup backup) {
        return backupFiles.resolve(backup.id() + ".json");
    }
}
