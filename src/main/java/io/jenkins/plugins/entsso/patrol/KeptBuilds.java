package io.jenkins.plugins.entsso.patrol;

import hudson.Extension;
import hudson.XmlFile;
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
import java.io.IOException;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Keeps the builds with the backups that are needed from being discarded, and lets the older ones go, unless one may still be
 * needed.
 */
@Restricted(NoExternalUse.class)
public final class KeptBuilds {
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
    public static synchronized void keep(Run<?, ?> run, Backup made, Ledger ledger) throws IOException {
        // not as the build's user, who may lack the right to keep and let go of builds of other jobs
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            keep(run);
            if (ledger.host(made.host()).filter(HostRecord::mayNeedOlderBackups).isPresent()) {
                return;
            }
            Set<Build> needed = BackupSelection.needed(ledger.backups()).stream()
                    .map(Build::of)
                    .collect(Collectors.toSet());
            needed.add(new Build(run.getParent().getFullName(), run.getNumber()));
            for (Backup backup : BackupSelection.supersededBy(made, ledger.backups())) {
                if (!needed.contains(Build.of(backup)) && !letGo(backup)) {
                    return;
                }
            }
        }
    }

    /**
     * Keeps the build of a backup that is needed, if it is not kept: Jenkins may have died, or failed to write it, before it
     * was. One that a person has released is left to them.
     */
    @SuppressWarnings("try")
    static synchronized void keep(Backup needed) throws IOException {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            Run<?, ?> run = BuildArtifacts.run(needed);
            if (run != null && !EntssoBuildAction.isReleased(run)) {
                keep(run);
            }
        }
    }

    private static void keep(Run<?, ?> run) throws IOException {
        if (!isMarked(run)) {
            // in this order: with the mark alone, whoever saves the build meanwhile would count as releasing it
            run.keepLog(true);
            run.getActions(EntssoBuildAction.class).forEach(action -> action.setKept(true));
            run.save();
        }
    }

    /** Whether a build itself is marked to be kept: one that is only needed by builds of other jobs goes with these. */
    private static boolean isMarked(Run<?, ?> run) {
        return run.isKeepLog() && run.canToggleLogKeep();
    }

    /** Lets go of the build of a backup; false if that was done before. */
    private static boolean letGo(Backup backup) throws IOException {
        Run<?, ?> run = BuildArtifacts.run(backup);
        if (run == null) {
            return true;
        }
        if (EntssoBuildAction.isKept(run)) {
            run.getActions(EntssoBuildAction.class).forEach(action -> action.setKept(false));
            run.keepLog(false);
            return true;
        }
        return run.isKeepLog();
    }

    /**
     * A person who releases a build that this plugin keeps takes it over: the plugin does not keep it any more, and does not
     * let go of it either, should they keep it again.
     */
    @Extension
    public static final class Releases extends SaveableListener {
        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Run<?, ?> run && EntssoBuildAction.isKept(run) && !isMarked(run)) {
                run.getActions(EntssoBuildAction.class).forEach(EntssoBuildAction::release);
                try {
                    run.save();
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, Texts.ofLog().text("log.build.notSaved", run), e);
                }
            }
        }
    }
}
