package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Computer;
import hudson.node_monitors.AbstractNodeMonitorDescriptor;
import hudson.node_monitors.NodeMonitor;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.time.Instant;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * The verdict on the host of each node, as a column among the nodes. It reads the ledger, asks no host, and never takes a
 * node offline.
 */
@Restricted(NoExternalUse.class)
public final class EntssoNodeMonitor extends NodeMonitor {
    @DataBoundConstructor
    public EntssoNodeMonitor() {
        // has no settings
    }

    /** No column for whom it does not concern. */
    @Override
    @CheckForNull
    public String getColumnCaption() {
        return Jenkins.get().hasPermission(EntssoPermissions.VIEW) ? super.getColumnCaption() : null;
    }

    public Texts getTexts() {
        return Presentation.texts();
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    @Extension
    @Symbol("masterSecret")
    public static final class DescriptorImpl extends AbstractNodeMonitorDescriptor<EntssoApi.Report> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoNodeMonitor_displayName();
        }

        @Override
        public boolean canTakeOffline() {
            return false;
        }

        /** No agent is asked for this: the patrol has done so. */
        @Override
        protected EntssoApi.Report monitor(Computer computer) {
            return get(computer);
        }

        /** The host as it is now; null if it was never checked and for readers whom it does not concern. */
        @Override
        @CheckForNull
        public EntssoApi.Report get(Computer computer) {
            Ledger ledger = EntssoLedger.get().ledgerOrNull();
            if (ledger == null || !Jenkins.get().hasPermission(EntssoPermissions.VIEW)) {
                return null;
            }
            return LedgerSnapshot.host(ledger, JenkinsAgent.name(computer), Instant.now())
                    .map(host -> EntssoApi.Report.of(host, Presentation.texts()))
                    .orElse(null);
        }

        /** How long ago hosts were last checked, rather than when the ledger was last read. */
        @Override
        public String getTimestampString() {
            return Optional.ofNullable(EntssoLedger.get().snapshotOrNull())
                    .flatMap(LedgerSnapshot::checked)
                    .map(at -> Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - at.toEpochMilli())))
                    .orElseGet(Messages::EntssoNodeMonitor_never);
        }
    }
}
