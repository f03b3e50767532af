package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.ledger.SecretSystem;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that the ledger knew at one moment, for whatever shows it.
 *
 * @param hosts every host, by node name
 * @param secrets every master secret, and every host that has to do with none, worst first
 * @param lastRound the last round of the patrol since the start of the server, or null
 * @param problems what of the ledger could not be read
 */
public record LedgerSnapshot(
        SortedMap<String, HostReport> hosts,
        List<SecretReport> secrets,
        PatrolRound lastRound,
        List<Finding> problems) {
    private static final Comparator<HostReport> WORST_FIRST = Comparator.comparing(HostReport::kind)
            .thenComparing(HostReport::since)
            .thenComparing(HostReport::node);

    /** What the ledger knows now. */
    public static LedgerSnapshot of(Ledger ledger, Instant now) {
        List<HostRecord> records = ledger.hosts();
        List<Backup> backups = ledger.backups();
        SortedMap<String, HostReport> hosts = new TreeMap<>();
        records.forEach(record -> hosts.put(record.node(), HostReport.of(record, backups, now)));
        List<SecretReport> secrets = new ArrayList<>();
        SecretSystem.of(records).forEach(system -> secrets.add(secret(system, hosts)));
        hosts.values().stream()
                .map(host -> new SecretReport(host.node(), host, List.of(host), List.of(), new TreeSet<>(), List.of()))
                // all others are in a system
                .filter(alone -> !alone.isSecret())
                .forEach(secrets::add);
        secrets.sort(Comparator.comparing(SecretReport::kind)
                .thenComparing(SecretReport::name)
                .thenComparing(s -> s.worst().node()));
        return new LedgerSnapshot(
                Collections.unmodifiableSortedMap(hosts),
                Collections.unmodifiableList(secrets),
                ledger.lastRound(),
                ledger.problems());
    }

    private static SecretReport secret(SecretSystem system, Map<String, HostReport> hosts) {
        List<HostReport> servers =
                system.servers().stream().map(h -> hosts.get(h.node())).toList();
        List<HostReport> dependents =
                system.dependents().stream().map(h -> hosts.get(h.node())).toList();
        HostReport worst = Collections.min(servers.isEmpty() ? dependents : servers, WORST_FIRST);
        List<Backup> backups = Stream.concat(servers.stream(), dependents.stream())
                .flatMap(host -> host.backups().stream())
                .distinct()
                .sorted(Comparator.comparing(Backup::made))
                .toList();
        return new SecretReport(system.name(), worst, servers, dependents, system.msids(), backups);
    }

    /** The host of a node. */
    public Optional<HostReport> host(String node) {
        return Optional.ofNullable(hosts.get(node));
    }

    /** How many {@link #secrets} have which verdict, worst first, without the verdicts that none has. */
    public Map<Kind, Integer> counts() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        secrets.forEach(secret -> counts.merge(secret.kind(), 1, Integer::sum));
        return counts;
    }

    /** The secrets that somebody should do something about, worst first. */
    public List<SecretReport> bad() {
        return secrets.stream().filter(secret -> secret.kind().isBad()).toList();
    }

    /** Whether nothing is bad; not true where nothing is known to be protected. */
    public boolean isWell() {
        return problems.isEmpty() && bad().isEmpty() && counts().containsKey(Kind.PROTECTED);
    }

    /** When any host was last checked. */
    public Optional<Instant> checked() {
        return hosts.values().stream().map(HostReport::checked).max(Comparator.naturalOrder());
    }
}
