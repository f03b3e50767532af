package io.jenkins.plugins.entsso.embedded;

import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Hudson;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.run.ArtifactName;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutionException;

/** A server, an agent on a simulated BizTalk host whose master secret nobody has backed up, and a job that does it. */
final class Demo {
    static final String NODE = "biztalk";
    static final String JOB = "back-up-master-secret";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration CHECK = Duration.ofSeconds(20);
    private static final int EVENTS = 1000;
    private static final int PASSWORD_BYTES = 24;

    private Demo() {}

    /** Starts it all. What is in that directory already is used again. */
    static HudsonServer start(Path directory, int port) throws IOException, InterruptedException {
        HudsonServer server = new HudsonServer(directory.resolve("home"), port);
        Path folder = directory.resolve(NODE);
        SimulatedHost host = Files.exists(folder)
                ? SimulatedHost.open(folder)
                : SimulatedHost.create(folder).requireBackup(EVENTS);
        HudsonHosts.factory = host.factory(WindowsHost.FACTORY);
        HudsonServer.createAgent(NODE, directory.resolve("agent"));
        byte[] password = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(password);
        BackupBuilder step = new BackupBuilder(
                When.REQUIRED,
                OnBad.FAIL,
                Method.AUTO,
                "random: this host is simulated",
                Secret.fromString(Base64.getUrlEncoder().encodeToString(password)),
                ArtifactName.DEFAULT);
        HudsonServer.putJob(JOB, NODE, step);
        return server;
    }

    /** Has the host checked now and waits until there is a verdict to show. */
    static void check() throws InterruptedException {
        SecretsPage.get().check(NODE);
        long deadline = System.nanoTime() + CHECK.toNanos();
        while (SecretsPage.get().ledger().host(NODE).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
    }

    /** Runs the job and waits for its end. */
    static FreeStyleBuild build() throws IOException, InterruptedException {
        try {
            return Hudson.getInstance()
                    .getItemByFullName(JOB, FreeStyleProject.class)
                    .scheduleBuild2(0, new Cause.UserCause())
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("The job did not run: " + e.getCause(), e);
        }
    }
}
