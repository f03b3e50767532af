package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A temporary directory that only the agent's account can read. Everything in it is overwritten and removed when it is
 * closed, when the JVM ends before that or, where the JVM did not get to it, by the next backup.
 *
 * <p>A file in it is kept open and locked for as long as it is in use. So nobody can put another directory in its place on
 * Windows, and other agents, also of other machines that share the work directory, see that it is not abandoned.
 */
public final class PrivateDirectory implements AutoCloseable {
    private static final String PREFIX = "entsso-";
    private static final String LOCK = "lock";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** For as long another process, a virus scanner say, may hold a file open on Windows: about two seconds. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_NANOS = 100_000_000;

    /** The names of this JVM's: were their locks tried, they would be lost where locks are a process's [POSIX]. */
    private static final Set<String> IN_USE = ConcurrentHashMap.newKeySet();

    private final Host host;
    private final Path parent;
    private final String name;
    private final Path path;
    private final Thread atEnd = new Thread(this::wipe, "wipe a private directory");

    private FileChannel lock;

    private PrivateDirectory(Host host, Path parent, String name) {
        this.host = host;
        this.parent = parent;
        this.name = name;
        this.path = parent.resolve(name);
    }

    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Finding reason;

        UnusableException(Finding reason) {
            super(reason.toString());
            this.reason = reason;
        }

        Finding reason() {
            return reason;
        }
    }

    /**
     * Makes one.
     *
     * @param workDirectory where; null for the temporary directory of the agent's account
     * @throws UnusableException if it cannot be made, cannot be made private, or cannot be written to
     */
    public static PrivateDirectory create(Host host, String workDirectory) throws UnusableException {
        String where = parent(workDirectory);
        PrivateDirectory made = null;
        try {
            Path parent = Path.of(where).toAbsolutePath().normalize();
            if (!Files.isDirectory(parent)) {
                throw new UnusableException(Finding.of(Finding.Code.DIRECTORY_MISSING, where));
            }
            String name = PREFIX + HexFormat.of().toHexDigits(RANDOM.nextLong());
            if (!AccessList.createPrivate(host, parent, parent.resolve(name))) {
                throw new UnusableException(Finding.of(Finding.Code.DIRECTORY_NOT_PRIVATE, where));
            }
            made = new PrivateDirectory(host, parent, name);
            made.occupy();
            return made;
        } catch (IOException | InvalidPathException e) {
            if (made != null) {
                made.close();
            }
            throw new UnusableException(Finding.of(Finding.Code.DIRECTORY_UNUSABLE, where, e));
        }
    }

    /** Where one is made: in the work directory or, where none is set, in the temporary directory of the agent's account. */
    static String parent(String workDirectory) {
        return workDirectory == null ? System.getProperty("java.io.tmpdir") : workDirectory;
    }

    private void occupy() throws IOException {
        IN_USE.add(name);
        Runtime.getRuntime().addShutdownHook(atEnd);
        lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        lock.write(ByteBuffer.wrap(new byte[] {1}));
    }

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
        return AccessList.admit(host, path, account);
    }

    /** Wipes those of the same account beside it that nobody has locked any more; a message for each. */
    List<Finding> wipeAbandoned() {
        List<Finding> messages = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "????????????????")) {
            for (Path directory : all) {
                if (!IN_USE.contains(String.valueOf(directory.getFileName())) && isOurs(directory)) {
                    wipeAbandoned(directory, messages);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            messages.add(Finding.of(Finding.Code.ABANDONED_LEFT, e));
        }
        return messages;
    }

    private boolean isOurs(Path directory) throws IOException {
        return isDirectory(Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                && Files.isRegularFile(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(directory).equals(Files.getOwner(path));
    }

    /** No link to one: Windows' junctions are directories to Java, and something else besides. */
    static boolean isDirectory(BasicFileAttributes there) {
        return there.isDirectory() && !there.isOther();
    }

    private static void wipeAbandoned(Path directory, List<Finding> messages) {
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
            // An empty one is about to be locked by whoever has just made it.
            if (channel.tryLock() != null && channel.size() > 0) {
                List<Path> left = wipe(directory, channel);
                messages.add(
                        left.isEmpty()
                                ? Finding.of(Finding.Code.ABANDONED_REMOVED, directory)
                                : Finding.of(Finding.Code.ABANDONED_LEFT, left));
            }
        } catch (IOException | OverlappingFileLockException e) {
            // It is in use, or was removed meanwhile.
        }
    }

    /** Lets ENTSSO's service in, see {@link #admit}: what became of it. */
    Finding admitService() {
        return host.serviceAccount()
                .filter(name -> !name.isBlank())
                .map(name -> Finding.of(
                        admit(name) ? Finding.Code.ACCOUNT_ADMITTED : Finding.Code.ACCOUNT_NOT_ADMITTED, name))
                .orElseGet(() -> Finding.of(Finding.Code.ACCOUNT_UNKNOWN));
    }

    /**
     * Overwrites and removes everything, the directory included. What cannot be removed is tried again by the next backup.
     *
     * @return what could not be removed; empty if all is gone
     */
    public List<Path> wipe() {
        // An interruption is kept for later: nothing may stay behind because of it.
        boolean interrupted = Thread.interrupted();
        List<Path> left = wipe(path, lock);
        if (left.isEmpty()) {
            try {
                Runtime.getRuntime().removeShutdownHook(atEnd);
            } catch (IllegalStateException e) {
                // The JVM is ending, and the hook runs or has run.
            }
        }
        IN_USE.remove(name);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    @Override
    public void close() {
        wipe();
    }

    /** Wipes a directory; returns what is still there. Its lock, or null, is let go at the end. */
    private static List<Path> wipe(Path directory, FileChannel lock) {
        List<Path> left = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            left.clear();
            File[] files = directory.toFile().listFiles();
            for (File file : files == null ? new File[0] : files) {
                if (!file.getName().equals(LOCK)) {
                    wipeFile(file.toPath(), left);
                }
            }
            try {
                if (lock != null && (left.isEmpty() || attempt == ATTEMPTS - 1)) {
                    lock.close();
                }
                if (left.isEmpty()) {
                    Files.deleteIfExists(directory.resolve(LOCK));
                    Files.deleteIfExists(directory);
                    break;
                }
            } catch (IOException e) {
                left.add(directory);
            }
        }
        return left;
    }

    /** Links are removed, not followed, of whatever kind. A file that cannot be overwritten can still be removed. */
    private static void wipeFile(Path path, List<Path> left) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                byte[] zeros = new byte[8192];
                for (long rest = file.length(); rest > 0; rest -= zeros.length) {
                    file.write(zeros, 0, (int) Math.min(rest, zeros.length));
                }
                file.getFD().sync();
            } catch (IOException e) {
                path.toFile().setWritable(true);
            }
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            left.add(path);
        }
    }
}
