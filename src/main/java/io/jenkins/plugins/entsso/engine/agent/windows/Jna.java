package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Native;
import java.nio.file.Path;

/** Where JNA puts its native library. */
public final class Jna {
    private static final String EXTRACT_TO = "jna.tmpdir";

    private static boolean loaded;

    private Jna() {}

    /**
     * Loads JNA, if it is not yet loaded. Left alone, it unpacks its library into a directory below the temporary one that
     * has always the same name and that nobody removes: another account could be there first.
     *
     * @param natives a private directory, which has to last as long as this JVM
     */
    public static synchronized void load(Path natives) {
        if (loaded) {
            return;
        }
        String before = System.getProperty(EXTRACT_TO);
        System.setProperty(EXTRACT_TO, natives.toAbsolutePath().toString());
        try {
            loaded = Native.POINTER_SIZE > 0;
        } catch (LinkageError e) {
            // whoever calls something through it says so
            loaded = true;
        } finally {
            if (before == null) {
                System.clearProperty(EXTRACT_TO);
            } else {
                System.setProperty(EXTRACT_TO, before);
            }
        }
    }
}
