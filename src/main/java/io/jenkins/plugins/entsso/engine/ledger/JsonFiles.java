package io.jenkins.plugins.entsso.engine.ledger;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** JSON files that are there whole or not at all, each with the version of its form. */
final class JsonFiles {
    private static final Logger LOGGER = Logger.getLogger(JsonFiles.class.getName());

    private static final int VERSION = 1;
    private static final String SUFFIX = ".json";
    private static final String FRESH = ".new";
    private static final String ASIDE = ".unreadable";

    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(Instant.class, new TextAdapter<>(Instant::parse))
            .registerTypeAdapter(Msid.class, new TextAdapter<>(Msid::of))
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .create();

    private JsonFiles() {}

    /** The files of a directory, in which what a crash has left half written is removed. */
    static List<Path> list(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(directory)) {
            all = files.sorted().toList();
        }
        for (Path file : all) {
            if (file.toString().endsWith(SUFFIX + FRESH) && Files.isRegularFile(file)) {
                Files.delete(file);
            }
        }
        return all.stream().filter(f -> f.toString().endsWith(SUFFIX)).toList();
    }

    /** The files of a directory that were set aside. */
    static List<Path> listAside(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> directory.relativize(f).toString().contains(SUFFIX + ASIDE))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Makes way for a file that is to be written, and keeps what is there.
     *
     * @return what it is called now
     */
    static Path setAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ASIDE);
        for (int i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling(file.getFileName() + ASIDE + "-" + i);
        }
        return Files.move(file, aside);
    }

    /** A file name for any text: readable, valid on every file system, and different for different texts. */
    static String name(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            String readable = text.replaceAll("[^A-Za-z0-9.-]+|^\\.+", "_");
            return readable.substring(0, Math.min(60, readable.length()))
                    + "-"
                    + HexFormat.of().formatHex(hash, 0, 6)
                    + SUFFIX;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws JsonParseException if it is not of this form, or of a version that is not known
     */
    static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            JsonObject json = GSON.fromJson(Files.readString(file), JsonObject.class);
            if (json == null || !json.has("version")) {
                throw new JsonParseException("there is no version in it");
            }
            int version = json.remove("version").getAsInt();
            if (version != VERSION) {
                throw new JsonParseException("it is of version " + version + ", this plugin reads " + VERSION);
            }
            return GSON.fromJson(json, type);
        } catch (JsonParseException e) {
            throw e;
        } catch (RuntimeException e) {
            // Gson passes on whatever a constructor thinks of a missing or wrong field
            throw new JsonParseException(e.toString(), e);
        }
    }

    /** Writes beside the file, forces it to the disk, and puts it in place in one step. */
    static void write(Path file, Object value) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        GSON.toJsonTree(value).getAsJsonObject().entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
        Path fresh = file.resolveSibling(file.getFileName() + FRESH);
        try {
            // No channel: it would fail where the thread was interrupted, and an aborted build has to be entered too.
            try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
                out.write((GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Forces to the disk that the file is there under its name, where a directory can be forced: not on Windows, and not by a
     * thread that is interrupted. Without it, a file may be as it was before after a loss of power, but whole all the same.
     */
    static void forceName(Path file) {
        try (FileChannel directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            LOGGER.log(Level.FINEST, e, () -> "The directory of " + file + " cannot be forced to the disk");
        }
    }

    /** A value that stands in JSON as its text. */
    private static final class TextAdapter<T> extends TypeAdapter<T> {
        private final Function<String, T> parse;

        TextAdapter(Function<String, T> parse) {
            this.parse = parse;
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
            if (value == null) {
                out.nullValue();
            } else {
                out.value(value.toString());
            }
        }

        @Override
        public T read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return null;
            }
            String text = in.nextString();
            try {
                return parse.apply(text);
            } catch (DateTimeException | IllegalArgumentException e) {
                throw new JsonParseException("not understood: " + text, e);
            }
        }
    }
}
