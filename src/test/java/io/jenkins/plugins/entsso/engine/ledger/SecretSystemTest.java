package io.jenkins.plugins.entsso.engine.ledger;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID3;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.NOON;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.backup;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.host;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Check;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

public class SecretSystemTest {
    private final List<HostRecord> hosts = new ArrayList<>();
    private final List<Backup> backups = new ArrayList<>();

    /** As an administrator has named them: the cluster of a node. */
    private final Map<String, String> clusters = new HashMap<>();

    @Test
    public void aGroupsOneSecretIsThereOnceWithTheHostsThatDependOnIt() {
        backups.add(backup("sso", 1, 0, MSID1));
        backups.add(backup("sso", 2, 60, MSID1));
        add("sso", host("SSO1").secrets(MSID1));
        add("app-1", host("APP1").event(EventId.GOT_CURRENT_SECRET, 5, "SSO1.corp.example", MSID1.toString()));
        add("app-2", host("APP2").event(EventId.LOST_SECRET_SERVER, 5, "sso1", "1722"));

        SecretSystem system = only();
        assertEquals("SSO1", system.name());
        assertEquals(List.of("sso"), nodes(system.servers()));
        assertEquals(List.of("app-1", "app-2"), nodes(system.dependents()));
        assertEquals(Set.of(MSID1), system.msids());
    }

    @Test
    public void theNodesOfAClusterAreOneSystemWithTheirLogsNewestSecret() {
        clusters.putAll(Map.of("sso-a", "SSOCLUSTER", "sso-b", "ssocluster.corp.example", "standby", "SSOCLUSTER"));
        add("sso-a", host("SSO1A").secrets(MSID1, MSID2).event(EventId.GENERATED, 5, MSID1.toString()));
        add("sso-b", host("SSO1B").secrets(MSID1, MSID2).event(EventId.BACKED_UP, 9, "x", MSID2.toString(), ""));
        // not a secret server by itself, but named as a node
        add("standby", host("SSO1C"));
        add("app", host("APP").event(EventId.GOT_CURRENT_SECRET, 5, "SSOCLUSTER", MSID2.toString()));
        add("app-2", host("APP2").event(EventId.GOT_CURRENT_SECRET, 5, "sso1b", MSID2.toString()));

        SecretSystem system = only();
        assertEquals("SSOCLUSTER", system.name());
        assertEquals(List.of("sso-a", "sso-b", "standby"), nodes(system.servers()));
        assertEquals(List.of("app", "app-2"), nodes(system.dependents()));
        assertEquals(Optional.of(MSID2), system.current());
    }

    /** What a host says of itself must not bring it into another one's system. */
    @Test
    public void neitherSharedSecretsNorNamesJoinServers() {
        clusters.put("sso-a", "SSOCLUSTER");
        add("sso-a", host("SSO1A").secrets(MSID1));
        add("sso-b", host("SSO1B").secrets(MSID2));
        add("liar", host("SSOCLUSTER").secrets(MSID1, MSID2, MSID3));
        add("namesake", host("SSO1B").secrets(MSID2));
        List<SecretSystem> systems = SecretSystem.of(hosts, node -> clusters.getOrDefault(node, ""));
        assertEquals(
                List.of(List.of("sso-b"), List.of("namesake"), List.of("sso-a"), List.of("liar")).stream()
                        .sorted(Comparator.comparing(List::toString))
                        .toList(),
                systems.stream()
                        .map(system -> nodes(system.servers()))
                        .sorted(Comparator.comparing(List::toString))
                        .toList());
        SecretSystem cluster = systems.stream()
                .filter(s -> nodes(s.servers()).equals(List.of("sso-a")))
                .findFirst()
                .get();
        assertEquals(Set.of(MSID1), cluster.msids());
    }

    /** A host that says to fetch its secrets from many servers is listed with them, and no more. */
    @Test
    public void whatADependentHasIsNotItsServers() {
        add("sso", host("SSO1").secrets(MSID1));
        add("other", host("OTHER").secrets(MSID2));
        add(
                "app",
                host("APP")
                        .event(EventId.GOT_CURRENT_SECRET, 5, "SSO1", MSID2.toString())
                        .event(EventId.GOT_PREVIOUS_SECRET, 6, "SSO1", MSID3.toString()));
        List<SecretSystem> systems = SecretSystem.of(hosts, node -> "");
        assertEquals(
                List.of("OTHER", "SSO1"),
                systems.stream().map(SecretSystem::name).toList());
        assertEquals(List.of("app"), nodes(systems.get(1).dependents()));
        assertEquals(Set.of(MSID1), systems.get(1).msids());
    }

    @Test
    public void dependentsOfAServerThatIsNoNodeBelongTogether() {
        add("app-1", host("APP1").event(EventId.GOT_CURRENT_SECRET, 5, "SSO1", MSID1.toString()));
        add("app-2", host("APP2").event(EventId.LOST_SECRET_SERVER, 5, "sso1", "1722"));
        SecretSystem system = only();
        assertEquals("SSO1", system.name());
        assertEquals(List.of(), system.servers());
    }

    @Test
    public void systemsThatShareNothingAreApart() {
        add("a", host("A").secrets(MSID1).required(5, 9));
        backups.add(backup("b", 1, 0, MSID2));
        add("b", host("B").secrets(MSID2));
        add("plain", host("PLAIN"));
        silent(null, "silent-1");
        silent(null, "silent-2");
        List<SecretSystem> systems = SecretSystem.of(hosts, node -> clusters.getOrDefault(node, ""));
        assertEquals(
                List.of("A", "B", "plain", "silent-1", "silent-2"),
                systems.stream().map(SecretSystem::name).toList());
    }

    @Test
    public void aServerThatFallsSilentStaysInItsSystem() {
        add("sso", host("SSO1").secrets(MSID1));
        add("app", host("APP").event(EventId.GOT_CURRENT_SECRET, 5, "SSO1", MSID1.toString()));
        HostRecord sso = hosts.remove(0);
        silent(sso, "sso");
        SecretSystem system = only();
        assertEquals(List.of("sso"), nodes(system.servers()));
    }

    /** What the order of hosts is must not matter. */
    @Test
    public void everyOrderGivesTheSameSystems() {
        add("sso", host("SSO1").secrets(MSID1));
        add("app-1", host("APP1").event(EventId.GOT_CURRENT_SECRET, 5, "SSO1", MSID1.toString()));
        add("app-2", host("APP2").event(EventId.GOT_CURRENT_SECRET, 5, "VIRTUAL", MSID1.toString()));
        add("app-3", host("APP3").event(EventId.LOST_SECRET_SERVER, 5, "VIRTUAL", "5"));
        add("other", host("OTHER").secrets(MSID3));
        List<SecretSystem> expected = SecretSystem.of(hosts, node -> clusters.getOrDefault(node, ""));
        assertEquals(3, expected.size());
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(hosts, random);
            assertEquals(expected, SecretSystem.of(hosts, node -> clusters.getOrDefault(node, "")));
        }
    }

    private SecretSystem only() {
        List<SecretSystem> systems = SecretSystem.of(hosts, node -> clusters.getOrDefault(node, ""));
        assertEquals(systems.toString(), 1, systems.size());
        return systems.get(0);
    }

    private void add(String node, Hosts host) {
        hosts.add(HostRecordUpdater.next(
                null, node, Set.of(node), new Check(NOON, NOON, host.facts(), null), backups, 0, NOON));
    }

    private void silent(HostRecord last, String node) {
        Failure failure = new Failure(Failure.Kind.TIMEOUT, "");
        hosts.add(HostRecordUpdater.next(
                last,
                node,
                Set.of(node),
                Check.failed(NOON, failure, last == null ? null : last.check()),
                backups,
                0,
                NOON));
    }

    private static List<String> nodes(List<HostRecord> hosts) {
        return hosts.stream().map(HostRecord::node).toList();
    }
}
