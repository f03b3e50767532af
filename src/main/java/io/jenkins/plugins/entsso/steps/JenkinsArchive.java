package io.jenkins.plugins.entsso.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.Ports;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import io.jenkins.plugins.entsso.patrol.KeptBuilds;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jenkins.util.BuildListenerAdapter;
import jenkins.util.VirtualFile;

/** The artifacts of a build of Jenkins, wherever its artifact manager keeps them. */
final class JenkinsArchive implements Ports.Archive {
    private final Run<?, ?> run;
    private final TaskListener listener;

    JenkinsArchive(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    @Override
    public String job() {
        return run.getParent().getFullName();
    }

    @Override
    public int build() {
        return run.getNumber();
    }

    /** What Jenkins is killed over stays in the build's directory, and goes with it. */
    @Override
    public void store(String path, byte[] content) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(run.getRootDir().toPath(), "entsso");
        FilePath source = new FilePath(directory.toFile());
        try {
            Files.write(directory.resolve("file"), content);
            run.pickArtifactManager()
                    .archive(
                            source,
                            new Launcher.LocalLauncher(listener),
                            BuildListenerAdapter.wrap(listener),
                            Map.of(path, "file"));
        } finally {
            source.deleteRecursive();
        }
    }

    @Override
    public boolean exists(String path) throws IOException {
        return file(path).exists();
    }

    @Override
    public void held(Backup backup) throws IOException {
        EntssoPatrol.get().backedUp(backup);
        KeptBuilds.keep(run, backup, EntssoLedger.get().ledger());
    }

    @Override
    public InputStream open(String path) throws IOException {
        return file(path).open();
    }

    @Override
    public void remove(String path) throws IOException {
        VirtualFile file = file(path);
        if (!file.exists()) {
            return;
        }
        URI uri = file.toURI();
        if (!"file".equals(uri.getScheme())) {
            String manager = run.getArtifactManager().getClass().getName();
            throw new IOException(Texts.ofLog().text("run.remove.impossible", manager));
        }
        Files.delete(Path.of(uri));
    }

    private VirtualFile file(String path) {
        return run.getArtifactManager().root().child(path);
    }
}
