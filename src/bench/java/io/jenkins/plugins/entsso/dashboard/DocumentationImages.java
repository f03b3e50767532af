package io.jenkins.plugins.entsso.dashboard;

import hudson.Util;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Slave;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.engine.report.ManyHosts;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.steps.EntssoBackupBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

/** Takes the pictures in docs/images, in both themes. By {@code mvn -Pbench test -Dtest=DocumentationImages}. */
public class DocumentationImages {
    private static final int WIDE = 1400;
    private static final int NARROW = 400;

    /** The log from our first line on: what Jenkins says before has the paths of this machine in it. */
    private static final String OURS_OF_THE_LOG = """
            const log = document.querySelector('#out');
            const walker = document.createTreeWalker(log, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            while (walker.nextNode()) {
              const at = walker.currentNode.data.indexOf('Master secret of');
              if (at >= 0) {
                range.setStart(walker.currentNode, at);
                range.setEndAfter(log.lastChild);
                const span = document.createElement('span');
                span.id = 'ours';
                span.style.display = 'block';
                span.append(range.extractContents());
                log.append(span);
                return true;
              }
            }
            return false;
            """;

    @Rule
    public final RealJenkinsRule jenkins = JenkinsBrowser.jenkins();

    @Test
    public void take() throws Throwable {
        String directory = Path.of("docs/images").toAbsolutePath().toString();
        jenkins.then(j -> {
            // a path without this machine's in it, since the log of a build shows it
            Path host = Files.createTempDirectory(Path.of("/tmp"), "biztalk-");
            try (JenkinsBrowser reader = new JenkinsBrowser(j)) {
                new Album(j, reader, Path.of(directory), host).take();
            } finally {
                Util.deleteRecursive(host.toFile());
            }
        });
    }

    /** Takes them, in the JVM of that Jenkins. */
    private record Album(JenkinsRule j, JenkinsBrowser reader, Path directory, Path folder) {
        void take() throws Exception {
            both("entsso/", WIDE, "empty");
            FreeStyleProject job = build();
            both("job/" + job.getName() + "/configure", WIDE, "step", "[descriptorid$=EntssoBackupBuilder]", 8);
            both("manage/configure", WIDE, "settings", ".jenkins-section:has([name='_.intervalMinutes'])", 8);
            both("job/" + job.getName() + "/1/", WIDE, "build", ".entsso-summary", 24);
            both("job/" + job.getName() + "/", WIDE, "job", ".jenkins-section:has(.entsso-trend)", 16);
            for (boolean dark : List.of(false, true)) {
                open("job/" + job.getName() + "/1/console", WIDE, dark);
                if (!reader.browser.script(OURS_OF_THE_LOG).getAsBoolean()) {
                    throw new AssertionError("the log has nothing of ours");
                }
                reader.browser.picture(file("console", dark), "#ours", 2);
            }
            // backups were looked for just now: what is entered here stays as it is
            EntssoPatrol.get().audit().run(true);
            ManyHosts.fill(EntssoLedger.get().ledger(), 40, Instant.now());
            for (int host = 0; host < 8; host++) {
                j.jenkins.addNode(new DumbSlave(ManyHosts.node(host), "/none", new JNLPLauncher()));
            }
            both("entsso/?size=10", WIDE, "secrets");
            both("entsso/?size=3", NARROW, "narrow");
            j.jenkins.addView(new EntssoView("Master secrets"));
            both("view/Master%20secrets/?size=5", WIDE, "view");
            both("", WIDE, "widget", "#entsso-widget", 8);
            both("computer/", WIDE, "nodes", "#main-panel", 0);
            both("manage/", WIDE, "alert", ".jenkins-alert:has(.entsso-alert)", 8);
        }

        private FreeStyleProject build() throws Exception {
            SimulatedHost host = SimulatedHost.create(folder).requireBackup(3412);
            Slave agent = j.createSlave("biztalk-1", "biztalk", null);
            SimulatedAgent.addCredentials(SimulatedAgent.secretText(SimulatedAgent.CREDENTIALS));
            SimulatedAgent.attach(agent, host);
            j.waitOnline(agent);
            FreeStyleProject job = j.createFreeStyleProject("master-secret");
            job.setAssignedLabel(Label.get("biztalk"));
            EntssoBackupBuilder step = new EntssoBackupBuilder();
            step.setCredentialsId(SimulatedAgent.CREDENTIALS);
            job.getBuildersList().replace(step);
            j.buildAndAssertSuccess(job);
            host.generateSecret();
            step.setWhen(When.NEVER);
            step.setOnBad(OnBad.NOTHING);
            j.buildAndAssertSuccess(job);
            step.setWhen(null);
            step.setOnBad(null);
            j.buildAndAssertSuccess(job);
            return job;
        }

        private void both(String path, int width, String name) throws Exception {
            for (boolean dark : List.of(false, true)) {
                open(path, width, dark);
                reader.browser.picture(file(name, dark));
            }
        }

        private void both(String path, int width, String name, String selector, int margin) throws Exception {
            for (boolean dark : List.of(false, true)) {
                open(path, width, dark);
                reader.browser.picture(file(name, dark), selector, margin);
            }
        }

        private void open(String path, int width, boolean dark) throws Exception {
            reader.open(path, width, dark);
            // forms fetch what there is to choose, and move then
            reader.browser.asynchronousScript("setTimeout(arguments[0], 1500)");
        }

        private Path file(String name, boolean dark) {
            return directory.resolve(name + (dark ? "-dark.png" : "-light.png"));
        }
    }
}
