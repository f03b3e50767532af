package io.jenkins.plugins.entsso.patrol;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Label;
import hudson.model.ParameterDefinition;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PeriodicWork;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.LogLines;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoNodeProperty;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.PatrolAction;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import io.jenkins.plugins.entsso.engine.run.RunSettings;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.model.Jenkins;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.htmlunit.html.HtmlForm;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

/** The patrol over real agents, whose hosts are simulated. */
public class EntssoPatrolTest {
    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DumbSlave agent;
    private SimulatedHost host;

    @Before
    public void connect() throws Exception {
        j.timeout = 600;
        agent = j.createOnlineSlave(Label.get("biztalk"));
        host = SimulatedHost.create(folder.newFolder("host").toPath()).requireBackup(3);
        SimulatedAgent.attach(agent, host);
        SimulatedAgent.addCredentials(SimulatedAgent.secretText(SimulatedAgent.CREDENTIALS));
    }

    @Test
    public void checksWithoutAnExecutorAndTellsOfTheChange() throws Exception {
        Recorder recorder = ExtensionList.lookupSingleton(Recorder.class);
        check();
        await().until(() -> recorder.changes.size() == 1);
        assertEquals(name(), recorder.changes.get(0).host().node());
        assertEquals(Kind.UNPROTECTED, kind(name()));
        check();
        assertEquals(1, recorder.changes.size());
        assertEquals("a report is all that was wanted", List.of(), j.jenkins.getItems());
    }

    @Test
    public void watchesTheAgentsThatAreWanted() throws Exception {
        j.createOnlineSlave(Label.get("linux"));
        assertEquals(List.of(name()), watched());
        EntssoConfiguration.get().setLabel("linux || other");
        assertEquals(List.of(), watched());
        EntssoConfiguration.get().setLabel("biztalk && !test");
        assertEquals(List.of(name()), watched());
        EntssoConfiguration.get().setPatrolEnabled(false);
        assertEquals(List.of(), watched());
        EntssoConfiguration.get().setPatrolEnabled(true);
        agent.getNodeProperty(EntssoNodeProperty.class).setPatrolDisabled(true);
        assertEquals(List.of(), watched());
    }

    private static List<String> watched() {
        return EntssoPatrol.watched().map(JenkinsAgent::name).toList();
    }

    @Test
    public void startsTheFreestyleJobOnTheNodeAndSaysWhy() throws Exception {
        j.createOnlineSlave();
        FreeStyleProject job = backupJob();
        job.setAssignedLabel(Label.get("biztalk"));
        start(job.getName());

        check();
        await().until(() -> kind(name()) == Kind.PROTECTED);
        FreeStyleBuild build = job.getBuildByNumber(1);
        j.waitForCompletion(build);
        assertEquals(agent, build.getBuiltOn());
        PatrolCause cause = build.getCause(PatrolCause.class);
        assertThat(cause.getShortDescription(), containsString("for " + name() + ": unprotected. ENTSSO event 10589"));
        assertFalse(PatrolCause.isRenewal(build));

        // a build that was read again says the same
        build.reload();
        assertEquals(
                cause.getShortDescription(), build.getCause(PatrolCause.class).getShortDescription());
        check();
        assertEquals(1, job.getLastBuild().getNumber());
    }

    /** Any agent can claim that its secret is not backed up, and would get the password. */
    @Test
    public void startsNothingWhereNoLabelNamesTheServers() throws Exception {
        FreeStyleProject job = backupJob();
        start(job.getName());
        EntssoConfiguration.get().setLabel(null);
        assertNotStarted(job, "no label that names the master secret servers");
        EntssoConfiguration.get().setLabel("biztalk");
        job.setAssignedLabel(Label.get("other"));
        assertNotStarted(job, "is tied to other nodes");
        job.setAssignedLabel(null);
        check();
        await().until(() -> kind(name()) == Kind.PROTECTED);
        assertEquals(agent, j.waitForCompletion(job.getBuildByNumber(1)).getBuiltOn());
    }

    private void assertNotStarted(Job<?, ?> job, String why) throws Exception {
        try (LogLines log = new LogLines(BackupStart.class)) {
            check();
            await().until(() ->
                    log.said.stream().anyMatch(line -> line.getMessage().contains(why)));
        }
        assertFalse(job.isInQueue());
        assertNull(job.getLastBuild());
    }

    /** A host that the label does not name any more may not be asked because somebody else has asked for it. */
    @Test
    public void whoIsNotNamedIsNotAsked() throws Exception {
        EntssoConfiguration.get().setLabel("other");
        assertEquals(List.of(), EntssoPatrol.reachable().toList());
        assertTrue(new JenkinsHosts().check(name(), false).isEmpty());
        assertEquals(List.of(), new JenkinsHosts().known());
        EntssoConfiguration.get().setLabel(null);
        assertEquals(Set.of(JenkinsAgent.BUILT_IN, name()), Set.copyOf(new JenkinsHosts().known()));
        check();
        EntssoConfiguration.get().setLabel("other");
        assertEquals("what is bad is not hidden", List.of(name()), new JenkinsHosts().known());
        EntssoConfiguration.get().setLabel("other || " + name());
        assertTrue(new JenkinsHosts().check(name(), false).isPresent());
    }

    /** A host that nobody has backed up yet is where the button is needed most. */
    @Test
    public void theButtonStartsTheConfiguredJobOnTheHost() throws Exception {
        j.createOnlineSlave();
        FreeStyleProject job = backupJob();
        check();
        assertEquals(Kind.UNPROTECTED, kind(name()));
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            assertEquals(List.of(), backupForms(client));
            EntssoConfiguration.get().setJob("backup");
            client.getOptions().setThrowExceptionOnFailingStatusCode(false);
            j.submit(backupForms(client).get(0));
        }
        await().until(() -> job.getLastBuild() != null);
        FreeStyleBuild build = j.waitForCompletion(job.getLastBuild());
        assertEquals(agent, build.getBuiltOn());
        assertEquals(Kind.PROTECTED, kind(name()));
        assertNotNull(build.getCause(Cause.UserIdCause.class));
    }

    private static List<HtmlForm> backupForms(JenkinsRule.WebClient client) throws Exception {
        return client.goTo("entsso/").getForms().stream()
                .filter(form -> form.getActionAttribute().endsWith("/entsso/backup"))
                .toList();
    }

    /** Jenkins takes builds of one job that wait for the same, unless they say that they are not. */
    @Test
    @SuppressWarnings("try")
    public void oneJobForTwoNodesIsTwoBuilds() throws Exception {
        DumbSlave other = j.createOnlineSlave(Label.get("biztalk"));
        FreeStyleProject job = j.createFreeStyleProject("backup");
        job.setAssignedLabel(Label.get("biztalk"));
        start(job.getName());
        HostRecord host = SimulatedAgent.ledger()
                .enter(name(), HostFacts.notWindows("A", "svc", "Linux", Instant.now()), Instant.now());
        HostRecord otherHost = SimulatedAgent.ledger()
                .enter(other.getNodeName(), HostFacts.notWindows("B", "svc", "Linux", Instant.now()), Instant.now());
        Finding reason = Finding.of(Finding.Code.DO_BACK_UP);
        j.jenkins.doQuietDown();
        assertFalse(BackupStart.isUnderWay(name()));
        assertTrue(BackupStart.automatic(agent, new PatrolCause(host, reason, 1)));
        assertTrue(BackupStart.automatic(other, new PatrolCause(otherHost, reason, 1)));
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
        try (ACLContext nobody = ACL.as2(Jenkins.ANONYMOUS2)) {
            assertTrue("it waits, whoever asks", BackupStart.isUnderWay(name()));
        }
        assertEquals(2, j.jenkins.getQueue().getItems(job).size());
        j.jenkins.doCancelQuietDown();
        j.waitUntilNoActivity();
        assertEquals(
                Set.of(agent, other),
                job.getBuilds().stream().map(FreeStyleBuild::getBuiltOn).collect(Collectors.toSet()));
    }

    @Test
    public void startsThePipelineWhoseNodeIsFixed() throws Exception {
        DumbSlave other = j.createOnlineSlave(Label.get("other"));
        WorkflowJob job = j.createProject(WorkflowJob.class, "backup-" + name());
        start("backup-{node}");
        job.setDefinition(pipeline("'" + other.getNodeName() + "'"));
        check();
        await().until(() -> job.getLastBuild() != null);
        WorkflowRun elsewhere = j.waitForCompletion(job.getLastBuild());
        j.assertBuildStatus(Result.FAILURE, elsewhere);
        j.assertLogContains("is not asked and gets no password", elsewhere);
        EntssoConfiguration.get().setLabel("biztalk || other");
        WorkflowRun again =
                job.scheduleBuild2(0, elsewhere.getAction(CauseAction.class)).waitForStart();
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(again));
        j.assertLogContains("started this build for " + name(), again);

        job.setDefinition(pipeline("'" + name() + "'"));
        SimulatedAgent.ledger().enterStarts(name(), 0);
        check();
        await().until(() -> kind(name()) == Kind.PROTECTED);
        j.assertBuildStatusSuccess(j.waitForCompletion(job.getLastBuild()));
    }

    /** Whoever may build it must not choose who gets the password. */
    @Test
    public void startsThePipelineThatTakesTheNodeByChoice() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "backup");
        job.setDefinition(pipeline("params.ENTSSO_NODE"));
        start("backup");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition(BackupStart.PARAMETER, "")));
        assertNotStarted(job, "takes its node from the text parameter ENTSSO_NODE");
        replaceParameters(job, new ChoiceParameterDefinition(BackupStart.PARAMETER, "one\nother", ""));
        assertNotStarted(job, "is tied to other nodes");
        replaceParameters(
                job,
                new StringParameterDefinition("OTHER", "default"),
                new ChoiceParameterDefinition(BackupStart.PARAMETER, "one\n" + name(), ""));
        check();
        await().until(() -> kind(name()) == Kind.PROTECTED);
        j.assertBuildStatusSuccess(j.waitForCompletion(job.getBuildByNumber(1)));
    }

    private static CpsFlowDefinition pipeline(String node) throws Exception {
        return new CpsFlowDefinition(
                "node(" + node + ") { entssoBackup credentialsId: '" + SimulatedAgent.CREDENTIALS + "' }", true);
    }

    private static void replaceParameters(WorkflowJob job, ParameterDefinition... parameters) throws IOException {
        job.removeProperty(ParametersDefinitionProperty.class);
        job.addProperty(new ParametersDefinitionProperty(parameters));
    }

    @Test
    public void discardedArtifactsAreFoundOut() throws Exception {
        FreeStyleProject job = backupJob();
        job.setAssignedNode(agent);
        Run<?, ?> build = j.buildAndAssertSuccess(job);
        assertEquals(Kind.PROTECTED, kind(name()));
        EntssoPatrol.get().audit().run(true);
        assertEquals(Kind.PROTECTED, kind(name()));

        // as a build discarder does it, of which nobody is told
        build.deleteArtifacts();
        EntssoPatrol.get().audit().run(true);
        HostRecord turned = SimulatedAgent.ledger().host(name()).orElseThrow();
        assertEquals(Kind.UNPROTECTED, turned.verdict().kind());
        assertEquals(
                Finding.Code.ARTIFACT_GONE, turned.verdict().evidence().get(0).code());
        // and the next build makes another
        j.buildAndAssertSuccess(job);
        assertEquals(Kind.PROTECTED, kind(name()));
    }

    /** Jenkins may have died before it was kept; but a person may also have released it. */
    @Test
    public void aBuildThatIsNeededIsKeptAtLast() throws Exception {
        FreeStyleProject job = backupJob();
        job.setAssignedNode(agent);
        Run<?, ?> build = j.buildAndAssertSuccess(job);
        build.getAction(EntssoBuildAction.class).setKept(false);
        build.keepLog(false);
        EntssoPatrol.get().audit().run(false);
        assertTrue(build.isKeepLog());
        assertTrue(EntssoBuildAction.isKept(build));
        build.keepLog(false);
        build.reload();
        EntssoPatrol.get().audit().run(false);
        assertFalse(build.isKeepLog());
    }

    @Test
    public void aVolumeThatIsAwayHasLostNothing() throws Exception {
        FreeStyleProject job = backupJob();
        job.setAssignedNode(agent);
        j.buildAndAssertSuccess(job);
        job.save();
        Path builds = job.getBuildDir().toPath();
        Path away = builds.resolveSibling("away");
        Files.move(builds, away);
        Files.createDirectory(builds);
        job.doReload();
        assertNull(job.getBuildByNumber(1));
        EntssoPatrol.get().audit().run(true);
        EntssoPatrol.get().audit().run(true);
        assertEquals(Kind.PROTECTED, kind(name()));

        Files.delete(builds);
        Files.move(away, builds);
        Files.move(builds.resolve("1"), away);
        job.doReload();
        assertNull(job.getBuildByNumber(1));
        EntssoPatrol.get().audit().run(true);
        assertEquals("what else is kept there is there", Kind.UNPROTECTED, kind(name()));

        Files.move(away, builds.resolve("1"));
        job.doReload();
        EntssoPatrol.get().audit().run(true);
        assertTrue(SimulatedAgent.backups("backup").get(0).isHeld());
    }

    /** What is not there once may be there again. */
    @Test
    public void anArtifactManagerInACloudIsNotBelievedAtOnce() throws Exception {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new CloudArtifacts.Factory());
        FreeStyleProject job = backupJob();
        job.setAssignedNode(agent);
        Run<?, ?> build = j.buildAndAssertSuccess(job);
        assertEquals(Kind.PROTECTED, kind(name()));
        build.getArtifactManager().delete();
        EntssoPatrol.get().audit().run(true);
        assertEquals(Kind.PROTECTED, kind(name()));
        build.delete();
        assertEquals(Kind.UNPROTECTED, kind(name()));
    }

    @Test
    public void whatWasArchivedButCouldNotBeEnteredIsAdopted() throws Exception {
        FreeStyleProject job = backupJob();
        job.setAssignedNode(agent);
        Run<?, ?> build = j.buildAndAssertSuccess(job);
        Backup held = SimulatedAgent.backups("backup").get(0);
        Backup started = new Backup(
                held.id(),
                Backup.State.STARTED,
                held.host(),
                held.computer(),
                new TreeSet<>(),
                held.made(),
                new Backup.Artifact(held.job(), held.build(), "", "", 0),
                null);
        SimulatedAgent.ledger().enter(started);
        EntssoPatrol.get().audit().run(true);
        assertEquals(held.artifact(), SimulatedAgent.backups("backup").get(0).artifact());
        assertTrue(SimulatedAgent.backups("backup").get(0).isHeld());

        SimulatedAgent.ledger().enter(started);
        build.removeActions(EntssoBuildAction.class);
        EntssoPatrol.get().audit().run(true);
        assertEquals(
                "the JSON may be anybody's",
                started,
                SimulatedAgent.backups("backup").get(0));
    }

    /** Of the name, Jenkins makes that of a log file. */
    @Test
    public void theNamesOfPeriodicWorkAreFileNamesOnWindows() {
        List<String> names = PeriodicWork.all().stream()
                .filter(work -> work.getClass().getName().startsWith("io.jenkins.plugins.entsso"))
                .map(work -> ((AsyncPeriodicWork) work).name)
                .toList();
        assertFalse(names.isEmpty());
        names.forEach(name -> assertFalse(name, name.matches(".*[<>:\"/\\\\|?*].*")));
    }

    /** A check that hangs is waited for, but nothing else waits with it. */
    @Test
    public void artifactsAreLookedForWhileAHostHangs() throws Exception {
        FreeStyleProject job = backupJob();
        job.setAssignedNode(agent);
        Run<?, ?> build = j.buildAndAssertSuccess(job);
        host.fault(Fault.LOG_HANGS);
        EntssoPatrol.get().patrol().request(name());
        await().until(() -> EntssoPatrol.get().patrol().isUnderWay(name()));
        build.deleteArtifacts();
        EntssoPatrol.get().audit().requestJob("backup");
        EntssoPatrol.get().audit().work(Duration.ofDays(1));
        assertTrue(EntssoPatrol.get().patrol().isUnderWay(name()));
        assertEquals(Kind.UNPROTECTED, kind(name()));
    }

    @Test
    public void recordsFollowTheirNode() throws Exception {
        check();
        assertEquals(Kind.UNPROTECTED, kind(name()));
        String old = name();
        DumbSlave renamed = new DumbSlave("renamed", folder.newFolder().getPath(), agent.getLauncher());
        renamed.setNodeProperties(agent.getNodeProperties().toList());
        j.jenkins.getNodesObject().replaceNode(agent, renamed);
        await().until(() -> SimulatedAgent.ledger().host(old).isEmpty());
        HostRecord record = SimulatedAgent.ledger().host("renamed").orElseThrow();
        assertEquals(Kind.UNPROTECTED, record.verdict().kind());
        j.jenkins.removeNode(renamed);
        await().until(() -> SimulatedAgent.ledger().host("renamed").isEmpty());
    }

    /** Also of one that changes no verdict: somebody may have made it to have it. */
    @Test
    public void tellsOfEveryBackup() throws Exception {
        List<JsonObject> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(JsonParser.parseString(body).getAsJsonObject());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        FreeStyleProject job = j.createFreeStyleProject("backup");
        job.setAssignedNode(agent);
        job.getBuildersList().add(SimulatedAgent.step("when", RunSettings.When.ALWAYS));
        Recorder recorder = ExtensionList.lookupSingleton(Recorder.class);
        try (LogLines log = new LogLines(EntssoVerdictListener.class)) {
            EntssoConfiguration.get()
                    .setWebhook(Secret.fromString(
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/hook"));
            j.buildAndAssertSuccess(job);
            j.buildAndAssertSuccess(job);
            host.fault(Fault.NO_EVENT);
            j.buildAndAssertStatus(Result.FAILURE, job);
            await().until(() ->
                    bodies.stream().filter(body -> body.has("backup")).count() == 3);
            await().until(() -> recorder.backups.size() == 3);
            assertEquals(
                    3,
                    log.said.stream()
                            .filter(line -> line.getMessage().contains("Its password is that of the credentials"))
                            .count());
        } finally {
            server.stop(0);
        }
        Backup last = SimulatedAgent.backups("backup").get(2);
        assertEquals(last.id(), recorder.backups.get(2).id());
        JsonObject body = bodies.stream().filter(b -> b.has("backup")).toList().get(2);
        assertEquals(name(), body.get("node").getAsString());
        JsonObject backup = body.getAsJsonObject("backup");
        assertEquals("backup", backup.get("job").getAsString());
        assertEquals(3, backup.get("build").getAsInt());
        assertEquals(last.artifact().path(), backup.get("artifact").getAsString());
        assertEquals(SimulatedAgent.CREDENTIALS, backup.get("credentialsId").getAsString());
        assertFalse(backup.get("confirmed").getAsBoolean());
    }

    /** Again if they were not taken. */
    @Test
    public void changesArePosted() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(bodies.size() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            EntssoConfiguration.get()
                    .setWebhook(Secret.fromString(
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/hook"));
            check();
            await().until(() -> bodies.size() == 2);
        } finally {
            server.stop(0);
        }
        assertEquals(bodies.get(0), bodies.get(1));
        JsonObject body = JsonParser.parseString(bodies.get(0)).getAsJsonObject();
        assertEquals(name(), body.get("node").getAsString());
        assertEquals("UNPROTECTED", body.get("after").getAsString());
        assertTrue(body.get("worse").getAsBoolean());
        assertThat(body.get("text").getAsString(), containsString("10589"));
        assertThat(body.get("url").getAsString(), containsString("entsso/"));
    }

    private FreeStyleProject backupJob() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("backup");
        job.getBuildersList().add(SimulatedAgent.step());
        return job;
    }

    private void start(String job) {
        EntssoConfiguration.get().setLabel("biztalk");
        EntssoConfiguration.get().setAction(PatrolAction.START);
        EntssoConfiguration.get().setJob(job);
    }

    private String name() {
        return agent.getNodeName();
    }

    private static Kind kind(String node) throws IOException {
        return SimulatedAgent.ledger()
                .host(node)
                .map(host -> host.verdict().kind())
                .orElse(null);
    }

    /** Has the host checked, and waits until that has come to something. */
    private void check() throws Exception {
        PatrolRound before = SimulatedAgent.ledger().lastRound();
        EntssoPatrol.get().patrol().request(name());
        await().until(() -> SimulatedAgent.ledger().lastRound() != before);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(3));
    }

    /** Writes down what it is told. */
    @TestExtension({"checksWithoutAnExecutorAndTellsOfTheChange", "tellsOfEveryBackup"})
    public static final class Recorder implements EntssoVerdictListener {
        private final List<VerdictChange> changes = new CopyOnWriteArrayList<>();
        private final List<Backup> backups = new CopyOnWriteArrayList<>();

        @Override
        public void changed(VerdictChange change) {
            changes.add(change);
        }

        @Override
        public void backedUp(Backup backup) {
            backups.add(backup);
        }
    }
}
