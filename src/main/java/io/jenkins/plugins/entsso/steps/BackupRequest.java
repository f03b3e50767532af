package io.jenkins.plugins.entsso.steps;

import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.run.ArtifactName;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;

/**
 * What a step of a build asks for.
 *
 * @param when whether to back up at all
 * @param onBad what a bad verdict does to the build
 * @param credentialsId of the password, or null for those of the system configuration
 * @param reminder the password reminder, or null for one that names the credentials
 * @param artifactName pattern of the artifact's path
 * @param method how to make the backup
 * @param maxAgeDays how many days old the backup of a host may be; 0 for any age
 * @param shown whether the outcome goes onto the build's page
 */
record BackupRequest(
        When when,
        OnBad onBad,
        String credentialsId,
        String reminder,
        String artifactName,
        Method method,
        int maxAgeDays,
        boolean shown) {

    /** Asks for a verdict, and no backup. */
    static BackupRequest check(OnBad onBad, int maxAgeDays, boolean shown) {
        return new BackupRequest(When.NEVER, onBad, null, null, ArtifactName.DEFAULT, Method.AUTO, maxAgeDays, shown);
    }
}
