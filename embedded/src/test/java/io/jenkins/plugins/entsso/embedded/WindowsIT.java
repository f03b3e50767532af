package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;

import hudson.model.FreeStyleBuild;
import hudson.model.Result;
import io.jenkins.plugins.entsso.embedded.TestServer.Job;
import io.jenkins.plugins.entsso.simulator.NativeTools;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
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
    public void apiIsTakenWhereItIsInstalled() throws Exception {
        SERVER.windows().api(true);
        FreeStyleBuild build = job.build();
        assertEquals(build.getLog(), Result.SUCCESS, build.getResult());
    }

    @Test
    public void consoleIsTakenWhereItIsNot() throws Exception {
        SERVER.windows().api(false);
        FreeStyleBuild build = job.build();
        assertEquals(build.getLog(), Result.SUCCESS, build.getResult());
    }
}
