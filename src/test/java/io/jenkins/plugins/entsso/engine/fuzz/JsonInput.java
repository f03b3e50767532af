package io.jenkins.plugins.entsso.engine.fuzz;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON files that nobody wrote: the bytes themselves, or a good file in which values are missing or others. */
final class JsonInput {
    private JsonInput() {}

    /** @param good files; input that begins as JSON does is a file itself */
    static byte[] file(byte[] bytes, Input in, List<String> good) {
        if (bytes.length > 0 && bytes[0] == '{') {
            return in.rest();
        }
        JsonElement json = JsonParser.parseString(in.of(good));
        int changes = in.below(4);
        for (int i = 0; i < changes; i++) {
            change(json, in);
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void change(JsonElement json, Input in) {
        JsonElement parent = json;
        while (true) {
            List<String> keys = keys(parent);
            if (keys.isEmpty()) {
                return;
            }
            String key = in.of(keys);
            JsonElement child = parent.isJsonObject()
                    ? parent.getAsJsonObject().get(key)
                    : parent.getAsJsonArray().get(Integer.parseInt(key));
            if (keys(child).isEmpty() || in.isOneOf(4)) {
                replace(parent, key, child, in);
                return;
            }
            parent = child;
        }
    }

    private static List<String> keys(JsonElement json) {
        List<String> keys = new ArrayList<>();
        if (json.isJsonObject()) {
            keys.addAll(json.getAsJsonObject().keySet());
        } else if (json.isJsonArray()) {
            for (int i = 0; i < json.getAsJsonArray().size() && i < 256; i++) {
                keys.add(Integer.toString(i));
            }
        }
        return keys.subList(0, Math.min(keys.size(), 256));
    }

    private static void replace(JsonElement parent, String key, JsonElement before, Input in) {
        int kind = in.below(8);
        if (parent.isJsonArray()) {
            JsonArray array = parent.getAsJsonArray();
            if (kind == 0) {
                array.remove(Integer.parseInt(key));
            } else if (kind == 1) {
                array.add(array.get(Integer.parseInt(key)));
            } else {
                array.set(Integer.parseInt(key), other(before, kind, in));
            }
            return;
        }
        JsonObject object = parent.getAsJsonObject();
        object.remove(key);
        if (kind > 1) {
            object.add(key, other(before, kind, in));
        } else if (kind == 1) {
            object.add(in.text(), before);
        }
    }

    private static JsonElement other(JsonElement before, int kind, Input in) {
        return switch (kind) {
            case 2 -> JsonNull.INSTANCE;
            case 3 -> new JsonPrimitive(in.number());
            case 4 -> new JsonPrimitive(new BigDecimal(in.of("1e400", "0.5", "1e9999", "-0", "12345678901234567890")));
            case 5 -> new JsonPrimitive(in.time().toString());
            case 6 -> {
                JsonArray array = new JsonArray();
                array.add(before);
                yield in.isOneOf(2) ? array : new JsonObject();
            }
            default -> new JsonPrimitive(in.text());
        };
    }
}
