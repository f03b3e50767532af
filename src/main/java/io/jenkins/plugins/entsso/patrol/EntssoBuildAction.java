package io.jenkins.plugins.entsso.patrol;

import hudson.model.Action;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Marks a build in which a step of this plugin ran: artifacts of others are never taken for backups. */
@Restricted(NoExternalUse.class)
public interface EntssoBuildAction extends Action {}
