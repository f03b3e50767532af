package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The files of a host: who holds the lock reads or changes them. The form is described in the package's documentation. */
final class Store {
    /** Work on the files. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it, with the lock held. */
        T run() throws IOException;
    }

    private final Path folder;

    Store(Path folder) {
        this.folder = folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs work that no other process or thread interleaves with. */
    <T> T locked(Work<T> work) {
        try (FileChannel channel =
                FileChannel.open(file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = lock(channel);
            try {
                return work.run();
            } finally {
                lock.release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use the simulated host in " + folder, e);
        }
    }

    /** A file lock belongs to the whole JVM, so that a second thread, perhaps of another class loader, has to come again. */
    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                Pause.millis(2);
            }
        }
    }

    /** The complete lines of a file; a last line without line feed was cut off. Empty where there is no such file. */
    List<String> lines(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(file(name))) {
            return lines;
        }
        String text = Files.readString(file(name));
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        return lines;
    }

    /** Replaces a file as a whole: whoever reads it sees the old or the new one. */
    void replace(String name, List<String> lines) throws IOException {
        Path written = file(name + ".new");
        Files.writeString(written, text(lines));
        Files.move(written, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Adds lines at the end, in the place of one that was cut off. */
    void append(String name, List<String> lines) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            byte[] last = new byte[1];
            while (end > 0) {
                channel.read(ByteBuffer.wrap(last), end - 1);
                if (last[0] == '\n') {
                    break;
                }
                end--;
            }
            channel.truncate(end);
            channel.position(end);
            ByteBuffer bytes = ByteBuffer.wrap(text(lines).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static String text(List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    /** Fields on one line, separated by tabs. */
    static String join(List<String> fields) {
        StringBuilder line = new StringBuilder();
        for (String field : fields) {
            line.append(line.length() == 0 ? "" : "\t").append(escape(field));
        }
        return line.toString();
    }

    /** The fields of a line. */
    static List<String> split(String line) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split("\t", -1)) {
            fields.add(unescape(field));
        }
        return fields;
    }

    static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || ++i == text.length()) {
                plain.append(c);
                continue;
            }
            switch (text.charAt(i)) {
                case 't' -> plain.append('\t');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                default -> plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
