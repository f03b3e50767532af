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
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

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
    public NodeVerdict data(Computer computer) {
        return Jenkins.get().hasPermission(EntssoPermissions.VIEW)
                ? ((DescriptorImpl) getDescriptor()).get(computer)
                : null;
    }

    /** What Jenkins asks about this monitor. */
    @Extension
    @Symbol("masterSecret")
    public static final class DescriptorImpl extends AbstractAsyncNodeMonitorDescriptor<NodeVerdict> {
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
        protected Callable<NodeVerdict, IOException> createCallable(Computer computer) {
            return null;
        }

        @Override
        protected Map<Computer, NodeVerdict> monitor() {
            Map<Computer, NodeVerdict> verdicts = new HashMap<>();
            for (Computer computer : Jenkins.get().getComputers()) {
                verdicts.put(computer, get(computer));
            }
            return verdicts;
        }

        /** The ledger has a newer word than the last round of the monitors. */
        @Override
        @CheckForNull
        public NodeVerdict get(Computer computer) {
            try {
                LedgerSnapshot situation = EntssoLedger.get().situation();
                return EntssoLedger.get()
                        .ledger()
                        .host(JenkinsAgent.name(computer))
                        .map(host -> new NodeVerdict(host, situation.kind(host)))
                        .orElse(null);
            } catch (IOException e) {
                LOGGER.log(Level.FINE, e, computer::getName);
                return null;
            }
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
            try {
                return EntssoLedger.get().situation().checked();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }
}
