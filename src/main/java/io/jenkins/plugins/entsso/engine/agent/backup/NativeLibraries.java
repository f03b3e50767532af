package io.jenkins.plugins.entsso.engine.agent.backup;

import java.nio.file.Path;

/** Where native libraries are unpacked: a directory that nobody else can change, from their first use to the JVM's end. */
final class NativeLibraries {
    private static final long SIZE = 16L * 1024 * 1024;

    private static PrivateDirectory directory;

    private NativeLibraries() {}

    /**
     * That directory.
     *
     * @param parent where to make it, if it is not there
     * @throws PrivateDirectory.Unusable if it cannot be made
     */
    static synchronized Path in(Path parent) throws PrivateDirectory.Unusable {
        if (directory == null) {
            directory = PrivateDirectory.forLibraries(parent, SIZE);
        }
        return directory.path();
    }
}
