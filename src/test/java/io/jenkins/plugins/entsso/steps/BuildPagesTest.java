package io.jenkins.plugins.entsso.steps;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.XmlFile;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.io.File;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.htmlunit.html.HtmlPage;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** What is seen of backups on the pages of a build and of its job. */
public class BuildPagesTest {
    /** What somebody on a host would put where its text is shown. */
    private static final String MARKUP = "C:\\<img src=x onerror=\"document.title='taken'\">.bak";

    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    {
        j.timeout = 900;
    }

    @Test
    public void buildAndJobTellHowItWent() throws Exception {
        DumbSlave agent = SimulatedAgent.connect(j);
        SimulatedHost host = SimulatedAgent.attach(agent, folder);
        FreeStyleProject job = j.createFreeStyleProject("guard");
        SimulatedAgent.step(job, "reminder", "in the safe & <b>nowhere</b> else");
        j.buildAndAssertSuccess(job);

        host.generateSecret();
        host.backedUpElsewhere(MARKUP);
        SimulatedAgent.step(job, "when", When.NEVER, "onBad", OnBad.NOTHING);
        j.buildAndAssertSuccess(job);
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            HtmlPage first = client.goTo("job/guard/1/");
            assertThat(first.asXml(), containsString("data-verdict=\"PROTECTED\""));
            String text = first.getBody().getTextContent();
            assertTrue(text, text.matches("(?s).*\\d+ bytes, SHA-256\\s+[0-9a-f]{64}.*"));
            assertThat(text, containsString("ENTSSO logged a backup to this very file"));
            assertThat(text, containsString("Record of event 10559"));
            assertThat(text, containsString("in the safe & <b>nowhere</b> else"));
            assertThat(first.getByXPath("//td/b"), is(empty()));

            HtmlPage second = client.goTo("job/guard/2/");
            assertThat(second.getBody().getTextContent(), containsString(MARKUP));
            assertThat(second.getByXPath("//img[@src='x']"), is(empty()));
            assertThat(second.getTitleText(), not(containsString("taken")));

            HtmlPage page = client.goTo("job/guard/");
            assertThat(page.getBody().getTextContent(), containsString("since #2"));
            assertThat(page.getByXPath("//a[@data-verdict='PROTECTED'][@aria-label='#1: protected']"), not(empty()));
        }
    }

    /** Deleted in between by somebody: it was confirmed, so there is no reason why not. */
    @Test
    public void aBackupThatIsGoneIsShown() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(j.createFreeStyleProject("guard"));
        Verdict verdict = Verdict.unreachable(new Failure(Failure.Kind.TIMEOUT, "silent"));
        Backup gone = Backup.started("n", "HOST", "guard", 1, Instant.now()).withState(Backup.State.GONE);
        build.addAction(
                new EntssoBackupAction(build, new RunReport("n", verdict, verdict, gone, null, null, null, false)));
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            assertThat(client.goTo("job/guard/1/").getBody().getTextContent(), containsString("Evidence and proof"));
        }
    }

    @Test
    public void aJobThatNeverSucceededHasItsTrendAndOnlyOne() throws Exception {
        SimulatedAgent.attach(SimulatedAgent.connect(j), folder);
        FreeStyleProject job = j.createFreeStyleProject("guard");
        job.setAssignedLabel(Label.get("biztalk"));
        for (OnBad onBad : List.of(OnBad.NOTHING, OnBad.FAIL)) {
            job.getBuildersList().add(SimulatedAgent.step("when", When.NEVER, "onBad", onBad));
        }
        FreeStyleBuild build = j.buildAndAssertStatus(Result.FAILURE, job);
        assertEquals(2, build.getActions(EntssoBackupAction.class).size());
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            HtmlPage page = client.goTo("job/guard/");
            assertEquals(1, page.getByXPath("//ol[@class='entsso-trend']").size());
            assertEquals(
                    1, page.getByXPath("//a[@aria-label='#1: unprotected']").size());
        }
    }

    /** Core says so on its page of old data. */
    @Test
    public void whatAnotherVersionStoredIsLeftOutAndBreaksNoPage() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(j.createFreeStyleProject("guard"));
        XmlFile file = new XmlFile(Run.XSTREAM2, new File(build.getRootDir(), "build.xml"));
        String stored = """
                <io.jenkins.plugins.entsso.steps.EntssoBackupAction>
                  <json>{"node": "biztalk-1", "after": {"kind": "RADIOACTIVE"}}</json>
                </io.jenkins.plugins.entsso.steps.EntssoBackupAction>
                """;
        Files.writeString(file.getFile().toPath(), file.asString().replace("</actions>", stored + "</actions>"));
        build.reload();
        assertNull(build.getAction(EntssoBackupAction.class));
        assertEquals(Result.SUCCESS, build.getResult());
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            client.goTo("job/guard/1/");
        }
    }

    /** A page shows what the build stored, whatever becomes of its artifacts, and only to those who may read them. */
    @Test
    public void manifestIsShownWithoutTheArtifact() throws Exception {
        SimulatedAgent.attach(SimulatedAgent.connect(j), folder);
        FreeStyleProject job = j.createFreeStyleProject("guard");
        SimulatedAgent.step(job);
        FreeStyleBuild build = j.buildAndAssertSuccess(job);
        build.deleteArtifacts();
        job.doReload();
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            assertThat(client.goTo("job/guard/1/").getBody().getTextContent(), containsString("Record of event 10559"));
        }
    }

    /** Which is done for every job of a view, now and then. */
    @Test
    public void listingTheActionsOfAJobLoadsNoHistory() throws Exception {
        SimulatedAgent.attach(SimulatedAgent.connect(j), folder);
        FreeStyleProject job = j.createFreeStyleProject("guard");
        SimulatedAgent.step(job, "when", When.NEVER, "onBad", OnBad.NOTHING);
        for (int build = 0; build < 3; build++) {
            j.buildAndAssertSuccess(job);
        }
        assertEquals(3, job.getAction(EntssoJobAction.class).getTrend().points().size());
        job.doReload();
        FreeStyleProject reloaded = j.jenkins.getItemByFullName("guard", FreeStyleProject.class);
        EntssoJobAction trend = reloaded.getAction(EntssoJobAction.class);
        assertEquals(Set.of(), Set.copyOf(reloaded._getRuns().getLoadedBuilds().keySet()));
        assertEquals(3, trend.getTrend().points().size());
    }
}
