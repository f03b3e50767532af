package io.jenkins.plugins.entsso.engine.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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

    /** The names and values of a manifest of this plugin's. The values are untrusted text. */
    public static Map<String, String> of(String json, Texts texts) {
        JsonObject manifest = JsonParser.parseString(json).getAsJsonObject();
        Map<String, String> rows = new LinkedHashMap<>();
        FIELDS.stream()
                .filter(manifest::has)
                .forEach(field -> rows.put(texts.text("manifest." + field), words(field, manifest.get(field), texts)));
        return rows;
    }

    private static String words(String field, JsonElement value, Texts texts) {
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
