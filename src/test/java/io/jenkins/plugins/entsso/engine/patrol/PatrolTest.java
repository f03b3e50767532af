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
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        simulated.pass(Duration.ofHours(47));
        simulated.agents.values().forEach(agent -> {
            assertEquals(12, agent.asked.size());
            for (int i = 1; i < agent.asked.size(); i++) {
                Duration between = agent.asked.get(i).minus(agent.asked.get(i - 1));
                assertTrue(
                        between.toString(),
                        between.minus(Duration.ofHours(4)).abs().compareTo(MINUTE) < 0);
            }
        });
        assertEquals(30, simulated.ledger.hosts().size());
        assertEquals(30, simulated.ledger.lastRound().asked());
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
    public void deadAndSlowHostsDoNotDelayTheOthers() {
        for (int i = 0; i < 1000; i++) {
            SimulatedAgents.Agent agent = simulated.add("n" + i);
            agent.dead = i % 50 == 7;
            agent.latency = i % 50 == 8 ? MINUTE : agent.latency;
        }
        simulated.pass(Duration.ofMillis(6000));
        assertEquals(960, simulated.ledger.hosts().size());
        assertTrue("" + simulated.mostInFlight, simulated.mostInFlight <= 50 + 40);

        simulated.pass(SimulatedAgents.LIMIT.plus(MINUTE));
        PatrolRound round = simulated.ledger.lastRound();
        assertEquals(1000, round.asked());
        assertEquals(20, round.silent());
        assertEquals(Kind.UNKNOWN, simulated.kind("n7"));
        assertThat(simulated.host("n7").error(), containsString("within 300 seconds"));
        assertEquals("", simulated.host("n8").error());
        assertEquals(1, simulated.agents.get("n8").asked.size());
    }

    @Test
    public void aSilentHostIsAskedEverLessOften() {
        SimulatedAgents.Agent agent = simulated.add("n");
        agent.failure = new IOException("the channel is closed");
        simulated.pass(Duration.ofDays(1));
        assertTrue("" + agent.asked.size(), agent.asked.size() > 8 && agent.asked.size() < 14);
        assertThat(simulated.host("n").error(), containsString("channel is closed"));

        agent.failure = null;
        simulated.pass(Duration.ofHours(5));
        assertEquals("", simulated.host("n").error());
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
        assertThat(simulated.host("a").error(), containsString("3000"));
        assertThat(simulated.host("b").error(), containsString("no such class"));
        assertThat(simulated.host("c").error(), containsString("too deep"));
        assertEquals("", simulated.host("d").error());
        simulated.pass(Duration.ofHours(5));
        assertEquals(2, good.asked.size());
        assertTrue(simulated.agents.get("b").asked.size() > 2);
    }

    @Test
    public void anAgentIsAskedSoonAfterItConnects() {
        simulated.pass(HOUR);
        SimulatedAgents.Agent agent = simulated.add("n");
        simulated.pass(Patrol.LOOK.plus(SECOND));
        assertEquals(1, agent.asked.size());
    }

    @Test
    public void aConnectionThatComesAndGoesIsNoFlood() {
        SimulatedAgents.Agent agent = simulated.add("n");
        for (int i = 0; i < 720; i++) {
            agent.online = i % 2 == 0;
            simulated.pass(Duration.ofSeconds(5 + i % 40));
        }
        // five hours
        assertTrue("" + agent.asked.size(), agent.asked.size() > 20 && agent.asked.size() < 62);
    }

    @Test
    public void offlineAgentsAreNotAskedAndKeepTheirVerdict() {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        simulated.pass(HOUR);
        HostRecord before = simulated.host("n");
        agent.online = false;
        simulated.pass(Duration.ofDays(1));
        assertEquals(before, simulated.host("n"));
        agent.online = true;
        simulated.pass(MINUTE);
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
        HostRecord checked = simulated.host("n");
        agent.online = false;
        broken.online = false;
        simulated.pass(HostRecord.FRESH.minus(HOUR));
        assertEquals(checked, simulated.host("n"));
        simulated.pass(Duration.ofDays(30));
        assertEquals(1, told.size());
        assertEquals(Kind.PROTECTED, told.get(0).before());
        assertEquals(Kind.UNKNOWN, told.get(0).after());
        assertTrue(told.get(0).isWorse());
        assertEquals(
                Finding.of(Finding.Code.GROWN_OLD, checked.checked()),
                told.get(0).host().verdict().evidence().get(0));
        HostRecord old = simulated.host("n");
        assertEquals("it was not checked since", checked.checked(), old.checked());
        assertFalse("there is nobody who could be backed up", old.verdict().asksForBackup());
        assertEquals("what is bad stays so", Kind.UNPROTECTED, simulated.kind("broken"));

        agent.online = true;
        simulated.pass(HOUR);
        assertEquals(2, told.size());
        assertEquals(Kind.PROTECTED, told.get(1).after());
    }

    /** A controller that was off for a month is back before its agents are. */
    @Test
    public void noOldVerdictIsToldWhenTheServerStarts() throws IOException {
        simulated.addServer("n", MSID1);
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(HOUR);
        SimulatedAgents restarted = new SimulatedAgents(simulated.directory, Duration.ofDays(30));
        List<Kind> told = new ArrayList<>();
        restarted.ledger.listen((before, after) -> told.add(after.verdict().kind()));
        SimulatedAgents.Agent agent = restarted.addServer("n", MSID1);
        agent.online = false;
        restarted.pass(HOUR);
        assertEquals(Kind.UNKNOWN, restarted.kind("n"));
        agent.online = true;
        restarted.pass(MINUTE);
        assertEquals(List.of(Kind.PROTECTED), told);
    }

    /** What was found long ago proves nothing, whoever has backed the secret up since. */
    @Test
    public void noBackupMakesAHostGreenThatNobodyHasLookedAt() throws IOException {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        agent.host.event(EventId.GENERATED, 5, MSID1.toString());
        simulated.pass(HOUR);
        Kind bad = simulated.kind("n");
        assertTrue(bad.toString(), bad.isBad());
        agent.online = false;
        simulated.pass(HostRecord.FRESH.plus(HOUR));
        assertEquals("what is bad stays so", bad, simulated.kind("n"));
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1)
                .withVerified(simulated.time.clock().instant()));
        assertEquals(Kind.UNKNOWN, simulated.kind("n"));
        agent.online = true;
        simulated.pass(MINUTE);
        assertEquals(Kind.PROTECTED, simulated.kind("n"));
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
    public void howeverOftenSomebodyAsksAHostIsCheckedOnceInAWhile() {
        SimulatedAgents.Agent agent = simulated.add("n");
        simulated.pass(HOUR);
        int before = agent.asked.size();
        for (int i = 0; i < 600; i++) {
            simulated.patrol.request("n");
            simulated.pass(Duration.ofMillis(100));
        }
        simulated.pass(MINUTE);
        assertEquals(before + 1 + MINUTE.dividedBy(Patrol.BETWEEN_REQUESTS), agent.asked.size());
    }

    @Test
    public void whoeverAsksForWhatIsNoNodeGetsNothing() {
        simulated.patrol.request("nobody");
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
    public void aNodeThatWasRenamedOrRemovedDuringItsCheckLeavesNothing() throws IOException {
        simulated.addServer("old", MSID1).latency = MINUTE;
        simulated.add("gone").latency = MINUTE;
        simulated.pass(HOUR);
        Instant since = simulated.host("old").since();
        simulated.patrol.request("old");
        simulated.patrol.request("gone");
        simulated.pass(SECOND);
        simulated.agents.put("new", simulated.agents.remove("old"));
        simulated.ledger.rename("old", "new", simulated.time.clock().instant());
        simulated.agents.remove("gone");
        simulated.ledger.forget("gone");
        simulated.pass(Duration.ofMinutes(5));
        assertEquals(
                List.of("new"),
                simulated.ledger.hosts().stream().map(HostRecord::node).toList());
        assertEquals(since, simulated.host("new").since());
        assertTrue(simulated.host("new").checked().isAfter(Hosts.NOON.plus(HOUR)));
    }

    /** Its connection ends with it: that is no failure of a host, and no alarm. */
    @Test
    public void aCheckThatEndsAfterItsNodeWasRemovedIsNoFailure() {
        SimulatedAgents.Agent agent = simulated.addServer("gone", MSID1);
        agent.latency = SECOND;
        simulated.pass(HOUR);
        // between two looks
        simulated.pass(Patrol.LOOK.minus(Duration.ofSeconds(8)));
        simulated.patrol.request("gone");
        simulated.pass(Duration.ZERO);
        agent.failure = new IOException("the connection was closed");
        simulated.agents.remove("gone");
        simulated.ledger.forget("gone");
        simulated.pass(Duration.ofSeconds(2));
        assertEquals(List.of(), simulated.ledger.hosts());
    }

    /** As one whose directory was removed while the server was down. */
    @Test
    public void aHostWhoseNodeWentWithoutAWordIsForgotten() throws IOException {
        simulated.addServer("n", MSID1);
        simulated.addServer("offline", MSID2);
        simulated.pass(HOUR);
        SimulatedAgents.Agent agent = simulated.agents.remove("n");
        simulated.agents.get("offline").online = false;
        simulated.pass(Patrol.NO_NODE.minus(MINUTE));
        assertEquals(2, simulated.ledger.hosts().size());
        // as while nodes are being loaded
        simulated.agents.put("n", agent);
        simulated.pass(MINUTE);
        simulated.agents.remove("n");
        simulated.pass(Patrol.NO_NODE.minus(MINUTE));
        assertEquals(2, simulated.ledger.hosts().size());
        simulated.pass(Patrol.NO_NODE.multipliedBy(2));
        assertEquals(
                List.of("offline"),
                simulated.ledger.hosts().stream().map(HostRecord::node).toList());
    }

    @Test
    public void anotherMachineUnderTheNameIsNeverSilentlyGreen() throws IOException {
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(HOUR);
        assertEquals(Kind.PROTECTED, simulated.kind("n"));
        agent.host = Hosts.host("OTHER").secrets(MSID2);
        simulated.patrol.request("n");
        simulated.pass(MINUTE);
        HostRecord replaced = simulated.host("n");
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
        assertEquals(Kind.UNPROTECTED, simulated.kind("n"));
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
        assertEquals(Kind.UNPROTECTED, simulated.kind("n"));
    }

    private void askAll(int hosts) {
        for (int i = 0; i < hosts; i++) {
            simulated.add("n" + i);
        }
        simulated.pass(MINUTE);
    }
}
