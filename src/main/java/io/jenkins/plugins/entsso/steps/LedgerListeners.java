package io.jenkins.plugins.entsso.steps;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the ledger what becomes of the builds that hold backups: a backup whose build is gone protects nothing. */
final class LedgerListeners {
    private static final Logger LOGGER = Logger.getLogger(LedgerListeners.class.getName());

    private LedgerListeners() {}

    /** A change of the ledger. */
    @FunctionalInterface
    private interface Change {
        void to(Ledger ledger) throws IOException;
    }

    private static void enter(Change change) {
        Ledger ledger = EntssoLedger.get().ledgerOrNull();
        if (ledger == null) {
            return;
        }
        try {
            change.to(ledger);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, Texts.ofLog().text("log.ledger.notWritten"), e);
        }
    }

    /** Builds that end or are deleted. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Runs extends RunListener<Run> {
        /** Once a build has ended, its job may discard the artifacts of others, of which Jenkins tells nobody. */
        @Override
        public void onFinalized(Run run) {
            String job = run.getParent().getFullName();
            enter(ledger -> {
                if (ledger.holdingJobs().contains(job)) {
                    EntssoPatrol.get().audit().ifPresent(audit -> audit.request(job));
                }
            });
        }

        @Override
        public void onDeleted(Run run) {
            int build = run.getNumber();
            String job = run.getParent().getFullName();
            enter(ledger -> ledger.lose(job, number -> number == build));
        }
    }

    /** Jobs that are deleted, renamed or moved. */
    @Extension
    public static final class Jobs extends ItemListener {
        @Override
        public void onDeleted(Item item) {
            if (item instanceof Job) {
                enter(ledger -> ledger.lose(item.getFullName(), number -> true));
            }
        }

        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            if (item instanceof Job) {
                enter(ledger -> ledger.move(oldFullName, newFullName));
            }
        }
    }
}
