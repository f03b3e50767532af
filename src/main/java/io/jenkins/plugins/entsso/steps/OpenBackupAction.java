package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Functions;
import hudson.model.InvisibleAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Project;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Warns on the page of a job whose backups anybody can download who is not even logged in. Only who can change the job is
 * told: for all others it would be a signpost.
 */
@Restricted(NoExternalUse.class)
public final class OpenBackupAction extends InvisibleAction {
    private OpenBackupAction() {}

    /** Whether anonymous users can download the artifacts of a job. */
    static boolean isOpen(Job<?, ?> job) {
        ACL acl = job.getACL();
        return Jenkins.get().getACL().hasPermission2(Jenkins.ANONYMOUS2, Jenkins.READ)
                && acl.hasPermission2(Jenkins.ANONYMOUS2, Item.READ)
                && (!Functions.isArtifactsPermissionEnabled() || acl.hasPermission2(Jenkins.ANONYMOUS2, Run.ARTIFACTS));
    }

    /** Looks for such jobs. Nearly every one is out of question after the first look into its access control list. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<OpenBackupAction> actionType() {
            return OpenBackupAction.class;
        }

        @NonNull
        @Override
        public Collection<OpenBackupAction> createFor(@NonNull Job job) {
            return isOpen(job) && job.hasPermission(Item.CONFIGURE) && hasBackups(job)
                    ? List.of(new OpenBackupAction())
                    : List.of();
        }

        private static boolean hasBackups(Job<?, ?> job) {
            if (job instanceof Project<?, ?> project
                    && project.getBuildersList().get(EntssoBackupBuilder.class) != null) {
                return true;
            }
            Ledger ledger = EntssoLedger.get().ledgerOrNull();
            return ledger != null && ledger.holdingJobs().contains(job.getFullName());
        }
    }
}
