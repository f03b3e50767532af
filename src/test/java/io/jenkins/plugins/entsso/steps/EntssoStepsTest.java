package io.jenkins.plugins.entsso.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** The steps in sandboxed Pipelines, on an agent in a JVM of its own with a simulated host. */
public class EntssoStepsTest {
    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    static {
        // of the class, not of each test
        J.timeout = 900;
    }

    private static DumbSlave agent;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SimulatedHost host;
    private WorkflowJob job;

    @BeforeClass
    public static void connect() throws Exception {
        agent = SimulatedAgent.connect(J);
    }

    @Before
    public void host() throws Exception {
        host = SimulatedAgent.attach(agent, folder);
        job = J.createProject(WorkflowJob.class);
    }

    /** What one test has backed up is not the newest backup of the node for the next, and its host is another one. */
    @After
    public void forget() throws Exception {
        SimulatedAgent.ledger().forget(agent.getNodeName());
        SimulatedAgent.ledger().prune(java.time.Instant.now().plus(java.time.Duration.ofDays(91)));
        for (Backup backup : SimulatedAgent.ledger().backups()) {
            SimulatedAgent.ledger().lose(backup.job(), build -> true);
        }
    }

    private void script(String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, true));
    }

    @Test
    public void snippetsLeaveOutTheDefaults() throws Exception {
        assertEquals("entssoStatus()", Snippetizer.object2Groovy(new EntssoStatusStep()));
        assertEquals("entssoCheck()", Snippetizer.object2Groovy(new EntssoCheckStep()));
        assertEquals("entssoBackup()", Snippetizer.object2Groovy(new EntssoBackupStep()));

        EntssoCheckStep check = new DescribableModel<>(EntssoCheckStep.class)
                .instantiate(Map.of("onBad", OnBad.UNSTABLE, "maxAgeDays", 30, "diagnose", true), null);
        assertEquals("entssoCheck diagnose: true, maxAgeDays: 30, onBad: 'UNSTABLE'", Snippetizer.object2Groovy(check));

        EntssoBackupStep backup = SimulatedAgent.step(
                        "when", When.ALWAYS,
                        "onBad", OnBad.NOTHING,
                        "reminder", "In the safe",
                        "artifactName", "sso/{id}.bak",
                        "method", Method.CONSOLE)
                .getStep();
        assertEquals(
                "entssoBackup artifactName: 'sso/{id}.bak', credentialsId: '" + SimulatedAgent.CREDENTIALS
                        + "', method: 'CONSOLE', onBad: 'NOTHING', reminder: 'In the safe', when: 'ALWAYS'",
                Snippetizer.object2Groovy(backup));
    }

    @Test
    public void snippetGeneratorUnderstandsTheForms() throws Exception {
        assertEquals("entssoStatus()", snippet(EntssoStatusStep.class, ""));
        assertEquals(
                "entssoCheck onBad: 'NOTHING'", snippet(EntssoCheckStep.class, "'onBad':'NOTHING','maxAgeDays':'0'"));
        assertEquals(
                "entssoBackup credentialsId: 'x', when: 'NEVER'",
                snippet(
                        EntssoBackupStep.class,
                        "'when':'NEVER','credentialsId':'x','onBad':'','reminder':'','artifactName':'','method':'AUTO'"));
    }

    private static String snippet(Class<?> step, String settings) throws Exception {
        JenkinsRule.WebClient client = J.createWebClient();
        WebRequest request =
                new WebRequest(new URL(client.getContextPath() + Snippetizer.GENERATE_URL), HttpMethod.POST);
        String json = "{'stapler-class':'" + step.getName() + "','$class':'" + step.getName() + "'"
                + (settings.isEmpty() ? "" : "," + settings) + "}";
        request.setRequestParameters(List.of(new NameValuePair("json", json)));
        client.addCrumb(request);
        return client.getPage(request).getWebResponse().getContentAsString().strip();
    }

    @Test
    public void formsShowTheirSettings() throws Exception {
        HtmlPage page = J.createWebClient().goTo("pipeline-syntax/");
        assertThat(page.getWebResponse().getContentAsString(), containsString("entssoBackup: "));
        for (String field : List.of("when", "credentialsId", "onBad", "reminder", "artifactName", "method")) {
            assertThat(help("EntssoBackupStep", field), containsString("<div>"));
        }
        for (String field : List.of("onBad", "maxAgeDays")) {
            assertThat(help("EntssoCheckStep", field), containsString("<div>"));
        }
    }

    private static String help(String type, String field) throws Exception {
        return J.createWebClient()
                .goTo("descriptor/io.jenkins.plugins.entsso.steps." + type + "/help/" + field)
                .getWebResponse()
                .getContentAsString();
    }

    @Test
    public void maximumAgeIsNotNegative() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new EntssoCheckStep().setMaxAgeDays(-1));
        assertThat(refused.getMessage(), containsString("-1 days"));
    }

    @Test
    public void statusTellsAScriptAllThereIs() throws Exception {
        String msid = "{" + host.msids().get(0).toString().toUpperCase() + "}";
        script("""
                def before, made, after
                node('biztalk') {
                    before = entssoStatus()
                    made = entssoBackup(credentialsId: '%s')
                    after = entssoStatus()
                }
                assert before.verdict == 'UNPROTECTED' && !before.protected && before.bad
                assert before.meaning.contains('No backup')
                assert before.evidence[0].contains('10589')
                assert before.nextStep.startsWith('Back the master secret up')
                assert before.msids == ['%s']
                assert before.backupJob == null && before.backupBuild == 0 && before.backupArtifact == null
                assert before.node == '%s' && before.computer != '' && before.concerns == []
                assert made.verdict == 'PROTECTED' && made.protected && !made.bad
                assert after.backupJob == env.JOB_NAME && after.backupBuild == env.BUILD_NUMBER as int
                assert after.backupArtifact == made.backupArtifact && after.backupArtifact.endsWith('.bak')
                assert after.backupTime > 0
                assert after.verdict == 'PROTECTED'
                """.formatted(SimulatedAgent.CREDENTIALS, msid, agent.getNodeName()));
        WorkflowRun run = J.buildAndAssertSuccess(job);
        assertTrue(run.isKeepLog());
        assertEquals(2, run.getArtifacts().size());
        assertEquals(
                "only what did something is shown",
                1,
                run.getActions(EntssoBackupAction.class).size());
        SimulatedAgent.assertPasswordNowhere(J.jenkins.getRootDir());
    }

    @Test
    public void declarativePipelineBacksUp() throws Exception {
        script("""
                pipeline {
                    agent { label 'biztalk' }
                    stages {
                        stage('Master secret') {
                            steps {
                                entssoBackup when: 'REQUIRED', onBad: 'UNSTABLE', credentialsId: '%s'
                                entssoCheck()
                            }
                        }
                    }
                }
                """.formatted(SimulatedAgent.CREDENTIALS));
        WorkflowRun run = J.buildAndAssertSuccess(job);
        J.assertLogContains("read back, SHA-256", run);
    }

    @Test
    public void badVerdictMarksTheStepThatFoundIt() throws Exception {
        host.fault(Fault.BACKUP_ACCESS_DENIED);
        script("node('biztalk') { entssoBackup(credentialsId: '" + SimulatedAgent.CREDENTIALS
                + "', onBad: 'UNSTABLE') }");
        WorkflowRun run = J.buildAndAssertStatus(Result.UNSTABLE, job);
        FlowNode marked = new DepthFirstScanner()
                .findFirstMatch(run.getExecution(), node -> node.getAction(WarningAction.class) != null);
        assertNotNull(marked);
        assertEquals("entssoBackup", marked.getDisplayFunctionName());
        assertEquals(Result.UNSTABLE, marked.getAction(WarningAction.class).getResult());
        assertThat(marked.getAction(WarningAction.class).getMessage(), containsString("the backup failed"));
    }

    @Test
    public void gateStopsAndCanBeCaught() throws Exception {
        script("node('biztalk') { entssoCheck() }\necho 'deployed'");
        WorkflowRun stopped = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogNotContains("deployed", stopped);
        J.assertLogContains("is unprotected. Next step: Back the master secret up", stopped);
        assertEquals(
                Kind.UNPROTECTED, stopped.getAction(EntssoBackupAction.class).getVerdict());

        script(
                "def s = null\nnode('biztalk') { s = entssoCheck(onBad: 'NOTHING') }\necho 'deployed though ' + s.verdict");
        J.assertLogContains("deployed though UNPROTECTED", J.buildAndAssertSuccess(job));

        script("try { node('biztalk') { entssoCheck() } } catch (e) { echo 'caught ' + e.message }");
        J.assertLogContains("caught The master secret of", J.buildAndAssertSuccess(job));
    }

    @Test
    public void gateWantsABackupOfThatAge() throws Exception {
        script("node('biztalk') { entssoBackup(credentialsId: '" + SimulatedAgent.CREDENTIALS + "') }");
        J.buildAndAssertSuccess(job);
        WorkflowJob gate = J.createProject(WorkflowJob.class);
        gate.setDefinition(new CpsFlowDefinition("node('biztalk') { entssoCheck(maxAgeDays: 30) }", true));
        J.buildAndAssertSuccess(gate);

        Backup fresh = SimulatedAgent.backups(job.getFullName()).get(0);
        SimulatedAgent.ledger()
                .enter(new Backup(
                        fresh.id(),
                        fresh.state(),
                        fresh.host(),
                        fresh.computer(),
                        fresh.msids(),
                        fresh.made().minus(Duration.ofDays(31)),
                        new Backup.Artifact(
                                fresh.job(), fresh.build(), fresh.artifact().path(), fresh.sha256(), fresh.bytes()),
                        fresh.verified()));
        J.assertLogContains(
                "in " + job.getFullName() + " #1, is older than 30 days", J.buildAndAssertStatus(Result.FAILURE, gate));
    }

    @Test
    public void nobodyIsAskedWhomTheSettingsDoNotName() throws Exception {
        EntssoConfiguration.get().setLabel("servers");
        try {
            for (String step : List.of("entssoCheck()", "entssoStatus()", "entssoCheck(diagnose: true)")) {
                script("node('biztalk') { " + step + " }");
                J.assertLogContains("is not asked and gets no password", J.buildAndAssertStatus(Result.FAILURE, job));
            }
        } finally {
            EntssoConfiguration.get().setLabel(null);
        }
        assertTrue(host.calls().isEmpty());
    }

    @Test
    public void hostWithNothingToProtectPassesTheGate() throws Exception {
        host.withoutEntsso();
        script("node('biztalk') { def s = entssoCheck()\nassert s.verdict == 'NO_ENTSSO' && !s.protected && !s.bad }");
        WorkflowRun run = J.buildAndAssertSuccess(job);
        assertNull(run.getAction(EntssoBackupAction.class).getBefore());
        assertEquals(List.of(), SimulatedAgent.backups(job.getFullName()));
    }
}
