package io.jenkins.plugins.entsso.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.entsso.config.EntssoNodeProperty;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.HostOptions;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;

/** A host's diagnosis on a page and in a build's log: who gets it, and that nothing in it is markup or a secret. */
public class DiagnosisTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    static {
        // of the class, not of each test
        J.timeout = 600;
    }

    private static final String MARKUP = "<img src=x onerror=\"document.title='taken'\">'${7*6}";

    private static DumbSlave agent;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SimulatedHost host;

    @BeforeClass
    public static void connect() throws Exception {
        Jenkins jenkins = J.jenkins;
        jenkins.setSecurityRealm(J.createDummySecurityRealm());
        jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Computer.BUILD)
                .everywhere()
                .to("reader", "viewer", "diagnoser")
                .grant(EntssoPermissions.VIEW, EntssoPermissions.CHECK, EntssoPermissions.BACKUP)
                .everywhere()
                .to("viewer")
                .grant(EntssoPermissions.VIEW, EntssoPermissions.DIAGNOSE)
                .everywhere()
                .to("diagnoser"));
        agent = SimulatedAgent.connect(J);
    }

    @Before
    public void host() throws Exception {
        host = SimulatedHost.create(folder.newFolder("host").toPath()).requireBackup(3);
        SimulatedAgent.attach(agent, host);
    }

    @Test
    public void thePageIsForWhoMaySeeIt() throws Exception {
        String path = "entsso/diagnose?node=" + agent.getNodeName();
        for (String user : List.of("reader", "viewer")) {
            assertEquals(
                    user,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    post(user, path).getWebResponse().getStatusCode());
        }
        try (JenkinsRule.WebClient client = client("diagnoser")) {
            assertEquals(
                    HttpURLConnection.HTTP_BAD_METHOD,
                    client.goTo(path, null).getWebResponse().getStatusCode());
        }
        assertEquals(
                HttpURLConnection.HTTP_NOT_FOUND,
                post("diagnoser", "entsso/diagnose?node=" + URLEncoder.encode(MARKUP, StandardCharsets.UTF_8))
                        .getWebResponse()
                        .getStatusCode());
        Page page = post("diagnoser", path);
        assertEquals(HttpURLConnection.HTTP_OK, page.getWebResponse().getStatusCode());
        assertThat(page.getWebResponse().getResponseHeaderValue("Cache-Control"), containsString("no-store"));
        String text = ((HtmlPage) page).asNormalizedText();
        assertThat(text, containsString("Diagnosis of " + agent.getNodeName()));
        assertThat(text, containsString("What a backup would do now"));
        assertThat(text, containsString("{" + host.msids().get(0).toString().toUpperCase() + "}"));
    }

    /** Each that waits for a host holds a thread of the server. */
    @Test
    public void aHostIsAskedOnceAtATime() throws Exception {
        host.fault(Fault.LOG_HANGS);
        agent.getNodeProperty(EntssoNodeProperty.class)
                .setHost(new HostOptions(host.ssoconfig().toString(), null, 30, null));
        String path = "entsso/diagnose?node=" + agent.getNodeName();
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Page>> pages = readers.invokeAll(Collections.nCopies(4, () -> post("diagnoser", path)));
            int refused = 0;
            for (Future<Page> page : pages) {
                refused += ((HtmlPage) page.get()).asNormalizedText().contains("is being asked already") ? 1 : 0;
            }
            assertEquals("all but one", 3, refused);
        } finally {
            readers.shutdownNow();
        }
        host.clearFaults();
        assertThat(((HtmlPage) post("diagnoser", path)).asNormalizedText(), containsString("What a backup would do"));
    }

    @Test
    public void theButtonIsForWhoMayPressIt() throws Exception {
        assertFalse(html("viewer").contains("/entsso/diagnose"));
        HtmlPage page;
        try (JenkinsRule.WebClient client = client("diagnoser")) {
            page = client.goTo("entsso/");
            HtmlPage shown = (HtmlPage)
                    ((HtmlElement) page.getFirstByXPath("//form[contains(@action,'/entsso/diagnose')]//button"))
                            .click();
            assertThat(shown.asNormalizedText(), containsString("What a backup would do now"));
        }
    }

    @Test
    public void nothingInItIsMarkup() throws Exception {
        host.computer(MARKUP).log(10560, MARKUP, MARKUP, MARKUP, MARKUP, MARKUP);
        HtmlPage page = (HtmlPage) post("diagnoser", "entsso/diagnose?node=" + agent.getNodeName());
        assertThat(page.getByXPath("//img[@src='x']"), is(empty()));
        assertThat(page.getTitleText(), not(containsString("taken")));
        assertThat(page.getWebResponse().getContentAsString(), containsString("&lt;img src=x onerror"));
        assertThat(page.getWebResponse().getContentAsString(), not(containsString("<img src=x")));
        assertThat(page.asNormalizedText(), containsString("${7*6}"));
    }

    @Test
    public void thePipelineWritesItToTheLogAsTheUserThatItRunsAs() throws Exception {
        WorkflowJob job = J.createProject(WorkflowJob.class);
        job.setDefinition(
                new CpsFlowDefinition("node('biztalk') { entssoCheck diagnose: true, onBad: 'NOTHING' }", true));
        WorkflowRun bySystem = J.buildAndAssertSuccess(job);
        J.assertLogContains("Diagnosis of " + agent.getNodeName(), bySystem);
        J.assertLogContains("10589 BACKUP_REQUIRED", bySystem);
        J.assertLogContains("A backup would be made", bySystem);
        try {
            runAs(job, "viewer");
            WorkflowRun refused = J.buildAndAssertStatus(Result.FAILURE, job);
            J.assertLogContains("Enterprise SSO/Diagnose", refused);
            J.assertLogNotContains("10589 BACKUP_REQUIRED", refused);
            runAs(job, "diagnoser");
            J.assertLogContains("10589 BACKUP_REQUIRED", J.buildAndAssertSuccess(job));
        } finally {
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
        }
    }

    private static void runAs(WorkflowJob job, String user) throws IOException {
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .replace(new MockQueueItemAuthenticator()
                        .authenticate(
                                job.getFullName(), User.getById(user, true).impersonate2()));
    }

    private static JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient client = J.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return client.login(user);
    }

    private static String html(String user) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.goTo("entsso/").getWebResponse().getContentAsString();
        }
    }

    private static Page post(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.getPage(client.addCrumb(new WebRequest(new URL(J.getURL(), path), HttpMethod.POST)));
        }
    }
}
