package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Node;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.patrol.BackupStart;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import jenkins.model.Jenkins;

/** The jobs that back hosts up, as far as the reader may see them. */
final class BackupJobs {
    private BackupJobs() {}

    /**
     * The node of a host; null if it is gone.
     *
     * @param host what the ledger calls it
     */
    @CheckForNull
    static Node node(String host) {
        Computer computer = JenkinsAgent.computer(host);
        return computer == null ? null : computer.getNode();
    }

    /**
     * The job that backs up a host whose verdict asks for a backup, if the reader may see and start it: the one that the
     * patrol would start, else the one that last tried to.
     *
     * @param host what the ledger calls it
     */
    static Optional<Job<?, ?>> of(String host) throws IOException {
        Ledger ledger = EntssoLedger.get().ledger();
        Node node = node(host);
        if (node == null
                || !EntssoConfiguration.get().isInScope(node)
                || ledger.host(host).stream().noneMatch(found -> found.verdict().asksForBackup())) {
            return Optional.empty();
        }
        return Optional.ofNullable(EntssoConfiguration.get().jobOf(host))
                .flatMap(BackupJobs::find)
                .filter(job -> BackupStart.canRunOn(job, node) && isStartable(job))
                .or(() -> ledger.backups().stream()
                        .filter(backup -> backup.host().equals(host))
                        .max(Comparator.comparing(Backup::made))
                        .flatMap(backup -> find(backup.job()))
                        .filter(job -> BackupStart.canRunOn(job, node) && isStartable(job)));
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
