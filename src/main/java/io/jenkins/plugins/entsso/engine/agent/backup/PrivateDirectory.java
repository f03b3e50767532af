package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A temporary directory that only the agent's account, and on Windows the system itself, can read. Everything in it is overwritten and removed when it is
 * closed, when the JVM ends before that, or, where the JVM did not get to it, by the next {@link #sweep}.
 *
 * <p>While it is in use, a file in it is locked: the lock ends with the process, whatever its end.
 */
public final class PrivateDirectory implements AutoCloseable {
    /** What the name of each begins with. */
    static final String PREFIX = "entsso-";

    /** Names that {@link #create} gives, and hardly anybody else does. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+-\\d+-[0-9a-f]{16}");

    /** LocalSystem, which is called otherwise in other languages. */
    private static final String LOCAL_SYSTEM = "S-1-5-18";

    private static final String LOCK = "lock";

    private static final String NO_LISTS =
            "its volume has no access control lists or does not let them be set; use NTFS";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Between the making of a directory and the locking of its lock file, nobody may sweep it. */
    private static final Duration GRACE = Duration.ofMinutes(1);
    /** This process, told from an earlier one with the same number by its start. */
    private static final String MINE = PREFIX
            + ProcessHandle.current().pid()
            + "-"
            + ProcessHandle.current()
                    .info()
                    .startInstant()
                    .orElseGet(Instant::now)
                    .toEpochMilli()
            + "-";

    private final Host host;
    private final Path parent;
    private final Path path;
    private final FileChannel lockFile;
    private final Thread atEnd = new Thread(this::wipe, "wipe a private directory");

    private PrivateDirectory(Host host, Path parent, Path path, FileChannel lockFile) {
        this.host = host;
        this.parent = parent;
        this.path = path;
        this.lockFile = lockFile;
    }

    /** What cannot be done in the work directory, and why. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message, IOException cause) {
            super(message, cause);
        }

        /** The same as a failure. */
        public Failure failure() {
            return new Failure(Failure.Kind.WORK_DIRECTORY, getMessage());
        }
    }

    /**
     * The directory in which private ones are made: the one given, or the account's own.
     *
     * @throws Unusable if it is not a path on this system
     */
    public static Path parent(String workDirectory) throws Unusable {
        try {
            return Path.of(workDirectory == null ? System.getProperty("java.io.tmpdir") : workDirectory)
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            throw new Unusable(
                    "The work directory '" + workDirectory + "' is no path on this host: " + e.getReason()
                            + "; name another one",
                    null);
        }
    }

    /**
     * Makes one.
     *
     * @param host that this is
     * @param parent where; must exist
     * @param needed how many bytes have to fit into it
     * @throws Unusable if it cannot be made, cannot be made private, cannot be written to, or is on a volume too full
     */
    public static PrivateDirectory create(Host host, Path parent, long needed) throws Unusable {
        if (!Files.isDirectory(parent)) {
            throw new Unusable("The work directory " + parent + " is not there; create it or name another one", null);
        }
        Path path = parent.resolve(MINE + HexFormat.of().toHexDigits(RANDOM.nextLong()));
        FileChannel lock = null;
        PrivateDirectory made = null;
        try {
            makePrivate(host, path, isPosix(parent));
            // From then on the directory is not empty, and an empty one only can be made a link.
            lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (!isNew(path)) {
                throw new IOException("somebody else put something into " + path + ", or in its place");
            }
            made = new PrivateDirectory(host, parent, path, lock);
            if (lock.tryLock() == null) {
                throw new IOException(path + " was locked by another process");
            }
            Runtime.getRuntime().addShutdownHook(made.atEnd);
            made.tryOut(needed);
            return made;
        } catch (IOException e) {
            if (made == null) {
                discard(path, lock);
            } else {
                made.close();
            }
            throw new Unusable(
                    "No private directory can be made in the work directory " + parent + ": " + reason(e)
                            + ". Let the agent's account write there, free some space, or name another work directory",
                    e);
        }
    }

    /** Whether it is a directory with nothing but the lock file in it. */
    private static boolean isNew(Path path) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(path, each -> !each.endsWith(LOCK))) {
            return Wiping.isDirectory(path) && !others.iterator().hasNext();
        }
    }

    /** Removes what was made, and nothing of others. */
    private static void discard(Path path, FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
                Files.deleteIfExists(path.resolve(LOCK));
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // it holds nothing of ours
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Lets another account in, on systems that have access control lists: ENTSSO's service, from which nothing can be kept
     * that it encrypts itself, and of which it is not known whether it writes a backup as itself or as its caller.
     *
     * @param account as Windows names it
     * @return whether it may write there now
     */
    public boolean admit(String account) {
        AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class);
        Optional<UserPrincipal> other = host.principal(account);
        if (view == null || other.isEmpty()) {
            return false;
        }
        try {
            List<AclEntry> entries = new ArrayList<>(view.getAcl());
            entries.add(everything(other.get()));
            view.setAcl(entries);
            // Wine says yes, and keeps what Unix has a place for [seen on Wine]
            return view.getAcl().stream().anyMatch(e -> e.principal().equals(other.get()));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Overwrites and removes everything, the directory included.
     *
     * @return what could not be removed; empty if all is gone
     */
    public List<Path> wipe() {
        // An interruption is kept for later: nothing may stay behind because of it.
        boolean interrupted = Thread.interrupted();
        try {
            lockFile.close();
        } catch (IOException e) {
            // the lock is gone either way
        }
        List<Path> left = Wiping.wipe(path);
        if (left.isEmpty()) {
            forget();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    /** As {@link #wipe()}. */
    @Override
    public void close() {
        wipe();
    }

    /**
     * Wipes what agents that died have left beside this directory.
     *
     * @return a line for each directory that was found
     */
    public List<String> sweep() {
        List<String> story = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : all) {
                if (isAbandoned(directory)) {
                    // Without a lock file nothing was ever written there: whatever is in it is somebody else's.
                    List<Path> left = Files.exists(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                            ? Wiping.wipe(directory)
                            : removeEmpty(directory);
                    story.add(
                            left.isEmpty()
                                    ? "Removed " + directory + ", which an agent that died had left"
                                    : "COULD NOT REMOVE what an agent that died had left, remove it by hand: " + left);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            story.add("Could not look for what earlier agents left in " + parent + ": " + e.getMessage());
        }
        return story;
    }

    private static List<Path> removeEmpty(Path directory) {
        try {
            Files.delete(directory);
            return List.of();
        } catch (IOException e) {
            return List.of(directory);
        }
    }

    private boolean isAbandoned(Path directory) {
        String name = parent.relativize(directory).toString();
        if (!NAME.matcher(name).matches()) {
            return false;
        }
        // To open the lock file of one's own process and to close it again would give up the lock on some systems.
        if (name.startsWith(MINE)) {
            return false;
        }
        Path lock = directory.resolve(LOCK);
        try {
            if (!Wiping.isDirectory(directory) || !isSameAccount(directory)) {
                return false;
            }
            if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
                Instant changed = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS)
                        .toInstant();
                return changed.isBefore(Instant.now().minus(GRACE));
            }
            if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            try (RandomAccessFile file = new RandomAccessFile(lock.toFile(), "rw");
                    FileLock held = file.getChannel().tryLock()) {
                return held != null;
            }
        } catch (IOException e) {
            // in use on Windows, or another account's
            return false;
        }
    }

    /** A directory that others can write to could lead a wipe astray. */
    private boolean isSameAccount(Path directory) throws IOException {
        return Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path))
                && (!isPosix(directory)
                        || Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)
                                .equals(OWNER_ONLY));
    }

    private static boolean isPosix(Path directory) throws IOException {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getFileStore(directory).supportsFileAttributeView("posix");
    }

    private static void makePrivate(Host host, Path path, boolean isPosix) throws IOException {
        if (isPosix) {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (!Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
                Files.delete(path);
                throw new IOException("its volume does not keep others out");
            }
            return;
        }
        if (!path.getFileSystem().supportedFileAttributeViews().contains("acl")) {
            throw new IOException(NO_LISTS);
        }
        List<AclEntry> entries = makeWithList(host, path);
        AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class);
        boolean isPrivate = false;
        try {
            // Windows may have added what the parent hands down.
            view.setAcl(entries);
            isPrivate = principals(entries).containsAll(principals(view.getAcl()));
        } finally {
            if (!isPrivate) {
                Files.delete(path);
            }
        }
        if (!isPrivate) {
            throw new IOException(NO_LISTS);
        }
    }

    /**
     * Makes a directory with its access control list, so that at no time anybody else is on it by our doing.
     *
     * @return the list that it has to have
     */
    static List<AclEntry> makeWithList(Host host, Path path) throws IOException {
        Set<UserPrincipal> those = new LinkedHashSet<>();
        Optional<UserPrincipal> own = own(host.account(), host::principal);
        own.ifPresent(those::add);
        // Nothing on a host is kept from LocalSystem, and Wine lists it whatever is set [seen on Wine].
        host.principal(LOCAL_SYSTEM).ifPresent(those::add);
        if (own.isPresent()) {
            List<AclEntry> entries = entries(those);
            Files.createDirectory(path, new InitialAcl(entries));
            return entries;
        }
        Files.createDirectory(path);
        // Second to the account itself, for what an administrator makes can belong to all of them.
        those.add(Files.getOwner(path));
        return entries(those);
    }

    /** As Windows' file system takes it. */
    private record InitialAcl(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
        @Override
        public String name() {
            return "acl:acl";
        }
    }

    private static List<AclEntry> entries(Set<UserPrincipal> accounts) {
        return accounts.stream().map(PrivateDirectory::everything).toList();
    }

    private static Set<UserPrincipal> principals(List<AclEntry> entries) {
        return entries.stream().map(AclEntry::principal).collect(Collectors.toSet());
    }

    private static AclEntry everything(UserPrincipal account) {
        return AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(account)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                .build();
    }

    /**
     * The agent's account. Windows takes a name without a domain for a local account first, so where the domain is known,
     * an account that is found by the bare name has to be of it.
     *
     * @param account its name, with its domain if that is known
     * @param lookup finds accounts by their names
     */
    static Optional<UserPrincipal> own(String account, Function<String, Optional<UserPrincipal>> lookup) {
        int end = account.indexOf('\\') + 1;
        String domain = account.substring(0, end);
        return lookup.apply(account)
                .or(() -> lookup.apply(account.substring(end))
                        .filter(found -> found.getName().regionMatches(true, 0, domain, 0, end)));
    }

    /** Writes and wipes a file. It also loads all classes that wiping takes: at the JVM's end it may be too late. */
    private void tryOut(long needed) throws IOException {
        // Not by Files.getFileStore, which on Windows asks for the volume itself: not every account may, nor every
        // volume can.
        long free = path.toFile().getUsableSpace();
        if (free > 0 && free < needed) {
            throw new IOException("only " + free + " bytes are free, " + needed + " are needed");
        }
        Path probe = path.resolve("probe");
        Files.write(probe, new byte[] {1});
        List<Path> left = Wiping.wipe(probe);
        if (!left.isEmpty()) {
            throw new IOException("a file that was written there cannot be removed again");
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            // the JVM is ending, and the hook runs or has run
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it is not there";
        }
        return Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
    }
}
