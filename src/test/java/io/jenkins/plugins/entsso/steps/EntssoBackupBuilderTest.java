package io.jenkins.plugins.entsso.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.EnvVars;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials.State;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.patrol.EntssoBuildAction;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.xml.sax.InputSource;

/** The build step in freestyle jobs, on an agent in a JVM of its own with a simulated host. */
public class EntssoBackupBuilderTest {
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
    private FreeStyleProject job;

    @BeforeClass
    public static void connect() throws Exception {
        agent = SimulatedAgent.connect(J);
    }

    @Before
    public void host() throws Exception {
        host = SimulatedAgent.attach(agent, folder);
        job = J.createFreeStyleProject();
    }

    private EntssoBackupBuilder step(Object... settings) throws Exception {
        return SimulatedAgent.step(job, settings);
    }

    @Test
    public void formKeepsTheDefaults() throws Exception {
        EntssoBackupStep before = new EntssoBackupStep();
        J.assertEqualDataBoundBeans(
                before, J.configRoundtrip(new EntssoBackupBuilder()).getStep());
    }

    @Test
    public void formKeepsEverySetting() throws Exception {
        EntssoBackupBuilder before = step(
                "when", When.ALWAYS,
                "onBad", OnBad.UNSTABLE,
                "reminder", "In the safe of building 7",
                "artifactName", "sso/{node}/{id}.bak",
                "method", Method.CONSOLE);
        J.assertEqualDataBoundBeans(before.getStep(), J.configRoundtrip(before).getStep());
    }

    /** What XML 1.0 cannot hold would keep the build from being read again, and programs from reading what is told of it. */
    @Test
    public void whateverAHostSaysABuildIsStoredAndToldAsXml() throws Exception {
        host.computer("B\uFFFFI\0Z\u0007<&>").log(10560, "\uFFFE\0\u0001", "]]>", "", "\u001B[0m", "\u0085");
        step("when", When.NEVER, "onBad", OnBad.NOTHING);
        FreeStyleBuild build = J.buildAndAssertSuccess(job);
        build.reload();
        assertEquals(1, build.getActions(EntssoBackupAction.class).size());
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        try (JenkinsRule.WebClient client = J.createWebClient()) {
            for (String path : List.of(build.getUrl() + "api/xml", "entsso/api/xml")) {
                String xml =
                        client.goTo(path, "application/xml").getWebResponse().getContentAsString();
                assertNotNull(parser.parse(new InputSource(new StringReader(xml))));
                assertTrue(xml, xml.contains("B\uFFFDI Z \uFFFD&amp;\uFFFD") || !path.startsWith("entsso"));
            }
        }
    }

    @Test
    public void aStoredBuilderWithoutAStepHasTheDefaults() {
        EntssoBackupBuilder stored =
                (EntssoBackupBuilder) Items.XSTREAM2.fromXML("<" + EntssoBackupBuilder.class.getName() + "/>");
        assertEquals(Method.AUTO, stored.getStep().getMethod());
    }

    @Test
    public void stepsThatSayNothingFollowTheSystemConfiguration() throws Exception {
        EntssoBackupStep step = J.configRoundtrip(new EntssoBackupBuilder()).getStep();
        EntssoConfiguration.get().setWhen(When.NEVER);
        EntssoConfiguration.get().setOnBad(OnBad.NOTHING);
        try {
            assertEquals(When.NEVER, step.request(new EnvVars()).when());
            assertEquals(OnBad.NOTHING, step.request(new EnvVars()).onBad());
            ListBoxModel choices = J.jenkins
                    .getDescriptorByType(EntssoBackupStep.DescriptorImpl.class)
                    .doFillWhenItems();
            assertEquals("As the system configuration says: Never: check only", choices.get(0).name);
        } finally {
            EntssoConfiguration.get().setWhen(null);
            EntssoConfiguration.get().setOnBad(null);
        }
    }

    @Test
    public void backsUpArchivesAndShows() throws Exception {
        step("artifactName", "sso/${BUILD_NUMBER}/{node}.bak");
        FreeStyleBuild build = J.buildAndAssertSuccess(job);

        assertFalse(host.backupRequired());
        SimulatedAgent.assertNothingLeft(host);
        String artifact = "sso/1/" + agent.getNodeName() + ".bak";
        assertEquals(
                List.of(artifact, artifact + ".json"),
                build.getArtifacts().stream().map(a -> a.relativePath).sorted().collect(Collectors.toList()));

        EntssoBackupAction action = build.getAction(EntssoBackupAction.class);
        assertEquals(Kind.UNPROTECTED, action.getBefore().kind());
        assertEquals(Kind.PROTECTED, action.getVerdict());
        assertTrue(action.getReport().good());
        Backup backup = SimulatedAgent.backups(job.getFullName()).get(0);
        assertEquals(Backup.State.HELD, backup.state());
        assertEquals(backup.sha256(), action.getReport().backup().sha256());
        assertEquals(
                List.of("{" + host.msids().get(0).toString().toUpperCase() + "}"),
                action.getValues().covered());
        assertTrue(build.isKeepLog());

        HtmlPage page = J.createWebClient().getPage(build);
        String text = page.getBody().asNormalizedText();
        assertThat(text, containsString("unprotected"));
        assertThat(text, containsString("This build is kept by"));
        assertThat(page.getAnchorByText(artifact).click().getWebResponse().getStatusCode(), is(200));

        JSONObject api = J.getJSON(build.getUrl() + "api/json?tree=actions[verdict,artifact,covered]")
                .getJSONObject();
        assertThat(api.toString(), containsString("\"verdict\":\"PROTECTED\""));
        assertThat(api.toString(), containsString(artifact));
    }

    @Test
    public void passwordStaysSecret() throws Exception {
        step();
        FreeStyleBuild build = J.buildAndAssertSuccess(job);
        SimulatedAgent.assertPasswordNowhere(J.jenkins.getRootDir(), new File(agent.getRemoteFS()));
        for (SimulatedHost.Call call : host.calls()) {
            assertFalse(call.toString(), String.join(" ", call.arguments()).contains(SimulatedAgent.PASSWORD));
        }
        assertThat(JenkinsRule.getLog(build), not(containsString("Tr1cky")));
    }

    @Test
    public void protectedHostNeedsNoBackup() throws Exception {
        step();
        J.buildAndAssertSuccess(job);
        FreeStyleBuild second = J.buildAndAssertSuccess(job);
        EntssoBackupAction action = second.getAction(EntssoBackupAction.class);
        assertNull(action.getBefore());
        assertNull(action.getReport().backup());
        assertEquals(Kind.PROTECTED, action.getVerdict());
        assertFalse(second.isKeepLog());
        assertTrue(job.getBuildByNumber(1).isKeepLog());
    }

    @Test
    public void newestBackupIsKeptAndOlderOnesGo() throws Exception {
        step("when", When.ALWAYS);
        FreeStyleBuild first = J.buildAndAssertSuccess(job);
        assertTrue(first.getAction(EntssoBackupAction.class).isKept());
        EntssoBackupBuilder step = job.getBuildersList().get(EntssoBackupBuilder.class);
        job.getBuildersList().replaceBy(List.of(new KeptByAPerson(), step));
        FreeStyleBuild second = J.buildAndAssertSuccess(job);
        assertTrue(second.isKeepLog());
        assertFalse(second.getAction(EntssoBackupAction.class).isKept());
        assertFalse(first.isKeepLog());
        job.getBuildersList().replaceBy(List.of(step));
        FreeStyleBuild third = J.buildAndAssertSuccess(job);
        assertTrue(third.isKeepLog());
        assertTrue("what a person keeps is left alone", second.isKeepLog());
    }

    /** As after a restore on a host without KB 3062831: only an older backup may be good. */
    @Test
    public void whereDataDoesNotDecryptNoOlderBackupGoes() throws Exception {
        step("when", When.ALWAYS);
        FreeStyleBuild first = J.buildAndAssertSuccess(job);
        host.log(10536, "GetCredentials", "t", "BTS02", "CONTOSO\\svc-bts", "App", "0x80090005");
        FreeStyleBuild second = J.buildAndAssertSuccess(job);
        assertTrue(second.isKeepLog());
        assertTrue(first.isKeepLog());
    }

    @Test
    public void aPersonWhoReleasesABuildAndKeepsItAgainTakesItOver() throws Exception {
        step("when", When.ALWAYS);
        FreeStyleBuild first = J.buildAndAssertSuccess(job);
        EntssoBackupAction action = first.getAction(EntssoBackupAction.class);
        assertTrue(action.isKept());
        first.keepLog(false);
        assertFalse("the plugin does not hold what a person let go", action.isKept());
        first.keepLog(true);
        assertFalse(action.isKept());
        J.buildAndAssertSuccess(job);
        assertTrue("what a person keeps is left alone", first.isKeepLog());
        String page = J.createWebClient().getPage(first).getBody().asNormalizedText();
        assertThat(page, not(containsString("This build is kept by")));
    }

    @Test
    public void aPersonsWordOutlivesARestart() throws Exception {
        step("when", When.ALWAYS);
        FreeStyleBuild build = J.buildAndAssertSuccess(job);
        build.keepLog(false);
        build.keepLog(true);
        build.reload();
        assertFalse(EntssoBuildAction.isKept(build));
        assertTrue(build.isKeepLog());
    }

    @Test
    public void backupOfAnOlderSecretIsKeptBesideTheNewest() throws Exception {
        step("when", When.ALWAYS);
        FreeStyleBuild first = J.buildAndAssertSuccess(job);
        host.generateSecret();
        host.generateSecret();
        host.generateSecret();
        FreeStyleBuild second = J.buildAndAssertSuccess(job);
        assertThat(
                second.getAction(EntssoBackupAction.class).getValues().covered(),
                not(hasItem(first.getAction(EntssoBackupAction.class)
                        .getValues()
                        .covered()
                        .get(0))));
        assertTrue(first.isKeepLog());
        assertTrue(second.isKeepLog());
    }

    @Test
    public void badVerdictDoesWhatIsAsked() throws Exception {
        host.fault(Fault.BACKUP_ACCESS_DENIED);
        step();
        FreeStyleBuild failed = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("is unprotected, and the backup failed", failed);
        J.assertLogNotContains("\tat ", failed);
        assertEquals(
                Kind.UNPROTECTED, failed.getAction(EntssoBackupAction.class).getVerdict());

        step("onBad", OnBad.UNSTABLE);
        FreeStyleBuild unstable = J.buildAndAssertStatus(Result.UNSTABLE, job);
        assertFalse(unstable.getAction(EntssoBackupAction.class).getReport().good());

        step("onBad", OnBad.NOTHING);
        J.buildAndAssertSuccess(job);
        SimulatedAgent.assertNothingLeft(host);
    }

    @Test
    public void backupThatIsNotConfirmedIsKeptAndShownAsSuch() throws Exception {
        host.fault(Fault.NO_EVENT);
        step("onBad", OnBad.NOTHING);
        FreeStyleBuild build = J.buildAndAssertSuccess(job);
        EntssoBackupAction action = build.getAction(EntssoBackupAction.class);
        assertEquals(Kind.UNPROTECTED, action.getVerdict());
        assertTrue(action.isKept());
        assertEquals(
                Backup.State.UNCONFIRMED,
                SimulatedAgent.backups(job.getFullName()).get(0).state());
        job.doReload();
        FreeStyleBuild stored = J.jenkins
                .getItemByFullName(job.getFullName(), FreeStyleProject.class)
                .getBuildByNumber(1);
        assertThat(
                J.createWebClient().getPage(stored).getBody().asNormalizedText(),
                containsString("Not confirmed by ENTSSO"));
        String api = J.getJSON(build.getUrl() + "api/json?tree=actions[unconfirmed,artifact,proof[claim]]")
                .getJSONObject()
                .toString();
        assertThat(api, containsString("\"unconfirmed\":\"NO_EVENT\""));
        assertThat(api, containsString("\"claim\":\"PASSWORD_NOT_IN_FILE\""));
    }

    @Test
    public void nothingToBackUpIsSaidSo() throws Exception {
        host.becomeOther("BIZTALK-MASTER");
        step();
        FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("Run this step on the master secret server", build);
    }

    @Test
    public void checkOnlyNeedsNoCredentials() throws Exception {
        step("credentialsId", "missing", "when", When.NEVER);
        FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("is unprotected. Next step", build);
        assertNoBackupTried();
    }

    @Test
    public void whatAHostSaysIsNoMarkup() throws Exception {
        host.backedUpElsewhere("C:\\<b id='planted'>x</b>\\secret.bak");
        step("when", When.NEVER, "onBad", OnBad.NOTHING);
        FreeStyleBuild build = J.buildAndAssertSuccess(job);
        HtmlPage page = J.createWebClient().getPage(build);
        assertNull(page.getElementById("planted"));
        assertThat(page.getWebResponse().getContentAsString(), containsString("&lt;b id="));
    }

    @Test
    public void badArtifactNameIsRefusedBeforeAnythingIsStarted() throws Exception {
        step("artifactName", "../{computer}.bak");
        FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("has the part '..'", build);
        assertTrue(host.calls().isEmpty());
    }

    /** Whatever the job: a label of its own says nothing. */
    @Test
    public void aNodeThatTheSettingsDoNotNameGetsNoPassword() throws Exception {
        EntssoConfiguration.get().setLabel("servers && !test");
        try {
            step("when", When.ALWAYS);
            FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
            J.assertLogContains(
                    agent.getNodeName()
                            + " is not asked and gets no password, since the settings name the master secret"
                            + " servers by the label servers && !test",
                    build);
            assertTrue(host.calls().isEmpty());
            assertEquals(List.of(), SimulatedAgent.backups(job.getFullName()));
            EntssoConfiguration.get().setLabel("servers || biztalk");
            J.buildAndAssertSuccess(job);
        } finally {
            EntssoConfiguration.get().setLabel(null);
        }
    }

    @Test
    public void missingCredentialsAreNamedBeforeAnythingIsStarted() throws Exception {
        step("credentialsId", "missing");
        FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("There are no credentials with the ID 'missing'", build);
        assertTrue(host.calls().isEmpty());
        step("credentialsId", null);
        J.assertLogContains("No credentials are chosen", J.buildAndAssertStatus(Result.FAILURE, job));
    }

    @Test
    public void credentialsOfAnotherKindAreRefused() throws Exception {
        SimulatedAgent.addCredentials(new FileCredentialsImpl(
                CredentialsScope.GLOBAL, "file", "", "secret.txt", SecretBytes.fromBytes(new byte[20])));
        step("credentialsId", "file");
        FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("The credentials 'file' are of the kind 'Secret file'", build);
        assertTrue(host.calls().isEmpty());
    }

    @Test
    public void unfitPasswordIsRefusedWithTheReason() throws Exception {
        SimulatedAgent.addCredentials(
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "short", "", Secret.fromString("hunter2")));
        step("credentialsId", "short");
        FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("choose one of 12 to 128 characters", build);
        J.assertLogNotContains("hunter2", build);
        assertTrue(host.calls().isEmpty());
    }

    @Test
    public void reminderThatGivesThePasswordAwayIsRefused() throws Exception {
        step("reminder", "It is " + SimulatedAgent.PASSWORD.toUpperCase());
        FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("The password reminder contains the password", build);
        J.assertLogNotContains("TR1CKY", build);
        assertTrue(host.calls().isEmpty());
    }

    @Test
    public void userNameWithPasswordIsTakenAndItsUseIsEntered() throws Exception {
        StandardCredentials pair = new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "pair", "", "nobody", SimulatedAgent.PASSWORD);
        SimulatedAgent.addCredentials(pair);
        step("credentialsId", "pair");
        J.buildAndAssertSuccess(job);
        assertThat(CredentialsProvider.getFingerprintOf(pair).getJobs(), hasItem(job.getFullName()));
    }

    @Test
    public void folderKeepsItsCredentialsToItself() throws Exception {
        Folder inside = J.jenkins.createProject(Folder.class, "inside");
        CredentialsProvider.lookupStores(inside)
                .iterator()
                .next()
                .addCredentials(Domain.global(), SimulatedAgent.secretText("of-folder"));
        step("credentialsId", "of-folder");
        J.assertLogContains("There are no credentials", J.buildAndAssertStatus(Result.FAILURE, job));

        job = inside.createProject(FreeStyleProject.class, "job");
        step("credentialsId", "of-folder");
        Run<?, ?> build = J.buildAndAssertSuccess(job);
        assertEquals("inside/job", build.getParent().getFullName());
        assertEquals(1, SimulatedAgent.backups("inside/job").size());
    }

    /** In the same folder, with the same ID, as the build found them. */
    @Test
    public void aPasswordThatWasChangedSinceIsFoundOut() throws Exception {
        Folder inside = J.jenkins.createProject(Folder.class, "changing");
        CredentialsStore store =
                CredentialsProvider.lookupStores(inside).iterator().next();
        StandardCredentials before = SimulatedAgent.secretText("of-changing");
        store.addCredentials(Domain.global(), before);
        job = inside.createProject(FreeStyleProject.class, "job");
        step("credentialsId", "of-changing");
        J.buildAndAssertSuccess(job);
        BackupCredentials made = looked();
        assertEquals("of-changing", made.id());
        assertEquals(State.SAME, made.state());
        assertFalse(made.mac().isEmpty());

        StandardCredentials after = new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "of-changing", "", Secret.fromString("another password"));
        store.updateCredentials(Domain.global(), before, after);
        assertEquals(State.CHANGED, looked().state());
        HostRecord record = SimulatedAgent.ledger().host(agent.getNodeName()).orElseThrow();
        assertEquals(Kind.PROTECTED, record.verdict().kind());
        assertThat(record.verdict().concerns().stream().map(Finding::code).toList(), hasItem(Code.PASSWORD_CHANGED));
        store.updateCredentials(Domain.global(), after, before);
        assertEquals(State.SAME, looked().state());

        store.removeCredentials(Domain.global(), before);
        looked();
        assertEquals(State.GONE, looked().state());
        assertThat(
                SimulatedAgent.ledger().host(agent.getNodeName()).orElseThrow().verdict().concerns().stream()
                        .map(Finding::code)
                        .toList(),
                hasItem(Code.CREDENTIALS_GONE));
        SimulatedAgent.assertPasswordNowhere(J.jenkins.getRootDir());
    }

    /** As where the home directory was restored without its secrets. */
    @Test
    public void underAnotherKeyNothingIsKnownOfThePassword() throws Exception {
        step();
        J.buildAndAssertSuccess(job);
        Backup backup = SimulatedAgent.backups(job.getFullName()).get(0);
        BackupCredentials made = backup.credentials();
        SimulatedAgent.ledger()
                .enter(backup.withCredentials(
                        new BackupCredentials(made.id(), "another key", "another MAC", State.SAME)));
        assertEquals(State.NOT_KNOWN, looked().state());
        SimulatedAgent.ledger()
                .enter(backup.withCredentials(new BackupCredentials(made.id(), made.key(), "0", State.SAME)));
        assertEquals(State.CHANGED, looked().state());
    }

    /** Nobody but that build finds them. */
    @Test
    public void credentialsThatWereChosenForOneBuildAreNotLookedFor() throws Exception {
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "CHOSEN", "", SimulatedAgent.CREDENTIALS, StringCredentials.class.getName(), true)));
        step("credentialsId", "${CHOSEN}");
        J.buildAndAssertSuccess(job);
        assertEquals(SimulatedAgent.CREDENTIALS, looked().id());
        assertEquals(State.NOT_KNOWN, looked().state());
    }

    /** What is known of the credentials of the job's backup, once they were looked for. */
    private BackupCredentials looked() throws IOException {
        EntssoPatrol.get().audit().run(true);
        return SimulatedAgent.backups(job.getFullName()).get(0).credentials();
    }

    @Test
    public void whatAnotherJobBacksUpOrWithOtherCredentialsLetsNothingGo() throws Exception {
        step("when", When.ALWAYS);
        FreeStyleBuild first = J.buildAndAssertSuccess(job);
        SimulatedAgent.addCredentials(SimulatedAgent.secretText("others"));
        step("when", When.ALWAYS, "credentialsId", "others");
        J.buildAndAssertSuccess(job);
        FreeStyleProject ours = job;
        job = J.createFreeStyleProject();
        step("when", When.ALWAYS);
        J.buildAndAssertSuccess(job);
        assertTrue(first.isKeepLog());
        job = ours;
        step("when", When.ALWAYS);
        J.buildAndAssertSuccess(job);
        assertFalse(first.isKeepLog());
    }

    /** A person who wants to keep the build that runs. */
    public static final class KeptByAPerson extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws IOException {
            build.keepLog(true);
            return true;
        }
    }

    private void assertNoBackupTried() {
        assertTrue(host.calls().stream().noneMatch(call -> call.tool().equals("ssoconfig")));
    }
}
