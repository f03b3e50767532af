package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;

/**
 * What a build step asks of a run.
 *
 * @param when whether to back up at all
 * @param reminder the password reminder that ENTSSO keeps readable in the backup
 * @param artifact pattern of the artifact's path, see {@link ArtifactName}
 * @param method how to make the backup
 * @param factory of the host
 * @param host how to ask the host
 * @param sealing to whom the backup is sealed
 */
public record RunSettings(
        When when,
        String reminder,
        String artifact,
        Method method,
        HostFactory factory,
        HostSettings host,
        Sealing sealing) {
    /** Backups are not sealed. */
    public RunSettings(
            When when, String reminder, String artifact, Method method, HostFactory factory, HostSettings host) {
        this(when, reminder, artifact, method, factory, host, Sealing.NONE);
    }

    /** Refuses an artifact name pattern that makes no path, and a reminder that cannot be typed where one is needed. */
    public RunSettings {
        ArtifactName.check(artifact);
        if (when != When.NEVER) {
            Reminder.check(reminder);
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
