package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.ComputerNames;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which hosts have a master secret in common: a server, or a cluster's nodes together, with the hosts that depend on it. Which
 * nodes are a cluster is for administrators to say. What hosts say of each other joins no servers: it only lists a host under
 * the server that it names.
 */
final class SecretSystems {
    private SecretSystems() {}

    /**
     * The secrets of these hosts. Hosts without ENTSSO have to do with none. A secret has the name of the cluster, as the
     * administrator gave it, else what the server calls itself, or the others call it if it is no node here; if nobody names
     * one, the node's.
     */
    static List<SecretReport> of(Collection<HostRecord> hosts, Ledger ledger) {
        Map<String, List<HostRecord>> servers = new LinkedHashMap<>();
        List<HostRecord> dependents = new ArrayList<>();
        hosts.stream()
                .filter(host -> isSecret(host.verdict().kind()))
                .sorted(Comparator.comparing(HostRecord::node))
                .forEach(host -> {
                    String cluster = ledger.clusterName(host.node());
                    if (!cluster.isEmpty() || isServer(host)) {
                        String key =
                                cluster.isEmpty() ? "node " + host.node() : "cluster " + ComputerNames.plain(cluster);
                        servers.computeIfAbsent(key, k -> new ArrayList<>()).add(host);
                    } else {
                        dependents.add(host);
                    }
                });
        List<SecretReport> systems = new ArrayList<>();
        for (List<HostRecord> group : servers.values()) {
            String node = group.get(0).node();
            List<String> names = Stream.concat(
                            Stream.of(ledger.clusterName(node)), group.stream().map(HostRecord::computer))
                    .filter(name -> !name.isEmpty())
                    .toList();
            List<HostRecord> own = dependents.stream()
                    .filter(h -> names.stream().anyMatch(name -> ComputerNames.same(name, h.secretServer())))
                    .toList();
            systems.add(SecretReport.of(names.isEmpty() ? node : names.get(0), group, own, ledger.backupsOf(node)));
        }
        systems.forEach(system -> dependents.removeAll(system.dependents()));
        Map<String, List<HostRecord>> others = new LinkedHashMap<>();
        dependents.forEach(h -> others.computeIfAbsent(
                        h.secretServer().isEmpty() ? "node " + h.node() : ComputerNames.plain(h.secretServer()),
                        k -> new ArrayList<>())
                .add(h));
        for (List<HostRecord> group : others.values()) {
            String server = group.get(0).secretServer();
            systems.add(SecretReport.of(server.isEmpty() ? group.get(0).node() : server, List.of(), group, List.of()));
        }
        return systems;
    }

    /** Whether there is ENTSSO on a host with that verdict, so that it has to do with a secret at all. */
    static boolean isSecret(Kind kind) {
        return kind != Kind.NO_ENTSSO && kind != Kind.NOT_WINDOWS;
    }

    /** Whether a host holds a secret, or may: one that could not be judged is not taken for a mere dependent. */
    private static boolean isServer(HostRecord host) {
        Kind kind = host.verdict().kind();
        return !kind.isNothingToProtect() && (host.secretServer().isEmpty() || kind != Kind.UNKNOWN);
    }
}
