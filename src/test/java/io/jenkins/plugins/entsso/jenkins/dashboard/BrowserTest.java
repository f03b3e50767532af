package io.jenkins.plugins.entsso.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import io.jenkins.plugins.darktheme.DarkThemeManagerFactory;
import io.jenkins.plugins.entsso.Browser;
import io.jenkins.plugins.entsso.jenkins.LedgerHolder;
import io.jenkins.plugins.entsso.jenkins.SimulatedAgent;
import io.jenkins.plugins.entsso.jenkins.build.EntssoBackupBuilder;
import io.jenkins.plugins.entsso.jenkins.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.report.ManyHosts;
import io.jenkins.plugins.entsso.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.run.RunSettings.When;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.thememanager.ThemeManagerPageDecorator;
import io.jenkins.plugins.thememanager.none.NoOpThemeManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Our pages in a real browser, light and dark, wide and narrow, under the content security policy that core enforces in
 * tests: no script fails, nothing is cut off, and axe-core finds nothing wrong in our parts of them.
 */
public class BrowserTest {
    /** Only what is ours is judged, with everything opened: the rest of the page is Jenkins' own. */
    private static final String EXAMINE = """
            const done = arguments[arguments.length - 1];
            const ours = [...document.querySelectorAll('[class*="entsso-"]')];
            const findings = ours.length === 0 ? ['nothing of ours is on this page'] : [];
            ours.flatMap(part => [...part.querySelectorAll('details')]).forEach(details => { details.open = true; });
            ours.filter(part => part.getBoundingClientRect().right > document.documentElement.scrollWidth)
              .forEach(part => findings.push('cut off: ' + part.className));
            axe.run({include: ours})
              .then(result => result.violations.forEach(
                  rule => rule.nodes.forEach(node => findings.push(rule.id + ' at ' + node.target + ': ' + node.failureSummary))))
              .catch(error => findings.push(String(error)))
              .then(() => done(findings));
            """;

    private static Browser browser;
    private static String axe;

    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    {
        j.timeout = 900;
    }

    @BeforeClass
    public static void start() throws Exception {
        long tests = Arrays.stream(BrowserTest.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        assumeTrue(
                "BROWSER TIER NOT RUN: Chromium or its chromedriver is not here; " + tests + " tests were not run",
                Browser.isInstalled());
        browser = new Browser();
        try (InputStream in = BrowserTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterClass
    public static void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Before
    public void addView() throws IOException {
        // backups were looked for just now: what is entered here stays as it is
        EntssoPatrol.get().audit();
        j.jenkins.addView(new EntssoView("Secrets"));
    }

    @Test
    public void noHost() throws Exception {
        j.jenkins.setNumExecutors(0);
        check("entsso/", "none-secrets");
        check("view/Secrets/", "none-view");
        check("", "none-dashboard");
    }

    @Test
    public void oneHostAndItsBuilds() throws Exception {
        SimulatedHost host =
                SimulatedHost.create(folder.newFolder("host").toPath()).requireBackup(3);
        SimulatedAgent.attach(SimulatedAgent.connect(j), host);
        FreeStyleProject job = j.createFreeStyleProject("guard");
        job.setAssignedLabel(Label.get("biztalk"));
        EntssoBackupBuilder step = new EntssoBackupBuilder();
        step.setCredentialsId(SimulatedAgent.CREDENTIALS);
        job.getBuildersList().replace(step);
        j.buildAndAssertSuccess(job);
        check("entsso/", "one-secrets-protected");
        check("job/guard/1/", "one-build-protected");

        host.generateSecret();
        step.setWhen(When.NEVER);
        step.setOnBad(OnBad.NOTHING);
        j.buildAndAssertSuccess(job);
        check("entsso/", "one-secrets-outdated");
        check("job/guard/2/", "one-build-outdated");
        check("job/guard/", "one-job");
        check("computer/", "one-nodes");
        check("manage/", "one-alert");
        check("", "one-dashboard");
        checkForm("job/guard/configure", "one-step");
        checkForm("manage/configure", "one-system");
    }

    @Test
    public void manyHosts() throws Exception {
        fill(30);
        check("entsso/", "many-secrets");
        check("view/Secrets/", "many-view");
        check("", "many-dashboard");
        check("manage/", "many-alert");
    }

    @Test
    public void aThousandHosts() throws Exception {
        fill(1000);
        check("entsso/", "thousand-secrets");
        check("", "thousand-dashboard");
    }

    private void fill(int hosts) throws IOException {
        j.jenkins.setNumExecutors(0);
        ManyHosts.fill(LedgerHolder.get().ledger(), hosts, Instant.now());
    }

    private void check(String path, String name) throws Exception {
        look(path, name, true);
    }

    /** What is in a form is made by Jenkins' own tags. */
    private void checkForm(String path, String name) throws Exception {
        look(path, name, false);
    }

    static void setTheme(boolean dark) {
        ThemeManagerPageDecorator.get().setTheme(dark ? new DarkThemeManagerFactory() : new NoOpThemeManagerFactory());
    }

    private void look(String path, String name, boolean hasOurs) throws Exception {
        URI url = j.getURL().toURI().resolve(path);
        for (boolean dark : List.of(false, true)) {
            setTheme(dark);
            for (int width : List.of(1400, 400)) {
                String which = name + "-" + width + (dark ? "-dark" : "-light");
                browser.look(width, dark);
                browser.open(url);
                assertEquals(which, List.of(), browser.errors());
                browser.picture(Path.of("target/screenshots", which + ".png"));
                assertEquals(
                        which,
                        dark,
                        browser.script("return document.documentElement.dataset.theme === 'dark'")
                                .getAsBoolean());
                if (hasOurs) {
                    assertEquals(
                            which,
                            "[]",
                            browser.asynchronousScript(axe + EXAMINE).toString());
                    assertEquals(which, List.of(), browser.errors());
                }
            }
        }
    }
}
