package io.jenkins.plugins.entsso.simulator;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.util.Map;

/** The executables of a host: each starts a JVM of this installation with this very code. */
final class Tools {
    private static final Map<String, Class<?>> MAINS = Map.of("ssoconfig", Ssoconfig.class);

    private Tools() {}

    static Path path(Path folder, String tool) {
        return folder.resolve("bin").resolve(tool);
    }

    /** Writes those that are missing or out of date. */
    static void install(Path folder) throws IOException {
        if (File.separatorChar != '/') {
            throw new IllegalStateException(
                    "The simulated tools are shell scripts, which Windows does not run; use Linux or macOS");
        }
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (Map.Entry<String, Class<?>> tool : MAINS.entrySet()) {
            Path written = Files.createTempFile(
                    bin,
                    tool.getKey(),
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.writeString(written, script(folder, tool.getValue()));
            Files.move(written, path(folder, tool.getKey()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The locale makes the JVM read its arguments as UTF-8; options from outside would print lines of their own. */
    private static String script(Path folder, Class<?> main) {
        return "#!/bin/sh\n"
                + "unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS\n"
                + "LC_ALL=C.UTF-8\n"
                + "export LC_ALL\n"
                + "exec "
                + quote(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                + " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m -XX:-UsePerfData"
                + " -cp " + quote(classPath())
                + " " + main.getName()
                + " " + quote(folder.toString())
                + " \"$@\"\n";
    }

    private static String classPath() {
        CodeSource source = Tools.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalStateException("The simulated tools need the place of their own classes, which this class"
                    + " loader does not tell; create the host in a JVM that loads them from a folder or a jar");
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The classes of the simulated tools are not in a file", e);
        }
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
