package io.jenkins.plugins.entsso.patrol;

import hudson.model.Cause;
import hudson.model.Run;

/** Why the patrol started a build. Of plain texts, because it is kept with the build. */
public final class PatrolCause extends Cause {
    private final String node;
    private final String why;
    private final int attempt;
    private final boolean renewal;

    PatrolCause(String node, String why, int attempt, boolean renewal) {
        this.node = node;
        this.why = why;
        this.attempt = attempt;
        this.renewal = renewal;
    }

    /** Whether a build was started to renew a backup, although the secret is protected. */
    public static boolean isRenewal(Run<?, ?> run) {
        return run.getCauses().stream().anyMatch(cause -> cause instanceof PatrolCause patrol && patrol.renewal);
    }

    /** Name of the node to be backed up. */
    public String getNode() {
        return node;
    }

    @Override
    public String getShortDescription() {
        return attempt > 1 ? Messages.PatrolCause_again(node, why, attempt) : Messages.PatrolCause_first(node, why);
    }
}
