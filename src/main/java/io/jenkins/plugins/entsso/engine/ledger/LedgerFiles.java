package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The files of a ledger, and the order in which they are written. */
final class LedgerFiles {
    private final JsonDirectory<Backup> backups;
    private final JsonDirectory<HostRecord> hosts;
    private final JsonDirectory<HostRecord.Removed> removed;

    /** Makes the directories that are not there. */
    LedgerFiles(Path directory) throws IOException {
        backups = new JsonDirectory<>(directory.resolve("backups"), Backup.class, b -> b.id().toString());
        hosts = new JsonDirectory<>(
                directory.resolve("hosts"), HostRecord.class, host -> JsonDirectory.nameFor(host.node()));
        removed = new JsonDirectory<>(
                directory.resolve("removed"),
                HostRecord.Removed.class,
                gone -> JsonDirectory.nameFor(gone.host().node()));
    }

    /** What could not be read. */
    List<Finding> problems() {
        return Stream.of(backups, hosts, removed)
                .flatMap(files -> files.problems().stream())
                .toList();
    }

    /** All that can be read, with the hosts as they are judged now. */
    LedgerState read(UnaryOperator<String> clusters, Instant now) throws IOException {
        LedgerState read = new LedgerState(clusters);
        removed.read().forEach(r -> read.removed.put(r.host().node(), r));
        backups.read().stream().sorted(Comparator.comparing(Backup::made)).forEach(b -> read.backups.put(b.id(), b));
        for (HostRecord host : hosts.read()) {
            try {
                // time has passed, and a crash may have come between a backup and the verdicts that follow from it
                read.hosts.put(host.node(), host);
                HostRecord judged = read.judged(host, now);
                read.hosts.put(host.node(), judged);
                if (judged != host) {
                    // or another crash would lose that it ever changed
                    write(hosts, JsonDirectory.nameFor(host.node()), judged, read);
                }
            } catch (RuntimeException | Error e) {
                read.hosts.remove(host.node());
                hosts.refuse(host, e);
            }
        }
        return read;
    }

    /**
     * Writes all of a change as far as that can be done. A new backup counts only once it is written, and then verdicts
     * follow.
     */
    void write(LedgerState before, LedgerState after, Instant now) {
        List<Backup> changed = new ArrayList<>();
        for (UUID id : LedgerState.changed(before.backups, after.backups)) {
            Backup last = before.backups.get(id);
            Backup next = after.backups.get(id);
            boolean isGain = next != null && next.isHeld() && (last == null || !last.isHeld());
            if (!write(backups, id.toString(), next, after) && isGain) {
                after.backups.compute(id, (key, unwritten) -> last);
            }
            changed.add(next == null ? last : next);
        }
        after.backupFailure = after.failure;
        after.judge(changed, now);
        Set<String> otherHosts = LedgerState.changed(before.hosts, after.hosts);
        Set<String> otherRemoved = LedgerState.changed(before.removed, after.removed);
        // a crash in between must not lose what is known of a host: where it goes to is written first
        writeAll(removed, otherRemoved, after.removed, true, after);
        writeAll(hosts, otherHosts, after.hosts, true, after);
        writeAll(hosts, otherHosts, after.hosts, false, after);
        writeAll(removed, otherRemoved, after.removed, false, after);
    }

    /** Writes the values of those keys that are there, or removes the files of those that are not. */
    private static <T> void writeAll(
            JsonDirectory<T> files, Set<String> keys, Map<String, T> values, boolean there, LedgerState change) {
        keys.stream()
                .filter(node -> values.containsKey(node) == there)
                .forEach(node -> write(files, JsonDirectory.nameFor(node), values.get(node), change));
    }

    private static <T> boolean write(JsonDirectory<T> files, String name, T value, LedgerState change) {
        try {
            files.write(name, value);
            return true;
        } catch (IOException e) {
            change.failure = change.failure == null ? e : change.failure;
            return false;
        }
    }
}
