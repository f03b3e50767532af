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

    private World world;

    @Before
    public void create() throws IOException {
        world = new World(folder.getRoot().toPath());
    }

    @Test
    public void everyHostIsAskedOnceInAnInterval() {
        for (int i = 0; i < 30; i++) {
            world.add("n" + i);
        }
        world.pass(Duration.ofDays(2));
        world.agents.values().forEach(agent -> {
            assertTrue(agent.asked.toString(), agent.asked.size() >= 11 && agent.asked.size() <= 14);
            assertTrue(agent.asked.get(0).compareTo(Times.FIRST_ROUND) <= 0);
            for (int i = 1; i < agent.asked.size(); i++) {
                Duration between = agent.asked.get(i).minus(agent.asked.get(i - 1));
                assertTrue(between.toString(), between.compareTo(Duration.ofMinutes(215)) > 0);
                assertTrue(between.toString(), between.compareTo(Duration.ofMinutes(266)) < 0);
            }
        });
        assertEquals(30, world.ledger.hosts().size());
    }

    @Test
    public void aThousandHostsAreAskedInTheTimeThatTheirAnswersTake() {
        askAll(1000);
        assertEquals(50, world.mostInFlight);
        PatrolRound round = world.ledger.lastRound();
        assertEquals(1000, round.answered());
        assertTrue(round.toString(), round.took().toMillis() < 4400);
    }

    @Test
    public void deadHostsTakeNobodysPlace() {
        for (int i = 0; i < 1000; i++) {
            world.add("n" + i).dead = i % 50 == 7;
            world.patrol.request("n" + i);
        }
        world.pass(Duration.ofMillis(5200));
        assertEquals(980, world.ledger.hosts().size());
        assertTrue("" + world.mostInFlight, world.mostInFlight <= 50 + 20);

        world.pass(World.LIMIT.plus(MINUTE));
        PatrolRound round = world.ledger.lastRound();
        assertEquals(1000, round.asked());
        assertEquals(20, round.silent());
        assertEquals(20, round.late());
        HostRecord dead = world.ledger.host("n7").orElseThrow();
        assertEquals(Kind.UNKNOWN, dead.verdict().kind());
        assertThat(dead.error(), containsString("within 300 seconds"));
        assertEquals(0, world.inFlight);
    }

    @Test
    public void slowHostsAreWaitedForButDelayNobody() {
        for (int i = 0; i < 500; i++) {
            world.add("n" + i).latency = i % 5 == 0 ? MINUTE : Duration.ofMillis(200);
            world.patrol.request("n" + i);
        }
        world.pass(Duration.ofSeconds(6));
        assertEquals(400, world.ledger.hosts().size());
        world.pass(Duration.ofSeconds(62));
        assertEquals(500, world.ledger.hosts().size());
        assertEquals(500, world.ledger.lastRound().answered());
    }

    /** A whole site behind a dead line: the bound on late calls holds, and all come to an end. */
    @Test
    public void manyDeadHostsAreBounded() {
        world.settings = new PatrolSettings(Duration.ofHours(4), 5, AgePolicy.NONE);
        for (int i = 0; i < 400; i++) {
            world.add("n" + i).dead = true;
            world.patrol.request("n" + i);
        }
        world.add("zzz");
        world.patrol.request("zzz");
        world.pass(HOUR);
        assertTrue("" + world.mostInFlight, world.mostInFlight <= 5 + 100 + 5);
        assertEquals(
                Kind.UNKNOWN, world.ledger.host("n399").orElseThrow().verdict().kind());
        assertEquals(
                Kind.NOT_A_SECRET_SERVER,
                world.ledger.host("zzz").orElseThrow().verdict().kind());
    }

    @Test
    public void aSilentHostIsAskedEverLessOften() {
        World.Agent agent = world.add("n");
        agent.failure = new IOException("the channel is closed");
        world.pass(Duration.ofDays(1));
        assertTrue("" + agent.asked.size(), agent.asked.size() > 8 && agent.asked.size() < 14);
        assertThat(world.ledger.host("n").orElseThrow().error(), containsString("channel is closed"));

        agent.failure = null;
        world.pass(Duration.ofHours(5));
        assertEquals("", world.ledger.host("n").orElseThrow().error());
        int asked = agent.asked.size();
        world.pass(Duration.ofHours(24));
        assertTrue(agent.asked.size() - asked <= 7);
    }

    @Test
    public void whatAHostThrowsIsAnAnswerTooBad() {
        world.add("a").failure = new IllegalArgumentException("The host sent 3000 events");
        world.add("b").unaskable = new IllegalStateException("no such node");
        world.add("c");
        world.pass(Duration.ofMinutes(11));
        assertThat(world.ledger.host("a").orElseThrow().error(), containsString("3000"));
        assertThat(world.ledger.host("b").orElseThrow().error(), containsString("no such node"));
        assertEquals("", world.ledger.host("c").orElseThrow().error());
    }

    @Test
    public void aCallThatNeverEndsIsNotMadeAgain() {
        World.Agent agent = world.add("n");
        agent.stuck = true;
        world.pass(Duration.ofDays(1));
        assertEquals(1, agent.asked.size());
        assertFalse(world.patrol.isUnderWay("n"));
        assertEquals(
                Kind.UNKNOWN, world.ledger.host("n").orElseThrow().verdict().kind());
    }

    @Test
    public void anAgentIsAskedSoonAfterItConnects() {
        world.pass(HOUR);
        World.Agent agent = world.add("n");
        world.patrol.connected("n");
        world.pass(Times.AFTER_CONNECT.plus(MINUTE));
        assertEquals(1, agent.asked.size());
    }

    @Test
    public void aConnectionThatComesAndGoesIsNoFlood() {
        World.Agent agent = world.add("n");
        for (int i = 0; i < 720; i++) {
            agent.online = i % 2 == 0;
            if (agent.online) {
                world.patrol.connected("n");
            }
            world.pass(Duration.ofSeconds(5 + i % 40));
        }
        // five hours
        assertTrue("" + agent.asked.size(), agent.asked.size() > 20 && agent.asked.size() < 62);
    }

    @Test
    public void offlineAgentsAreNotAskedAndKeepTheirVerdict() {
        World.Agent agent = world.addServer("n", MSID1);
        world.pass(HOUR);
        HostRecord before = world.ledger.host("n").orElseThrow();
        agent.online = false;
        world.pass(Duration.ofDays(1));
        assertEquals(before, world.ledger.host("n").orElseThrow());
        agent.online = true;
        world.pass(Duration.ofMinutes(12));
        assertEquals(2, agent.asked.size());
    }

    @Test
    public void aVerdictThatGrowsOldIsAChange() throws IOException {
        List<VerdictChange> told = new ArrayList<>();
        World.Agent agent = world.addServer("n", MSID1);
        World.Agent broken = world.addServer("broken", MSID2);
        broken.host.required(3, 9);
        world.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        world.pass(HOUR);
        world.ledger.listen((before, after) -> VerdictChange.of(before, after).ifPresent(told::add));
        HostRecord checked = world.ledger.host("n").orElseThrow();
        agent.online = false;
        broken.online = false;
        world.pass(HostRecord.FRESH);
        assertEquals(checked, world.ledger.host("n").orElseThrow());
        world.pass(Duration.ofDays(30));
        assertEquals(1, told.size());
        assertEquals(Kind.PROTECTED, told.get(0).before());
        assertEquals(Kind.UNKNOWN, told.get(0).after());
        assertTrue(told.get(0).isWorse());
        assertEquals(
                Finding.of(Finding.Code.GROWN_OLD, checked.checked()),
                told.get(0).evidence().get(0));
        HostRecord old = world.ledger.host("n").orElseThrow();
        assertEquals("it was not checked since", checked.checked(), old.checked());
        assertFalse("there is nobody who could be backed up", old.verdict().asksForBackup());
        assertEquals(
                "what is bad stays so",
                Kind.UNPROTECTED,
                world.ledger.host("broken").orElseThrow().verdict().kind());

        agent.online = true;
        world.pass(HOUR);
        assertEquals(2, told.size());
        assertEquals(Kind.PROTECTED, told.get(1).after());
    }

    /** A controller that slept for a month wakes up before its agents do. */
    @Test
    public void noVerdictGrowsOldBeforeItsHostHadTimeToComeBack() throws IOException {
        World.Agent agent = world.addServer("n", MSID1);
        world.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        world.pass(HOUR);
        agent.online = false;
        world.jumped = Duration.ofDays(30);
        world.pass(Times.AWAY.minus(MINUTE));
        agent.online = true;
        world.patrol.connected("n");
        world.pass(Duration.ofHours(5));
        HostRecord host = world.ledger.host("n").orElseThrow();
        assertEquals(Kind.PROTECTED, host.verdict().kind());
        assertEquals(1, host.history().size());
    }

    @Test
    public void whoeverAsksIsServedAtOnceAndNeverTwiceAtATime() {
        World.Agent agent = world.add("n");
        agent.latency = Duration.ofSeconds(20);
        world.pass(HOUR);
        int before = agent.asked.size();
        world.patrol.request("n");
        world.pass(SECOND);
        assertTrue(world.patrol.isUnderWay("n"));
        world.patrol.request("n");
        world.patrol.request("n");
        world.pass(MINUTE);
        assertEquals("once for the first, once for what came while it was under way", before + 2, agent.asked.size());
        assertFalse(world.patrol.isUnderWay("n"));
    }

    @Test
    public void whoeverAsksForWhatIsNoNodeGetsNothing() {
        world.patrol.request("nobody");
        world.patrol.connected("nobody");
        world.pass(HOUR);
        assertEquals(List.of(), world.ledger.hosts());
    }

    @Test
    public void aClockThatJumpsChangesNothingButWhatIsRead() {
        World.Agent agent = world.addServer("n", MSID1);
        Duration[] jumps = {
            Duration.ofDays(400),
            Duration.ofDays(-800),
            Duration.ofHours(5),
            Duration.ofMinutes(-61),
            Duration.ofDays(9000)
        };
        for (int i = 0; i < 48; i++) {
            world.jumped = world.jumped.plus(jumps[i % jumps.length]);
            world.pass(HOUR);
        }
        assertTrue("" + agent.asked.size(), agent.asked.size() >= 11 && agent.asked.size() <= 14);
    }

    @Test
    public void aRenamedNodeGoesOn() throws IOException {
        World.Agent agent = world.addServer("old", MSID1);
        world.pass(HOUR);
        Instant since = world.ledger.host("old").orElseThrow().since();
        agent.latency = MINUTE;
        world.patrol.request("old");
        world.pass(SECOND);
        // in the middle of a call, whose answer comes too late
        world.agents.put("new", world.agents.remove("old"));
        world.patrol.renamed("old", "new");
        world.pass(Duration.ofMinutes(5));
        assertEquals(
                List.of("new"),
                world.ledger.hosts().stream().map(HostRecord::node).toList());
        HostRecord record = world.ledger.host("new").orElseThrow();
        assertEquals(since, record.since());
        assertEquals(Finding.Code.NODE_RENAMED, record.history().get(1).note().code());
        assertTrue(record.checked().isAfter(Hosts.NOON.plus(HOUR)));
    }

    /** The patrol hears of it later, when the old name is a node again. */
    @Test
    public void aNodeThatGetsItsOldNameBackLosesNothing() throws IOException {
        World.Agent agent = world.addServer("a", MSID1);
        world.pass(HOUR);
        Instant since = world.ledger.host("a").orElseThrow().since();
        world.patrol.renamed("a", "b");
        world.patrol.renamed("b", "a");
        world.pass(MINUTE);
        HostRecord record = world.ledger.host("a").orElseThrow();
        assertEquals(since, record.since());
        assertEquals(
                List.of("a"),
                world.ledger.hosts().stream().map(HostRecord::node).toList());
        assertEquals(2, agent.asked.size());
    }

    @Test
    public void aRemovedNodeIsForgottenForGood() throws IOException {
        World.Agent agent = world.add("n");
        agent.latency = MINUTE;
        world.patrol.request("n");
        world.pass(SECOND);
        world.agents.remove("n");
        world.patrol.removed("n");
        world.pass(HOUR);
        assertEquals(List.of(), world.ledger.hosts());
        assertEquals(1, agent.asked.size());
    }

    /** As one whose directory was removed while the server was down. */
    @Test
    public void aHostWhoseNodeWentWithoutAWordIsForgotten() throws IOException {
        world.addServer("n", MSID1);
        world.addServer("offline", MSID2);
        world.pass(HOUR);
        World.Agent agent = world.agents.remove("n");
        world.agents.get("offline").online = false;
        world.pass(Times.NO_NODE.minus(MINUTE));
        assertEquals(2, world.ledger.hosts().size());
        // as while nodes are being loaded
        world.agents.put("n", agent);
        world.pass(MINUTE);
        world.agents.remove("n");
        world.pass(Times.NO_NODE.minus(MINUTE));
        assertEquals(2, world.ledger.hosts().size());
        world.pass(Duration.ofMinutes(2));
        assertEquals(
                List.of("offline"),
                world.ledger.hosts().stream().map(HostRecord::node).toList());
    }

    @Test
    public void anotherMachineUnderTheNameIsNeverSilentlyGreen() throws IOException {
        World.Agent agent = world.addServer("n", MSID1);
        world.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        world.pass(HOUR);
        assertEquals(
                Kind.PROTECTED, world.ledger.host("n").orElseThrow().verdict().kind());
        agent.host = Hosts.host("OTHER").secrets(MSID2);
        world.patrol.request("n");
        world.pass(MINUTE);
        HostRecord replaced = world.ledger.host("n").orElseThrow();
        assertEquals(Kind.UNKNOWN, replaced.verdict().kind());
        assertEquals(
                Finding.Code.OTHER_MACHINE, replaced.verdict().concerns().get(0).code());
    }

    @Test
    public void aVerdictThatTurnedByALossIsLookedAtWithFreshFacts() throws IOException {
        World.Agent agent = world.addServer("n", MSID1);
        world.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        world.pass(HOUR);
        world.ledger.lose("job", build -> true);
        assertEquals(
                Kind.UNPROTECTED, world.ledger.host("n").orElseThrow().verdict().kind());
        world.pass(MINUTE);
        assertEquals(2, agent.asked.size());
    }

    @Test
    public void aFullDiskStopsNothing() throws IOException {
        World.Agent agent = world.addServer("n", MSID1);
        world.pass(HOUR);
        // stands for a disk that takes nothing
        Path hosts = folder.getRoot().toPath().resolve("hosts");
        for (Path file : Files.list(hosts).toList()) {
            Files.createDirectories(hosts.resolve(file.getFileName() + ".new/full"));
        }
        agent.host.required(1, 9);
        world.pass(Duration.ofHours(9));
        assertEquals(3, agent.asked.size());
        assertEquals(
                Kind.UNPROTECTED, world.ledger.host("n").orElseThrow().verdict().kind());
    }

    // ---- acting ----

    @Test
    public void startsWhatTheVerdictAsksForAndLooksAgainAfterwards() throws IOException {
        world.startsJobs = true;
        World.Agent agent = world.addServer("n", MSID1);
        agent.host.required(3, 9);
        world.pass(HOUR);
        assertEquals(1, world.started.size());
        Reason reason = world.started.get(0).reason();
        assertEquals(Kind.UNPROTECTED, reason.verdict());
        assertEquals(Finding.Code.REQUIRED, reason.finding().code());
        assertEquals(1, reason.attempt());
        assertFalse(reason.renewal());

        world.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        agent.host.event(EventId.BACKED_UP, 10, "f", MSID1.toString(), "", "", "");
        int asked = agent.asked.size();
        world.started.get(0).end().complete(null);
        world.pass(Duration.ofMinutes(2));
        assertEquals(asked + 1, agent.asked.size());
        assertEquals(
                Kind.PROTECTED, world.ledger.host("n").orElseThrow().verdict().kind());
        world.pass(Duration.ofDays(3));
        assertEquals(1, world.started.size());
    }

    @Test
    public void startsNothingWhereOnlyAReportIsWanted() {
        world.addServer("n", MSID1).host.required(3, 9);
        world.pass(Duration.ofDays(3));
        assertEquals(List.of(), world.started);
    }

    @Test
    public void startsNoTwoAtOnceForOneSecret() {
        world.startsJobs = true;
        world.addServer("node-a", MSID1, MSID2).host.required(3, 9);
        world.addServer("node-b", MSID1).host.required(3, 9);
        world.pass(Duration.ofHours(5));
        assertEquals(1, world.started.size());
        // it did not help: the other server of the cluster is next
        world.started.get(0).end().complete(null);
        world.pass(HOUR);
        assertEquals(2, world.started.size());
        assertEquals("node-b", world.started.get(1).node());
    }

    @Test
    public void startsEverLessOftenWhatDoesNotHelp() {
        world.startsJobs = true;
        world.addServer("n", MSID1).host.required(3, 9);
        for (int i = 0; i < 24 * 7; i++) {
            world.pass(HOUR);
            world.started.forEach(s -> s.end().complete(null));
            world.patrol.request("n");
        }
        assertTrue("" + world.started.size(), world.started.size() >= 10 && world.started.size() <= 12);
        assertEquals(
                world.started.size(),
                world.started.get(world.started.size() - 1).reason().attempt());
    }

    /** After a failover: no build helps where the secret server does not run, and the log there does not change. */
    @Test
    public void startsSeldomWhatAnotherNodeIsSaidToHaveBackedUp() throws IOException {
        world.startsJobs = true;
        world.addServer("former", MSID1).host.required(3, 9);
        world.addServer("present", MSID1);
        world.ledger.enter(Hosts.backup("present", 1, 3600, MSID1));
        for (int i = 0; i < 24 * 15; i++) {
            world.pass(HOUR);
            world.started.forEach(s -> s.end().complete(null));
        }
        assertEquals(
                List.of("former", "former", "former"),
                world.started.stream().map(World.Start::node).toList());
        // the event again, so the host is what it was
        world.agents.get("former").host.required(3, 1_300_000);
        world.pass(Duration.ofDays(3));
        assertTrue("" + world.started.size(), world.started.size() >= 4);
        assertEquals(
                Kind.UNPROTECTED,
                world.ledger.host("former").orElseThrow().verdict().kind());
    }

    @Test
    public void aBuildThatHangsDoesNotKeepTheOthersForEver() {
        world.startsJobs = true;
        world.addServer("n", MSID1).host.required(3, 9);
        world.pass(Duration.ofHours(15));
        assertEquals(2, world.started.size());
    }

    @Test
    public void startsNothingForHostsThatCannotBeBackedUp() {
        world.startsJobs = true;
        world.add("dependent").host.event(EventId.GOT_CURRENT_SECRET, 5, "SSO", MSID1.toString());
        world.addServer("damaged", MSID2).host.event(EventId.SECRETS_NOT_LOADED, 5);
        world.add("silent").dead = true;
        world.pass(Duration.ofDays(1));
        assertEquals(List.of(), world.started);
    }

    @Test
    public void renewsABackupThatIsTooOld() throws IOException {
        world.startsJobs = true;
        world.settings = new PatrolSettings(Duration.ofHours(4), 50, new AgePolicy(30, false));
        world.addServer("n", MSID1);
        world.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        world.pass(Duration.ofDays(29));
        assertEquals(List.of(), world.started);
        world.pass(Duration.ofHours(29));
        assertEquals(1, world.started.size());
        assertTrue(world.started.get(0).reason().renewal());
        HostRecord host = world.ledger.host("n").orElseThrow();
        assertEquals(Kind.PROTECTED, host.verdict().kind());
        assertEquals(Finding.Code.TOO_OLD, host.verdict().concerns().get(0).code());
    }

    @Test
    public void renewsABackupFromBeforeARestoreIfThatIsWanted() throws IOException {
        world.startsJobs = true;
        World.Agent agent = world.addServer("n", MSID1);
        agent.host.event(EventId.SECRETS_NOT_LOADED, 5).event(EventId.RESTORED, 6, "f", MSID1.toString(), "", "", "");
        world.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        world.pass(Duration.ofDays(1));
        assertEquals(List.of(), world.started);
        assertEquals(
                Finding.Code.NOT_BACKED_UP_SINCE,
                world.ledger.host("n").orElseThrow().verdict().concerns().get(0).code());
        world.settings = new PatrolSettings(Duration.ofHours(4), 50, new AgePolicy(0, true));
        world.pass(Duration.ofHours(5));
        assertEquals(1, world.started.size());
    }

    private void askAll(int hosts) {
        for (int i = 0; i < hosts; i++) {
            world.add("n" + i);
            world.patrol.request("n" + i);
        }
        world.pass(MINUTE);
    }
}
