package io.jenkins.plugins.entsso;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window. */
public final class Browser {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final Path program;
    private final Path profile;

    private Browser(Path program, Path profile) {
        this.program = program;
        this.profile = profile;
    }

    /** The browser of this machine, if it has one. */
    public static Optional<Path> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A browser with a profile of its own in that directory. */
    public static Browser in(Path profile) {
        return new Browser(find().orElseThrow(), profile);
    }

    /**
     * What a page came to in the browser.
     *
     * @param dom the document after its scripts have run
     * @param console what they and the browser wrote to the console
     */
    public record Page(String dom, List<String> console) {
        /** Errors of scripts and resources that were not there. */
        public List<String> errors() {
            return console.stream()
                    .filter(line -> line.contains("Uncaught")
                            || line.contains("Failed to load")
                            || line.contains(":ERROR:CONSOLE"))
                    .toList();
        }

        /** Its text without markup. */
        public String text() {
            return dom.replaceAll("(?s)<(script|style).*?</\\1>", " ")
                    .replaceAll("<[^>]*>", " ")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&nbsp;", " ")
                    .replace("&amp;", "&")
                    .replaceAll("\\s+", " ");
        }
    }

    public Page open(URI url) throws IOException, InterruptedException {
        Path err = Files.createTempFile(profile, "console", ".txt");
        String dom = run(err, List.of("--dump-dom", url.toString()));
        List<String> console = Files.readAllLines(err, StandardCharsets.UTF_8).stream()
                .filter(line -> line.contains(":CONSOLE"))
                .toList();
        return new Page(dom, console);
    }

    /** Takes a picture of a page in a window of that width, for a reader who prefers light or dark. */
    public Path screenshot(URI url, String name, int width, boolean dark) throws IOException, InterruptedException {
        Path picture =
                Files.createDirectories(SCREENSHOTS).resolve(name + ".png").toAbsolutePath();
        Files.deleteIfExists(picture);
        List<String> options = new ArrayList<>(List.of("--window-size=" + width + ",1000", "--screenshot=" + picture));
        if (dark) {
            options.add("--blink-settings=preferredColorScheme=0");
        }
        options.add(url.toString());
        run(Files.createTempFile(profile, "console", ".txt"), options);
        assertTrue("no screenshot " + picture, Files.size(picture) > 0);
        return picture;
    }

    private String run(Path err, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                // Debian's runs its sandbox for users other than root only; what is shown here comes from this machine.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--enable-logging=stderr",
                "--virtual-time-budget=5000",
                "--user-data-dir=" + profile));
        command.addAll(options);
        Path out = Files.createTempFile(profile, "out", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectError(err.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            assertTrue("the browser did not end: " + command, process.waitFor(60, TimeUnit.SECONDS));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(out);
    }
}
