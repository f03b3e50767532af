package io.jenkins.plugins.entsso.engine.ledger;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.time.Instant;

/** How the values of the engine are kept as JSON. What is read back has passed the checks of its constructors. */
public final class Json {
    public static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(Instant.class, asText())
            .registerTypeAdapter(Instant.class, (JsonDeserializer<Instant>)
                    (json, type, context) -> Instant.parse(json.getAsString()))
            .registerTypeAdapter(Msid.class, asText())
            .registerTypeAdapter(
                    Msid.class, (JsonDeserializer<Msid>) (json, type, context) -> Msid.of(json.getAsString()))
            .disableHtmlEscaping()
            .setPrettyPrinting()
            .create();

    private Json() {}

    private static JsonSerializer<Object> asText() {
        return (value, type, context) -> new JsonPrimitive(value.toString());
    }
}
