package io.jenkins.plugins.entsso.engine.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import java.util.Optional;

/**
 * The manifest of a backup as rows of names and values, for a reader who does not read JSON. It shows what stands there and
 * vouches for nothing; all values are plain text and have to be escaped where they are shown.
 */
public final class ManifestTable {
    /** A longer manifest is none of ours. */
    public static final int LONGEST = 256 * 1024;

    private static final List<String> FIELDS = List.of(
            "computer",
            "node",
            "account",
            "operatingSystem",
            "made",
            "event",
            "msids",
            "artifact",
            "sha256",
            "size",
            "method",
            "reminder",
            "versions",
            "id");

    private static final int LONGEST_VALUE = 2000;

    private ManifestTable() {}

    /**
     * A field.
     *
     * @param name what it is called
     * @param value what stands there
     */
    public record Row(String name, String value) {}

    /** The fields that there are of those that this plugin knows; none if it is no manifest at all. */
    public static List<Row> of(String json, Texts texts) {
        JsonObject manifest;
        try {
            manifest = json.length() > LONGEST ? null : new Gson().fromJson(json, JsonObject.class);
        } catch (JsonParseException e) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        if (manifest != null) {
            for (String field : FIELDS) {
                words(field, manifest.get(field), texts)
                        .ifPresent(value ->
                                rows.add(new Row(texts.text("manifest." + field), Texts.cut(value, LONGEST_VALUE))));
            }
        }
        return rows;
    }

    private static Optional<String> words(String field, JsonElement value, Texts texts) {
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        if (value instanceof JsonArray list) {
            return Optional.of(String.join(
                    ", ", list.asList().stream().map(ManifestTable::plain).toList()));
        }
        if (value instanceof JsonObject object) {
            return Optional.of(String.join(
                    ", ",
                    object.entrySet().stream()
                            .map(e -> e.getKey() + " " + plain(e.getValue()))
                            .toList()));
        }
        String text = value.getAsString();
        return Optional.of(
                switch (field) {
                    case "made" -> time(text, texts);
                    case "size" ->
                        text.matches("\\d{1,18}") ? texts.text("manifest.size.bytes", Long.parseLong(text)) : text;
                    case "method" -> method(text, texts);
                    default -> text;
                });
    }

    private static String plain(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    private static String time(String text, Texts texts) {
        try {
            return texts.time(Instant.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static String method(String name, Texts texts) {
        try {
            return texts.text("manifest.method." + name);
        } catch (MissingResourceException e) {
            return name;
        }
    }
}
