package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** One change of the ledger on its way: computed first, then what is different is written. Not thread-safe. */
final class LedgerChange {
    final Map<UUID, Backup> backups;
    final Map<String, HostRecord> hosts;

    private final LedgerState old;

    /** What a host was, by the name that its node has now. */
    private final Map<String, HostRecord> before;

    private final Set<String> removed = new HashSet<>();
    private boolean any;
    private IOException failure;

    LedgerChange(LedgerState old) {
        this.old = old;
        backups = new LinkedHashMap<>(old.backups());
        hosts = new TreeMap<>(old.hosts());
        before = new HashMap<>(old.hosts());
    }

    void rename(HostRecord host, HostRecord renamed) {
        remove(host.node());
        hosts.put(renamed.node(), renamed);
        before.put(renamed.node(), host);
    }

    /** Also where it is not known, since there may be a file that could not be read. */
    void remove(String node) {
        hosts.remove(node);
        removed.add(node);
    }

    /** Whether anything is different, once it is written. */
    boolean isAny() {
        return any;
    }

    /** Makes the verdicts anew from what the hosts said last. */
    void judge(Instant now) {
        hosts.replaceAll((node, host) -> HostRecordUpdater.judged(host, host.check(), backups.values(), now));
    }

    /** Writes all of it as far as that can be done. A new backup counts only once it is written, and then verdicts follow. */
    void write(JsonDirectory<Backup> backupFiles, JsonDirectory<HostRecord> hostFiles, Instant now) {
        Set<UUID> ids = changed(old.backups(), backups);
        for (UUID id : ids) {
            Backup last = old.backups().get(id);
            Backup changed = backups.get(id);
            boolean isGain = changed != null && changed.isHeld() && (last == null || !last.isHeld());
            if (!write(backupFiles, changed, id.toString()) && isGain) {
                backups.compute(id, (key, unwritten) -> last);
            }
        }
        if (!ids.isEmpty()) {
            // not so for hosts: what a loss of power takes there, the next check brings back
            backupFiles.force();
            judge(now);
        }
        Set<String> nodes = changed(old.hosts(), hosts);
        any = !ids.isEmpty() || !nodes.isEmpty();
        nodes.addAll(removed);
        nodes.forEach(node -> write(hostFiles, hosts.get(node), JsonDirectory.nameFor(node)));
    }

    /** The keys of what is new or different, then of what is no longer there. */
    private static <K, V> Set<K> changed(Map<K, V> before, Map<K, V> after) {
        Set<K> keys = new LinkedHashSet<>(after.keySet());
        keys.addAll(before.keySet());
        keys.removeIf(key -> before.get(key) == after.get(key));
        return keys;
    }

    /** Writes the value, or removes its file if there is none. */
    private <T> boolean write(JsonDirectory<T> files, T value, String name) {
        try {
            if (value != null) {
                files.write(name, value);
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
        hosts.forEach((node, now) -> {
            HostRecord last = before.get(node);
            if (last == null || !last.newestChange().equals(now.newestChange())) {
                listener.changed(last, now);
            }
        });
    }
}
