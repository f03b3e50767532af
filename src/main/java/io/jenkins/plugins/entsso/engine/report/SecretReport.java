package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One master secret with its hosts; or one host by itself, in the same form.
 *
 * @param name what its server calls itself, or the node's name: untrusted text
 * @param worst the host with the worst verdict: of the servers, or of the dependents where no server is a node here
 * @param servers the hosts that hold the secret, by node name
 * @param dependents the hosts that fetch it, by node name
 * @param msids the IDs under which ENTSSO keeps it
 * @param backups the backups that were made on the servers, or on other nodes of their cluster, and whose archived copies are
 *     held of it, confirmed or not, oldest first
 */
public record SecretReport(
        String name,
        HostRecord worst,
        List<HostRecord> servers,
        List<HostRecord> dependents,
        SortedSet<Msid> msids,
        List<Backup> backups) {
    /** Whether the registry of a server lists the current secret. */
    public enum CurrentSecret {
        LISTED,
        MISSING,
        UNKNOWN
    }

    private static final Comparator<HostRecord> WORST_FIRST = Comparator.comparing(
                    (HostRecord host) -> host.verdict().kind())
            .thenComparing(HostRecord::since)
            .thenComparing(HostRecord::node);

    /**
     * The secret of these hosts.
     *
     * @param made every backup that was made on the servers or their cluster
     */
    static SecretReport of(
            String name, List<HostRecord> servers, List<HostRecord> dependents, Collection<Backup> made) {
        List<HostRecord> decisive = servers.isEmpty() ? dependents : servers;
        SortedSet<Msid> msids = new TreeSet<>();
        decisive.forEach(host -> msids.addAll(host.msids()));
        List<Backup> own = made.stream()
                .filter(Backup::isArchived)
                // what is in an unconfirmed one may not be known
                .filter(backup -> !backup.isHeld() || !Collections.disjoint(msids, backup.msids()))
                .sorted(Comparator.comparing(Backup::made))
                .toList();
        return new SecretReport(name, Collections.min(decisive, WORST_FIRST), servers, dependents, msids, own);
    }

    static SecretReport of(HostRecord host, Collection<Backup> backups) {
        return of(host.node(), List.of(host), List.of(), backups);
    }

    public Kind kind() {
        return worst.verdict().kind();
    }

    public Instant since() {
        return worst.since();
    }

    /** Whether there is ENTSSO on any of its hosts, so that there is a secret at all. */
    public boolean isSecret() {
        return SecretSystems.isSecret(kind());
    }

    /** The newest confirmed backup; null if none is held. */
    public Backup newestBackup() {
        return backups.stream()
                .filter(Backup::isHeld)
                .reduce((older, newer) -> newer)
                .orElse(null);
    }

    /** The backups that ENTSSO did not confirm: they cover nothing, as far as is known. */
    public List<Backup> unconfirmed() {
        return backups.stream().filter(backup -> !backup.isHeld()).toList();
    }

    /** The current secret, by what is newest in the logs of the servers; empty if they do not tell. */
    Optional<Msid> current() {
        return servers.stream()
                .flatMap(server -> server.facts().stream())
                .flatMap(facts -> facts.log().asOptional().stream())
                .flatMap(log -> log.events().stream())
                .filter(event -> event.currentMsid().isPresent())
                .max(Comparator.comparing(EntssoEvent::time))
                .flatMap(EntssoEvent::currentMsid);
    }

    /** Whether ENTSSO can load the current secret on one of its servers after a failover, as far as the registry there tells. */
    public CurrentSecret current(HostRecord server) {
        return server.facts()
                .flatMap(facts -> facts.secrets().asOptional())
                .flatMap(secrets -> current().map(secrets.msids()::contains))
                .map(isListed -> isListed ? CurrentSecret.LISTED : CurrentSecret.MISSING)
                .orElse(CurrentSecret.UNKNOWN);
    }

    public Timeline timeline(Instant now) {
        return Timeline.of(this, now);
    }

    public List<String> serverNodes() {
        return servers.stream().map(HostRecord::node).toList();
    }

    /** Every name that somebody may look for: its own, and those of its hosts. */
    Stream<String> names() {
        Stream<HostRecord> hosts = Stream.concat(servers.stream(), dependents.stream());
        return Stream.concat(Stream.of(name), hosts.flatMap(h -> Stream.of(h.node(), h.computer())));
    }
}
