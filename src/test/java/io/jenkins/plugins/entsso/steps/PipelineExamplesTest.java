package io.jenkins.plugins.entsso.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** The examples of docs/pipelines.md, each run as it stands there, on a host that was never backed up and on one that was. */
public class PipelineExamplesTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("#+ ([^\n]+)\n(?:(?!#+ |```).*\n)*```groovy\n((?:(?!```).*\n)*)```");

    /** What each example makes of a host that was never backed up. */
    private static final Map<String, Result> ON_UNPROTECTED = Map.of(
            "Back up every night, if need be", Result.SUCCESS,
            "Deploy only to a host whose master secret is protected", Result.FAILURE,
            "Find out why it does not work on a host", Result.SUCCESS,
            "Warn, but deploy", Result.UNSTABLE,
            "Back up before a deployment, and stop if that fails", Result.SUCCESS,
            "Decide in a script", Result.SUCCESS,
            "Several servers at once", Result.SUCCESS,
            "A Pipeline", Result.SUCCESS,
            "One Pipeline for several servers", Result.SUCCESS);

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

    @BeforeClass
    public static void connect() throws Exception {
        agent = SimulatedAgent.connect(J);
        agent.setLabelString("biztalk biztalk-test biztalk-prod");
    }

    @Test
    public void everyExampleDoesWhatItSays() throws Exception {
        Map<String, String> examples = new LinkedHashMap<>();
        Matcher matcher = EXAMPLE.matcher(
                Files.readString(Path.of("docs/pipelines.md")) + Files.readString(Path.of("docs/patrol.md")));
        while (matcher.find()) {
            examples.put(matcher.group(1), matcher.group(2));
        }
        assertEquals(Set.copyOf(ON_UNPROTECTED.keySet()), examples.keySet());
        int number = 0;
        for (Map.Entry<String, String> example : examples.entrySet()) {
            SimulatedHost host = SimulatedHost.create(
                            folder.newFolder("host" + ++number).toPath())
                    .requireBackup(3);
            SimulatedAgent.attach(agent, host);
            Result expected = ON_UNPROTECTED.get(example.getKey());
            run(example.getValue(), expected);
            boolean backsUp = example.getValue().contains("entssoBackup");
            assertEquals(example.getKey(), !backsUp, host.backupRequired());
            if (!backsUp) {
                run(examples.get("Back up every night, if need be"), Result.SUCCESS);
            }
            WorkflowRun onProtected = run(example.getValue(), Result.SUCCESS);
            assertFalse(host.backupRequired());
            if (example.getValue().contains("Deploying")) {
                J.assertLogContains("Deploying", onProtected);
            }
        }
    }

    private static WorkflowRun run(String example, Result expected) throws Exception {
        WorkflowJob job = J.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(example, true));
        return J.assertBuildStatus(expected, job.scheduleBuild2(0));
    }
}
