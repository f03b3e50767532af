package io.jenkins.plugins.entsso;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

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
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chromium without a window, led by Debian's chromedriver in the few words of the WebDriver protocol that are needed here:
 * Selenium would bring a Guava that Hudson cannot share a class path with.
 */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final int HEIGHT = 1000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Gson gson = new Gson();
    private final Process process;
    private final URI session;
    private int width = 1400;

    public Browser() throws IOException, InterruptedException {
        process = new ProcessBuilder(DRIVER.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        Matcher started = STARTED.matcher("");
        while (line != null && !started.reset(line).find()) {
            line = out.readLine();
        }
        assertNotNull("chromedriver ended before it had started", line);
        URI server = URI.create("http://127.0.0.1:" + started.group(1) + "/session");
        JsonObject options = new JsonObject();
        options.addProperty("binary", CHROMIUM.toString());
        options.add(
                "args",
                gson.toJsonTree(List.of(
                        "--headless=new",
                        // Debian's runs its sandbox for users other than root only; what is shown here is our own.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--hide-scrollbars",
                        "--lang=en-US")));
        JsonObject capabilities = new JsonObject();
        capabilities.add("goog:chromeOptions", options);
        capabilities.add("goog:loggingPrefs", gson.toJsonTree(Map.of("browser", "ALL")));
        JsonElement made = post(server, Map.of("capabilities", Map.of("alwaysMatch", capabilities)));
        session = URI.create(
                server + "/" + made.getAsJsonObject().get("sessionId").getAsString());
    }

    /** Whether this machine has the browser and its driver. */
    public static boolean isInstalled() {
        return Stream.of(CHROMIUM, DRIVER).allMatch(Files::isExecutable);
    }

    /** Looks at pages from now on in a window of that width, as a reader who prefers light or dark. */
    public void look(int width, boolean dark) throws IOException, InterruptedException {
        this.width = width;
        window(HEIGHT);
        devtools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    private void window(int height) throws IOException, InterruptedException {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Goes to a page and waits until it is loaded. */
    public void open(URI url) throws IOException, InterruptedException {
        command("url", Map.of("url", url.toString()));
    }

    /** What a reader sees of the page, with one space for each run of white space. */
    public String text() throws IOException, InterruptedException {
        return script("return document.body.innerText").getAsString().replaceAll("\\s+", " ");
    }

    /** The document as it is now. */
    public String dom() throws IOException, InterruptedException {
        return script("return document.documentElement.outerHTML").getAsString();
    }

    /** Runs the body of a function in the page, with {@code arguments}. */
    public JsonElement script(String body, Object... arguments) throws IOException, InterruptedException {
        return command("execute/sync", Map.of("script", body, "args", arguments));
    }

    /** The same with one more argument: a function that the body has called, at last, with its result. */
    public JsonElement asynchronousScript(String body, Object... arguments) throws IOException, InterruptedException {
        return command("execute/async", Map.of("script", body, "args", arguments));
    }

    public void click(String xpath) throws IOException, InterruptedException {
        JsonObject element =
                command("element", Map.of("using", "xpath", "value", xpath)).getAsJsonObject();
        String id = element.entrySet().iterator().next().getValue().getAsString();
        command("element/" + id + "/click", Map.of());
    }

    /** Errors of scripts and of what was not there or not allowed, since this was last asked. */
    public List<String> errors() throws IOException, InterruptedException {
        return command("se/log", Map.of("type", "browser")).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(entry -> entry.get("level").getAsString().equals("SEVERE"))
                .map(JsonObject::toString)
                .toList();
    }

    /** Takes a picture of the page from its top to its bottom. */
    public void picture(Path file) throws IOException, InterruptedException {
        JsonObject size =
                devtools("Page.getLayoutMetrics", Map.of()).getAsJsonObject().getAsJsonObject("cssContentSize");
        save(file, 0, 0, size.get("width").getAsDouble(), size.get("height").getAsDouble());
    }

    /** Takes a picture of the first element that a selector of CSS finds, with some of what is around it. */
    public void picture(Path file, String selector, int margin) throws IOException, InterruptedException {
        JsonObject box = script(
                        "const box = document.querySelector(arguments[0]).getBoundingClientRect();"
                                + "return {x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height}",
                        selector)
                .getAsJsonObject();
        double left = Math.max(0, box.get("x").getAsDouble() - margin);
        double top = Math.max(0, box.get("y").getAsDouble() - margin);
        save(
                file,
                left,
                top,
                box.get("x").getAsDouble() + box.get("width").getAsDouble() + margin - left,
                box.get("y").getAsDouble() + box.get("height").getAsDouble() + margin - top);
    }

    /**
     * The window is made as high as the picture needs first: a picture from beyond the window makes it one pixel small for a
     * moment, which Jenkins' own script of the header does not survive on a page without breadcrumbs.
     */
    private void save(Path file, double x, double y, double width, double height)
            throws IOException, InterruptedException {
        window((int) Math.max(HEIGHT, Math.ceil(y + height)));
        JsonElement taken = devtools(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "png",
                        "captureBeyondViewport",
                        false,
                        "clip",
                        Map.of("x", x, "y", y, "width", width, "height", height, "scale", 1)));
        window(HEIGHT);
        byte[] png =
                Base64.getDecoder().decode(taken.getAsJsonObject().get("data").getAsString());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, png);
    }

    /** Ends the browser, which then removes its profile. */
    @Override
    public void close() throws IOException, InterruptedException {
        try {
            client.send(
                    HttpRequest.newBuilder(session)
                            .timeout(Duration.ofSeconds(30))
                            .DELETE()
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private JsonElement devtools(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        return command("goog/cdp/execute", Map.of("cmd", method, "params", parameters));
    }

    private JsonElement command(String name, Map<String, ?> parameters) throws IOException, InterruptedException {
        return post(URI.create(session + "/" + name), parameters);
    }

    private JsonElement post(URI uri, Map<String, ?> parameters) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofMinutes(2))
                        .POST(HttpRequest.BodyPublishers.ofString(gson.toJson(parameters)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(answer.body(), 200, answer.statusCode());
        return JsonParser.parseString(answer.body()).getAsJsonObject().get("value");
    }
}
