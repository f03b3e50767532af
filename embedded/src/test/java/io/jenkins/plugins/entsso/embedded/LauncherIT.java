package io.jenkins.plugins.entsso.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The jar as a person starts it. */
public class LauncherIT {
    private static final Path JAR = Path.of("target/entsso-embedded.jar").toAbsolutePath();
    private static final String LISTENING = "0A";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Process process;

    @After
    public void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    public void helpNamesEveryOption() throws Exception {
        Ended ended = run("--help");
        assertEquals(0, ended.exit);
        assertEquals("", ended.err);
        for (String option : List.of("--port=N", "--home=DIR", "--once", "--help")) {
            assertTrue(ended.out, ended.out.contains(option));
        }
    }

    @Test
    public void badOptionsAreNamed() throws Exception {
        for (String[] words : new String[][] {
            {"--verbose", "Unknown option: '--verbose'"},
            {"--port", "Missing required parameter for option '--port'"},
            {"--port", "x", "Invalid value for option '--port': 'x' is not an int"}
        }) {
            Ended ended = run(Arrays.copyOf(words, words.length - 1));
            assertEquals(2, ended.exit);
            assertEquals("", ended.out);
            assertTrue(ended.err, ended.err.contains(words[words.length - 1]));
        }
    }

    @Test
    public void onceGoesFromUnprotectedToProtectedAndLeavesNothing() throws Exception {
        Ended ended = run("--once");
        assertEquals(ended.err, 0, ended.exit);
        JsonObject json = json(ended);
        assertEquals("unprotected", json.get("verdictBefore").getAsString());
        assertEquals("protected", json.get("verdictAfter").getAsString());
        assertEquals(2, json.get("artifacts").getAsJsonArray().size());
        assertEquals(1, json.get("msids").getAsJsonArray().size());
        assertTrue(json.get("seconds").getAsDouble() > 0);
        assertEquals(List.of(), left());
    }

    @Test
    public void homeRemembersOverARestart() throws Exception {
        String home = folder.newFolder("kept").toString();
        Ended first = run("--once", "--home", home);
        assertEquals(first.err, 0, first.exit);
        Ended second = run("--once", "--home", home);
        assertEquals("from protected to protected is not what --once shows", 1, second.exit);
        JsonObject json = json(second);
        assertEquals("protected", json.get("verdictBefore").getAsString());
        assertEquals("protected", json.get("verdictAfter").getAsString());
        assertEquals(0, json.get("artifacts").getAsJsonArray().size());
        assertEquals(json(first).get("msids"), json.get("msids"));
    }

    @Test
    public void servesOnLoopbackAloneUntilItIsStopped() throws Exception {
        process = start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        String line = out.readLine();
        while (line != null && !line.startsWith("Ctrl-C")) {
            lines.add(line);
            line = out.readLine();
        }
        String text = String.join("\n", lines);
        assertTrue(text, text.matches("(?s)Eclipse Hudson runs at http://127\\.0\\.0\\.1:\\d+/ .*"));
        assertTrue(text, text.contains("/job/" + Demo.JOB + "/") && text.contains("/entsso/"));
        Set<String> addresses = listening(process.pid());
        assertFalse(addresses.isEmpty());
        for (String address : addresses) {
            assertTrue(address, address.equals("0100007F") || address.equals("0000000000000000FFFF00000100007F"));
        }
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        assertTrue("it ends when told to", process.waitFor(10, TimeUnit.MINUTES));
        await("what it started ends").until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertEquals(List.of(), left());
    }

    @Test
    public void portThatIsNoneIsNamed() throws Exception {
        Ended ended = run("--port", "65536");
        assertEquals(1, ended.exit);
        assertTrue(ended.err, ended.err.contains("The port 65536 cannot be had"));
    }

    @Test
    public void takenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = run("--port", Integer.toString(taken.getLocalPort()));
            assertEquals(1, ended.exit);
            assertEquals("", ended.out);
            assertTrue(ended.err, ended.err.contains("The port " + taken.getLocalPort() + " cannot be had"));
            assertEquals(List.of(), left());
        }
    }

    private record Ended(int exit, String out, String err) {}

    private Ended run(String... words) throws IOException, InterruptedException {
        process = start(words);
        assertTrue("it ends by itself", process.waitFor(10, TimeUnit.MINUTES));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(
                process.exitValue(),
                out,
                Files.readString(folder.getRoot().toPath().resolve("err")));
    }

    private Process start(String... words) throws IOException {
        Path temporary = folder.getRoot().toPath().resolve("tmp");
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-XX:-UsePerfData",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectError(folder.getRoot().toPath().resolve("err").toFile())
                .start();
    }

    private static JsonObject json(Ended ended) {
        assertEquals("one line: " + ended.out, 1, ended.out.lines().count());
        return JsonParser.parseString(ended.out).getAsJsonObject();
    }

    /** What stands in the temporary directory, the JVM's own files aside. */
    private List<String> left() throws IOException {
        try (var files = Files.list(folder.getRoot().toPath().resolve("tmp"))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.startsWith("entsso"))
                    .toList();
        }
    }

    /** Local addresses, as the kernel writes them, that a process listens on for TCP or has any UDP socket on. */
    private static Set<String> listening(long pid) throws IOException {
        Set<String> own = new HashSet<>();
        try (var descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        own.add(target.substring(8, target.length() - 1));
                    }
                } catch (NoSuchFileException e) {
                    // closed since it was listed
                }
            }
        }
        Set<String> addresses = new HashSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            List<String> rows = Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table));
            for (String row : rows.subList(1, rows.size())) {
                String[] cells = row.strip().split("\\s+");
                boolean counts = table.startsWith("udp") || cells[3].equals(LISTENING);
                if (counts && own.contains(cells[9])) {
                    addresses.add(cells[1].substring(0, cells[1].indexOf(':')));
                }
            }
        }
        return addresses;
    }
}
