package io.jenkins.plugins.entsso.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.Result;
import hudson.tasks.Shell;
import io.jenkins.plugins.entsso.embedded.TestServer.Job;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.simulator.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.ClassRule;
import org.junit.Test;

/** What comes from outside the host, in the midst of a backup: aborts, lost agents, full disks. */
public class TroubleIT {
    @ClassRule
    public static final TestServer SERVER = new TestServer();

    @Test
    public void abortKillsTheProgramsAndLeavesNothing() throws Exception {
        Job job = SERVER.job(SERVER.newHost().fault(Fault.HANG_AFTER_PASSWORD));
        Future<FreeStyleBuild> started = job.start();
        job.awaitHang();
        job.project().getLastBuild().getExecutor().interrupt();
        FreeStyleBuild build = job.finish(started);
        assertEquals(build.getLog(), Result.ABORTED, build.getResult());
        assertNothingHeld(job);

        job.host.clearFaults();
        FreeStyleBuild next = job.build();
        assertEquals(next.getLog(), Result.SUCCESS, next.getResult());
    }

    @Test
    public void lostAgentFailsTheBuildAndTheNextBackupSweeps() throws Exception {
        Job job = SERVER.job(SERVER.newHost().fault(Fault.HANG_AFTER_ANSWERS));
        Future<FreeStyleBuild> started = job.start();
        job.awaitHang();
        ProcessHandle agent = SERVER.agentProcess();
        List<ProcessHandle> orphans = job.running();
        agent.destroyForcibly();
        FreeStyleBuild build = started.get(10, TimeUnit.MINUTES);
        assertEquals(build.getLog(), Result.FAILURE, build.getResult());
        assertTrue(build.getLog(), build.getLog().contains("The agent " + TestServer.NODE + " went away"));
        assertNothingHeld(job);
        assertFalse(
                "the test needs something to sweep",
                job.backupDirectoriesOnAgent().isEmpty());

        // What a killed JVM leaves running ends by itself on Windows, with its console.
        orphans.forEach(ProcessHandle::destroyForcibly);
        await("the server sees that the agent is gone")
                .until(() -> SERVER.agent().isOffline());
        HudsonServer.connect(SERVER.agent());
        job.host.clearFaults();
        FreeStyleBuild next = job.build();
        assertEquals(next.getLog(), Result.SUCCESS, next.getResult());
        assertEquals(List.of(), job.backupDirectoriesOnAgent());
    }

    @Test
    public void fullDiskOnTheServerHoldsNothing() throws Exception {
        Job job = SERVER.job(SERVER.newHost()).artifact("fixed.bak");
        String archive = SERVER.home() + "/jobs/" + job.name + "/builds/$BUILD_ID/archive";
        job.stepBefore(new Shell("mkdir -p " + archive + " && ln -s /dev/full " + archive + "/fixed.bak"));
        FreeStyleBuild build = job.build();
        assertEquals(build.getLog(), Result.FAILURE, build.getResult());
        assertTrue(build.getLog(), build.getLog().contains("No space left on device"));
        assertTrue(build.getLog(), build.getLog().contains("Make room"));
        assertNothingHeld(job);
        assertNull(build.getAction(BackupAction.class).artifact);
        assertFalse(Files.exists(build.getArtifactsDir().toPath().resolve("fixed.bak")));
        assertFalse(Files.exists(build.getArtifactsDir().toPath().resolve("fixed.bak.json")));
    }

    @Test
    public void artifactsThatCannotBeWrittenHoldNothing() throws Exception {
        Job job = SERVER.job(SERVER.newHost());
        Path builds = SERVER.home().resolve("jobs").resolve(job.name).resolve("builds");
        job.stepBefore(new Shell("touch " + builds + "/$BUILD_ID/archive"));
        FreeStyleBuild build = job.build();
        assertEquals(build.getLog(), Result.FAILURE, build.getResult());
        assertTrue(build.getLog(), build.getLog().contains("could not be archived"));
        assertNothingHeld(job);
    }

    private static void assertNothingHeld(Job job) {
        List<Backup> backups = SecretsPage.get().ledger().backups().stream()
                .filter(backup -> backup.job().equals(job.name))
                .toList();
        assertEquals(1, backups.size());
        assertEquals(Backup.State.FAILED, backups.get(0).state());
    }
}
