package io.jenkins.plugins.entsso.jenkins.status;

import hudson.model.Item;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.entsso.jenkins.LedgerHolder;
import io.jenkins.plugins.entsso.jenkins.agent.JenkinsAgent;
import io.jenkins.plugins.entsso.jenkins.patrol.BackupStart;
import io.jenkins.plugins.entsso.jenkins.patrol.EntssoPatrolConfiguration;
import io.jenkins.plugins.entsso.secret.Backup;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import jenkins.model.Jenkins;

/** The jobs that back hosts up, as far as the reader may see them. */
final class BackupJobs {
    private BackupJobs() {}

    /**
     * The job that backs up a host, if the reader may see and start it: the one that the patrol would start, else the one
     * that last tried to. Nobody backs up a node that is gone.
     *
     * @param node what the ledger calls the host
     */
    static Optional<Job<?, ?>> of(String node) throws IOException {
        if (JenkinsAgent.computer(node) == null) {
            return Optional.empty();
        }
        Optional<Job<?, ?>> configured = Optional.ofNullable(
                        EntssoPatrolConfiguration.get().jobOf(node))
                .flatMap(BackupJobs::find)
                .filter(job -> BackupStart.canBeToldTheNode(job) && isStartable(job));
        return configured.isPresent()
                ? configured
                : LedgerHolder.get().ledger().backups().stream()
                        .filter(backup -> backup.host().equals(node))
                        .max(Comparator.comparing(Backup::made))
                        .flatMap(backup -> find(backup.job()))
                        .filter(BackupJobs::isStartable);
    }

    private static boolean isStartable(Job<?, ?> job) {
        return job.isBuildable() && job.hasPermission(Item.BUILD);
    }

    /** A job, if the reader may see it. */
    static Optional<Job<?, ?>> find(String name) {
        Job<?, ?> job;
        // as the system, because a job that may be discovered but not read is an error else
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            job = Jenkins.get().getItemByFullName(name, Job.class);
        }
        return Optional.<Job<?, ?>>ofNullable(job).filter(found -> found.hasPermission(Item.READ));
    }
}
