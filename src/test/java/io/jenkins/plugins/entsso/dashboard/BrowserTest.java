package io.jenkins.plugins.entsso.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import com.google.gson.JsonElement;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.entsso.Browser;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.engine.report.ManyHosts;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/**
 * Our pages in a real browser, light and dark, wide and narrow, under core's content security policy: no script fails,
 * nothing is cut off, every symbol is there, and axe-core finds nothing wrong in our parts of them.
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
            // what core draws for a symbol that it does not have
            ours.filter(part => part.querySelector('svg path[d^="M368 368L144 144"]'))
              .forEach(part => findings.push('no such symbol: ' + part.className));
            axe.run({include: ours})
              .then(result => result.violations.forEach(
                  rule => rule.nodes.forEach(node => findings.push(rule.id + ' at ' + node.target + ': ' + node.failureSummary))))
              .catch(error => findings.push(String(error)))
              .then(() => done(findings));
            """;

    private static final String POLICY = """
            const done = arguments[arguments.length - 1];
            fetch(location.href).then(page => done(page.headers.has('Content-Security-Policy')));
            """;

    /** Comes back to the page three times: the server refuses, is away, and is there again while a link has the focus. */
    private static final String COME_BACK = """
            const done = arguments[arguments.length - 1];
            const part = document.querySelector('.entsso-part');
            const ours = window.fetch;
            const seen = [];
            const back = async () => {
              document.dispatchEvent(new Event('visibilitychange'));
              await new Promise(later => setTimeout(later, 1500));
              const says = part.previousElementSibling.textContent.replace(/\\d.*/, '');
              seen.push(says + (part.matches('.entsso-part--old') ? ' (grey)' : ''));
            };
            (async () => {
              window.fetch = () => Promise.resolve(new Response('', {status: 403}));
              await back();
              part.entssoFailures = 0;
              window.fetch = () => Promise.reject(new TypeError());
              await back();
              await back();
              window.fetch = ours;
              const link = part.querySelector('th a');
              link.focus();
              await back();
              seen.push(document.activeElement !== link && document.activeElement.href === link.href);
              done(seen);
            })();
            """;

    @Rule
    public final RealJenkinsRule jenkins = JenkinsBrowser.jenkins();

    @BeforeClass
    public static void needsBrowser() {
        long tests = Arrays.stream(BrowserTest.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        assumeTrue(
                "BROWSER TIER NOT RUN: Chromium or its chromedriver is not here; " + tests + " tests were not run",
                Browser.isInstalled());
    }

    @Test
    public void noHost() throws Throwable {
        go(Tour::noHost);
    }

    @Test
    public void oneHostAndItsBuilds() throws Throwable {
        go(Tour::oneHost);
    }

    @Test
    public void manyHosts() throws Throwable {
        go(Tour::manyHosts);
    }

    @Test
    public void aThousandHosts() throws Throwable {
        go(Tour::thousandHosts);
    }

    @FunctionalInterface
    private interface Way extends Serializable {
        void go(Tour tour) throws Exception;
    }

    private void go(Way way) throws Throwable {
        String pictures = Path.of("target/screenshots").toAbsolutePath().toString();
        jenkins.then(j -> {
            try (Tour tour = new Tour(j, pictures)) {
                way.go(tour);
            }
        });
    }

    /** Looks at pages, in the JVM of that Jenkins. */
    private static final class Tour implements AutoCloseable {
        private final JenkinsRule j;
        private final Path pictures;
        private final JenkinsBrowser reader;
        private final String axe;

        Tour(JenkinsRule j, String pictures) throws IOException, InterruptedException {
            this.j = j;
            this.pictures = Path.of(pictures);
            try (InputStream in = BrowserTest.class.getResourceAsStream("/axe.min.js")) {
                axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            // backups were looked for just now: what is entered here stays as it is
            EntssoPatrol.get().audit().run(true);
            j.jenkins.addView(new EntssoView("Secrets"));
            reader = new JenkinsBrowser(j);
        }

        void noHost() throws Exception {
            j.jenkins.setNumExecutors(0);
            check("entsso/", "none-secrets");
            check("view/Secrets/", "none-view");
            check("", "none-dashboard");
        }

        void oneHost() throws Exception {
            SimulatedHost host = SimulatedHost.create(
                            j.jenkins.getRootDir().toPath().resolve("simulated-host"))
                    .requireBackup(3);
            SimulatedAgent.attach(SimulatedAgent.connect(j), host);
            FreeStyleProject job = j.createFreeStyleProject("guard");
            SimulatedAgent.step(job);
            j.buildAndAssertSuccess(job);
            check("entsso/", "one-secrets-protected");
            check("job/guard/1/", "one-build-protected");

            host.generateSecret();
            SimulatedAgent.step(job, "when", When.NEVER, "onBad", OnBad.NOTHING);
            j.buildAndAssertSuccess(job);
            check("entsso/", "one-secrets-outdated");
            check("job/guard/2/", "one-build-outdated");
            check("job/guard/", "one-job");
            check("computer/", "one-nodes");
            check("manage/", "one-alert");
            check("", "one-dashboard");
            // what is in a form is made by Jenkins' own tags
            look("job/guard/configure", "one-step", false);
            look("manage/configure", "one-system", false);
        }

        void manyHosts() throws Exception {
            fill(30);
            check("entsso/", "many-secrets");
            assertEquals(
                    List.of(
                            "You are no longer logged in, or may no longer see this. This was so at  (grey)",
                            "You are no longer logged in, or may no longer see this. This was so at  (grey)",
                            "Not up to date: Jenkins does not answer. This was so at  (grey)",
                            "",
                            "true"),
                    reader.browser.asynchronousScript(COME_BACK).getAsJsonArray().asList().stream()
                            .map(JsonElement::getAsString)
                            .toList());
            check("view/Secrets/", "many-view");
            check("", "many-dashboard");
            check("manage/", "many-alert");
        }

        void thousandHosts() throws Exception {
            fill(1000);
            check("entsso/", "thousand-secrets");
            check("", "thousand-dashboard");
        }

        private void fill(int hosts) throws IOException {
            j.jenkins.setNumExecutors(0);
            ManyHosts.fill(EntssoLedger.get().ledger(), hosts, Instant.now());
        }

        private void check(String path, String name) throws Exception {
            look(path, name, true);
        }

        private void look(String path, String name, boolean hasOurs) throws Exception {
            Browser browser = reader.browser;
            for (boolean dark : List.of(false, true)) {
                for (int width : List.of(1400, 400)) {
                    String which = name + "-" + width + (dark ? "-dark" : "-light");
                    reader.open(path, width, dark);
                    browser.picture(pictures.resolve(which + ".png"));
                    assertEquals(which, List.of(), browser.errors());
                    assertEquals(
                            which,
                            "dark=" + dark + ", policy=true",
                            "dark="
                                    + browser.script("return document.documentElement.dataset.theme === 'dark'")
                                    + ", policy=" + browser.asynchronousScript(POLICY));
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

        @Override
        public void close() throws IOException, InterruptedException {
            reader.close();
        }
    }
}
