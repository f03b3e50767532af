package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Windows host under Wine, which the build has prepared: native simulated tools where Windows and ENTSSO have theirs, and
 * a Windows JRE. Its tests are skipped where it could not be prepared; the build has said so by then.
 */
public final class WineHost {
    public static final String AGENT = "C:\\Jenkins Agent";
    /** What the host calls itself. */
    public static final String COMPUTER = "BÜRO-BTS01";

    public static final String SSO = "C:\\Program Files\\Common Files\\Enterprise Single Sign-On";
    public static final String SYSTEM = "C:\\windows\\system32";

    /** How long anything may take here: the machine may be busy with other things. */
    public static final int SECONDS = 180;

    private final Path target;
    private final Path drive;
    private Process companion;

    private WineHost(Path target) {
        this.target = target;
        drive = target.resolve("prefix/drive_c");
    }

    /**
     * The one that the build has prepared; skips the test where there is none.
     *
     * @param target where {@code embedded/src/wine/prepare} has put it: the directory {@code wine} of the build's target
     */
    public static WineHost start(Path target) throws IOException, InterruptedException {
        Path missing = target.resolve("missing");
        assumeTrue(
                Files.exists(missing)
                        ? "WINDOWS TIER NOT RUN: " + Files.readString(missing).strip()
                        : "WINDOWS TIER NOT RUN: " + target + " is not prepared; build embedded/ first",
                Files.exists(target.resolve("prefix/ready")));
        assumeTrue(
                "WINDOWS TIER NOT RUN: names of files have letters outside ASCII; set LC_ALL=C.UTF-8",
                "UTF-8".equals(System.getProperty("sun.jnu.encoding")));
        WineHost host = new WineHost(target);
        host.server("-p");
        // When its last program ends, Wine ends its session, and the next one takes the name of the machine below.
        host.companion = host.launch(ProcessBuilder.Redirect.PIPE, "cmd", "/c", "echo up& set /p end=");
        // Only then has Wine given itself that name.
        assertEquals("up", host.companion.inputReader().readLine());
        // Wine looks the name up there for every process that it starts.
        host.run(
                "reg",
                "add",
                "HKLM\\System\\CurrentControlSet\\Control\\ComputerName\\ActiveComputerName",
                "/v",
                "ComputerName",
                "/d",
                COMPUTER,
                "/f");
        Path sso = Files.createDirectories(host.path(SSO));
        host.copy("tool.exe", sso.resolve("ssoconfig.exe"));
        host.copy("tool.exe", sso.resolve("entsso.exe"));
        host.copy("ssoconfigom.dll", sso.resolve("ssoconfigom.dll"));
        host.copy("wevtapi.dll", host.path(SYSTEM).resolve("wevtapi.dll"));
        // what a run that was killed has left
        host.clear(AGENT);
        Files.createDirectories(host.path(AGENT).resolve("tmp"));
        return host;
    }

    /** Ends every Windows program. */
    public void stop() throws IOException, InterruptedException {
        companion.getOutputStream().close();
        server("-k");
        server("-w");
    }

    /** What Linux calls a file of drive C:. */
    public Path path(String windows) {
        return drive.resolve(windows.substring("C:\\".length()).replace('\\', '/'));
    }

    /** How to start a Windows JVM that ends with this one's pipe, up to the arguments of the JVM. */
    public List<String> java() throws IOException {
        try (var versions = Files.list(target.resolve("jre"))) {
            return List.of(
                    "sh",
                    launcher().toString(),
                    target.toString(),
                    target.resolve("bin/relay.exe").toString(),
                    "Z:" + versions.findFirst().orElseThrow() + "/bin/java.exe");
        }
    }

    private void clear(String directory) throws IOException {
        if (Files.exists(path(directory))) {
            try (var paths = Files.walk(path(directory))) {
                for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** Makes this the host behind those tools, with its secrets in the registry. */
    public void become(NativeTools tools) throws IOException, InterruptedException {
        tools.install(path(SSO));
        tools.install(path(SYSTEM));
        showSecrets();
    }

    /** Has the registry show the secrets that the simulated host has now. */
    public void showSecrets() throws IOException, InterruptedException {
        run(SSO + "\\entsso.exe");
    }

    /** Registers the COM class, or takes it away. */
    public void api(boolean installed) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("regsvr32", "/s", SSO + "\\ssoconfigom.dll"));
        if (!installed) {
            command.add(1, "/u");
        }
        run(command.toArray(new String[0]));
    }

    /** Runs a program to its end, which has to be a good one, and returns what it printed. */
    public String run(String... command) throws IOException, InterruptedException {
        // Not a pipe: services that Wine starts along with the program would hold its end for as long as they live.
        Path output = Files.createTempFile(target, "output", ".txt");
        try {
            Process process = launch(ProcessBuilder.Redirect.to(output.toFile()), command);
            process.getOutputStream().close();
            int exit = await(process);
            String text = Files.readString(output, StandardCharsets.ISO_8859_1);
            assertEquals(String.join(" ", command) + ": " + text, 0, exit);
            return text;
        } finally {
            Files.delete(output);
        }
    }

    private Process launch(ProcessBuilder.Redirect output, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("sh", launcher().toString(), target.toString()));
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }

    /** The version of Wine. */
    public String version() throws IOException, InterruptedException {
        return run("--version").strip();
    }

    private Path launcher() {
        return target.resolveSibling("../src/wine/run").normalize();
    }

    private void copy(String name, Path to) throws IOException {
        Files.copy(target.resolve("bin").resolve(name), to, StandardCopyOption.REPLACE_EXISTING);
    }

    private void server(String option) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("wineserver", option);
        builder.environment().put("WINEPREFIX", target.resolve("prefix").toString());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        await(builder.start());
    }

    private static int await(Process process) throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("A Windows program did not end within " + SECONDS + " seconds");
        }
        return process.exitValue();
    }
}
