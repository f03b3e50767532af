package io.jenkins.plugins.entsso.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.Result;
import io.jenkins.plugins.entsso.embedded.TestServer.Job;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.NativeTools;
import io.jenkins.plugins.entsso.simulator.SimulatedBackup;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.simulator.WineHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** The main job from end to end on a Windows agent, with native programs where Windows and ENTSSO have theirs. */
public class WindowsIT {
    @ClassRule
    public static final TestServer SERVER = TestServer.withWindowsAgent();

    private SimulatedHost host;
    private NativeTools tools;
    private Job job;

    @Before
    public void newHost() throws Exception {
        host = SERVER.newHost();
        tools = NativeTools.of(host);
        SERVER.windows().become(tools);
        job = SERVER.job(host).on(tools);
    }

    @After
    public void closeHost() {
        tools.close();
    }

    @Test
    public void apiMakesTheBackupWhereItIsInstalled() throws Exception {
        SERVER.windows().api(true);
        FreeStyleBuild build = job.build();
        assertProtected(build);
        assertLog(
                build,
                "Jürgen Test. Elevated: yes. Administrator: yes.",
                "By the API of ENTSSO, in the agent's process, into " + WineHost.AGENT + "\\tmp\\entsso-",
                "7 checks hold");
        assertEquals(List.of("BackupSecret", "GetFilePasswordReminder"), backupCalls());
        assertTrue(
                "the memory that held the password is wiped before it is freed: " + host.calls(),
                host.calls().stream().anyMatch(call -> call.arguments().contains("password wiped")));
        assertEquals(0, count("ssoconfig"));

        FreeStyleBuild second = job.build();
        assertEquals(second.getLog(), "protected", second.getAction(BackupAction.class).before);
        assertFalse(second.getHasArtifacts());
        host.generateSecret();
        SERVER.windows().showSecrets();
        FreeStyleBuild third = job.build();
        assertEquals(third.getLog(), "outdated", third.getAction(BackupAction.class).before);
        assertProtected(third);
    }

    /** ENTSSO has logged it by then: only that nobody else may be writing tells. */
    @Test
    public void aFileIsReadOnceNobodyWritesToItAnyMore() throws Exception {
        SERVER.windows().api(true);
        host.fault(Fault.WRITTEN_SLOWLY);
        assertProtected(job.build());
    }

    @Test
    public void consoleMakesItWhereTheApiIsNotInstalled() throws Exception {
        SERVER.windows().api(false);
        FreeStyleBuild build = job.build();
        assertProtected(build);
        assertLog(
                build,
                "Not by the API, and nothing was done through it:",
                "answered 0x80040154: ENTSSO's administration component is not installed",
                "By " + WineHost.SSO + "\\ssoconfig.exe at a pseudo-terminal");
        assertEquals(List.of(), backupCalls());
        assertEquals("no second start was needed", 1, count("ssoconfig"));
        assertEquals(
                "native libraries are elsewhere",
                List.of(),
                Files.list(SERVER.agentDirectory().resolve("tmp"))
                        .filter(file -> file.getFileName().toString().matches("(jna|pty4j).*"))
                        .toList());
    }

    @Test
    public void methodIsTheOneThatWasChosen() throws Exception {
        SERVER.windows().api(false);
        FreeStyleBuild failed = job.method(Method.API).build();
        assertEquals(failed.getLog(), Result.FAILURE, failed.getResult());
        assertLog(failed, "answered 0x80040154", "choose the method CONSOLE");
        assertEquals(0, count("ssoconfig"));
        SERVER.windows().api(true);
        FreeStyleBuild build = job.method(Method.CONSOLE).build();
        assertProtected(build);
        assertEquals(List.of(), backupCalls());
    }

    @Test
    public void workDirectoryMayHaveSpacesAndLettersOutsideAscii() throws Exception {
        SERVER.windows().api(false);
        String directory = "C:\\Jenkins Agent\\Prüf stand";
        SERVER.onAgent(new WindowsTasks.MakeDirectory(directory));
        FreeStyleBuild build = job.workDirectory(directory).build();
        assertProtected(build);
        assertLog(build, "into " + directory + "\\entsso-");
        assertTrue(host.lastBackup().orElseThrow().file().startsWith(directory));
        assertEquals(
                List.of(),
                SERVER.onAgent(new WindowsTasks.List(directory)).stream()
                        .filter(name -> name.endsWith(".bak"))
                        .toList());
    }

    @Test
    public void passwordOutsideAsciiStartsNothing() throws Exception {
        SERVER.windows().api(true);
        Job refused = SERVER.job(host, "correct-hörse-battery").on(tools);
        FreeStyleBuild build = refused.build();
        assertEquals(build.getLog(), Result.FAILURE, build.getResult());
        assertLog(build, "outside ASCII");
        assertEquals(List.of(), backupCalls());
        assertEquals(0, count("ssoconfig"));
    }

    @Test
    public void abortKillsTheProgramAndItsChild() throws Exception {
        host.fault(Fault.HANG_AFTER_PASSWORD);
        job.method(Method.CONSOLE);
        Future<FreeStyleBuild> started = job.start();
        job.awaitHang();
        assertEquals(List.of("child", "ssoconfig"), tools.running());
        job.project().getLastBuild().getExecutor().interrupt();
        FreeStyleBuild build = job.finish(started);
        assertEquals(build.getLog(), Result.ABORTED, build.getResult());
    }

    @Test
    public void programThatHangsIsKilledWithItsChild() throws Exception {
        host.fault(Fault.HANG_AFTER_ANSWERS);
        job.method(Method.CONSOLE);
        // anew with a longer one where the machine is too busy for it to get that far
        int seconds = 15;
        FreeStyleBuild build = job.seconds(180, seconds).build();
        while (!build.getLog().contains("after 3 of 3 answers") && seconds < 100) {
            seconds *= 2;
            build = job.seconds(180, seconds).build();
        }
        assertEquals(build.getLog(), Result.FAILURE, build.getResult());
        assertLog(build, "did not end within " + seconds + " seconds and was killed, after 3 of 3 answers");
        assertTrue(host.calls().stream().anyMatch(call -> call.tool().equals("child")));
    }

    @Test
    public void whatALostAgentLeavesEndsAndIsSwept() throws Exception {
        host.fault(Fault.HANG_AFTER_ANSWERS);
        job.method(Method.CONSOLE);
        Future<FreeStyleBuild> started = job.start();
        job.awaitHang();
        SERVER.loseAgent();
        FreeStyleBuild build = started.get(10, TimeUnit.MINUTES);
        assertEquals(build.getLog(), Result.FAILURE, build.getResult());
        assertLog(build, "The agent " + TestServer.NODE + " went away");
        await("programs end with the console of their agent")
                .until(() -> tools.running().isEmpty());
        SERVER.reconnect();
        host.clearFaults();
        FreeStyleBuild next = job.build();
        assertProtected(next);
        assertLog(next, "which an agent that died had left");
    }

    private void assertProtected(FreeStyleBuild build) throws Exception {
        assertEquals(build.getLog(), Result.SUCCESS, build.getResult());
        BackupAction action = build.getAction(BackupAction.class);
        assertNotNull(build.getLog(), action.artifact);
        assertEquals("protected", action.after);
        Path artifact = build.getArtifactsDir().toPath().resolve(action.artifact);
        SimulatedBackup backup = SimulatedBackup.open(Files.readAllBytes(artifact), job.password.toCharArray());
        assertEquals(Set.copyOf(host.msids()), backup.secrets().keySet());
        assertEquals(TestServer.REMINDER, backup.reminder());
        assertLog(build, "(BÜRO-BTS01) now: protected");
    }

    private static void assertLog(FreeStyleBuild build, String... parts) throws Exception {
        String log = build.getLog();
        for (String part : parts) {
            assertTrue("No '" + part + "' in:\n" + log, log.contains(part));
        }
    }

    /** Calls of the API but for the status, which every check asks for. */
    private List<String> backupCalls() {
        return host.calls().stream()
                .filter(call -> call.tool().equals("api"))
                .map(call -> call.arguments().get(0))
                .filter(method -> !method.equals("GetServerStatus"))
                .toList();
    }

    private long count(String tool) {
        return host.calls().stream().filter(call -> call.tool().equals(tool)).count();
    }
}
