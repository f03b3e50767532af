package io.jenkins.plugins.entsso.steps;

import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.patrol.EntssoBuildAction;
import java.io.IOException;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** Keeps the build with the newest backup of each secret from being discarded, and lets the older ones go, unless one may still be needed. */
final class KeptBuilds {
    private static final Logger LOGGER = Logger.getLogger(KeptBuilds.class.getName());

    private KeptBuilds() {}

    private record Build(String job, int number) {
        static Build of(Backup backup) {
            return new Build(backup.job(), backup.build());
        }
    }

    /**
     * A backup was entered, held by that build.
     *
     * <p>Builds are loaded only until one is found that was let go before: there may be years of them.
     */
    @SuppressWarnings("try")
    static synchronized void keep(Run<?, ?> run, Backup made, Ledger ledger) throws IOException {
        // not as the build's user, who may lack the right to keep and let go of builds of other jobs
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            boolean keptByPerson = run.isKeepLog() && run.canToggleLogKeep();
            if (!keptByPerson) {
                // in this order: with the mark alone, whoever saves the build meanwhile would count as releasing it
                run.keepLog(true);
                mark(run, true);
                run.save();
            }
            if (ledger.host(made.host()).filter(HostRecord::mayNeedOlderBackups).isPresent()) {
                return;
            }
            Set<Build> needed = BackupSelection.newestPerSecret(ledger.backups()).stream()
                    .map(Build::of)
                    .collect(Collectors.toSet());
            needed.add(new Build(run.getParent().getFullName(), run.getNumber()));
            for (Backup backup : BackupSelection.supersededBy(made, ledger.backups())) {
                if (!needed.contains(Build.of(backup)) && !letGo(Build.of(backup))) {
                    return;
                }
            }
        }
    }

    /** Lets go of a build; false if that was done before. */
    private static boolean letGo(Build build) throws IOException {
        Job<?, ?> job = Jenkins.get().getItemByFullName(build.job(), Job.class);
        Run<?, ?> run = job == null ? null : job.getBuildByNumber(build.number());
        if (run == null) {
            return true;
        }
        if (EntssoBuildAction.isKept(run)) {
            mark(run, false);
            run.keepLog(false);
            return true;
        }
        return run.isKeepLog();
    }

    private static void mark(Run<?, ?> run, boolean kept) {
        run.getActions(EntssoBuildAction.class).forEach(action -> action.setKept(kept));
    }

    /**
     * A person who releases a build that this plugin keeps takes it over: the plugin does not keep it any more, and does not
     * let go of it either, should they keep it again.
     */
    @Extension
    public static final class Releases extends SaveableListener {
        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Run<?, ?> run && !run.isKeepLog() && EntssoBuildAction.isKept(run)) {
                mark(run, false);
                try {
                    run.save();
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, Texts.ofLog().text("log.build.notSaved", run), e);
                }
            }
        }
    }
}
