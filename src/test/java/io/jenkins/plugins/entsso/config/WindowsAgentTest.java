package io.jenkins.plugins.entsso.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import hudson.model.Slave;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.entsso.simulator.NativeTools;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.simulator.WineHost;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * The main job on an agent in a Windows JVM that is connected to Jenkins by WebSocket, as agents on servers are. It runs
 * under Wine, which the build of {@code embedded/} prepares.
 */
public class WindowsAgentTest {
    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private WineHost windows;
    private Process jvm;
    private SimulatedHost host;
    private NativeTools tools;

    public WindowsAgentTest() {
        j.timeout = 600;
    }

    @Before
    public void connect() throws Exception {
        windows = WineHost.start(Path.of("embedded/target/wine").toAbsolutePath());
        host = SimulatedHost.create(folder.newFolder("host").toPath())
                .computer(WineHost.COMPUTER)
                .requireBackup(3);
        tools = NativeTools.of(host);
        windows.become(tools);
        SimulatedAgent.addCredentials(SimulatedAgent.secretText(SimulatedAgent.CREDENTIALS));
        JNLPLauncher launcher = new JNLPLauncher();
        launcher.setWebSocket(true);
        DumbSlave agent = new DumbSlave("buero", WineHost.AGENT, launcher);
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setHost(new HostOptions(null, null, WineHost.SECONDS, WineHost.SECONDS));
        agent.getNodeProperties().add(property);
        agent.setLabelString("biztalk");
        j.jenkins.addNode(agent);
        start((SlaveComputer) agent.toComputer());
        j.waitOnline(agent);
    }

    private void start(SlaveComputer computer) throws Exception {
        Path jar = windows.path(WineHost.AGENT).resolve("agent.jar");
        try (InputStream in = new Slave.JnlpJar("agent.jar").getURL().openStream()) {
            Files.copy(in, jar);
        }
        List<String> command = new ArrayList<>(windows.java());
        command.addAll(List.of(
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + WineHost.AGENT + "\\tmp",
                "-jar",
                WineHost.AGENT + "\\agent.jar",
                "-webSocket",
                "-url",
                j.getURL().toString(),
                "-name",
                computer.getName(),
                "-secret",
                computer.getJnlpMac()));
        File log = folder.newFile("agent.log");
        jvm = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    @After
    public void disconnect() throws Exception {
        if (jvm != null) {
            jvm.getOutputStream().close();
            if (!jvm.waitFor(10, TimeUnit.SECONDS)) {
                jvm.destroyForcibly();
            }
        }
        if (tools != null) {
            tools.close();
        }
        if (windows != null) {
            windows.stop();
        }
    }

    @Test
    public void backsUpByTheApiAndAtAConsole() throws Exception {
        assertEquals(Boolean.FALSE, j.jenkins.getComputer("buero").isUnix());
        WorkflowJob job = j.createProject(WorkflowJob.class, "backup");
        job.setDefinition(new CpsFlowDefinition(
                "node('biztalk') { entssoBackup(credentialsId: '" + SimulatedAgent.CREDENTIALS + "', when: 'ALWAYS') }",
                true));

        windows.api(true);
        WorkflowRun api = j.buildAndAssertSuccess(job);
        j.assertLogContains("By the API of ENTSSO, in the agent's process", api);
        j.assertLogContains("7 checks hold", api);

        windows.api(false);
        WorkflowRun console = j.buildAndAssertSuccess(job);
        j.assertLogContains("By " + WineHost.SSO + "\\ssoconfig.exe at a pseudo-terminal", console);

        for (WorkflowRun run : List.of(api, console)) {
            j.assertBuildStatus(Result.SUCCESS, run);
            j.assertLogContains("Master secret of buero (BÜRO-BTS01) now: protected", run);
            assertEquals(2, run.getArtifacts().size());
        }
        assertTrue(console.isKeepLog());
        assertFalse("the older one may go", api.isKeepLog());
        SimulatedAgent.assertPasswordNowhere(
                j.jenkins.getRootDir(), windows.path(WineHost.AGENT).toFile());
    }
}
