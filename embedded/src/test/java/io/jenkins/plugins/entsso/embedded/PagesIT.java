package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.google.gson.JsonElement;
import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.entsso.Browser;
import io.jenkins.plugins.entsso.Browser.Page;
import io.jenkins.plugins.entsso.embedded.TestServer.Job;
import io.jenkins.plugins.entsso.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.run.RunSettings.When;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Widget, page and build page in a real browser. */
public class PagesIT {
    @ClassRule
    public static final TestServer SERVER = new TestServer();

    @ClassRule
    public static final TemporaryFolder PROFILE = new TemporaryFolder();

    /** What an attacker on a host would put where its text is shown. */
    private static final String MARKUP = "C:\\<img src=x onerror=\"document.title='taken'\">.bak";

    private static final Pattern LINK = Pattern.compile("href=\"([^\"#]*(?:entsso|job/)[^\"#]*)\"");

    private static SimulatedHost host;
    private static Job job;
    private static FreeStyleBuild build;

    private Browser browser;

    @BeforeClass
    public static void needsBrowser() {
        boolean isThere = Browser.find().isPresent() && Driver.isInstalled();
        if (!isThere) {
            long tests = Arrays.stream(PagesIT.class.getMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .count();
            System.err.println("BROWSER TIER NOT RUN: Chromium or its chromedriver is not here, so " + tests
                    + " tests were not run; install the packages chromium and chromium-driver");
        }
        assumeTrue("Chromium is not installed", isThere);
    }

    @Before
    public void open() throws Exception {
        browser = Browser.in(PROFILE.getRoot().toPath());
        if (build == null) {
            host = SERVER.newHost();
            job = SERVER.job(host);
            build = job.build();
        }
    }

    /** The patrol asks the host as the job on its node does. */
    private static void patrol(String expected) throws InterruptedException {
        Demo.check();
        TestServer.await(
                "the patrol finds " + expected,
                () -> SecretsPage.get()
                        .ledger()
                        .host(TestServer.NODE)
                        .filter(record -> record.verdict().kind().name().equals(expected))
                        .isPresent());
    }

    @Test
    public void widgetAndPageFollowTheHost() throws Exception {
        job.build();
        patrol("PROTECTED");
        Page protectedPage = show("", "dashboard-protected");
        assertTrue(protectedPage.text(), protectedPage.dom().contains("data-verdict=\"PROTECTED\""));

        host.generateSecret();
        host.requireBackup(1_000);
        patrol("UNPROTECTED");
        Page dashboard = show("", "dashboard-unprotected");
        assertTrue(dashboard.text(), dashboard.dom().contains("data-verdict=\"UNPROTECTED\""));
        assertTrue(dashboard.text(), dashboard.text().contains(TestServer.NODE + " unprotected"));
        Page page = show("entsso/", "page-unprotected");
        assertTrue(page.text(), page.text().contains("event 10589"));
        assertTrue(page.text(), page.text().matches(".*\\b100\\d times from .*"));
        assertTrue(page.text(), page.text().contains("Next step: Back the master secret up"));
        assertLinksWork(dashboard);
        assertLinksWork(page);
        assertEquals(List.of(), dashboard.errors());
        assertEquals(List.of(), page.errors());
    }

    @Test
    public void textOfAHostIsNoMarkup() throws Exception {
        host.backedUpElsewhere(MARKUP);
        host.generateSecret();
        host.backedUpElsewhere(MARKUP);
        patrol("HELD_ELSEWHERE");
        Page page = show("entsso/", "page-held-elsewhere");
        assertTrue(page.text(), page.text().contains(MARKUP));
        assertFalse(page.dom().contains("<img src=\"x\""));
        assertFalse(page.dom().contains("<title>taken"));
        assertEquals(List.of(), page.errors());
    }

    @Test
    public void buildPageTellsWhatWasDone() throws Exception {
        Page page = show("job/" + job.name + "/1/", "build");
        BackupAction action = build.getAction(BackupAction.class);
        assertTrue(page.text(), page.text().contains("unprotected, now protected"));
        assertTrue(page.text(), page.text().contains(action.sha256));
        for (String check : action.getProof()) {
            assertTrue(page.text(), page.text().contains(check));
        }
        assertTrue(page.dom(), page.dom().contains("href=\"" + action.link(action.artifact) + "\""));
        assertEquals(200, status("job/" + job.name + "/1/" + action.link(action.artifact)));
        assertEquals(200, status("job/" + job.name + "/1/" + action.link(action.manifest)));
        assertEquals(List.of(), page.errors());
    }

    @Test
    public void formShowsTheSettingsAndNoPassword() throws Exception {
        Page page = show("job/" + job.name + "/configure", "configure");
        assertTrue(page.dom().contains("value=\"" + TestServer.REMINDER + "\""));
        assertTrue(page.dom().contains("value=\"" + host.ssoconfig() + "\""));
        assertFalse(page.dom().contains(job.password));
        assertEquals(List.of(), page.errors());
    }

    @Test
    public void savedFormIsAsItWasButForWhatWasChanged() throws Exception {
        Job other = SERVER.job(SERVER.newHost()).when(When.NEVER).onBad(OnBad.UNSTABLE);
        other.build();
        try (Driver driver = new Driver()) {
            driver.open(SERVER.server().url().resolve("job/" + other.name + "/configure"));
            driver.script("document.getElementsByName('_.reminder')[0].value = arguments[0]", "changed");
            driver.click("//input[@value='Save']");
            TestServer.await("the form is saved", () -> step(other).reminder.equals("changed"));
            assertEquals(List.of(), driver.errors());
        }
        BackupBuilder saved = step(other);
        assertEquals(When.NEVER, saved.when);
        assertEquals(OnBad.UNSTABLE, saved.onBad);
        assertEquals(other.password, saved.password.getPlainText());
        assertEquals(other.host.ssoconfig().toString(), saved.ssoconfig);
        assertEquals("120", saved.backupSeconds);
    }

    @Test
    public void formSaysWhatIsWrongWithAValue() throws Exception {
        try (Driver driver = new Driver()) {
            driver.open(SERVER.server().url().resolve("job/" + job.name + "/configure"));
            TestServer.await("the form complains", () -> {
                // Hudson hears of a change only once its own scripts have seen the field, at some time after the load.
                script(
                        driver,
                        "var field = document.getElementsByName('_.artifact')[0];"
                                + "if (field.value != arguments[0] || Date.now() - field.said > 2000) {"
                                + "field.value = arguments[0]; field.said = Date.now(); field.onchange(); }",
                        "../secret<b>.bak");
                return text(driver).contains("../secret<b>.bak");
            });
            assertTrue(text(driver), text(driver).contains("use a relative path"));
            assertEquals(List.of(), driver.errors());
        }
    }

    private static BackupBuilder step(Job job) {
        return job.project().getBuildersList().get(BackupBuilder.class);
    }

    private static String text(Driver driver) {
        return script(driver, "return document.body.innerText").getAsString();
    }

    private static JsonElement script(Driver driver, String body, Object... arguments) {
        try {
            return driver.script(body, arguments);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens a page, and takes its pictures for a person to look at. */
    private Page show(String path, String name) throws Exception {
        URI url = SERVER.server().url().resolve(path);
        for (int width : new int[] {1280, 420}) {
            boolean dark = width == 420;
            Path picture = browser.screenshot(url, name + (dark ? "-narrow-dark" : "-wide"), width, dark);
            assertEquals(width, ImageIO.read(picture.toFile()).getWidth());
        }
        return browser.open(url);
    }

    private static void assertLinksWork(Page page) throws Exception {
        List<String> links = LINK.matcher(page.dom())
                .results()
                .map(m -> m.group(1))
                // Hudson starts a build where that is merely looked at: one that the next test would not expect
                .filter(link -> !link.matches(".*/build(\\?.*)?"))
                .distinct()
                .toList();
        assertFalse(links.isEmpty());
        for (String link : links) {
            assertEquals(link, 200, status(link));
        }
    }

    private static int status(String path) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) SERVER.server().url().resolve(path).toURL().openConnection();
        return connection.getResponseCode();
    }
}
