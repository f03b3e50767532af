package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One master secret with the hosts that depend on it: all that share a secret, or say that they fetch it from the same
 * server. What hosts say of each other is not to be trusted: nothing gets better by it, since the worst verdict counts.
 *
 * @param name of the master secret server: what it calls itself, or what the others call it if it is no node here; if
 *     nobody names one, the first computer or node
 * @param servers the hosts that hold the secret, by node name; more than one in a cluster, none if the server is no node
 *     here
 * @param dependents the hosts that fetch it, by node name
 * @param msids the secrets
 * @param worst the worst verdict on a server; on a dependent if no server is a node here
 * @param newest the newest backup that is held of any of the secrets; null if there is none
 */
public record SecretSystem(
        String name,
        List<HostRecord> servers,
        List<HostRecord> dependents,
        SortedSet<Msid> msids,
        Verdict.Kind worst,
        Backup newest) {
    private static final Comparator<HostRecord> BY_NODE = Comparator.comparing(HostRecord::node);

    /** Copies the collections. */
    public SecretSystem {
        servers = List.copyOf(servers);
        dependents = List.copyOf(dependents);
        msids = Collections.unmodifiableSortedSet(new TreeSet<>(msids));
    }

    /** The first of its nodes, which is in no other system: a name that stays, whatever becomes of the secrets. */
    public String id() {
        return nodes().get(0);
    }

    /** Names of all nodes in it, servers first. */
    public List<String> nodes() {
        List<String> nodes = new ArrayList<>();
        servers.forEach(h -> nodes.add(h.node()));
        dependents.forEach(h -> nodes.add(h.node()));
        return nodes;
    }

    /**
     * The systems of these hosts, worst first, then by name. Hosts without ENTSSO are in none.
     *
     * @param backups every backup that the controller knows of
     */
    public static List<SecretSystem> of(Collection<HostRecord> hosts, Collection<Backup> backups) {
        Groups groups = new Groups();
        Map<String, HostRecord> byNode = new TreeMap<>();
        for (HostRecord host : hosts) {
            if (host.verdict().kind() == Verdict.Kind.NO_ENTSSO
                    || host.verdict().kind() == Verdict.Kind.NOT_WINDOWS) {
                continue;
            }
            byNode.put(host.node(), host);
            String node = "node " + host.node();
            groups.join(node, node);
            host.msids().forEach(msid -> groups.join(node, "secret " + msid));
            if (isServer(host) && !host.computer().isEmpty()) {
                groups.join(node, "server " + plain(host.computer()));
            } else if (!host.secretServer().isEmpty()) {
                groups.join(node, "server " + plain(host.secretServer()));
            }
        }
        Map<String, List<HostRecord>> members = new LinkedHashMap<>();
        byNode.values()
                .forEach(h -> members.computeIfAbsent(groups.root("node " + h.node()), root -> new ArrayList<>())
                        .add(h));
        Map<Msid, Backup> newest = newest(backups);
        return members.values().stream()
                .map(m -> of(m, newest))
                .sorted(Comparator.comparing(SecretSystem::worst).thenComparing(SecretSystem::name))
                .toList();
    }

    private static SecretSystem of(List<HostRecord> members, Map<Msid, Backup> backups) {
        List<HostRecord> servers =
                members.stream().filter(SecretSystem::isServer).sorted(BY_NODE).toList();
        List<HostRecord> dependents =
                members.stream().filter(h -> !isServer(h)).sorted(BY_NODE).toList();
        SortedSet<Msid> msids = new TreeSet<>();
        members.forEach(h -> msids.addAll(h.msids()));
        Optional<Backup> newest =
                msids.stream().filter(backups::containsKey).map(backups::get).max(Comparator.comparing(Backup::made));
        Verdict.Kind worst = (servers.isEmpty() ? dependents : servers)
                .stream()
                        .map(h -> h.verdict().kind())
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
        return new SecretSystem(nameOf(servers, dependents), servers, dependents, msids, worst, newest.orElse(null));
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

    /** A computer's name without its domain, in one case. */
    private static String plain(String computer) {
        String name = computer.strip().toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static Map<Msid, Backup> newest(Collection<Backup> backups) {
        Map<Msid, Backup> newest = new HashMap<>();
        for (Backup backup : backups) {
            if (backup.isHeld()) {
                backup.msids()
                        .forEach(msid ->
                                newest.merge(msid, backup, (a, b) -> a.made().isAfter(b.made()) ? a : b));
            }
        }
        return newest;
    }

    /** What belongs together. */
    private static final class Groups {
        private final Map<String, String> parents = new HashMap<>();

        void join(String a, String b) {
            parents.put(root(a), root(b));
        }

        String root(String key) {
            String root = key;
            String parent = parents.getOrDefault(root, root);
            while (!parent.equals(root)) {
                root = parent;
                parent = parents.getOrDefault(root, root);
            }
            if (!root.equals(key)) {
                parents.put(key, root);
            }
            return root;
        }
    }
}
