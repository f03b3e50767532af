package io.jenkins.plugins.entsso.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import hudson.model.InvisibleAction;
import hudson.model.PageDecorator;
import hudson.model.RootAction;
import io.jenkins.plugins.entsso.Browser;
import io.jenkins.plugins.entsso.jenkins.LedgerHolder;
import io.jenkins.plugins.entsso.jenkins.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.report.ManyHosts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Our pages in a real browser, under the content security policy that core enforces in tests: no script of theirs fails, and
 * axe-core finds nothing wrong in our parts of them.
 */
public class BrowserTest {
    private static final Pattern FINDINGS = Pattern.compile("data-axe=\"([^\"]*)\"");

    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Browser browser;

    @Before
    public void fill() throws Exception {
        long tests = Arrays.stream(BrowserTest.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        assumeTrue(
                "BROWSER TIER NOT RUN: there is no Chromium; " + tests + " tests were not run",
                Browser.find().isPresent());
        browser = Browser.in(folder.newFolder("profile").toPath());
        // no host can be asked, and backups were looked for just now: what is entered here stays as it is
        j.jenkins.setNumExecutors(0);
        EntssoPatrol.get().audit();
        j.jenkins.addView(new EntssoView("Secrets"));
    }

    @Test
    public void pagesOfManyHosts() throws Exception {
        ManyHosts.fill(LedgerHolder.get().ledger(), 30, Instant.now());
        check("entsso/", "secrets");
        check("", "dashboard");
        check("view/Secrets/", "view");
    }

    @Test
    public void pagesWithoutAnyHost() throws Exception {
        check("entsso/", "secrets-none");
        check("view/Secrets/", "view-none");
    }

    private void check(String path, String name) throws Exception {
        URI url = j.getURL().toURI().resolve(path);
        Browser.Page page = browser.open(url);
        assertEquals(path, List.of(), page.errors());
        Matcher findings = FINDINGS.matcher(page.dom());
        assertTrue("axe did not end on " + path, findings.find());
        assertEquals(path, "[]", findings.group(1));
        for (int width : List.of(1400, 400)) {
            browser.screenshot(url, name + "-" + width, width, false);
        }
    }

    /** Has every page examined. */
    @TestExtension
    public static final class Axe extends PageDecorator {}

    /** Its scripts. */
    @TestExtension
    public static final class Scripts extends InvisibleAction implements RootAction {
        /** Only what is ours is judged: the rest of the page is Jenkins' own. */
        private static final String RUN = """
                addEventListener('load', () => {
                  const ours = [...document.querySelectorAll('[class*="entsso-"]')];
                  const done = findings => document.body.setAttribute('data-axe', JSON.stringify(findings));
                  if (ours.length === 0) {
                    done(['nothing of ours is on this page']);
                    return;
                  }
                  axe.run({include: ours})
                    .then(result => done(result.violations.map(v => v.id + ' at ' + v.nodes.map(n => n.target.join(' ')).join(', '))))
                    .catch(error => done([String(error)]));
                });
                """;

        @Override
        public String getUrlName() {
            return "axe-under-test";
        }

        /** Serves them. */
        public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
            response.setContentType("text/javascript;charset=UTF-8");
            if (request.getRestOfPath().endsWith("run.js")) {
                response.getOutputStream().write(RUN.getBytes(StandardCharsets.UTF_8));
                return;
            }
            try (InputStream axe = BrowserTest.class.getResourceAsStream("/axe.min.js")) {
                axe.transferTo(response.getOutputStream());
            }
        }
    }
}
