package io.jenkins.plugins.entsso.engine.patrol;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PatrolTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SimulatedAgents simulated;

    @Before
    public void create() throws IOException {
        simulated = new SimulatedAgents(folder.getRoot().toPath());
    }

    @Test
    public void everyHostIsAskedOnceInAnInterval() {
        for (int i = 0; i < 30; i++) {
            simulated.add("n" + i);
        }
        simulated.pass(Duration.ofDays(2));
        simulated.agents.values().forEach(agent -> {
            assertTrue(agent.asked.toString(), agent.asked.size() >= 11 && agent.asked.size() <= 14);
            assertTrue(agent.asked.get(0).compareTo(Patrol.FIRST_ROUND) <= 0);
            for (int i = 1; i < agent.asked.size(); i++) {
                Duration between = agent.asked.get(i).minus(agent.asked.get(i - 1));
                assertTrue(between.toString(), between.compareTo(Duration.ofMinutes(215)) > 0);
                assertTrue(between.toString(), between.compareTo(Duration.ofMinutes(266)) < 0);
            }
        });
        assertEquals(30, simulated.ledger.hosts().size());
    }

    @Test
    public void aThousandHostsAreAskedInTheTimeThatTheirAnswersTake() {
        askAll(1000);
        assertEquals(50, simulated.mostInFlight);
        PatrolRound round = simulated.ledger.lastRound();
        assertEquals(1000, round.answered());
        assertTrue(round.toString(), round.took().toMillis() < 4400);
    }

    /** Ideal are 4 seconds. */
    @Test
    public void deadHostsDoNotDelayTheOthers() {
        for (int i = 0; i < 1000; i++) {
            simulated.add("n" + i).dead = i % 50 == 7;
            simulated.patrol.request("n" + i);
        }
        simulated.pass(Duration.ofMillis(5500));
        assertEquals(980, simulated.ledger.hosts().size());
        assertEquals(50, simulated.mostInFlight);

        simulated.pass(SimulatedAgents.LIMIT.plus(MINUTE));
        PatrolRound round = simulated.ledger.lastRound();
        assertEquals(1000, round.asked());
        assertEquals(20, round.silent());
        HostRecord dead = simulated.ledger.host("n7").orElseThrow();
        assertEquals(Kind.UNKNOWN, dead.verdict().kind());
        assertThat(dead.error(), containsString("within 300 seconds"));
        assertEquals(Set.of(), simulated.inFlight);
    }

    @Test
    public void slowHostsAreWaitedForButDelayNobody() {
        for (int i = 0; i < 500; i++) {
            simulated.add("n" + i).latency = i % 5 == 0 ? MINUTE : Duration.ofMillis(200);
            simulated.patrol.request("n" + i);
        }
        simulated.pass(Duration.ofSeconds(8));
        assertEquals(400, simulated.ledger.hosts().size());
        simulated.pass(Duration.ofMinutes(3));
        assertEquals(500, simulated.ledger.lastRound().answered());
        assertEquals(
                List.of(),
                simulated.ledger.hosts().stream()
                        .filter(host -> !host.error().isEmpty())
                        .toList());
    }

    @Test
    public void aSlowHostIsKnownToBeSlow() {
        SimulatedAgents.Agent agent = simulated.add("n");
        agent.latency = MINUTE;
        simulated.pass(HOUR);
        assertEquals("once more, with more time", 2, agent.asked.size());
        simulated.pass(Duration.ofHours(5));
        assertEquals(3, agent.asked.size());
    }

    /** A whole site behind a dead line. */
    @Test
    public void aHostWaitsForOneDeadHostAtMost() {
        simulated.settings = new PatrolSettings(Duration.ofHours(4), 5, 0, false);
        for (int i = 0; i < 400; i++) {
            simulated.add("n" + i).dead = true;
            simulated.patrol.request("n" + i);
        }
        simulated.pass(HOUR);
        assertTrue("" + simulated.mostInFlight, simulated.mostInFlight <= 5);
        simulated.add("zzz");
        simulated.patrol.request("zzz");
        simulated.pass(SimulatedAgents.LIMIT.plus(SECOND));
        assertEquals(
                Kind.NOT_A_SECRET_SERVER,
                simulated.ledger.host("zzz").orElseThrow().verdict().kind());
    }

    @Test
    public void aSilentHostIsAskedEverLessOften() {
        SimulatedAgents.Agent agent = simulated.add("n");
        agent.failure = new IOException("the channel is closed");
        simulated.pass(Duration.ofDays(1));
        assertTrue("" + agent.asked.size(), agent.asked.size() > 8 && agent.asked.size() < 14);
        assertThat(simulated.ledger.host("n").orElseThrow().error(), containsString("channel is closed"));

        agent.failure = null;
        simulated.pass(Duration.ofHours(5));
        assertEquals("", simulated.ledger.host("n").orElseThrow().error());
        int asked = agent.asked.size();
        simulated.pass(Duration.ofHours(24));
        assertTrue(agent.asked.size() - asked <= 7);
    }

    /** Even an error, as of a class that is missing, ends nothing but that check. */
    @Test
    public void whatGoesWrongWithOneHostEndsTheCheckOfNoOther() {
        simulated.add("a").failure = new IllegalArgumentException("The host sent 3000 events");
        simulated.add("b").unaskable = new NoClassDefFoundError("no such class");
        simulated.add("c").failure = new StackOverflowError("too deep");
        SimulatedAgents.Agent good = simulated.add("d");
        simulated.pass(Duration.ofMinutes(11));
        assertThat(simulated.ledger.host("a").orElseThrow().error(), containsString("3000"));
        assertThat(simulated.ledger.host("b").orElseThrow().error(), containsString("no such class"));
        assertThat(simulated.ledger.host("c").orElseThrow().error(), containsString("too deep"));
        assertEquals("", simulated.ledger.host("d").orElseThrow().error());
        simulated.pass(Duration.ofHours(5));
        assertEquals(2, good.asked.size());
        assertTrue(simulated.agents.get("b").asked.size() > 2);
    }

    @Test
    public void aCallThatNeverEndsIsNotMadeAgain() {
        SimulatedAgents.Agent agent = simulated.add("n");
        agent.stuck = true;
        simulated.pass(Duration.ofDays(1));
        assertEquals(1, agent.asked.size());
        assertFalse(simulated.patrol.isUnderWay("n"));
        assertEquals(
                Kind.UNKNOWN, simulated.ledger.host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void anAgentIsAskedSoonAfterItConnects() {
        simulated.pass(HOUR);
        SimulatedAgents.Agent agent = simulated.add("n");
        simulated.patrol.connected("n");
        simulated.pass(Patrol.AFTER_CONNECT.plus(MINUTE));
        assertEquals(1, agent.asked.size());
    }

    @Test
    public void aConnectionThatComesAndGoesIsNoFlood() {
        SimulatedAgents.Agent agent = simulated.add("n");
        for (int i = 0; i < 720; i++) {
            agent.online = i % 2 == 0;
            if (agent.online) {
                simulated.patrol.connected("n");
            }
            simulated.pass(Duration.ofSeconds(5 + i % 40));
        }
        // five hours
        assertTrue("" + agent.asked.size(), agent.asked.size() > 20 && agent.asked.size() < 62);
    }

    @Test
    public void offlineAgentsAreNotAskedAndKeepTheirVerdict() {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        simulated.pass(HOUR);
        HostRecord before = simulated.ledger.host("n").orElseThrow();
        agent.online = false;
        simulated.pass(Duration.ofDays(1));
        assertEquals(before, simulated.ledger.host("n").orElseThrow());
        agent.online = true;
        simulated.pass(Duration.ofMinutes(12));
        assertEquals(2, agent.asked.size());
    }

    @Test
    public void aVerdictThatGrowsOldIsAChange() throws IOException {
        List<VerdictChange> told = new ArrayList<>();
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        SimulatedAgents.Agent broken = simulated.addServer("broken", MSID2);
        broken.host.required(3, 9);
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(HOUR);
        simulated.ledger.listen(
                (before, after) -> VerdictChange.of(before, after).ifPresent(told::add));
        HostRecord checked = simulated.ledger.host("n").orElseThrow();
        agent.online = false;
        broken.online = false;
        simulated.pass(HostRecord.FRESH);
        assertEquals(checked, simulated.ledger.host("n").orElseThrow());
        simulated.pass(Duration.ofDays(30));
        assertEquals(1, told.size());
        assertEquals(Kind.PROTECTED, told.get(0).before());
        assertEquals(Kind.UNKNOWN, told.get(0).after());
        assertTrue(told.get(0).isWorse());
        assertEquals(
                Finding.of(Finding.Code.GROWN_OLD, checked.checked()),
                told.get(0).evidence().get(0));
        HostRecord old = simulated.ledger.host("n").orElseThrow();
        assertEquals("it was not checked since", checked.checked(), old.checked());
        assertFalse("there is nobody who could be backed up", old.verdict().asksForBackup());
        assertEquals(
                "what is bad stays so",
                Kind.UNPROTECTED,
                simulated.ledger.host("broken").orElseThrow().verdict().kind());

        agent.online = true;
        simulated.pass(HOUR);
        assertEquals(2, told.size());
        assertEquals(Kind.PROTECTED, told.get(1).after());
    }

    /** A controller that slept for a month wakes up before its agents do. */
    @Test
    public void noVerdictGrowsOldBeforeItsHostHadTimeToComeBack() throws IOException {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(HOUR);
        agent.online = false;
        simulated.time.jumped = Duration.ofDays(30);
        simulated.pass(RecordUpkeep.AWAY.minus(MINUTE));
        agent.online = true;
        simulated.patrol.connected("n");
        simulated.pass(Duration.ofHours(5));
        HostRecord host = simulated.ledger.host("n").orElseThrow();
        assertEquals(Kind.PROTECTED, host.verdict().kind());
        assertEquals(1, host.history().size());
    }

    @Test
    public void whoeverAsksIsServedAtOnceAndNeverTwiceAtATime() {
        SimulatedAgents.Agent agent = simulated.add("n");
        agent.latency = Duration.ofSeconds(20);
        simulated.pass(HOUR);
        int before = agent.asked.size();
        simulated.patrol.request("n");
        simulated.pass(SECOND);
        assertTrue(simulated.patrol.isUnderWay("n"));
        simulated.patrol.request("n");
        simulated.patrol.request("n");
        simulated.pass(MINUTE);
        assertEquals("once for the first, once for what came while it was under way", before + 2, agent.asked.size());
        assertFalse(simulated.patrol.isUnderWay("n"));
    }

    @Test
    public void whoeverAsksForWhatIsNoNodeGetsNothing() {
        simulated.patrol.request("nobody");
        simulated.patrol.connected("nobody");
        simulated.pass(HOUR);
        assertEquals(List.of(), simulated.ledger.hosts());
    }

    @Test
    public void aClockThatJumpsChangesNothingButWhatIsRead() {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        Duration[] jumps = {
            Duration.ofDays(400),
            Duration.ofDays(-800),
            Duration.ofHours(5),
            Duration.ofMinutes(-61),
            Duration.ofDays(9000)
        };
        for (int i = 0; i < 48; i++) {
            simulated.time.jumped = jumps[i % jumps.length];
            simulated.pass(HOUR);
        }
        assertTrue("" + agent.asked.size(), agent.asked.size() >= 11 && agent.asked.size() <= 14);
    }

    @Test
    public void aRenamedNodeGoesOn() throws IOException {
        SimulatedAgents.Agent agent = simulated.addServer("old", MSID1);
        simulated.pass(HOUR);
        Instant since = simulated.ledger.host("old").orElseThrow().since();
        agent.latency = MINUTE;
        simulated.patrol.request("old");
        simulated.pass(SECOND);
        // in the middle of a call, whose answer comes too late
        simulated.agents.put("new", simulated.agents.remove("old"));
        simulated.patrol.renamed("old", "new");
        simulated.pass(Duration.ofMinutes(5));
        assertEquals(
                List.of("new"),
                simulated.ledger.hosts().stream().map(HostRecord::node).toList());
        HostRecord record = simulated.ledger.host("new").orElseThrow();
        assertEquals(since, record.since());
        assertEquals(Finding.Code.NODE_RENAMED, record.history().get(1).note().code());
        assertTrue(record.checked().isAfter(Hosts.NOON.plus(HOUR)));
    }

    /** The patrol hears of it later, when the old name is a node again. */
    @Test
    public void aNodeThatGetsItsOldNameBackLosesNothing() throws IOException {
        SimulatedAgents.Agent agent = simulated.addServer("a", MSID1);
        simulated.pass(HOUR);
        Instant since = simulated.ledger.host("a").orElseThrow().since();
        simulated.patrol.renamed("a", "b");
        simulated.patrol.renamed("b", "a");
        simulated.pass(MINUTE);
        HostRecord record = simulated.ledger.host("a").orElseThrow();
        assertEquals(since, record.since());
        assertEquals(
                List.of("a"),
                simulated.ledger.hosts().stream().map(HostRecord::node).toList());
        assertEquals(2, agent.asked.size());
    }

    @Test
    public void aRemovedNodeIsForgottenForGood() throws IOException {
        SimulatedAgents.Agent agent = simulated.add("n");
        agent.latency = MINUTE;
        simulated.patrol.request("n");
        simulated.pass(SECOND);
        simulated.agents.remove("n");
        simulated.patrol.removed("n");
        simulated.pass(HOUR);
        assertEquals(List.of(), simulated.ledger.hosts());
        assertEquals(1, agent.asked.size());
    }

    /** As one whose directory was removed while the server was down. */
    @Test
    public void aHostWhoseNodeWentWithoutAWordIsForgotten() throws IOException {
        simulated.addServer("n", MSID1);
        simulated.addServer("offline", MSID2);
        simulated.pass(HOUR);
        SimulatedAgents.Agent agent = simulated.agents.remove("n");
        simulated.agents.get("offline").online = false;
        simulated.pass(RecordUpkeep.NO_NODE.minus(MINUTE));
        assertEquals(2, simulated.ledger.hosts().size());
        // as while nodes are being loaded
        simulated.agents.put("n", agent);
        simulated.pass(MINUTE);
        simulated.agents.remove("n");
        simulated.pass(RecordUpkeep.NO_NODE.minus(MINUTE));
        assertEquals(2, simulated.ledger.hosts().size());
        simulated.pass(Duration.ofMinutes(2));
        assertEquals(
                List.of("offline"),
                simulated.ledger.hosts().stream().map(HostRecord::node).toList());
    }

    @Test
    public void anotherMachineUnderTheNameIsNeverSilentlyGreen() throws IOException {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(HOUR);
        assertEquals(
                Kind.PROTECTED,
                simulated.ledger.host("n").orElseThrow().verdict().kind());
        agent.host = Hosts.host("OTHER").secrets(MSID2);
        simulated.patrol.request("n");
        simulated.pass(MINUTE);
        HostRecord replaced = simulated.ledger.host("n").orElseThrow();
        assertEquals(Kind.UNKNOWN, replaced.verdict().kind());
        assertEquals(
                Finding.Code.OTHER_MACHINE, replaced.verdict().concerns().get(0).code());
    }

    @Test
    public void aVerdictThatTurnedByALossIsLookedAtWithFreshFacts() throws IOException {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(HOUR);
        simulated.ledger.lose("job", build -> true);
        assertEquals(
                Kind.UNPROTECTED,
                simulated.ledger.host("n").orElseThrow().verdict().kind());
        simulated.pass(MINUTE);
        assertEquals(2, agent.asked.size());
    }

    @Test
    public void aFullDiskStopsNothing() throws IOException {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        simulated.pass(HOUR);
        // stands for a disk that takes nothing
        Path hosts = folder.getRoot().toPath().resolve("hosts");
        for (Path file : Files.list(hosts).toList()) {
            Files.createDirectories(hosts.resolve(file.getFileName() + ".new/full"));
        }
        agent.host.required(1, 9);
        simulated.pass(Duration.ofHours(9));
        assertEquals(3, agent.asked.size());
        assertEquals(
                Kind.UNPROTECTED,
                simulated.ledger.host("n").orElseThrow().verdict().kind());
    }

    private void askAll(int hosts) {
        for (int i = 0; i < hosts; i++) {
            simulated.add("n" + i);
            simulated.patrol.request("n" + i);
        }
        simulated.pass(MINUTE);
    }
}
