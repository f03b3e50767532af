package io.jenkins.plugins.entsso.engine.agent.windows;

import com.pty4j.util.PtyUtil;
import com.sun.jna.Native;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.EnumSet;
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
    private static final String JNA = "jna-" + Native.VERSION;
    /** It has no constant for its version. */
    static final String PTY4J = "pty4j-0.13.12";

    private static final Path PROFILE = Path.of(System.getProperty("user.home"));
    private static final Path ALL = PROFILE.resolve("AppData\\Local\\entsso-master-secret");

    /** What to do where they are blocked. */
    static final String REMEDY =
            "Where AppLocker or a virus scanner blocks native libraries, allow those in " + ALL + " and below it";

    private static final Set<AclEntryPermission> WRITE = EnumSet.of(
            AclEntryPermission.WRITE_DATA,
            AclEntryPermission.APPEND_DATA,
            AclEntryPermission.DELETE_CHILD,
            AclEntryPermission.DELETE,
            AclEntryPermission.WRITE_ACL,
            AclEntryPermission.WRITE_OWNER);

    private static boolean jnaLoaded;
    private static boolean pty4jUnpacked;

    private NativeLibraries() {}

    /**
     * Loads JNA's library, if this JVM has not yet loaded it.
     *
     * @throws QueryFailedException if there is no directory for it, or somebody else could write there
     */
    static synchronized void load() throws QueryFailedException {
        if (!jnaLoaded) {
            with("jna.tmpdir", directory(JNA), () -> jnaLoaded = Native.POINTER_SIZE > 0);
        }
    }

    /**
     * Unpacks pty4j's libraries, if this JVM has not yet done it.
     *
     * @throws QueryFailedException as {@link #load}
     */
    static synchronized void loadConsole() throws QueryFailedException {
        load();
        if (!pty4jUnpacked) {
            with("pty4j.tmpdir", directory(PTY4J), () -> {
                // whichever file is asked for, all are unpacked
                PtyUtil.resolveNativeFile("any");
                pty4jUnpacked = true;
            });
        }
    }

    /** Does it while that property names that directory. */
    private static void with(String property, Path directory, Runnable work) throws QueryFailedException {
        String before = System.getProperty(property);
        System.setProperty(property, directory.toString());
        try {
            work.run();
        } catch (LinkageError | IllegalStateException e) {
            throw new QueryFailedException(
                    Failure.Kind.ERROR, "Native libraries cannot be loaded: " + e + ". " + REMEDY);
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    private static Path directory(String version) throws QueryFailedException {
        Path directory = ALL.resolve(version);
        try {
            protect(ALL);
            protect(directory);
            return directory;
        } catch (IOException e) {
            throw new QueryFailedException(
                    Failure.Kind.WORK_DIRECTORY,
                    "Native libraries cannot be unpacked to " + directory + ": " + e
                            + ". Only the agent's account, the system and administrators may write there; remove it"
                            + " if it is somebody else's.");
        }
    }

    /** Makes a directory, if it is not there, that only those can write to who can write to the profile. */
    private static void protect(Path directory) throws IOException {
        Set<UserPrincipal> allowed = writers(PROFILE);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            view(directory)
                    .setAcl(allowed.stream().map(NativeLibraries::everything).toList());
            // What an administrator makes can belong to all of them.
            allowed.add(Files.getOwner(directory));
        }
        Set<UserPrincipal> others = writers(directory);
        others.removeAll(allowed);
        if (!others.isEmpty()) {
            throw new IOException(others.stream().map(UserPrincipal::getName).toList() + " could write there");
        }
    }

    /** The owner of a directory, and whoever else can write to it. */
    private static Set<UserPrincipal> writers(Path directory) throws IOException {
        Set<UserPrincipal> writers = new HashSet<>(Set.of(Files.getOwner(directory)));
        view(directory).getAcl().stream()
                .filter(entry -> entry.type() == AclEntryType.ALLOW
                        && !entry.flags().contains(AclEntryFlag.INHERIT_ONLY)
                        && !Collections.disjoint(entry.permissions(), WRITE))
                .forEach(entry -> writers.add(entry.principal()));
        return writers;
    }

    private static AclFileAttributeView view(Path directory) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(directory, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException("its volume has no access control lists; use NTFS");
        }
        return view;
    }

    private static AclEntry everything(UserPrincipal account) {
        return AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(account)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                .build();
    }
}
