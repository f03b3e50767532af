package io.jenkins.plugins.entsso.jenkins.status;

import hudson.model.Item;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.entsso.jenkins.LedgerHolder;
import io.jenkins.plugins.entsso.secret.Backup;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import jenkins.model.Jenkins;

/** The jobs that back hosts up, as far as the reader may see them. */
final class BackupJobs {
    private BackupJobs() {}

    /** The job that last tried to back up a host, if the reader may see and start it. */
    static Optional<? extends Job<?, ?>> of(String node) throws IOException {
        return LedgerHolder.get().ledger().backups().stream()
                .filter(backup -> backup.host().equals(node))
                .max(Comparator.comparing(Backup::made))
                .flatMap(backup -> find(backup.job()))
                .filter(job -> job.isBuildable() && job.hasPermission(Item.BUILD));
    }

    /** A job, if the reader may see it. */
    static Optional<? extends Job<?, ?>> find(String name) {
        Job<?, ?> job;
        // as the system, because a job that may be discovered but not read is an error else
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            job = Jenkins.get().getItemByFullName(name, Job.class);
        }
        return Optional.<Job<?, ?>>ofNullable(job).filter(found -> found.hasPermission(Item.READ));
    }
}
