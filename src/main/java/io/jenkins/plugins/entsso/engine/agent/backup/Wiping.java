package io.jenkins.plugins.entsso.engine.agent.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Overwriting and removing files. */
final class Wiping {
    /** For as long another process, a virus scanner say, may hold a file open on Windows: about two seconds. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_NANOS = 100_000_000;

    private Wiping() {}

    /**
     * Overwrites and removes a file, or a directory with everything in it. Links are removed, not followed, of whatever
     * kind: Windows' junctions are directories to Java.
     *
     * @return what is still there
     */
    static List<Path> wipe(Path path) {
        return wipe(path, true, Wiping::look);
    }

    /**
     * Removes a file, or a directory with everything in it, and leaves what was in them as it was: a library that this
     * JVM has loaded is mapped into its memory, and to overwrite it would crash the JVM.
     *
     * @return what is still there
     */
    static List<Path> remove(Path path) {
        return wipe(path, false, Wiping::look);
    }

    /** What is there, a link not being followed. */
    @FunctionalInterface
    interface Look {
        /** Looks there. */
        BasicFileAttributes at(Path path) throws IOException;
    }

    private static BasicFileAttributes look(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a directory is there, and no link to one. */
    static boolean isDirectory(Path path) throws IOException {
        return isDirectory(look(path));
    }

    /** Of a junction, Java says that it is a directory and something else besides. */
    private static boolean isDirectory(BasicFileAttributes there) {
        return there.isDirectory() && !there.isOther();
    }

    /** As {@link #wipe(Path)} and {@link #remove}. */
    static List<Path> wipe(Path path, boolean overwrites, Look look) {
        List<Path> left = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            left.clear();
            wipe(path, overwrites, look, left);
            if (left.isEmpty()) {
                break;
            }
        }
        return left;
    }

    private static void wipe(Path path, boolean overwrites, Look look, List<Path> left) {
        try {
            BasicFileAttributes there = look.at(path);
            if (isDirectory(there)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
                    for (Path each : all) {
                        wipe(each, overwrites, look, left);
                    }
                }
            } else if (overwrites && there.isRegularFile()) {
                overwrite(path);
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            // somebody else removed it
        } catch (IOException | DirectoryIteratorException e) {
            left.add(path);
        }
    }

    /** Best effort: a file that cannot be overwritten can still be removed. */
    private static void overwrite(Path path) {
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
}
