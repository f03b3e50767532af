package io.jenkins.plugins.entsso.patrol;

import hudson.ExtensionPoint;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;

/**
 * Somebody who wants to know when the verdict on a host changes, when another machine than before answers under a node's
 * name, and of every backup that is made. Texts that come from a host are untrusted: escape them where they are shown.
 */
public interface EntssoVerdictListener extends ExtensionPoint {
    /**
     * Something has changed. Called one change after the other, by a thread that neither the patrol nor other listeners wait
     * for, so it may take its time.
     *
     * @param change what
     */
    void changed(VerdictChange change);

    /**
     * A backup was made and archived, whatever that does to the verdict. Called as {@link #changed}. Should Jenkins die meanwhile, it may
     * be told of later, or twice.
     *
     * @param backup which; confirmed or not
     */
    default void backedUp(Backup backup) {}
}
