package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import java.util.logging.Level;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Looks for the artifacts that are due. It is asked every minute, since Jenkins reads a period only once. Not a part of the
 * patrol, which does not wait for whatever keeps the artifacts.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class AuditWork extends AsyncPeriodicWork {
    /** Its name is that of a log file. */
    public AuditWork() {
        super("Enterprise SSO backup audit");
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    @Override
    protected void execute(@NonNull TaskListener listener) {
        EntssoPatrol.get()
                .audit()
                .ifPresent(audit ->
                        audit.work(EntssoConfiguration.get().patrolSettings().interval()));
    }
}
