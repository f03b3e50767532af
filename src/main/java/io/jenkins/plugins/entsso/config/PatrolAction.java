package io.jenkins.plugins.entsso.config;

import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What the patrol does about a verdict that asks for a backup. */
@Restricted(NoExternalUse.class)
public enum PatrolAction {
    /** It is shown, and listeners are told. */
    REPORT,
    /** The backup job is started, too. */
    START
}
