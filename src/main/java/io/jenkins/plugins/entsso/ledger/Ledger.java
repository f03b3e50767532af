package io.jenkins.plugins.entsso.ledger;

import com.google.gson.JsonParseException;
import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntPredicate;

/**
 * The controller's memory of hosts and backups, in one directory: {@code backups/ID.json} and {@code hosts/NAME.json}.
 * Reading never touches the disk after the start. Thread-safe; one ledger per directory and process.
 */
public final class Ledger {
    private final Path backupFiles;
    private final Path hostFiles;
    private final Map<UUID, Backup> backups = new LinkedHashMap<>();
    private final Map<String, HostRecord> hosts = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Opens the ledger in that directory, which is made if it is not there. A file that cannot be read is left alone and
     * named in {@link #problems()}: what it said protects nothing until a person has looked at it.
     *
     * @throws IOException if the directory cannot be made or listed
     */
    public Ledger(Path directory) throws IOException {
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
    }

    private <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        try {
            return Optional.of(JsonFiles.read(file, type));
        } catch (JsonParseException e) {
            problems.add("Cannot read " + file + ": " + e.getMessage()
                    + ". Repair or remove that file; until then what it said is not known.");
            return Optional.empty();
        }
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

    /**
     * Enters a backup, or its new state.
     *
     * @throws IOException if it cannot be written; then the ledger stays as it was
     */
    public synchronized void enter(Backup backup) throws IOException {
        JsonFiles.write(backupFiles.resolve(backup.id() + ".json"), backup);
        backups.put(backup.id(), backup);
    }

    /**
     * Enters a verdict on a host.
     *
     * @return the record as it is now
     * @throws IOException if it cannot be written; then the ledger stays as it was
     */
    public synchronized HostRecord enter(String node, String computer, Verdict verdict, Instant now)
            throws IOException {
        HostRecord last = hosts.get(node);
        boolean same = last != null && last.verdict().kind() == verdict.kind();
        List<HostRecord.Change> history = new ArrayList<>(last == null ? List.of() : last.history());
        if (!same) {
            history.add(new HostRecord.Change(now, verdict.kind()));
        }
        String name = computer.isEmpty() && last != null ? last.computer() : computer;
        HostRecord entry = new HostRecord(node, name, verdict, now, same ? last.since() : now, history);
        JsonFiles.write(hostFiles.resolve(JsonFiles.name(node)), entry);
        hosts.put(node, entry);
        return entry;
    }

    /**
     * The artifacts of builds are gone: what was held in them protects nothing any more.
     *
     * @param job full name of the job
     * @param builds which of its builds
     * @throws IOException if that cannot be written
     */
    public synchronized void lose(String job, IntPredicate builds) throws IOException {
        for (Backup backup : backups()) {
            if (backup.isHeld() && backup.job().equals(job) && builds.test(backup.build())) {
                enter(backup.with(Backup.State.GONE));
            }
        }
    }

    /**
     * A job was renamed or moved, its builds with it.
     *
     * @throws IOException if that cannot be written
     */
    public synchronized void move(String oldJob, String newJob) throws IOException {
        for (Backup backup : backups()) {
            if (backup.job().equals(oldJob)) {
                enter(backup.in(newJob));
            }
        }
    }

    /**
     * Forgets a host whose node is gone. Its backups stay.
     *
     * @throws IOException if its file cannot be removed
     */
    public synchronized void forget(String node) throws IOException {
        Files.deleteIfExists(hostFiles.resolve(JsonFiles.name(node)));
        hosts.remove(node);
    }
}
