package io.jenkins.plugins.entsso.engine.agent.windows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where native libraries are unpacked: a directory of this JVM that only its account can write to. */
final class NativeLibraries {
    private static Path directory;

    private NativeLibraries() {}

    /** That directory, made when it is first asked for. */
    static synchronized Path directory() {
        if (directory == null) {
            try {
                directory = Files.createTempDirectory("entsso-native-");
            } catch (IOException e) {
                throw new UncheckedIOException("No directory can be made for native libraries", e);
            }
        }
        return directory;
    }
}
