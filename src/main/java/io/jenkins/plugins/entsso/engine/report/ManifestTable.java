package io.jenkins.plugins.entsso.engine.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The manifest of a backup, as it is stored with the build, in rows of names and values. */
public final class ManifestTable {
    private ManifestTable() {}

    /** The names and values of a manifest of this plugin's, as far as they are for people. The values are untrusted text. */
    public static Map<String, String> of(String json, Texts texts) {
        Map<String, String> rows = new LinkedHashMap<>();
        add(JsonParser.parseString(json).getAsJsonObject(), texts, rows);
        return rows;
    }

    private static void add(JsonObject object, Texts texts, Map<String, String> rows) {
        object.asMap().forEach((field, value) -> {
            String key = "manifest." + field;
            if (texts.has(key)) {
                rows.put(texts.text(key), words(key, value, texts));
            } else if (value.isJsonObject()) {
                add(value.getAsJsonObject(), texts, rows);
            }
        });
    }

    private static String words(String key, JsonElement value, Texts texts) {
        if (value.isJsonArray()) {
            return value.getAsJsonArray().asList().stream()
                    .map(element ->
                            element.isJsonObject() ? element.getAsJsonObject().get("name") : element)
                    .map(JsonElement::getAsString)
                    .collect(Collectors.joining(", "));
        }
        if (value.isJsonObject()) {
            return value.getAsJsonObject().asMap().entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue().getAsString())
                    .collect(Collectors.joining(", "));
        }
        String text = value.getAsString();
        return switch (key) {
            case "manifest.made" -> texts.time(Instant.parse(text));
            case "manifest.size", "manifest.contentSize" -> texts.text("manifest.size.bytes", value.getAsLong());
            case "manifest.method" -> texts.text("manifest.method." + text);
            default -> text;
        };
    }
}
