package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.ComputerNames;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All that is known at one moment. A change is made in a copy; nobody changes one that others see. */
final class LedgerState {
    /** The network name of the cluster that an administrator has named a node as a node of; empty for the others. */
    private final UnaryOperator<String> clusters;

    /** Oldest first. */
    final Map<UUID, Backup> backups;

    /** By node name. */
    final Map<String, HostRecord> hosts;

    /** What is known of master secret servers whose nodes were removed, by node name: neither shown nor judged. */
    final Map<String, HostRecord.Removed> removed;

    /** The last round of the patrol; null if none has ended. */
    PatrolRound round;

    /** How many days old the backup of a host may be before that is a concern; 0 for any number. */
    int maxAgeDays;

    /** Why the first file could not be written that this change writes; null if all could. */
    IOException failure;

    /** The same of the backups only. */
    IOException backupFailure;

    LedgerState(UnaryOperator<String> clusters) {
        this.clusters = clusters;
        backups = new LinkedHashMap<>();
        hosts = new TreeMap<>();
        removed = new TreeMap<>();
    }

    LedgerState(LedgerState before) {
        clusters = before.clusters;
        backups = new LinkedHashMap<>(before.backups);
        hosts = new TreeMap<>(before.hosts);
        removed = new TreeMap<>(before.removed);
        round = before.round;
        maxAgeDays = before.maxAgeDays;
    }

    /** A node and those that are named as nodes of the same cluster. */
    Set<String> cluster(String node) {
        String cluster = clusters.apply(node);
        if (cluster.isEmpty()) {
            return Set.of(node);
        }
        Set<String> nodes = new TreeSet<>(Set.of(node));
        Stream.concat(hosts.keySet().stream(), backups.values().stream().map(Backup::host))
                .filter(other -> ComputerNames.same(cluster, clusters.apply(other)))
                .forEach(nodes::add);
        return nodes;
    }

    /** What is known of a host, also of one whose node was removed; null if nothing is. */
    HostRecord last(String node) {
        HostRecord.Removed gone = removed.get(node);
        return gone == null ? hosts.get(node) : hosts.getOrDefault(node, gone.host());
    }

    /** Removes a host. What a secret server said counts again if it comes back: else whoever may remove a node could mend it. */
    void remove(String node, Instant now) {
        HostRecord host = hosts.remove(node);
        if (host != null && host.known().isSecretServer()) {
            removed.put(node, new HostRecord.Removed(host, now));
        }
    }

    /** The record of a host after a check, see {@link HostRecordUpdater#next}. */
    HostRecord next(String node, HostRecord.Check check, Instant now) {
        return HostRecordUpdater.next(
                last(node), node, cluster(node), check.in(clusters.apply(node)), backups.values(), maxAgeDays, now);
    }

    /** The record of a host that is judged again by what it said last; the very same if nothing changes. */
    HostRecord judged(HostRecord host, Instant now) {
        HostRecord judged = next(host.node(), host.check(), now);
        return judged.equals(host) ? host : judged;
    }

    /** Makes the verdicts anew on the hosts that these backups concern. */
    void judge(Collection<Backup> changed, Instant now) {
        hosts.replaceAll(
                (node, host) -> changed.stream().anyMatch(backup -> concerns(backup, host)) ? judged(host, now) : host);
    }

    private boolean concerns(Backup backup, HostRecord host) {
        return cluster(host.node()).contains(backup.host())
                || backup.computer().equalsIgnoreCase(host.computer())
                || !Collections.disjoint(backup.msids(), host.msids());
    }

    /** A log that tells of backups which were made on that host confirms them. */
    void confirm(String node, HostFacts.Log log) {
        backups.replaceAll((id, b) -> b.host().equals(node) ? b.confirmedBy(log).orElse(b) : b);
    }

    /** The keys of what is new or different, then of what is no longer there. */
    static <K, V> Set<K> changed(Map<K, V> before, Map<K, V> after) {
        Set<K> keys = new LinkedHashSet<>(after.keySet());
        keys.addAll(before.keySet());
        keys.removeIf(key -> before.get(key) == after.get(key));
        return keys;
    }
}
