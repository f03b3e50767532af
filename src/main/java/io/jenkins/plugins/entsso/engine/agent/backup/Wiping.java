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
     * kind.
     *
     * @return what is still there
     */
    static List<Path> wipe(Path path) {
        List<Path> left = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            left.clear();
            wipe(path, left);
            if (left.isEmpty()) {
                break;
            }
        }
        return left;
    }

    /** Whether a directory is there, and no link to one. */
    static boolean isDirectory(Path path) throws IOException {
        return isDirectory(look(path));
    }

    /** Windows' junctions are directories to Java, and something else besides. */
    static boolean isDirectory(BasicFileAttributes there) {
        return there.isDirectory() && !there.isOther();
    }

    private static BasicFileAttributes look(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void wipe(Path path, List<Path> left) {
        try {
            BasicFileAttributes there = look(path);
            if (isDirectory(there)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
                    for (Path each : all) {
                        wipe(each, left);
                    }
                }
            } else if (there.isRegularFile()) {
                overwrite(path);
            }
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            // Somebody else removed it.
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
