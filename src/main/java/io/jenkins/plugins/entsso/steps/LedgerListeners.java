package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoNodeProperty;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.NodeListener;

/** Tells the ledger what becomes of nodes, and of the builds that hold backups: without its build, one protects nothing. */
final class LedgerListeners {
    private static final Logger LOGGER = Logger.getLogger(LedgerListeners.class.getName());

    private LedgerListeners() {}

    private static Optional<Ledger> ledger() {
        return Optional.ofNullable(EntssoLedger.get().ledgerOrNull());
    }

    private static boolean isHolding(String job) {
        return ledger().filter(ledger -> ledger.holdingJobs().contains(job)).isPresent();
    }

    /** Builds that end or are deleted. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Runs extends RunListener<Run> {
        /** Once a build has ended, its job may discard the artifacts of others, of which Jenkins tells nobody. */
        @Override
        public void onFinalized(Run run) {
            String job = run.getParent().getFullName();
            if (isHolding(job)) {
                try {
                    EntssoPatrol.get().audit().requestJob(job);
                } catch (IOException e) {
                    LOGGER.log(Level.FINE, e, () -> "The artifacts of " + job + " were not looked for");
                }
            }
        }

        @Override
        public void onDeleted(Run run) {
            int build = run.getNumber();
            String job = run.getParent().getFullName();
            // builds are deleted all the time: most have nothing to do with this
            if (isHolding(job)) {
                ledger().ifPresent(ledger -> ledger.lose(job, number -> number == build));
            }
        }
    }

    /** Jobs that are deleted, renamed or moved. */
    @Extension
    public static final class Jobs extends ItemListener {
        @Override
        public void onDeleted(Item item) {
            if (item instanceof Job) {
                ledger().ifPresent(ledger -> ledger.lose(item.getFullName(), number -> true));
            }
        }

        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            if (item instanceof Job) {
                ledger().ifPresent(ledger -> ledger.move(oldFullName, newFullName));
            }
        }
    }

    /** Nodes that are deleted, renamed, or named as nodes of another cluster. */
    @Extension
    public static final class Nodes extends NodeListener {
        @Override
        protected void onUpdated(@NonNull Node oldNode, @NonNull Node newNode) {
            String oldName = JenkinsAgent.name(oldNode.getNodeName());
            String newName = JenkinsAgent.name(newNode.getNodeName());
            if (!oldName.equals(newName)) {
                ledger().ifPresent(ledger -> ledger.rename(oldName, newName, Instant.now()));
            }
            if (!Objects.equals(EntssoNodeProperty.clusterOf(oldNode), EntssoNodeProperty.clusterOf(newNode))) {
                int maxAgeDays = EntssoConfiguration.get().patrolSettings().maxAgeDays();
                ledger().ifPresent(ledger -> ledger.judge(maxAgeDays));
            }
        }

        @Override
        protected void onDeleted(@NonNull Node node) {
            ledger().ifPresent(ledger -> ledger.forget(JenkinsAgent.name(node.getNodeName())));
        }
    }
}
