package io.jenkins.plugins.entsso.engine.report;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID3;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.NOON;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.backup;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.host;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SecretSystemsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** As an administrator has named them: the cluster of a node. */
    private final Map<String, String> clusters = new HashMap<>();

    private Ledger ledger;

    @Before
    public void open() throws IOException {
        ledger = new Ledger(
                folder.getRoot().toPath(), Clock.fixed(NOON, ZoneOffset.UTC), node -> clusters.getOrDefault(node, ""));
    }

    @Test
    public void aGroupsOneSecretIsThereOnceWithTheHostsThatDependOnIt() throws IOException {
        ledger.enter(backup("sso", 1, 0, MSID1));
        ledger.enter(backup("sso", 2, 60, MSID1));
        add("sso", host("SSO1").secrets(MSID1));
        add("app-1", host("APP1").event(EventId.GOT_CURRENT_SECRET, 5, "SSO1.corp.example", MSID1.toString()));
        add("app-2", host("APP2").event(EventId.GOT_CURRENT_SECRET, 5, "sso1", MSID1.toString()));

        SecretReport system = only();
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

        SecretReport system = only();
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
        List<SecretReport> systems = systems();
        assertEquals(
                List.of(List.of("sso-b"), List.of("namesake"), List.of("sso-a"), List.of("liar")).stream()
                        .sorted(Comparator.comparing(List::toString))
                        .toList(),
                systems.stream()
                        .map(system -> nodes(system.servers()))
                        .sorted(Comparator.comparing(List::toString))
                        .toList());
        SecretReport cluster = systems.stream()
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
        List<SecretReport> systems = systems();
        assertEquals(
                List.of("OTHER", "SSO1"),
                systems.stream().map(SecretReport::name).toList());
        assertEquals(List.of("app"), nodes(systems.get(1).dependents()));
        assertEquals(Set.of(MSID1), systems.get(1).msids());
    }

    @Test
    public void dependentsOfAServerThatIsNoNodeBelongTogether() {
        add("app-1", host("APP1").event(EventId.GOT_CURRENT_SECRET, 5, "SSO1", MSID1.toString()));
        add("app-2", host("APP2").event(EventId.GOT_CURRENT_SECRET, 5, "sso1", MSID1.toString()));
        SecretReport system = only();
        assertEquals("SSO1", system.name());
        assertEquals(List.of(), system.servers());
    }

    @Test
    public void systemsThatShareNothingAreApart() throws IOException {
        add("a", host("A").secrets(MSID1).required(5, 9));
        ledger.enter(backup("b", 1, 0, MSID2));
        add("b", host("B").secrets(MSID2));
        add("plain", host("PLAIN"));
        silent("silent-1");
        silent("silent-2");
        List<SecretReport> systems = systems();
        assertEquals(
                List.of("A", "B", "plain", "silent-1", "silent-2"),
                systems.stream().map(SecretReport::name).toList());
    }

    @Test
    public void aServerThatFallsSilentStaysInItsSystem() {
        add("sso", host("SSO1").secrets(MSID1));
        add("app", host("APP").event(EventId.GOT_CURRENT_SECRET, 5, "SSO1", MSID1.toString()));
        silent("sso");
        SecretReport system = only();
        assertEquals(List.of("sso"), nodes(system.servers()));
    }

    private SecretReport only() {
        List<SecretReport> systems = systems();
        assertEquals(systems.toString(), 1, systems.size());
        return systems.get(0);
    }

    private List<SecretReport> systems() {
        return LedgerSnapshot.of(ledger, NOON).secrets().stream()
                .sorted(Comparator.comparing(SecretReport::name))
                .toList();
    }

    private void add(String node, Hosts host) {
        ledger.enter(node, host.facts(), NOON);
    }

    private void silent(String node) {
        ledger.enter(node, new Failure(Failure.Kind.TIMEOUT, ""), NOON);
    }

    private static List<String> nodes(List<HostRecord> hosts) {
        return hosts.stream().map(HostRecord::node).toList();
    }
}
