package io.jenkins.plugins.entsso.engine.patrol;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials.State;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        SimulatedAgents.Start start = simulated.started.get(0);
        assertEquals(Kind.UNPROTECTED, start.verdict);
        assertEquals(Finding.Code.REQUIRED, start.reason.code());
        assertEquals(1, start.attempt);

        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        agent.host.event(EventId.BACKED_UP, 10, "f", MSID1.toString(), "", "", "");
        int asked = agent.asked.size();
        simulated.endBuilds();
        simulated.pass(Duration.ofMinutes(2));
        assertEquals(asked + 1, agent.asked.size());
        assertEquals(Kind.PROTECTED, simulated.kind("n"));
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
    public void startsNoTwoAtOnceForOneCluster() {
        simulated.startsJobs = true;
        simulated.clusters.putAll(Map.of("node-a", "SSOCLUSTER", "node-b", "SSOCLUSTER"));
        simulated.addServer("node-a", MSID1, MSID2).host.required(3, 9);
        simulated.addServer("node-b", MSID1).host.required(3, 9);
        simulated.pass(Duration.ofHours(5));
        assertEquals(1, simulated.started.size());
        // it did not help: the other server of the cluster is next
        simulated.endBuilds();
        simulated.pass(HOUR);
        assertEquals(2, simulated.started.size());
        assertNotEquals(simulated.started.get(0).node, simulated.started.get(1).node);
    }

    @Test
    public void startsEverLessOftenWhatDoesNotHelp() {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1).host.required(3, 9);
        for (int i = 0; i < 24 * 7; i++) {
            simulated.pass(HOUR);
            simulated.endBuilds();
            simulated.patrol.request("n");
        }
        assertTrue("" + simulated.started.size(), simulated.started.size() >= 10 && simulated.started.size() <= 12);
        assertEquals(simulated.started.size(), simulated.started.get(simulated.started.size() - 1).attempt);
    }

    /** After a failover: no build helps where the secret server does not run, and the log there does not change. */
    @Test
    public void startsNothingForWhatTheClusterHasBackedUp() throws IOException {
        simulated.clusters.putAll(Map.of("former", "SSOCLUSTER", "present", "SSOCLUSTER"));
        simulated.addServer("former", MSID1).host.required(3, 9);
        simulated.addServer("present", MSID1);
        simulated.pass(HOUR);
        simulated.ledger.enter(Hosts.backup("present", 1, 3600, MSID1));
        simulated.startsJobs = true;
        simulated.pass(Duration.ofDays(3));
        assertEquals(List.of(), simulated.started);
        assertEquals(Kind.PROTECTED, simulated.kind("former"));
        // it has failed back, and the event is there again
        simulated.agents.get("former").host.required(3, 1_300_000);
        simulated.pass(Duration.ofDays(3));
        assertEquals(Kind.UNPROTECTED, simulated.kind("former"));
        assertEquals("former", simulated.started.get(0).node);
    }

    /** An agent that claims another host's secrets must not have that backed up less often. */
    @Test
    public void startsAsOftenWhateverAnotherNodeClaims() throws IOException {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1).host.required(3, 9);
        simulated.addServer("liar", MSID1);
        simulated.ledger.enter(Hosts.backup("liar", 1, 3600, MSID1));
        for (int i = 0; i < 24 * 7; i++) {
            simulated.pass(HOUR);
            simulated.endBuilds();
        }
        assertTrue(
                "" + simulated.started.size(),
                simulated.started.stream().filter(s -> s.node.equals("n")).count() >= 10);
    }

    /** Also where a build failed before it came to a backup. */
    @Test
    public void startsNoMoreOftenAfterARestart() throws IOException {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1).host.required(3, 9);
        for (int i = 0; i < 3; i++) {
            simulated.pass(Duration.ofHours(5));
            simulated.endBuilds();
        }
        assertEquals(3, simulated.started.size());
        SimulatedAgents restarted =
                new SimulatedAgents(simulated.directory, simulated.time.passed().minusHours(4));
        restarted.startsJobs = true;
        restarted.addServer("n", MSID1).host.required(3, 9);
        restarted.pass(HOUR);
        assertEquals(List.of(), restarted.started);
        restarted.pass(Duration.ofHours(5));
        assertEquals(4, restarted.started.get(0).attempt);
    }

    /** It may be good, so it is not thrown away; but another one each night would help nobody. */
    @Test
    public void startsSeldomAtLastWhatEntssoDoesNotConfirm() throws IOException {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1).host.required(3, 9);
        for (int i = 0; i < 24 * 40; i++) {
            simulated.pass(HOUR);
            if (simulated.isBackingUp("n")) {
                Instant now = simulated.time.clock().instant();
                simulated.ledger.enter(Backup.started("n", "N", "job", i, now)
                        .unconfirmed(Backup.UnconfirmedReason.LOG_FULL, Set.of(MSID1), "a.bak", "00", 1, now));
                simulated.endBuilds();
            }
        }
        assertEquals(Kind.UNPROTECTED, simulated.kind("n"));
        List<Duration> at = simulated.started.stream().map(start -> start.at).toList();
        assertTrue(at.toString(), at.size() >= 12 && at.size() <= 17);
        assertTrue(at.get(at.size() - 1).minus(at.get(at.size() - 2)).toDays() >= 7);
    }

    /** Once, as for age: what is made then has the new password. Where the credentials are gone, that would fail. */
    @Test
    public void aChangedPasswordIsAReasonAndMissingCredentialsAreNot() throws IOException {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1);
        Backup backup = Hosts.backup("n", 1, 0, MSID1);
        BackupCredentials safe = new BackupCredentials("safe", "key", "mac", State.GONE);
        simulated.ledger.enter(backup.withCredentials(safe));
        simulated.pass(Duration.ofDays(1));
        assertEquals(List.of(), simulated.started);
        simulated.ledger.enter(backup.withCredentials(safe.withState(State.CHANGED)));
        simulated.pass(Duration.ofHours(5));
        assertEquals(1, simulated.started.size());
        assertEquals(Kind.PROTECTED, simulated.started.get(0).verdict);
        assertEquals(
                Finding.Code.PASSWORD_CHANGED, simulated.started.get(0).reason.code());
        simulated.ledger.enter(Hosts.backup("n", 2, 3600, MSID1).withCredentials(safe.withState(State.SAME)));
        simulated.endBuilds();
        simulated.pass(Duration.ofDays(3));
        assertEquals(1, simulated.started.size());
        assertEquals(List.of(), simulated.host("n").verdict().concerns());
    }

    /** What the store keeps is not known to be lost: a backup would go there, too. */
    @Test
    public void whatNobodyCouldReadForLongIsUnknownAndStartsNothing() throws IOException {
        simulated.startsJobs = true;
        simulated.storeAnswers = false;
        simulated.addServer("n", MSID1);
        Backup backup = Hosts.backup("n", 1, 0, MSID1);
        simulated.ledger.enter(backup);
        simulated.pass(Duration.ofDays(2));
        assertEquals(List.of(), simulated.host("n").verdict().concerns());
        simulated.pass(HOUR);
        Finding notRead = Finding.of(Finding.Code.BACKUP_NOT_READ, "job", 1, backup.verified());
        assertEquals(List.of(notRead), simulated.host("n").verdict().concerns());
        assertEquals(Kind.PROTECTED, simulated.kind("n"));
        simulated.pass(Duration.ofDays(5));
        assertEquals(Kind.UNKNOWN, simulated.kind("n"));
        assertEquals(notRead, simulated.host("n").verdict().evidence().get(0));
        simulated.pass(Duration.ofDays(30));
        assertEquals(List.of(), simulated.started);
        simulated.storeAnswers = true;
        simulated.pass(Duration.ofDays(1));
        assertEquals(Kind.PROTECTED, simulated.kind("n"));
    }

    /** The log was repaired since. */
    @Test
    public void anUnconfirmedBackupOfLongAgoDelaysNothing() throws IOException {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1).host.required(3, 9);
        simulated.ledger.enter(Backup.started("n", "N", "job", 1, Hosts.NOON.minusSeconds(60))
                .unconfirmed(Backup.UnconfirmedReason.LOG_FULL, Set.of(MSID1), "a.bak", "00", 1, Hosts.NOON));
        simulated.ledger.enter(Hosts.backup("n", 2, 0, MSID1));
        for (int i = 0; i < 24 * 14; i++) {
            simulated.pass(HOUR);
            simulated.endBuilds();
        }
        List<Duration> at = simulated.started.stream().map(start -> start.at).toList();
        assertTrue(
                at.toString(),
                at.get(at.size() - 1).minus(at.get(at.size() - 2)).toDays() <= 2);
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
        assertEquals(1, simulated.started.get(0).attempt);
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
        assertEquals(Finding.Code.TOO_OLD, simulated.started.get(0).reason.code());
        HostRecord host = simulated.host("n");
        assertEquals(Kind.PROTECTED, host.verdict().kind());
        assertEquals(Finding.Code.TOO_OLD, host.verdict().concerns().get(0).code());
    }

    /** Microsoft advises to back up monthly: a concern, which starts nothing unless somebody says how old it may be. */
    @Test
    public void anAgeThatNobodyHasSetIsAConcernOnly() throws IOException {
        simulated.startsJobs = true;
        simulated.addServer("n", MSID1);
        simulated.ledger.enter(Hosts.backup("n", 1, 0, MSID1));
        simulated.pass(Duration.ofDays(29));
        assertEquals(List.of(), simulated.host("n").verdict().concerns());
        simulated.pass(Duration.ofDays(2));
        assertEquals(
                Finding.Code.TOO_OLD,
                simulated.host("n").verdict().concerns().get(0).code());
        assertEquals(List.of(), simulated.started);
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
                simulated.host("n").verdict().concerns().get(0).code());
        simulated.settings = new PatrolSettings(Duration.ofHours(4), 50, 0, true);
        simulated.pass(Duration.ofHours(5));
        assertEquals(1, simulated.started.size());
    }
}
