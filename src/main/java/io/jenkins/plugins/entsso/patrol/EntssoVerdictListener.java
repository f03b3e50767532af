package io.jenkins.plugins.entsso.patrol;

import hudson.ExtensionPoint;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;

/**
 * Somebody who wants to know when the verdict on a host changes, or when another machine than before answers under a node's
 * name. Texts that come from a host are untrusted: escape them where they are shown.
 */
public interface EntssoVerdictListener extends ExtensionPoint {
    /**
     * Something has changed. Called one change after the other, by a thread that neither the patrol nor other listeners wait
     * for, so it may take its time.
     *
     * @param change what
     */
    void changed(VerdictChange change);
}
