package io.jenkins.plugins.entsso;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** What is in the files of a directory that others go on writing to. */
public final class FilesBelow {
    private FilesBelow() {}

    /**
     * Hands each to a reader. Servers write beside a file and rename: what is listed may be gone when it is looked at.
     *
     * @return how many there were
     */
    public static int read(Path directory, BiConsumer<Path, byte[]> reader) throws IOException {
        AtomicInteger number = new AtomicInteger();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    try {
                        reader.accept(file, Files.readAllBytes(file));
                    } catch (NoSuchFileException e) {
                        return visitFileFailed(file, e);
                    }
                    number.incrementAndGet();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(each, failure);
            }
        });
        return number.get();
    }
}
