package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** One change of the ledger on its way: computed first, then written. Not thread-safe. */
final class LedgerChange {
    private final Map<UUID, Backup> backups;
    private final Map<String, HostRecord> hosts;
    private final Map<UUID, Optional<Backup>> changedBackups = new LinkedHashMap<>();
    private final Set<String> changedHosts = new LinkedHashSet<>();

    /** By its new name, what a host was before; nothing for one that was not known. */
    private final Map<String, Optional<HostRecord>> before = new HashMap<>();

    private boolean any;
    private IOException failure;

    LedgerChange(LedgerState state) {
        backups = new LinkedHashMap<>(state.backups());
        hosts = new TreeMap<>(state.hosts());
    }

    /** Every backup, oldest first. */
    Map<UUID, Backup> backups() {
        return backups;
    }

    /** Every host, by node name. */
    Map<String, HostRecord> hosts() {
        return hosts;
    }

    Optional<Backup> backup(UUID id) {
        return Optional.ofNullable(backups.get(id));
    }

    Optional<HostRecord> host(String node) {
        return Optional.ofNullable(hosts.get(node));
    }

    void put(Backup backup) {
        changedBackups.putIfAbsent(backup.id(), backup(backup.id()));
        backups.put(backup.id(), backup);
        any = true;
    }

    void removeBackup(UUID id) {
        changedBackups.putIfAbsent(id, backup(id));
        any |= backups.remove(id) != null;
    }

    void put(HostRecord host) {
        put(host(host.node()), host);
    }

    void put(Optional<HostRecord> last, HostRecord host) {
        before.putIfAbsent(host.node(), last);
        hosts.put(host.node(), host);
        changedHosts.add(host.node());
        any = true;
    }

    /** Also where it is not known, since there may be a file that could not be read. */
    void removeHost(String node) {
        any |= hosts.remove(node) != null;
        changedHosts.add(node);
    }

    /** Whether anything is different. */
    boolean isAny() {
        return any;
    }

    /** Makes the verdicts anew from what the hosts said last. */
    void judge(Instant now) {
        for (HostRecord host : List.copyOf(hosts.values())) {
            HostRecord judged = host.judged(backups.values(), now);
            if (judged != host) {
                put(judged);
            }
        }
    }

    /** Writes all of it as far as that can be done. A new backup counts only once it is written, and then verdicts follow. */
    void write(JsonDirectory<Backup> backupFiles, JsonDirectory<HostRecord> hostFiles, Instant now) {
        changedBackups.forEach((id, last) -> {
            Optional<Backup> changed = backup(id);
            if (!write(backupFiles, changed, id.toString())) {
                boolean isGain = changed.filter(Backup::isHeld).isPresent()
                        && last.filter(Backup::isHeld).isEmpty();
                if (isGain) {
                    backups.remove(id);
                    last.ifPresent(b -> backups.put(id, b));
                }
            }
        });
        if (!changedBackups.isEmpty()) {
            // not so for hosts: what a loss of power takes there, the next check brings back
            backupFiles.force();
            judge(now);
        }
        changedHosts.forEach(node -> write(hostFiles, host(node), JsonDirectory.nameFor(node)));
    }

    private <T> boolean write(JsonDirectory<T> files, Optional<T> value, String name) {
        try {
            if (value.isPresent()) {
                files.write(name, value.get());
            } else {
                files.delete(name);
            }
            return true;
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
            return false;
        }
    }

    void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Tells of every host whose verdict, or whatever answers under its name, has changed. */
    void tell(Ledger.Listener listener) {
        before.forEach((node, last) -> {
            HostRecord now = hosts.get(node);
            boolean isChanged =
                    now != null && !last.map(HostRecord::newestChange).equals(Optional.of(now.newestChange()));
            if (isChanged) {
                listener.changed(last.orElse(null), now);
            }
        });
    }
}
