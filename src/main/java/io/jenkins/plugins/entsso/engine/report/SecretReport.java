package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * One master secret with its hosts; a host that has to do with none is one by itself, so that it can stand in the same table.
 *
 * @param name what its server calls itself, or the node's name: untrusted text
 * @param worst the host with the worst verdict: of the servers, or of the dependents where no server is a node here
 * @param servers the hosts that hold the secret, by node name
 * @param dependents the hosts that fetch it, by node name
 * @param msids the IDs under which ENTSSO keeps it
 * @param backups the backups whose archived copies are held of it, confirmed or not, oldest first
 */
public record SecretReport(
        String name,
        HostReport worst,
        List<HostReport> servers,
        List<HostReport> dependents,
        SortedSet<Msid> msids,
        List<Backup> backups) {
    public Kind kind() {
        return worst.kind();
    }

    public Instant since() {
        return worst.since();
    }

    /** Whether there is ENTSSO on any of its hosts, so that there is a secret at all. */
    public boolean isSecret() {
        return kind() != Kind.NO_ENTSSO && kind() != Kind.NOT_WINDOWS;
    }

    /** The newest confirmed backup; null if none is held. */
    public Backup newestBackup() {
        return HostReport.newest(backups);
    }

    /** The backups that ENTSSO did not confirm. */
    public List<Backup> unconfirmed() {
        return HostReport.unconfirmed(backups);
    }

    /** The nodes of its servers. */
    public List<String> serverNodes() {
        return servers.stream().map(HostReport::node).toList();
    }

    /** Every name that somebody may look for: its own, and those of its hosts. */
    Stream<String> names() {
        Stream<HostReport> hosts = Stream.concat(servers.stream(), dependents.stream());
        return Stream.concat(Stream.of(name), hosts.flatMap(h -> Stream.of(h.node(), h.computer())));
    }
}
