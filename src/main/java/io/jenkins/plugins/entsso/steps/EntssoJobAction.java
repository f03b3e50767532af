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
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Trend;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What there is to see on the page of a job: how the verdict went from build to build, and whether anybody can download its
 * backups. Nothing is looked at before the page is shown.
 */
@Restricted(NoExternalUse.class)
public final class EntssoJobAction extends InvisibleAction {
    /** As many builds as core lists on the same page: no more are loaded. */
    private static final int BUILDS = 30;

    private final Job<?, ?> job;

    private EntssoJobAction(Job<?, ?> job) {
        this.job = job;
    }

    public Trend getTrend() {
        SortedMap<Integer, Verdict.Kind> verdicts = new TreeMap<>();
        for (Run<?, ?> run : job.getBuilds().limit(BUILDS)) {
            run.getActions(EntssoBackupAction.class).stream()
                    .map(EntssoBackupAction::getVerdict)
                    .min(Verdict.Kind::compareTo)
                    .ifPresent(kind -> verdicts.put(run.getNumber(), kind));
        }
        return Trend.of(verdicts, Presentation.texts());
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    /**
     * Whether to warn that anybody can download backups who is not even logged in. Only who can change the job is told: for
     * all others it would be a signpost.
     */
    public boolean isOpen() {
        ACL acl = job.getACL();
        return job.hasPermission(Item.CONFIGURE)
                && Jenkins.get().getACL().hasPermission2(Jenkins.ANONYMOUS2, Jenkins.READ)
                && acl.hasPermission2(Jenkins.ANONYMOUS2, Item.READ)
                && (!Functions.isArtifactsPermissionEnabled() || acl.hasPermission2(Jenkins.ANONYMOUS2, Run.ARTIFACTS))
                && hasBackups();
    }

    private boolean hasBackups() {
        if (job instanceof Project<?, ?> project && project.getBuildersList().get(EntssoBackupBuilder.class) != null) {
            return true;
        }
        Ledger ledger = EntssoLedger.get().ledgerOrNull();
        return ledger != null && ledger.holdingJobs().contains(job.getFullName());
    }

    /** One for each job. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<EntssoJobAction> actionType() {
            return EntssoJobAction.class;
        }

        @NonNull
        @Override
        public Collection<EntssoJobAction> createFor(@NonNull Job job) {
            return List.of(new EntssoJobAction(job));
        }
    }
}
