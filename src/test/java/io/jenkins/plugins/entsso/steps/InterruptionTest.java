package io.jenkins.plugins.entsso.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.util.concurrent.Callable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** What becomes of a backup that is under way when something ends it. */
public class InterruptionTest {
    private static final String SCRIPT =
            "node('biztalk') { entssoBackup(credentialsId: '" + SimulatedAgent.CREDENTIALS + "') }";

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SimulatedHost host;

    @Before
    public void host() throws Exception {
        host = SimulatedHost.create(folder.newFolder("host").toPath())
                .requireBackup(3)
                .fault(Fault.HANG_AFTER_PASSWORD);
    }

    @After
    public void killWhatALostAgentLeaves() {
        host.calls().forEach(call -> call.running().ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    public void abortEndsEverythingAndHoldsNothing() throws Throwable {
        sessions.then(j -> {
            WorkflowRun run = start(j);
            run.doStop();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            SimulatedAgent.assertNothingLeft(host);
            assertEquals(Backup.State.FAILED, onlyBackup().state());
            assertTrue(run.getArtifacts().isEmpty());

            host.clearFaults();
            j.buildAndAssertSuccess(run.getParent());
        });
    }

    @Test
    public void lostAgentFailsTheBuildAndHoldsNothing() throws Throwable {
        sessions.then(j -> {
            WorkflowRun run = start(j);
            DumbSlave agent = (DumbSlave) j.jenkins.getNodes().get(0);
            agent.toComputer()
                    .disconnect(new OfflineCause.ByCLI("lost in a test"))
                    .get();
            j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run));
            j.assertLogContains("went away", run);
            assertEquals(Backup.State.FAILED, onlyBackup().state());
            assertFalse(run.isKeepLog());

            host.clearFaults();
            j.waitOnline(reconnected(agent));
            j.buildAndAssertSuccess(run.getParent());
            assertEquals("PROTECTED", verdict(agent));
        });
    }

    @Test
    public void restartFailsTheBuildAndProtectsNothing() throws Throwable {
        sessions.then(InterruptionTest.this::start);
        assertTrue("the backup was under way", host.backupRequired());
        host.clearFaults();
        sessions.then(j -> {
            WorkflowJob job = j.jenkins.getItemByFullName("backup", WorkflowJob.class);
            WorkflowRun run = job.getBuildByNumber(1);
            j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run));
            assertFalse("protects nothing", onlyBackup().isHeld());
            assertEquals("UNPROTECTED", verdict((DumbSlave) j.jenkins.getNodes().get(0)));

            j.buildAndAssertSuccess(job);
            assertEquals("PROTECTED", verdict((DumbSlave) j.jenkins.getNodes().get(0)));
        });
    }

    private WorkflowRun start(JenkinsRule j) throws Exception {
        DumbSlave agent = SimulatedAgent.connect(j);
        SimulatedAgent.attach(agent, host);
        WorkflowJob job = j.createProject(WorkflowJob.class, "backup");
        job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        await(() -> host.calls().stream()
                .anyMatch(call -> call.tool().equals("child") && call.running().isPresent()));
        return run;
    }

    private static DumbSlave reconnected(DumbSlave agent) throws Exception {
        agent.toComputer().connect(true).get();
        return agent;
    }

    private static String verdict(DumbSlave agent) throws Exception {
        return SimulatedAgent.ledger()
                .host(agent.getNodeName())
                .orElseThrow()
                .verdict()
                .kind()
                .name();
    }

    private static Backup onlyBackup() throws Exception {
        assertEquals(1, SimulatedAgent.backups("backup").size());
        return SimulatedAgent.backups("backup").get(0);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.call()) {
            assertTrue("within a minute", System.nanoTime() < end);
            Thread.onSpinWait();
        }
    }
}
