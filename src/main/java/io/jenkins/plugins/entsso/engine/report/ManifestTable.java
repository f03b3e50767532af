package io.jenkins.plugins.entsso.engine.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The manifest of a backup, as it is stored with the build, in rows of names and values. */
public final class ManifestTable {
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

    private ManifestTable() {}

    /** The names and values of a manifest that this plugin wrote; none of another text. The values are untrusted text. */
    public static Map<String, String> of(String json, Texts texts) {
        Map<String, String> rows = new LinkedHashMap<>();
        try {
            JsonObject manifest = JsonParser.parseString(json).getAsJsonObject();
            for (String field : FIELDS) {
                JsonElement value = manifest.get(field);
                if (value != null && !value.isJsonNull()) {
                    rows.put(texts.text("manifest." + field), words(field, value, texts));
                }
            }
        } catch (JsonParseException | IllegalStateException e) {
            return Map.of();
        }
        return rows;
    }

    private static String words(String field, JsonElement value, Texts texts) {
        try {
            return known(field, value, texts);
        } catch (RuntimeException e) {
            // of another version: what is there is shown as it is
            return value.toString();
        }
    }

    private static String known(String field, JsonElement value, Texts texts) {
        return switch (field) {
            case "made" -> texts.time(Instant.parse(value.getAsString()));
            case "size" -> texts.text("manifest.size.bytes", value.getAsLong());
            case "method" -> texts.text("manifest.method." + value.getAsString());
            case "msids" ->
                value.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .collect(Collectors.joining(", "));
            case "versions" ->
                value.getAsJsonObject().entrySet().stream()
                        .map(version ->
                                version.getKey() + " " + version.getValue().getAsString())
                        .collect(Collectors.joining(", "));
            default -> value.getAsString();
        };
    }
}
