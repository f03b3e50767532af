package io.jenkins.plugins.entsso.jenkins.patrol;

/** What the patrol does about a verdict that asks for a backup. */
public enum Acting {
    /** It is shown and told. */
    REPORT,
    /** The backup job is started, too. */
    START
}
