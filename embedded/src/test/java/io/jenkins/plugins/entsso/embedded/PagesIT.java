package io.jenkins.plugins.entsso.embedded;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.CoreMatchers.both;
import static org.hamcrest.CoreMatchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.entsso.Browser;
import io.jenkins.plugins.entsso.embedded.TestServer.Job;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** The pages in a real browser. */
public class PagesIT {
    @ClassRule
    public static final TestServer SERVER = new TestServer();

    private static final Path PICTURES = Path.of("target/screenshots");

    /** What an attacker on a host would put where its text is shown. */
    private static final String MARKUP = "C:\\<img src=x onerror=\"document.title='taken'\">.bak";

    private static final Pattern LINK = Pattern.compile("href=\"([^\"#]*(?:entsso|job/)[^\"#]*)\"");

    /** As a person does. Hudson hears of it only once its own scripts have seen the field, at some time after the load. */
    private static final String CHANGE = "var field = document.getElementsByName(arguments[0])[0];"
            + "field.value = arguments[1]; if (field.onchange) { field.onchange(); }";

    private static SimulatedHost host;
    private static Job job;
    private static FreeStyleBuild build;

    private Browser browser;

    @BeforeClass
    public static void needsBrowser() {
        long tests = Arrays.stream(PagesIT.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        assumeTrue(
                "BROWSER TIER NOT RUN: Chromium or its chromedriver is not here (Debian: chromium chromium-driver); "
                        + tests + " tests were not run",
                Browser.isInstalled());
    }

    @Before
    public void open() throws Exception {
        browser = new Browser();
        if (build == null) {
            host = SERVER.newHost();
            job = SERVER.job(host);
            build = job.build();
        }
    }

    @After
    public void close() throws Exception {
        if (browser != null) {
            assertEquals(List.of(), browser.errors());
            browser.close();
        }
    }

    /** The patrol asks the host as the job on its node does. */
    private static void patrol(String expected) throws InterruptedException {
        SecretsPage.get().check(TestServer.NODE);
        await("the patrol finds " + expected)
                .until(() -> SecretsPage.get()
                        .ledger()
                        .host(TestServer.NODE)
                        .filter(record -> record.verdict().kind().name().equals(expected))
                        .isPresent());
    }

    @Test
    public void pageFollowsTheHost() throws Exception {
        job.build();
        patrol("PROTECTED");
        show("entsso/", "page-protected");
        assertShown("data-verdict=\"PROTECTED\"");

        host.generateSecret();
        host.requireBackup(1_000);
        patrol("UNPROTECTED");
        show("entsso/", "page-unprotected");
        assertShown("data-verdict=\"UNPROTECTED\"");
        assertSaid("event 10589");
        assertTrue(browser.text(), browser.text().matches(".*\\b100\\d times from .*"));
        assertSaid("Next step: Back the master secret up");
        assertLinksWork();
    }

    @Test
    public void textOfAHostIsNoMarkup() throws Exception {
        host.backedUpElsewhere(MARKUP);
        host.generateSecret();
        host.backedUpElsewhere(MARKUP);
        patrol("HELD_ELSEWHERE");
        show("entsso/", "page-held-elsewhere");
        assertSaid(MARKUP);
        assertFalse(browser.dom().contains("<img src=\"x\""));
        assertFalse(browser.dom().contains("<title>taken"));
    }

    @Test
    public void buildPageTellsWhatWasDone() throws Exception {
        show("job/" + job.name + "/1/", "build");
        BackupAction action = build.getAction(BackupAction.class);
        assertSaid("unprotected, now protected");
        assertSaid(action.sha256);
        for (String check : action.proof) {
            assertSaid(check);
        }
        assertShown("href=\"" + action.link(action.artifact) + "\"");
        assertEquals(200, status("job/" + job.name + "/1/" + action.link(action.artifact)));
        assertEquals(200, status("job/" + job.name + "/1/" + action.link(action.manifest)));
    }

    @Test
    public void formShowsTheSettingsAndNoPassword() throws Exception {
        show("job/" + job.name + "/configure", "configure");
        assertShown("value=\"" + TestServer.REMINDER + "\"");
        assertShown("value=\"entsso/{computer}-{id}.bak\"");
        assertFalse(browser.dom().contains(job.password));
    }

    @Test
    public void savedFormIsAsItWasButForWhatWasChanged() throws Exception {
        Job other = SERVER.job(SERVER.newHost()).when(When.NEVER).onBad(OnBad.UNSTABLE);
        other.build();
        browser.open(SERVER.server().url().resolve("job/" + other.name + "/configure"));
        await("Hudson's scripts have seen the form")
                .until(() -> browser.script("return document.forms['config'].onsubmit !== null")
                        .getAsBoolean());
        browser.script("document.getElementsByName('_.reminder')[0].value = arguments[0]", "changed");
        browser.click("//input[@value='Save']");
        await("the form is saved").until(() -> step(other).reminder.equals("changed"));
        BackupBuilder saved = step(other);
        assertEquals(When.NEVER, saved.when);
        assertEquals(OnBad.UNSTABLE, saved.onBad);
        assertEquals(other.password, saved.password.getPlainText());
        assertEquals("entsso/{computer}-{id}.bak", saved.artifact);
    }

    /** An answer to what stood in the field before may come in at any time: the last one counts. */
    @Test
    public void formSaysWhatIsWrongWithAValue() throws Exception {
        String wrong = "../secret<b>.bak";
        browser.open(SERVER.server().url().resolve("job/" + job.name + "/configure"));
        await("the form names the value and the remedy")
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            browser.script(CHANGE, "_.artifact", wrong);
                            return browser.text();
                        },
                        both(containsString(wrong)).and(containsString("use a relative path")));
    }

    private void assertSaid(String text) throws Exception {
        assertTrue(browser.text(), browser.text().contains(text));
    }

    private void assertShown(String markup) throws Exception {
        assertTrue(browser.text(), browser.dom().contains(markup));
    }

    private static BackupBuilder step(Job job) {
        return job.project().getBuildersList().get(BackupBuilder.class);
    }

    /** Opens a page, takes its pictures for a person to look at, and leaves it open. */
    private void show(String path, String name) throws Exception {
        browser.open(SERVER.server().url().resolve(path));
        for (int width : new int[] {1280, 400}) {
            boolean dark = width == 400;
            browser.look(width, dark);
            Path picture = PICTURES.resolve(name + (dark ? "-narrow-dark.png" : "-wide.png"));
            browser.picture(picture);
            assertTrue(ImageIO.read(picture.toFile()).getWidth() >= width);
        }
    }

    private void assertLinksWork() throws Exception {
        List<String> links = LINK.matcher(browser.dom())
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

    @Test
    public void aNameOfAnotherLeadsNowhere() throws Exception {
        int port = SERVER.server().url().getPort();
        assertEquals(200, LocalRequestsTest.status(port, "GET /entsso/", "Host: localhost:" + port));
        assertEquals(403, LocalRequestsTest.status(port, "GET /entsso/", "Host: evil.example:" + port));
    }

    private static int status(String path) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) SERVER.server().url().resolve(path).toURL().openConnection();
        return connection.getResponseCode();
    }
}
