package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.patrol.Audit;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import jenkins.model.Jenkins;
import jenkins.util.VirtualFile;

/** The artifacts of builds, wherever their artifact manager keeps them. */
final class BuildArtifacts implements Audit.Artifacts {
    @Override
    public OptionalLong size(Backup backup) throws IOException {
        VirtualFile file = file(backup);
        return file != null && file.isFile() ? OptionalLong.of(file.length()) : OptionalLong.empty();
    }

    /** An empty directory of builds may be the place of a volume that is away. */
    @Override
    @SuppressWarnings("try")
    public boolean isSurelyGone(Backup backup) {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = job(backup);
            if (job == null) {
                return false;
            }
            File build = new File(job.getBuildDir(), Integer.toString(backup.build()));
            if (job.getBuildByNumber(backup.build()) != null) {
                return new File(build, "build.xml").isFile();
            }
            String[] builds = job.getBuildDir().list();
            return builds != null && builds.length > 0 && !build.exists();
        }
    }

    @Override
    public InputStream open(Backup backup) throws IOException {
        VirtualFile file = file(backup);
        if (file == null) {
            throw new IOException("The build " + backup.job() + " #" + backup.build() + " is gone");
        }
        return file.open();
    }

    @CheckForNull
    @SuppressWarnings("try")
    private static VirtualFile file(Backup backup) {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = job(backup);
            Run<?, ?> run = job == null ? null : job.getBuildByNumber(backup.build());
            return run == null
                    ? null
                    : run.getArtifactManager().root().child(backup.artifact().path());
        }
    }

    @CheckForNull
    private static Job<?, ?> job(Backup backup) {
        return Jenkins.get().getItemByFullName(backup.job(), Job.class);
    }
}
