package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Computer;
import hudson.node_monitors.AbstractNodeMonitorDescriptor;
import hudson.node_monitors.NodeMonitor;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.report.HostReport;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Texts;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

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

    @Extension
    @Symbol("masterSecret")
    public static final class DescriptorImpl extends AbstractNodeMonitorDescriptor<NodeStatus> {
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
        protected NodeStatus monitor(Computer computer) {
            return get(computer);
        }

        /** The verdict as it is now; null for a host that was never checked and for readers whom it does not concern. */
        @Override
        @CheckForNull
        public NodeStatus get(Computer computer) {
            return Dashboard.snapshot()
                    .filter(snapshot -> Jenkins.get().hasPermission(EntssoPermissions.VIEW))
                    .flatMap(snapshot -> snapshot.host(JenkinsAgent.name(computer)))
                    .map(NodeStatus::new)
                    .orElse(null);
        }

        /** How long ago hosts were last checked, rather than when the ledger was last read. */
        @Override
        public String getTimestampString() {
            return Dashboard.snapshot()
                    .flatMap(LedgerSnapshot::checked)
                    .map(at -> Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - at.toEpochMilli())))
                    .orElseGet(Messages::EntssoNodeMonitor_never);
        }
    }

    /**
     * What the column shows of a node, and what of it Jenkins exports among the values of the node.
     *
     * @param host the host of the node
     */
    @ExportedBean
    public record NodeStatus(HostReport host) {
        /** Name of the {@link io.jenkins.plugins.entsso.engine.model.Verdict.Kind}. */
        @Exported
        public String verdict() {
            return host.kind().name();
        }

        /** Since when it is so: ISO-8601, UTC. */
        @Exported
        public String since() {
            return host.since().toString();
        }

        /** When it was found so: ISO-8601, UTC. */
        @Exported
        public String checked() {
            return host.checked().toString();
        }

        public Texts texts() {
            return Presentation.texts();
        }

        public String symbol() {
            return Presentation.symbol(host.kind());
        }
    }
}
