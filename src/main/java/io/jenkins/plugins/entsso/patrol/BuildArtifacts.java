package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.entsso.config.PasswordMac;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials;
import io.jenkins.plugins.entsso.engine.patrol.Audit;
import io.jenkins.plugins.entsso.engine.run.Manifest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import jenkins.model.Jenkins;
import jenkins.util.VirtualFile;

/** The artifacts of builds, wherever their artifact manager keeps them. */
final class BuildArtifacts implements Audit.Artifacts {
    @Override
    public OptionalLong size(Backup backup) throws IOException {
        VirtualFile file = file(backup).orElse(null);
        return file != null && file.isFile() ? OptionalLong.of(file.length()) : OptionalLong.empty();
    }

    /** An empty directory of builds may be the place of a volume that is away. */
    @Override
    public boolean isSurelyGone(Backup backup) {
        Job<?, ?> job = job(backup);
        if (job == null) {
            return false;
        }
        File build = new File(job.getBuildDir(), Integer.toString(backup.build()));
        Run<?, ?> run = job.getBuildByNumber(backup.build());
        if (run != null) {
            return new File(build, "build.xml").isFile()
                    && "file".equals(run.getArtifactManager().root().toURI().getScheme());
        }
        String[] builds = job.getBuildDir().list();
        return builds != null && builds.length > 0 && !build.exists();
    }

    @Override
    public Optional<Backup> archived(Backup started) throws IOException {
        Run<?, ?> run = run(started);
        if (run == null
                || run.isBuilding()
                || run.getActions(EntssoBuildAction.class).isEmpty()) {
            return Optional.empty();
        }
        VirtualFile root = run.getArtifactManager().root();
        for (String path : root.list("**/*.json", null, true)) {
            try (InputStream in = root.child(path).open()) {
                Optional<Backup> found = Manifest.parse(
                                new String(in.readNBytes(Manifest.LONGEST), StandardCharsets.UTF_8))
                        .flatMap(manifest -> manifest.backup(started, Instant.now()));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public InputStream open(Backup backup) throws IOException {
        return file(backup)
                .orElseThrow(() -> new IOException("The build " + backup.job() + " #" + backup.build() + " is gone"))
                .open();
    }

    @Override
    public void keep(Backup backup) throws IOException {
        KeptBuilds.keep(backup);
    }

    @Override
    public void adopted(Backup backup) {
        EntssoPatrol.get().backedUp(backup);
    }

    @Override
    public BackupCredentials.State credentials(Backup backup) {
        return PasswordMac.state(backup, run(backup));
    }

    private static Optional<VirtualFile> file(Backup backup) {
        return Optional.ofNullable(run(backup))
                .map(run ->
                        run.getArtifactManager().root().child(backup.artifact().path()));
    }

    /** The build that a backup is or was in; null if it is gone. */
    @CheckForNull
    static Run<?, ?> run(Backup backup) {
        Job<?, ?> job = job(backup);
        return job == null ? null : job.getBuildByNumber(backup.build());
    }

    @CheckForNull
    @SuppressWarnings("try")
    private static Job<?, ?> job(Backup backup) {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            return Jenkins.get().getItemByFullName(backup.job(), Job.class);
        }
    }
}
