package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.model.ComputerNames;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Resolution;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All that is known at one moment. A change is made in a copy; nobody changes one that others see. */
final class LedgerState {
    /** The network name of the cluster that an administrator has named a node as a node of; empty for the others. */
    private final UnaryOperator<String> clusters;

    /** As they were entered, see {@link #backups(Instant, Predicate)}. */
    final Map<UUID, Backup> backups;

    /** By node name. */
    final Map<String, HostRecord> hosts;

    /** What is known of master secret servers whose nodes were removed, by node name: neither shown nor judged. */
    final Map<String, HostRecord.Removed> removed;

    /** The last round of the patrol; null if none has ended. */
    PatrolRound round;

    /** How many days old the backup of a host may be before that is a concern; 0 for any number. */
    int maxAgeDays;

    /** What a person has said of a host in this change; null if nobody has. */
    Finding resolved;

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

    /** Backups as they count now, oldest first: whatever orders or ages them asks here, see {@link Backup#asOf}. */
    List<Backup> backups(Instant now, Predicate<Backup> which) {
        return backups.values().stream()
                .filter(which)
                .map(b -> b.asOf(now))
                .sorted(Comparator.comparing(Backup::made))
                .toList();
    }

    /** See {@link Ledger#judge(String, HostFacts)}. */
    Verdict judge(String node, HostFacts facts, Instant now) {
        return next(node, new HostRecord.Check(now, now, facts, null), now).verdict();
    }

    /** See {@link Ledger#oldestCover}. */
    Optional<Backup> oldestCover(String node, Instant now) {
        return Optional.ofNullable(hosts.get(node))
                .flatMap(HostRecord::facts)
                .flatMap(facts -> BackupSelection.oldestCover(node, cluster(node), facts, backups(now, b -> true)));
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
                last(node),
                node,
                cluster(node),
                check.in(clusters.apply(node)),
                backups(now, b -> true),
                maxAgeDays,
                now);
    }

    /** The record of a host that is judged again by what it said last; the very same if nothing changes. */
    HostRecord judged(HostRecord host, Instant now) {
        HostRecord judged = next(host.node(), host.check(), now);
        return judged.equals(host) ? host : judged;
    }

    /**
     * What a person may say of a host was mended otherwise; nothing while it does not answer, nor until the check after a word:
     * the same page sent twice must not speak of what comes to light behind what it showed.
     */
    List<EntssoEvent> resolvable(String node, Instant now) {
        HostRecord host = hosts.get(node);
        return host != null
                        && host.check().failure() == null
                        && host.known().resolutions().stream().noneMatch(r -> r.at().isAfter(host.checked()))
                ? Verdict.resolvable(node, cluster(node), host.check().facts(), backups(now, b -> true), host.known())
                : List.of();
    }

    /** Enters the word of a person, see {@link Ledger#resolve}. */
    void resolve(String node, String checked, String user, String reason, Instant now) {
        HostRecord host = hosts.get(node);
        List<EntssoEvent> events =
                host == null || !host.checked().toString().equals(checked) ? List.of() : resolvable(node, now);
        if (events.isEmpty()) {
            return;
        }
        Resolution said = new Resolution(now, user, reason, events);
        resolved = said.finding();
        hosts.put(node, host.with(host.known().with(said), host.history()));
        HostRecord judged = judged(hosts.get(node), now);
        HostRecord.Change change = new HostRecord.Change(now, judged.verdict().kind(), resolved);
        hosts.put(node, judged.with(judged.known(), HostRecord.plus(host.history(), change)));
    }

    /** One that is lost was good a few days before: an old one is not forgotten as soon as that is noticed. */
    void forgetBefore(Instant limit) {
        backups.values().removeIf(b -> !b.isArchived() && b.lastGood().isBefore(limit));
        removed.values().removeIf(r -> r.at().isBefore(limit));
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
