package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** One change of the ledger on its way: computed first, then written, then there for everybody. Not thread-safe. */
final class LedgerChange {
    private final LedgerState before;
    private final Map<UUID, Backup> backups;
    private final Map<String, HostRecord> hosts;
    private final Set<UUID> changedBackups = new LinkedHashSet<>();
    private final Set<String> changedHosts = new LinkedHashSet<>();
    private boolean any;
    private boolean judgeAgain;
    private IOException failure;

    LedgerChange(LedgerState before) {
        this.before = before;
        backups = new LinkedHashMap<>(before.backups());
        hosts = new TreeMap<>(before.hosts());
    }

    /** Every backup as it is now, oldest first. */
    List<Backup> backups() {
        return List.copyOf(backups.values());
    }

    Optional<Backup> backup(UUID id) {
        return Optional.ofNullable(backups.get(id));
    }

    Optional<HostRecord> host(String node) {
        return Optional.ofNullable(hosts.get(node));
    }

    void put(Backup backup) {
        backups.put(backup.id(), backup);
        changedBackups.add(backup.id());
        any = true;
    }

    void removeBackup(UUID id) {
        any |= backups.remove(id) != null;
        changedBackups.add(id);
    }

    void put(HostRecord host) {
        hosts.put(host.node(), host);
        changedHosts.add(host.node());
        any = true;
    }

    /** Also where it is not known, since there may be a file that could not be read. */
    void removeHost(String node) {
        any |= hosts.remove(node) != null;
        changedHosts.add(node);
    }

    /** Makes good what a crash between two files has left half done. */
    void finish() {
        for (HostRecord host : List.copyOf(hosts.values())) {
            host(host.formerNode())
                    .filter(old -> old.checked().equals(host.checked()))
                    .ifPresent(old -> removeHost(old.node()));
        }
        judgeAgain = true;
    }

    /** Whether anything is different. */
    boolean isAny() {
        return any;
    }

    /** Writes all of it as far as that can be done; a new backup counts only if it could be written. */
    void write(JsonDirectory<Backup> backupFiles, JsonDirectory<HostRecord> hostFiles, Instant now) {
        for (UUID id : changedBackups) {
            attempt(() -> {
                try {
                    if (backups.containsKey(id)) {
                        backupFiles.write(backups.get(id));
                    } else {
                        backupFiles.delete(id.toString());
                    }
                } catch (IOException e) {
                    takeBackGain(id);
                    throw e;
                }
            });
        }
        if (!changedBackups.isEmpty()) {
            // not so for hosts: what a loss of power takes there, the next check brings back
            backupFiles.force();
        }
        if (judgeAgain || !changedBackups.isEmpty()) {
            for (HostRecord host : List.copyOf(hosts.values())) {
                HostRecord judged = host.judged(backups.values(), now);
                if (judged != host) {
                    put(judged);
                }
            }
        }
        for (String node : changedHosts) {
            attempt(() -> {
                if (hosts.containsKey(node)) {
                    hostFiles.write(hosts.get(node));
                } else {
                    hostFiles.delete(JsonDirectory.nameFor(node));
                }
            });
        }
    }

    private void takeBackGain(UUID id) {
        Backup old = before.backups().get(id);
        Backup now = backups.get(id);
        if (now != null && now.isHeld() && (old == null || !old.isHeld())) {
            if (old == null) {
                backups.remove(id);
            } else {
                backups.put(id, old);
            }
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws IOException;
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.make();
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    LedgerState state() {
        return before.with(backups, hosts);
    }

    void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** A change that listeners are told of. */
    record Turn(HostRecord before, HostRecord after) {}

    List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        for (String node : changedHosts) {
            HostRecord after = hosts.get(node);
            if (after != null) {
                boolean isRenamed = !hosts.containsKey(after.formerNode());
                HostRecord former = isRenamed ? before.hosts().get(after.formerNode()) : null;
                HostRecord last = before.hosts().getOrDefault(node, former);
                if (last == null || !last.newestChange().equals(after.newestChange())) {
                    turns.add(new Turn(last, after));
                }
            }
        }
        return turns;
    }
}
