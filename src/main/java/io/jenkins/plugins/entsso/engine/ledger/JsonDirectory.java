package io.jenkins.plugins.entsso.engine.ledger;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A directory of JSON files with one value each. A file is there whole or not at all. One that cannot be read is left alone
 * and is a problem for a person; it is set aside once its value is written anew. What was written stays after a loss of power,
 * as far as disk and file system keep their word.
 *
 * @param <T> what is in the files
 */
final class JsonDirectory<T> {
    private static final String VERSION = "1";
    private static final String SUFFIX = ".json";
    private static final String ASIDE = ".unreadable";

    /** No value is as long as that, in bytes. */
    static final long LONGEST = 4L << 20;

    /** On Windows a file cannot be replaced while a virus scanner or a backup program reads it. */
    private static final int TRIES = 6;

    private final Path directory;
    private final Class<T> type;
    private final Function<T, String> names;
    private final Map<Path, Finding> problems = new ConcurrentSkipListMap<>();

    /**
     * A directory, which is made if it is not there.
     *
     * @param names tells the name of the file of a value, without its suffix
     */
    JsonDirectory(Path directory, Class<T> type, Function<T, String> names) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.type = type;
        this.names = names;
    }

    Collection<Finding> problems() {
        return problems.values();
    }

    /** Reads every value that can be read. */
    List<T> read() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        List<T> values = new ArrayList<>();
        for (Path file : files) {
            if (file.toString().endsWith(ASIDE)) {
                problems.put(file, Finding.of(Code.FILE_SET_ASIDE, file));
            } else if (file.toString().endsWith(SUFFIX)) {
                try {
                    values.add(parse(file));
                } catch (IOException | RuntimeException | Error e) {
                    // Gson passes on whatever a constructor thinks of a missing or wrong field
                    refuse(file, e);
                }
            }
        }
        return values;
    }

    private void refuse(Path file, Throwable why) {
        String text = why.getMessage() == null ? why.toString() : why.getMessage();
        problems.put(file, Finding.of(Code.FILE_UNREADABLE, file, text));
    }

    /** What was read is no good all the same. */
    void refuse(T value, Throwable why) {
        refuse(file(names.apply(value)), why);
    }

    private T parse(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
            throw new IOException("it is no file, or is longer than " + LONGEST + " bytes");
        }
        JsonObject json = Json.GSON.fromJson(Files.readString(file), JsonObject.class);
        if (json == null || !json.has("version")) {
            throw new JsonParseException("there is no version in it");
        }
        // as it is written: neither 1.0 nor "1" nor [1]
        String version = json.remove("version").toString();
        if (!version.equals(VERSION)) {
            throw new JsonParseException("it is of version " + version + ", this plugin reads " + VERSION);
        }
        T value = Json.GSON.fromJson(json, type);
        if (!file.equals(file(names.apply(value)))) {
            throw new JsonParseException("its name is not that of what is in it");
        }
        return value;
    }

    /** Writes beside the file of that name, forces it to the disk, and puts it in place in one step; null removes the file. */
    void write(String name, T value) throws IOException {
        Path file = file(name);
        if (problems.containsKey(file)) {
            setAside(file);
        }
        if (value == null) {
            Files.deleteIfExists(file);
            return;
        }
        JsonObject json = new JsonObject();
        json.addProperty("version", Integer.valueOf(VERSION));
        Json.GSON.toJsonTree(value).getAsJsonObject().entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            // No channel: it would fail where the thread was interrupted, and an aborted build has to be entered too.
            try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
                out.write((Json.GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            replace(fresh, file);
            forceNames();
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void replace(Path fresh, Path file) throws IOException {
        for (int i = 1; ; i++) {
            try {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return;
            } catch (FileSystemException e) {
                if (i == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10L << i));
            }
        }
    }

    /** Forces to the disk which file has which name. Windows has no way to do that. */
    private void forceNames() throws IOException {
        if (File.separatorChar == '\\') {
            return;
        }
        // a channel fails where the thread is interrupted
        boolean interrupted = Thread.interrupted();
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void setAside(Path file) throws IOException {
        if (Files.exists(file)) {
            long time = Files.getLastModifiedTime(file).toMillis();
            Path aside = Files.move(file, file.resolveSibling(file.getFileName() + "." + time + ASIDE));
            problems.put(aside, Finding.of(Code.FILE_SET_ASIDE, aside));
        }
        problems.remove(file);
    }

    private Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }

    /** A file name that every file system takes: readable as far as possible, and different for different texts. */
    static String nameFor(String text) {
        String readable = text.replaceAll("[^A-Za-z0-9.-]+|^\\.+", "_");
        String hash = Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
        return Bounds.text(readable, 60) + "-" + hash.substring(0, 12);
    }
}
