package io.jenkins.plugins.entsso.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.model.ArtifactManagerFactory;
import jenkins.model.ArtifactManagerFactoryDescriptor;
import jenkins.model.StandardArtifactManager;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.TestExtension;

/** What becomes of backups in a build's directory: renamed, deleted, and changed. */
public class LedgerListenersTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    static {
        // of the class, not of each test
        J.timeout = 900;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @After
    public void trustTheDiskAgain() {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().clear();
    }

    @Test
    public void deletedBuildHoldsNothing() throws Exception {
        FreeStyleProject job = J.createFreeStyleProject();
        Backup first = held(J.buildAndAssertSuccess(job));
        Backup second = held(J.buildAndAssertSuccess(job));
        job.getBuildByNumber(1).delete();
        assertEquals(State.GONE, state(first));
        assertEquals(State.HELD, state(second));
    }

    @Test
    public void backupsFollowTheirJobAndGoWithIt() throws Exception {
        MockFolder parent = J.createFolder("parent");
        FreeStyleProject job = parent.createProject(FreeStyleProject.class, "job");
        Backup backup = held(J.buildAndAssertSuccess(job));
        job.renameTo("renamed");
        assertEquals("parent/renamed", entry(backup).job());
        parent.renameTo("elsewhere");
        assertEquals("elsewhere/renamed", entry(backup).job());
        job.delete();
        assertEquals(State.GONE, state(backup));
    }

    @Test
    public void archiveThatChangesWhatItKeepsIsFoundOut() throws Exception {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new Tampering());
        SimulatedAgent.attach(SimulatedAgent.connect(J), folder);
        FreeStyleProject job = J.createFreeStyleProject();
        SimulatedAgent.step(job);

        FreeStyleBuild build = J.buildAndAssertStatus(Result.FAILURE, job);
        J.assertLogContains("Check the disk that builds are kept on", build);
        assertTrue(build.getArtifacts().isEmpty());
        assertFalse(build.isKeepLog());
        assertEquals(
                State.FAILED, SimulatedAgent.backups(job.getFullName()).get(0).state());
        assertEquals(Kind.UNPROTECTED, build.getAction(EntssoBackupAction.class).getVerdict());
    }

    private static Backup held(FreeStyleBuild build) throws IOException {
        Backup backup = new Backup(
                UUID.randomUUID(),
                State.HELD,
                "node",
                "BIZTALK",
                new TreeSet<>(Set.of(new Msid(UUID.randomUUID()))),
                Instant.now(),
                new Backup.Artifact(build.getParent().getFullName(), build.getNumber(), "entsso/a.bak", "00", 1),
                Instant.now());
        SimulatedAgent.ledger().enter(backup);
        return backup;
    }

    private static Backup entry(Backup backup) throws IOException {
        return SimulatedAgent.ledger().backups().stream()
                .filter(b -> b.id().equals(backup.id()))
                .findFirst()
                .orElseThrow();
    }

    private static State state(Backup backup) throws IOException {
        return entry(backup).state();
    }

    /** Keeps artifacts, and adds a byte to each. */
    public static final class Tampering extends ArtifactManagerFactory {
        @Override
        public ArtifactManager managerFor(Run<?, ?> build) {
            return new Manager(build);
        }

        /** For Jenkins. */
        @TestExtension
        public static final class DescriptorImpl extends ArtifactManagerFactoryDescriptor {}

        /** The one that changes what it keeps. */
        public static final class Manager extends StandardArtifactManager {
            private static final long serialVersionUID = 1L;

            Manager(Run<?, ?> build) {
                super(build);
            }

            @Override
            public void archive(
                    hudson.FilePath workspace,
                    hudson.Launcher launcher,
                    hudson.model.BuildListener listener,
                    Map<String, String> artifacts)
                    throws IOException, InterruptedException {
                super.archive(workspace, launcher, listener, artifacts);
                for (String path : artifacts.keySet()) {
                    Path file = Path.of(root().child(path).toURI());
                    Files.write(file, new byte[1], StandardOpenOption.APPEND);
                }
            }
        }
    }
}
