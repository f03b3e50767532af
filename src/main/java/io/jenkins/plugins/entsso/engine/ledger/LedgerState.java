package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is known at one moment. Nobody changes it.
 *
 * @param backups oldest first
 * @param hosts by node name
 * @param holdingJobs full names of the jobs whose builds hold backups
 * @param problems what could not be read
 * @param round the last round of the patrol; null if none has ended
 * @param revision grows with every change
 */
record LedgerState(
        Map<UUID, Backup> backups,
        Map<String, HostRecord> hosts,
        Set<String> holdingJobs,
        List<Finding> problems,
        PatrolRound round,
        long revision) {
    /** What was read from the files. */
    static LedgerState of(List<Backup> backups, List<HostRecord> hosts) {
        Map<UUID, Backup> byId = new LinkedHashMap<>();
        backups.stream().sorted(Comparator.comparing(Backup::made)).forEach(b -> byId.put(b.id(), b));
        Map<String, HostRecord> byNode = new TreeMap<>();
        hosts.forEach(h -> byNode.put(h.node(), h));
        return new LedgerState(Map.of(), Map.of(), Set.of(), List.of(), null, 0).with(byId, byNode);
    }

    /** The next state, with these backups and hosts, which nobody else may change from now on. */
    LedgerState with(Map<UUID, Backup> newBackups, Map<String, HostRecord> newHosts) {
        Set<String> holding = newBackups.values().stream()
                .filter(Backup::isHeld)
                .map(Backup::job)
                .collect(Collectors.toUnmodifiableSet());
        return new LedgerState(
                Collections.unmodifiableMap(newBackups),
                Collections.unmodifiableMap(newHosts),
                holding,
                problems,
                round,
                revision + 1);
    }

    LedgerState with(PatrolRound newRound) {
        return new LedgerState(backups, hosts, holdingJobs, problems, newRound, revision + 1);
    }

    LedgerState with(Collection<Finding> some, Collection<Finding> others) {
        List<Finding> all = Stream.concat(some.stream(), others.stream()).toList();
        return new LedgerState(backups, hosts, holdingJobs, all, round, revision);
    }
}
