package io.jenkins.plugins.entsso.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Hudson;
import hudson.slaves.SlaveComputer;
import hudson.tasks.Builder;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.FilesBelow;
import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.simulator.NativeTools;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.simulator.WineHost;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.awaitility.Awaitility;
import org.junit.AssumptionViolatedException;
import org.junit.rules.ExternalResource;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/** A server and one agent in a JVM of its own, for a class of tests. */
final class TestServer extends ExternalResource {
    static final String NODE = "biztalk";
    static final String REMINDER = "the one with the horse";

    private static final Logger ROOT = Logger.getLogger("");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final boolean isWindows;
    private int tests;
    private WineHost windows;
    private Path folder;
    private HudsonServer server;
    private SlaveComputer agent;

    /** With an agent in a JVM of this installation. */
    TestServer() {
        this(false);
    }

    private TestServer(boolean isWindows) {
        this.isWindows = isWindows;
    }

    /** With an agent in a Windows JVM under Wine; tests are skipped where there is none. */
    static TestServer withWindowsAgent() {
        return new TestServer(true);
    }

    @Override
    public Statement apply(Statement base, Description description) {
        tests = description.testCount();
        return super.apply(base, description);
    }

    @Override
    protected void before() throws Exception {
        ROOT.setLevel(Level.SEVERE);
        // Nothing takes that long on an idle machine.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(10));
        if (isWindows) {
            try {
                windows = WineHost.start(
                        HudsonServer.agentJar().getParent().getParent().resolveSibling("wine"));
            } catch (AssumptionViolatedException e) {
                throw new AssumptionViolatedException(e.getMessage() + "; " + tests + " tests were not run", e);
            }
        }
        try {
            start();
        } catch (Exception | Error e) {
            // Nobody calls it where this fails, and a Wine server would stay.
            after();
            throw e;
        }
    }

    private void start() throws Exception {
        folder = Files.createTempDirectory("entsso-it-");
        server = new HudsonServer(folder.resolve("home"), 0);
        agent = isWindows ? windowsAgent() : HudsonServer.createAgent(NODE, folder.resolve("agent"));
    }

    private SlaveComputer windowsAgent() throws Exception {
        String java = windows.java().stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(" "));
        return HudsonServer.createAgent(
                NODE,
                WineHost.AGENT,
                java,
                WineHost.AGENT.replace("\\", "\\\\") + "\\\\tmp",
                "Z:" + HudsonServer.agentJar());
    }

    @Override
    protected void after() {
        if (server != null) {
            server.close();
        }
        if (windows != null) {
            stopWindows();
        }
        // The agent's JVM removes its own files while it ends, so one may be gone that was there a moment ago.
        await(folder + " is removed").until(() -> {
            FileUtils.deleteQuietly(folder.toFile());
            return Files.notExists(folder);
        });
    }

    private void stopWindows() {
        try {
            windows.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    HudsonServer server() {
        return server;
    }

    SlaveComputer agent() {
        return agent;
    }

    /** Everything of the agent. */
    Path agentDirectory() {
        return isWindows ? windows.path(WineHost.AGENT) : folder.resolve("agent");
    }

    /** Everything of the server. */
    Path home() {
        return folder.resolve("home");
    }

    /** The JVM of the agent. */
    ProcessHandle agentProcess() {
        return ProcessHandle.current()
                .children()
                .filter(p -> p.info().arguments().map(List::of).orElse(List.of()).stream()
                        .anyMatch(a -> a.endsWith("slave.jar")))
                .findFirst()
                .orElseThrow();
    }

    /** The host of the agent, where that is a Windows host. */
    WineHost windows() {
        return windows;
    }

    /** Runs a task in the agent's JVM. */
    <T extends Serializable> T onAgent(AgentTask<T> task) throws IOException, InterruptedException {
        return HudsonAgent.of(NODE, agent.getChannel()).call(task);
    }

    /** Ends the JVM of the agent as a crash would, and waits until the server has seen it. */
    void loseAgent() throws InterruptedException {
        try {
            onAgent(new WindowsTasks.Halt());
        } catch (IOException e) {
            // as it should: there is nobody left to answer
        }
        await("the server sees that the agent is gone").until(agent::isOffline);
    }

    /** Connects the agent again, in another JVM. */
    void reconnect() throws IOException, InterruptedException {
        HudsonServer.connect(agent);
    }

    /** A host that asks for a backup. */
    SimulatedHost newHost() {
        SimulatedHost host = SimulatedHost.create(folder.resolve("host-" + NUMBER.incrementAndGet()))
                .requireBackup(3);
        // ENTSSO and Windows call it the same
        return isWindows ? host.computer(WineHost.COMPUTER) : host;
    }

    /** A job on such a host. */
    Job job(SimulatedHost host) {
        return job(host, "Pw-" + UUID.randomUUID());
    }

    Job job(SimulatedHost host, String password) {
        return new Job(host, password);
    }

    /** A job with the backup step, and what has to be true of every one of its builds. */
    final class Job {
        /** Long and random, unless the test wants another, so that finding it anywhere means that it leaked. */
        final String password;

        final SimulatedHost host;
        final String name = "job-" + NUMBER.incrementAndGet();
        private When when = When.REQUIRED;
        private OnBad onBad = OnBad.FAIL;
        private String artifact = "entsso/{computer}-{id}.bak";
        private int querySeconds = 180;
        private int backupSeconds = 300;
        private Method method = Method.AUTO;
        private String workDirectory = "";
        private NativeTools tools;
        private final List<Builder> stepsBefore = new ArrayList<>();
        private ProcessWatch watch;

        private Job(SimulatedHost host, String password) {
            this.host = host;
            this.password = password;
        }

        /** On the Windows host, with the tools where Windows and ENTSSO have them, which are those of this host. */
        Job on(NativeTools those) {
            tools = those;
            return this;
        }

        Job method(Method value) {
            method = value;
            return this;
        }

        Job workDirectory(String value) {
            workDirectory = value;
            return this;
        }

        Job when(When value) {
            when = value;
            return this;
        }

        Job onBad(OnBad value) {
            onBad = value;
            return this;
        }

        Job artifact(String value) {
            artifact = value;
            return this;
        }

        Job seconds(int query, int backup) {
            querySeconds = query;
            backupSeconds = backup;
            return this;
        }

        Job stepBefore(Builder step) {
            stepsBefore.add(step);
            return this;
        }

        /** Starts a build; see {@link #finish}. */
        Future<FreeStyleBuild> start() throws IOException {
            List<Builder> steps = new ArrayList<>(stepsBefore);
            steps.add(step());
            HudsonServer.putJob(name, NODE, steps.toArray(Builder[]::new));
            HudsonHosts.factory = tools == null ? host.factory(WindowsHost.FACTORY) : WindowsHost.FACTORY;
            HudsonHosts.settings = new HostSettings(
                    null, workDirectory, Duration.ofSeconds(querySeconds), Duration.ofSeconds(backupSeconds));
            watch = new ProcessWatch(password);
            return project().scheduleBuild2(0, new Cause.UserCause());
        }

        /** Waits for the end of a build and looks for what it must not leave. */
        FreeStyleBuild finish(Future<FreeStyleBuild> started) throws Exception {
            FreeStyleBuild build = started.get(10, TimeUnit.MINUTES);
            watch.close();
            assertLeavesNothing(build);
            return build;
        }

        FreeStyleBuild build() throws Exception {
            return finish(start());
        }

        FreeStyleProject project() {
            return Hudson.getInstance().getItemByFullName(name, FreeStyleProject.class);
        }

        /** The programs that still run on the host. */
        List<ProcessHandle> running() {
            return host.calls().stream().flatMap(c -> c.running().stream()).toList();
        }

        /** Waits until {@code ssoconfig} and a child of it hang. */
        void awaitHang() throws InterruptedException {
            await("ssoconfig and its child hang")
                    .until(() -> host.calls().stream()
                            .anyMatch(c -> c.tool().equals("child")
                                    && (tools != null || c.running().isPresent())));
        }

        private BackupBuilder step() {
            return new BackupBuilder(when, onBad, method, REMINDER, Secret.fromString(password), artifact);
        }

        private void assertLeavesNothing(FreeStyleBuild build) throws IOException, InterruptedException {
            assertTrue(
                    "password seen in processes: " + watch.found(),
                    watch.found().isEmpty());
            assertTrue("programs that still run: " + running(), running().isEmpty());
            if (tools != null) {
                // That a program is gone is seen by its connection, a moment later.
                await("native tools end").until(() -> tools.running().isEmpty());
            }
            for (SimulatedHost.Call call : host.calls()) {
                assertTrue(
                        "password among arguments of " + call.tool(),
                        call.arguments().stream().noneMatch(a -> a.contains(password)));
            }
            assertNotContained("password", password.getBytes(StandardCharsets.UTF_8), home());
            assertNotContained("password", password.getBytes(StandardCharsets.UTF_8), agentDirectory());
            assertNotContained("password", password.getBytes(StandardCharsets.UTF_16LE), agentDirectory());
            assertNotContained(
                    "password",
                    password.getBytes(StandardCharsets.UTF_8),
                    build.getRootDir().toPath());
            assertNoBackupOnAgent();
        }

        /** Neither by name, nor by content where there is an archived one to compare with. */
        void assertNoBackupOnAgent() throws IOException {
            List<byte[]> backups = new ArrayList<>();
            Path jobs = home().resolve("jobs").resolve(name);
            try (var files = Files.walk(jobs)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".bak"))
                        .filter(Files::isRegularFile)
                        .toList()) {
                    backups.add(Files.readAllBytes(file));
                }
            }
            assertEquals(
                    "backups' directories on the agent after:\n"
                            + project().getLastBuild().getLog(),
                    List.of(),
                    backupDirectoriesOnAgent());
            for (byte[] backup : backups) {
                assertNotContained("backup", backup, agentDirectory());
            }
        }

        /** What is there of backups; the directory that holds a native library as long as the agent lives is not. */
        List<Path> backupDirectoriesOnAgent() throws IOException {
            try (var files = Files.list(agentDirectory().resolve("tmp"))) {
                return files.filter(file -> file.getFileName().toString().matches("entsso-(?!native-).*"))
                        .toList();
            }
        }

        private void assertNotContained(String what, byte[] needle, Path directory) throws IOException {
            String text = new String(needle, StandardCharsets.ISO_8859_1);
            FilesBelow.read(directory, (file, bytes) -> {
                String content = new String(bytes, StandardCharsets.ISO_8859_1);
                assertFalse(what + " stands in " + file, content.contains(text));
            });
        }
    }
}
