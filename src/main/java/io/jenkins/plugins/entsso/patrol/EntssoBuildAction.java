package io.jenkins.plugins.entsso.patrol;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Marks a build in which a step of this plugin makes backups: artifacts of others are never taken for them. It is with the
 * build before its first backup is, should Jenkins die in between.
 */
@Restricted(NoExternalUse.class)
public final class EntssoBuildAction extends InvisibleAction {
    private boolean kept;

    /** Whether a person has released the build that this plugin kept. */
    private boolean released;

    /** Says whether this plugin keeps the build from being discarded. */
    void setKept(boolean kept) {
        this.kept = kept;
    }

    /** A person has released the build: the plugin does not keep it any more, nor ever again. */
    void release() {
        kept = false;
        released = true;
    }

    static boolean isReleased(Run<?, ?> run) {
        EntssoBuildAction action = run.getAction(EntssoBuildAction.class);
        return action != null && action.released;
    }

    /** Whether this plugin keeps a build from being discarded. If not, it may be kept by a person, and is left to them. */
    public static boolean isKept(Run<?, ?> run) {
        EntssoBuildAction action = run.getAction(EntssoBuildAction.class);
        return action != null && action.kept;
    }
}
