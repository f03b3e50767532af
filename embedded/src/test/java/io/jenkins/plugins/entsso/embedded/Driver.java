package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chromium led by Debian's chromedriver, in the few words of the WebDriver protocol that are needed here: Selenium would
 * bring a Guava that Hudson cannot share a class path with.
 */
final class Driver implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromedriver");
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Gson gson = new Gson();
    private final Process process;
    private final URI session;

    Driver() throws IOException, InterruptedException {
        process = new ProcessBuilder(PROGRAM.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        Matcher started = STARTED.matcher("");
        while (line != null && !started.reset(line).find()) {
            line = out.readLine();
        }
        URI server = URI.create("http://127.0.0.1:" + started.group(1) + "/session");
        JsonObject options = new JsonObject();
        options.add("args", gson.toJsonTree(List.of("--headless=new", "--no-sandbox", "--disable-gpu")));
        JsonObject capabilities = new JsonObject();
        capabilities.add("goog:chromeOptions", options);
        capabilities.add("goog:loggingPrefs", gson.toJsonTree(Map.of("browser", "ALL")));
        JsonElement made = send(server, gson.toJson(Map.of("capabilities", Map.of("alwaysMatch", capabilities))));
        session = URI.create(
                server + "/" + made.getAsJsonObject().get("sessionId").getAsString());
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    void open(URI url) throws IOException, InterruptedException {
        command("url", Map.of("url", url.toString()));
    }

    /** Runs the body of a function in the page, with {@code arguments}. */
    JsonElement script(String body, Object... arguments) throws IOException, InterruptedException {
        return command("execute/sync", Map.of("script", body, "args", arguments));
    }

    void click(String xpath) throws IOException, InterruptedException {
        JsonObject element =
                command("element", Map.of("using", "xpath", "value", xpath)).getAsJsonObject();
        String id = element.entrySet().iterator().next().getValue().getAsString();
        command("element/" + id + "/click", Map.of());
    }

    /** What the page's scripts got wrong. */
    List<String> errors() throws IOException, InterruptedException {
        return command("se/log", Map.of("type", "browser")).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(entry -> entry.get("level").getAsString().equals("SEVERE"))
                .map(JsonObject::toString)
                .toList();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private JsonElement command(String name, Map<String, ?> parameters) throws IOException, InterruptedException {
        return send(URI.create(session + "/" + name), gson.toJson(parameters));
    }

    private JsonElement send(URI uri, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(answer.body(), 200, answer.statusCode());
        return JsonParser.parseString(answer.body()).getAsJsonObject().get("value");
    }
}
