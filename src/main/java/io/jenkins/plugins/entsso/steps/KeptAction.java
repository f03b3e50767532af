package io.jenkins.plugins.entsso.steps;

import hudson.model.InvisibleAction;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Marks a build that this plugin keeps from being discarded while it holds the newest backup of a secret. What is kept
 * without this mark is kept by a person, and left to them.
 */
@Restricted(NoExternalUse.class)
public final class KeptAction extends InvisibleAction {
    KeptAction() {}
}
