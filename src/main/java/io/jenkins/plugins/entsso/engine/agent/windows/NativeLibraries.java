package io.jenkins.plugins.entsso.engine.agent.windows;

import com.pty4j.util.PtyUtil;
import com.sun.jna.Native;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.HashSet;
import java.util.Set;

/**
 * Where JNA and pty4j unpack their native libraries: always the same directory, so that a rule of AppLocker can allow it,
 * and one a version, since a library in use cannot be replaced. Left alone, both take the temporary directory, where
 * somebody else could be first.
 *
 * <p>It is in the profile of the agent's account, and not in a place for all accounts: nobody else can make it beforehand,
 * and two agents with different accounts do not get in each other's way. Whoever may write to the profile by Windows'
 * default, that is the account, the system and the administrators, may write there, and nobody else.
 */
final class NativeLibraries {
    /** It has no constant for its version. */
    static final String PTY4J = "pty4j-0.13.12";

    private static final Path PROFILE = Path.of(System.getProperty("user.home"));
    private static final Path ALL = PROFILE.resolve("AppData\\Local\\entsso-master-secret");

    /** What to do where they are blocked. */
    static final String REMEDY =
            "Where AppLocker or a virus scanner blocks native libraries, allow those in " + ALL + " and below it";

    /** Which this JVM has loaded, by the directories they are in. */
    private static final Set<Path> LOADED = new HashSet<>();

    private NativeLibraries() {}

    /**
     * Loads JNA's library, if this JVM has not yet loaded it.
     *
     * @throws QueryFailedException if it is blocked, or there is no directory for it
     */
    static void load() throws QueryFailedException {
        load("jna.tmpdir", "jna-" + Native.VERSION, () -> Native.getNativeSize(int.class));
    }

    /**
     * Unpacks pty4j's libraries, if this JVM has not yet done it.
     *
     * @throws QueryFailedException as {@link #load}
     */
    static void loadConsole() throws QueryFailedException {
        load();
        // whichever file is asked for, all are unpacked
        load("pty4j.tmpdir", PTY4J, () -> PtyUtil.resolveNativeFile("any"));
    }

    private static synchronized void load(String property, String version, Runnable loading)
            throws QueryFailedException {
        Path directory = ALL.resolve(version);
        if (LOADED.contains(directory)) {
            return;
        }
        try {
            protect(ALL);
            protect(directory);
            System.setProperty(property, directory.toString());
            loading.run();
            LOADED.add(directory);
        } catch (IOException e) {
            throw new QueryFailedException(
                    Failure.Kind.WORK_DIRECTORY, "Native libraries cannot be unpacked to " + directory + ": " + e);
        } catch (LinkageError | IllegalStateException e) {
            throw new QueryFailedException(
                    Failure.Kind.ERROR, "Native libraries cannot be loaded: " + e + ". " + REMEDY);
        }
    }

    /** Makes a directory that those can write to who can write to the profile, and nobody else. */
    private static void protect(Path directory) throws IOException {
        Files.createDirectories(directory);
        AclFileAttributeView view = Files.getFileAttributeView(directory, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException("its volume has no access control lists; use NTFS");
        }
        view.setAcl(
                Files.getFileAttributeView(PROFILE, AclFileAttributeView.class).getAcl());
    }
}
