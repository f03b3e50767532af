package io.jenkins.plugins.entsso.run;

/** Placeholder of the pattern language of artifact paths. */
final class ArtifactName {
    private ArtifactName() {}
}
