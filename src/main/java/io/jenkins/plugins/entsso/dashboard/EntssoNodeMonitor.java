package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Computer;
import hudson.node_monitors.AbstractAsyncNodeMonitorDescriptor;
import hudson.node_monitors.NodeMonitor;
import hudson.remoting.Callable;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.report.HostReport;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
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
public final class EntssoNodeMonitor extends NodeMonitor {
    /** For Jenkins, which makes one of each monitor. */
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

    /** The verdict, as it is now; null for a host that was never checked and for readers whom it does not concern. */
    @Override
    @CheckForNull
    public NodeStatus data(Computer computer) {
        return Jenkins.get().hasPermission(EntssoPermissions.VIEW)
                ? ((DescriptorImpl) getDescriptor()).get(computer)
                : null;
    }

    /** What Jenkins asks about this monitor. */
    @Extension
    @Symbol("masterSecret")
    public static final class DescriptorImpl extends AbstractAsyncNodeMonitorDescriptor<NodeStatus> {
        private static final Logger LOGGER = Logger.getLogger(DescriptorImpl.class.getName());

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
        protected Callable<NodeStatus, IOException> createCallable(Computer computer) {
            return null;
        }

        @Override
        protected Map<Computer, NodeStatus> monitor() {
            Map<Computer, NodeStatus> verdicts = new HashMap<>();
            for (Computer computer : Jenkins.get().getComputers()) {
                verdicts.put(computer, get(computer));
            }
            return verdicts;
        }

        /** The ledger has a newer word than the last round of the monitors. */
        @Override
        @CheckForNull
        public NodeStatus get(Computer computer) {
            return snapshot()
                    .flatMap(snapshot -> snapshot.host(JenkinsAgent.name(computer)))
                    .map(NodeStatus::new)
                    .orElse(null);
        }

        /** When a host was last checked, rather than when the ledger was last read. */
        @Override
        public long getTimestamp() {
            return checked().map(Instant::toEpochMilli).orElse(0L);
        }

        @Override
        public String getTimestampString() {
            return checked()
                    .map(at -> Util.getTimeSpanString(Math.max(0, System.currentTimeMillis() - at.toEpochMilli())))
                    .orElseGet(Messages::EntssoNodeMonitor_never);
        }

        private static Optional<Instant> checked() {
            return snapshot().flatMap(LedgerSnapshot::checked);
        }

        private static Optional<LedgerSnapshot> snapshot() {
            try {
                return Optional.of(EntssoLedger.get().snapshot());
            } catch (IOException e) {
                LOGGER.log(Level.FINE, e, () -> "The column of nodes is empty");
                return Optional.empty();
            }
        }
    }

    /**
     * What the column shows of a node, and what of it Jenkins exports among the values of the node.
     *
     * @param host the host of the node
     */
    @ExportedBean
    @Restricted(NoExternalUse.class)
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
