package io.jenkins.plugins.entsso.patrol;

/** What the patrol does about a verdict that asks for a backup. */
public enum PatrolAction {
    /** It is shown and told. */
    REPORT,
    /** The backup job is started, too. */
    START
}
