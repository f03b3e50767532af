package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.ComputerNames;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One master secret server, a cluster's nodes together, with the hosts that depend on it. Which nodes are a cluster is for
 * administrators to say. What hosts say of each other joins no servers: it only lists a host under the server that it names.
 *
 * @param name of the cluster, as the administrator gave it, else what the server calls itself, or the others call it if it is
 *     no node here; if nobody names one, the node
 * @param servers the hosts that hold the secret, by node name; more than one in a cluster, none if the server is no node
 *     here
 * @param dependents the hosts that fetch it, by node name
 * @param msids the secrets
 */
public record SecretSystem(String name, List<HostRecord> servers, List<HostRecord> dependents, SortedSet<Msid> msids) {
    public SecretSystem {
        servers = List.copyOf(servers);
        dependents = List.copyOf(dependents);
        msids = Collections.unmodifiableSortedSet(new TreeSet<>(msids));
    }

    /** The current secret, by what is newest in the logs of the servers; empty if they do not tell. */
    public Optional<Msid> current() {
        return servers.stream()
                .flatMap(server -> server.facts().stream())
                .flatMap(facts -> facts.log().asOptional().stream())
                .flatMap(log -> log.events().stream())
                .filter(event -> event.currentMsid().isPresent())
                .max(Comparator.comparing(EntssoEvent::time))
                .flatMap(EntssoEvent::currentMsid);
    }

    /**
     * The systems of these hosts, by name. Hosts without ENTSSO are in none.
     *
     * @param clusters the network name of the cluster that a node is named as a node of; empty for the others
     */
    public static List<SecretSystem> of(Collection<HostRecord> hosts, UnaryOperator<String> clusters) {
        List<HostRecord> members = hosts.stream()
                .filter(h -> h.verdict().kind() != Verdict.Kind.NO_ENTSSO)
                .filter(h -> h.verdict().kind() != Verdict.Kind.NOT_WINDOWS)
                .sorted(Comparator.comparing(HostRecord::node))
                .toList();
        Map<String, List<HostRecord>> servers = new LinkedHashMap<>();
        List<HostRecord> dependents = new ArrayList<>();
        for (HostRecord host : members) {
            String cluster = clusters.apply(host.node());
            if (!cluster.isEmpty() || isServer(host)) {
                String key = cluster.isEmpty() ? "node " + host.node() : "cluster " + ComputerNames.plain(cluster);
                servers.computeIfAbsent(key, k -> new ArrayList<>()).add(host);
            } else {
                dependents.add(host);
            }
        }
        List<SecretSystem> systems = new ArrayList<>();
        for (List<HostRecord> group : servers.values()) {
            HostRecord first = group.get(0);
            List<String> names = Stream.concat(
                            Stream.of(clusters.apply(first.node())),
                            group.stream().map(HostRecord::computer))
                    .filter(name -> !name.isEmpty())
                    .toList();
            List<HostRecord> own = dependents.stream()
                    .filter(h -> names.stream().anyMatch(name -> ComputerNames.same(name, h.secretServer())))
                    .toList();
            systems.add(new SecretSystem(names.isEmpty() ? first.node() : names.get(0), group, own, msids(group)));
        }
        systems.stream().map(SecretSystem::dependents).toList().forEach(dependents::removeAll);
        Map<String, List<HostRecord>> others = new LinkedHashMap<>();
        dependents.forEach(h -> others.computeIfAbsent(
                        h.secretServer().isEmpty() ? "node " + h.node() : ComputerNames.plain(h.secretServer()),
                        k -> new ArrayList<>())
                .add(h));
        for (List<HostRecord> group : others.values()) {
            String server = group.get(0).secretServer();
            String name = server.isEmpty() ? group.get(0).node() : server;
            systems.add(new SecretSystem(name, List.of(), group, msids(group)));
        }
        systems.sort(Comparator.comparing(SecretSystem::name));
        return systems;
    }

    private static SortedSet<Msid> msids(List<HostRecord> hosts) {
        SortedSet<Msid> msids = new TreeSet<>();
        hosts.forEach(h -> msids.addAll(h.msids()));
        return msids;
    }

    /** Whether a host holds a secret, or may: one that could not be judged is not taken for a mere dependent. */
    private static boolean isServer(HostRecord host) {
        return !host.verdict().kind().isNothingToProtect()
                && (host.secretServer().isEmpty() || host.verdict().kind() != Verdict.Kind.UNKNOWN);
    }
}
