package io.jenkins.plugins.entsso.engine.patrol;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BackupSchedulerTest {
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
    public void startsWhatTheVerdictAsksForAndLooksAgainAfterwards() throws IOException {
        simulated.startsJobs = true;
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        agent.host.required(3, 9);
        simulated.pass(HOUR);
        assertEquals(1, simulated.started.size());
        BackupReason reason = simulated.started.get(0).reason();
        assertEquals(Kind.UNPROTECTED, reason.verdict());
        assertEquals(Finding.Code.REQUIRED, reason.finding().code());
        assertEquals(1, reason.attempt());
        assertFalse(reason.renewal());

        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        agent.host.event(EventId.BACKED_UP, 10, "f", MSID1.toString(), "", "", "");
        int asked = agent.asked.size();
        simulated.started.get(0).end().complete(null);
        simulated.pass(Duration.ofMinutes(2));
        assertEquals(asked + 1, agent.asked.size());
        assertEquals(
                Kind.PROTECTED,
                simulated.ledger.host("n").orElseThrow().verdict().kind());
        simulated.pass(Duration.ofDays(3));
        assertEquals(1, simulated.started.size());
    }

    @Test
    public void startsNothingWhereOnlyAReportIsWanted() {
        simulated.addServer("n", MSID1).host.required(3, 9);
        simulated.pass(Duration.ofDays(3));
        assertEquals(List.of(), simulated.started);
    }

    @Test
    public void startsNoTwoAtOnceForOneSecret() {
        simulated.startsJobs = true;
        simulated.addServer("node-a", MSID1, MSID2).host.required(3, 9);
        simulated.addServer("node-b", MSID1).host.required(3, 9);
        simulated.pass(Duration.ofHours(5));
        assertEquals(1, simulated.started.size());
        // it did not help: the other server of the cluster is next
        simulated.started.get(0).end().complete(null);
        simulated.pass(HOUR);
        assertEquals(2, simulated.started.size());
        assertNotEquals(
                simulated.started.get(0).node(), simulated.started.get(1).node());
    }

    @Test
    public void startsEverLessOftenWhatDoesNotHelp() {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1).host.required(3, 9);
        for (int i = 0; i < 24 * 7; i++) {
            simulated.pass(HOUR);
            simulated.started.forEach(s -> s.end().complete(null));
            simulated.patrol.request("n");
        }
        assertTrue("" + simulated.started.size(), simulated.started.size() >= 10 && simulated.started.size() <= 12);
        assertEquals(
                simulated.started.size(),
                simulated.started.get(simulated.started.size() - 1).reason().attempt());
    }

    /** After a failover: no build helps where the secret server does not run, and the log there does not change. */
    @Test
    public void startsSeldomWhatAnotherNodeIsSaidToHaveBackedUp() throws IOException {
        simulated.startsJobs = true;
        simulated.addServer("former", MSID1).host.required(3, 9);
        simulated.addServer("present", MSID1);
        simulated.ledger.enter(Hosts.backup("present", 1, 3600, MSID1));
        for (int i = 0; i < 24 * 15; i++) {
            simulated.pass(HOUR);
            simulated.started.forEach(s -> s.end().complete(null));
        }
        assertEquals(
                List.of("former", "former", "former"),
                simulated.started.stream().map(SimulatedAgents.Start::node).toList());
        // the event again, so the host is what it was
        simulated.agents.get("former").host.required(3, 1_300_000);
        simulated.pass(Duration.ofDays(3));
        assertTrue("" + simulated.started.size(), simulated.started.size() >= 4);
        assertEquals(
                Kind.UNPROTECTED,
                simulated.ledger.host("former").orElseThrow().verdict().kind());
    }

    /** What the ledger knows of failures outlives the server. */
    @Test
    public void startsNoMoreOftenAfterARestart() throws IOException {
        simulated.startsJobs = true;
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        agent.host.required(3, 9);
        for (int i = 0; i < 3; i++) {
            simulated.pass(Duration.ofHours(5));
            simulated.ledger.enter(
                    Backup.started("n", "N", "job", i, simulated.time.clock().instant())
                            .withState(Backup.State.FAILED));
            simulated.started.forEach(s -> s.end().complete(null));
        }
        SimulatedAgents restarted = new SimulatedAgents(folder.getRoot().toPath());
        restarted.startsJobs = true;
        restarted.time.jumped = simulated.time.passed();
        restarted.addServer("n", MSID1).host.required(3, 9);
        restarted.patrol.request("n");
        restarted.pass(HOUR);
        assertEquals(List.of(), restarted.started);
        restarted.pass(Duration.ofHours(5));
        assertEquals(4, restarted.started.get(0).reason().attempt());
    }

    @Test
    public void aNewReasonStartsAtOnce() throws IOException {
        simulated.startsJobs = true;
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        simulated.ledger.enter(Backup.started("n", "N", "job", 1, Hosts.NOON).withState(Backup.State.FAILED));
        simulated.ledger.enter(Hosts.backup("n", 2, 1, MSID1));
        simulated.pass(HOUR);
        agent.host.required(3, 9);
        simulated.patrol.request("n");
        simulated.pass(MINUTE);
        assertEquals(1, simulated.started.get(0).reason().attempt());
    }

    @Test
    public void aBuildThatHangsDoesNotKeepTheOthersForEver() {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1).host.required(3, 9);
        simulated.pass(Duration.ofHours(15));
        assertEquals(2, simulated.started.size());
    }

    @Test
    public void startsNothingForHostsThatCannotBeBackedUp() {
        simulated.startsJobs = true;
        simulated.add("dependent").host.event(EventId.GOT_CURRENT_SECRET, 5, "SSO", MSID1.toString());
        simulated.addServer("damaged", MSID2).host.event(EventId.SECRETS_NOT_LOADED, 5);
        simulated.add("silent").dead = true;
        simulated.pass(Duration.ofDays(1));
        assertEquals(List.of(), simulated.started);
    }

    @Test
    public void renewsABackupThatIsTooOld() throws IOException {
        simulated.startsJobs = true;
        simulated.settings = new PatrolSettings(Duration.ofHours(4), 50, 30, false);
        simulated.addServer("n", MSID1);
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(Duration.ofDays(29));
        assertEquals(List.of(), simulated.started);
        simulated.pass(Duration.ofHours(29));
        assertEquals(1, simulated.started.size());
        assertTrue(simulated.started.get(0).reason().renewal());
        HostRecord host = simulated.ledger.host("n").orElseThrow();
        assertEquals(Kind.PROTECTED, host.verdict().kind());
        assertEquals(Finding.Code.TOO_OLD, host.verdict().concerns().get(0).code());
    }

    @Test
    public void renewsABackupFromBeforeARestoreIfThatIsWanted() throws IOException {
        simulated.startsJobs = true;
        SimulatedAgents.Agent agent = simulated.addServer("n", MSID1);
        agent.host.event(EventId.SECRETS_NOT_LOADED, 5).event(EventId.RESTORED, 6, "f", MSID1.toString(), "", "", "");
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(Duration.ofDays(1));
        assertEquals(List.of(), simulated.started);
        assertEquals(
                Finding.Code.NOT_BACKED_UP_SINCE,
                simulated
                        .ledger
                        .host("n")
                        .orElseThrow()
                        .verdict()
                        .concerns()
                        .get(0)
                        .code());
        simulated.settings = new PatrolSettings(Duration.ofHours(4), 50, 0, true);
        simulated.pass(Duration.ofHours(5));
        assertEquals(1, simulated.started.size());
    }
}
