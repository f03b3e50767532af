package io.jenkins.plugins.entsso.run;

import io.jenkins.plugins.entsso.backup.Method;
import io.jenkins.plugins.entsso.windows.HostSettings;

/**
 * What a build step asks of a run.
 *
 * @param when whether to back up at all
 * @param onBad what a verdict that is still bad at the end does to the build
 * @param reminder the password reminder that ENTSSO keeps readable in the backup
 * @param artifact pattern of the artifact's path, see {@link ArtifactName}
 * @param method how to make the backup
 * @param host how to ask the host
 */
public record RunSettings(When when, OnBad onBad, String reminder, String artifact, Method method, HostSettings host) {

    /** The longest reminder. */
    public static final int MAX_REMINDER = 200;

    /** Refuses an artifact name pattern that makes no path, and a reminder that cannot be typed at a console. */
    public RunSettings {
        ArtifactName.check(artifact);
        if (reminder.length() > MAX_REMINDER || reminder.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The reminder has " + reminder.length()
                    + " characters or a line break among them; give one line of at most " + MAX_REMINDER);
        }
    }

    /** When a run makes a backup. */
    public enum When {
        /** Only if the verdict asks for one. */
        REQUIRED,
        /** In any case, if there is a secret to back up. */
        ALWAYS,
        /** Never: check only. */
        NEVER
    }

    /** What a bad verdict at the end does. */
    public enum OnBad {
        /** The build fails. */
        FAIL,
        /** The build is unstable. */
        UNSTABLE,
        /** The build goes on; the verdict is shown. */
        NOTHING
    }
}
