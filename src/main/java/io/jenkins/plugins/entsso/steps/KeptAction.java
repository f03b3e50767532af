package io.jenkins.plugins.entsso.steps;

import hudson.model.InvisibleAction;

/** Marks a build that this plugin keeps from being discarded, so that it lets go of none that a person keeps. */
public final class KeptAction extends InvisibleAction {
    KeptAction() {}
}
