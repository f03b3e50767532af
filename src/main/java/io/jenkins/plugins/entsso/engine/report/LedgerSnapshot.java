package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the ledger knew at one moment, for whatever shows it.
 *
 * @param time the moment
 * @param hosts every host by itself, by node name
 * @param secrets every master secret, and every host that has to do with none, worst first
 * @param lastRound the last round of the patrol since the start of the server, or null
 * @param problems what of the ledger could not be read
 * @param unread how many archived backups were not read for long
 */
public record LedgerSnapshot(
        Instant time,
        List<SecretReport> hosts,
        List<SecretReport> secrets,
        PatrolRound lastRound,
        List<Finding> problems,
        long unread) {
    public static LedgerSnapshot of(Ledger ledger, Instant now) {
        List<HostRecord> records =
                ledger.hosts().stream().map(host -> asOf(host, now)).toList();
        List<SecretReport> hosts = records.stream()
                .map(host -> SecretReport.of(host, ledger.backupsOf(host.node())))
                .sorted(Comparator.comparing(SecretReport::name))
                .toList();
        List<SecretReport> secrets = Stream.concat(
                        SecretSystems.of(records, ledger).stream(),
                        // all others are in a system
                        hosts.stream().filter(host -> !host.isSecret()))
                .sorted(Comparator.comparing(SecretReport::kind)
                        .thenComparing(SecretReport::name)
                        .thenComparing(secret -> secret.worst().node()))
                .toList();
        return new LedgerSnapshot(
                now,
                hosts,
                secrets,
                ledger.lastRound(),
                ledger.problems(),
                ledger.backups().stream().filter(b -> b.isUnread(now)).count());
    }

    /** The host of a node as it is now; empty if it was never checked. */
    public static Optional<SecretReport> host(Ledger ledger, String node, Instant now) {
        return ledger.host(node).map(host -> SecretReport.of(asOf(host, now), ledger.backupsOf(node)));
    }

    /** With the verdict that counts now: what was good is unknown once nobody has looked for too long. */
    private static HostRecord asOf(HostRecord host, Instant now) {
        boolean isOld = host.isOld(now);
        Instant since = isOld ? host.checked().plus(HostRecord.FRESH) : host.since();
        return new HostRecord(
                host.node(),
                isOld ? host.outOfDate(now) : host.verdict(),
                // clocks may have been wrong: nothing has been so since a time to come
                since.isAfter(now) ? now : since,
                host.check(),
                host.known(),
                host.history(),
                host.marks(),
                host.starts());
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
        return hosts.stream().map(host -> host.worst().checked()).max(Comparator.naturalOrder());
    }
}
