package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.ComputerNames;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One master secret with the hosts that depend on it: all that share a secret, or say that they fetch it from the same
 * server. What hosts say of each other is not to be trusted: nothing gets better by it.
 *
 * @param name of the master secret server: what it calls itself, or what the others call it if it is no node here; if
 *     nobody names one, the first computer or node
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

    /** Names of all nodes in it, servers first. */
    public List<String> nodes() {
        return Stream.concat(servers.stream(), dependents.stream())
                .map(HostRecord::node)
                .toList();
    }

    /** The systems of these hosts, by name. Hosts without ENTSSO are in none. */
    public static List<SecretSystem> of(Collection<HostRecord> hosts) {
        List<HostRecord> members = hosts.stream()
                .filter(h -> h.verdict().kind() != Verdict.Kind.NO_ENTSSO)
                .filter(h -> h.verdict().kind() != Verdict.Kind.NOT_WINDOWS)
                .sorted(Comparator.comparing(HostRecord::node))
                .toList();
        Groups groups = new Groups();
        for (HostRecord host : members) {
            String node = "node " + host.node();
            host.msids().forEach(msid -> groups.join(node, "secret " + msid));
            String server = isServer(host) ? host.computer() : host.secretServer();
            if (!server.isEmpty()) {
                groups.join(node, "server " + ComputerNames.plain(server));
            }
        }
        Map<String, List<HostRecord>> systems = new LinkedHashMap<>();
        for (HostRecord host : members) {
            systems.computeIfAbsent(groups.root("node " + host.node()), root -> new ArrayList<>())
                    .add(host);
        }
        return systems.values().stream()
                .map(SecretSystem::of)
                .sorted(Comparator.comparing(SecretSystem::name))
                .toList();
    }

    private static SecretSystem of(List<HostRecord> members) {
        List<HostRecord> servers =
                members.stream().filter(SecretSystem::isServer).toList();
        List<HostRecord> dependents = members.stream().filter(h -> !isServer(h)).toList();
        SortedSet<Msid> msids = new TreeSet<>();
        members.forEach(h -> msids.addAll(h.msids()));
        return new SecretSystem(nameOf(servers, dependents), servers, dependents, msids);
    }

    private static String nameOf(List<HostRecord> servers, List<HostRecord> dependents) {
        // the name that others use is that of the cluster, where there is one
        List<String> names = new ArrayList<>();
        if (servers.size() != 1) {
            dependents.forEach(h -> names.add(h.secretServer()));
        }
        servers.forEach(h -> names.add(h.computer()));
        servers.forEach(h -> names.add(h.node()));
        dependents.forEach(h -> names.add(h.node()));
        return names.stream().filter(n -> !n.isEmpty()).findFirst().orElseThrow();
    }

    /** Whether a host holds a secret, or may: one that could not be judged is not taken for a mere dependent. */
    private static boolean isServer(HostRecord host) {
        return !host.verdict().kind().isNothingToProtect()
                && (host.secretServer().isEmpty() || host.verdict().kind() != Verdict.Kind.UNKNOWN);
    }

    private static final class Groups {
        private final Map<String, String> parents = new HashMap<>();

        void join(String a, String b) {
            parents.put(root(a), root(b));
        }

        String root(String key) {
            String parent = parents.getOrDefault(key, key);
            return parent.equals(key) ? key : root(parent);
        }
    }
}
