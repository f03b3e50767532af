package io.jenkins.plugins.entsso.embedded;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.run.BackupRun;
import io.jenkins.plugins.entsso.engine.run.Ports;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.engine.run.RunSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.commons.io.FileUtils;

/** A build of Hudson's, and its artifacts. */
final class HudsonBuild implements Ports.Archive {
    private final AbstractBuild<?, ?> build;

    HudsonBuild(AbstractBuild<?, ?> build) {
        this.build = build;
    }

    /** A run in this build. */
    RunReport run(RunSettings settings, Secret password, Launcher launcher, BuildListener listener)
            throws IOException, InterruptedException {
        return new BackupRun(
                        settings,
                        SecretsPage.get().ledger(),
                        Clock.systemDefaultZone(),
                        HudsonAgent.of(build.getBuiltOnStr(), launcher.getChannel()),
                        this,
                        () -> new Password(Secret.toString(password).toCharArray()),
                        listener.getLogger()::println)
                .run();
    }

    @Override
    public String job() {
        return build.getProject().getName();
    }

    @Override
    public int build() {
        return build.getNumber();
    }

    @Override
    public void store(String path, byte[] content) throws IOException {
        FileUtils.writeByteArrayToFile(file(path).toFile(), content);
    }

    @Override
    public boolean exists(String path) {
        return Files.isRegularFile(file(path));
    }

    @Override
    public void held(Backup backup) throws IOException {
        build.keepLog();
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(file(path));
    }

    @Override
    public void remove(String path) throws IOException {
        Files.deleteIfExists(file(path));
    }

    private Path file(String path) {
        return build.getArtifactsDir().toPath().resolve(path);
    }
}
