package io.jenkins.plugins.entsso.steps;

import hudson.model.InvisibleAction;
import io.jenkins.plugins.entsso.patrol.EntssoBuildAction;

/** Is with a build before its backup is: if Jenkins dies in between, the audit still knows whose artifact that is. */
final class StepStartedAction extends InvisibleAction implements EntssoBuildAction {}
