package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SimulatorTest {
    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Simulator.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String folder() {
        return temporary.getRoot().toPath().resolve("a host").toString();
    }

    @Test
    public void aPersonCanLeadAHost() {
        assertEquals(0, run(folder(), "create"));
        assertEquals(0, run(folder(), "require-backup", "1000000"));
        assertEquals(0, run(folder(), "fault", "OFFLINE", "LOG_HANGS"));
        assertEquals(0, run(folder(), "set", "LANGUAGE", "de"));
        assertEquals(0, run(folder(), "event", "10560", "a b", ""));
        assertEquals(0, run(folder(), "foreign", "VSS", "8224", "x"));
        assertEquals(0, run(folder(), "status"));
        SimulatedHost host = SimulatedHost.open(Path.of(folder()));
        assertEquals(Set.of(Fault.OFFLINE, Fault.LOG_HANGS), host.faults());
        assertEquals(List.of("a b", ""), host.records(2).get(1).strings());
        String status = out.toString(StandardCharsets.UTF_8);
        assertTrue(status, status.contains("BIZTALK01, MASTER"));
        assertTrue(status, status.contains(host.msids().get(0).toString()));
        assertTrue(status, status.contains("LANGUAGE de"));
        assertTrue(status, status.contains("VSS 8224 [x]"));
        assertEquals(0, run(folder(), "generate"));
        assertEquals(
                host.msids().get(0).toString(),
                out.toString(StandardCharsets.UTF_8).strip());
        assertEquals(0, run(folder(), "backed-up", "C:\\x"));
        assertEquals("C:\\x", host.lastBackup().orElseThrow().file());
        assertEquals(0, run(folder(), "clear-faults"));
        assertEquals(Set.of(), host.faults());
        assertEquals(0, run(folder(), "wrap-log", "1"));
        assertEquals(1, host.records(10).size());
        assertEquals(0, run(folder(), "clear-log"));
        assertEquals(0, host.records(10).size());
        assertEquals(0, run(folder(), "vary", "7"));
        assertEquals(0, run(folder(), "other", "SSO99"));
        assertEquals(SimulatedHost.Role.OTHER, host.role());
        assertEquals(0, run(folder(), "without-entsso"));
        assertEquals(SimulatedHost.Role.NONE, host.role());
        assertEquals(0, run(folder(), "master"));
        assertEquals(SimulatedHost.Role.MASTER, host.role());
    }

    @Test
    public void whatThereIsIsListed() {
        assertEquals(0, run("x", "faults"));
        assertEquals(
                Fault.values().length,
                out.toString(StandardCharsets.UTF_8).lines().count());
        assertEquals(0, run("x", "variations"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("TYPE_AHEAD: kept | lost"));
        assertEquals(0, run("--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("Usage"));
    }

    @Test
    public void whatIsWrongIsNamedWithTheRemedy() {
        wrong("create one", folder(), "status");
        assertEquals(0, run(folder(), "create"));
        wrong("already", folder(), "create");
        wrong("'faults' lists them", folder(), "fault", "NONSENSE");
        wrong("'variations' lists them", folder(), "set", "NONSENSE", "x");
        wrong("[en, de, ja, pt]", folder(), "set", "LANGUAGE", "x");
        wrong("Something is missing after 'set'", folder(), "set", "LANGUAGE");
        wrong("'many' is no number", folder(), "require-backup", "many");
        wrong("no command 'nonsense'", folder(), "nonsense");
        wrong("Usage", folder());
        wrong("Usage");
    }

    private void wrong(String message, String... arguments) {
        assertEquals(2, run(arguments));
        assertTrue(
                err.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8).contains(message));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    public void itRunsFromAJarInAFolderOfAnyName() throws Exception {
        Path jar = temporary.getRoot().toPath().resolve("it's a jar.jar");
        pack(jar);
        String jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script = "cd '" + temporary.getRoot() + "' && '" + jvm + "' -cp \"it's a jar.jar\" "
                + Simulator.class.getName() + " 'ein Wörterbuch 辞書' create && "
                + "'ein Wörterbuch 辞書/bin/ssoconfig' -backupsecret a.bak";
        ProcessBuilder builder = new ProcessBuilder("/bin/sh");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Dnoise=1");
        Path file = temporary.getRoot().toPath().resolve("script.sh");
        Files.writeString(file, script);
        builder.command("/bin/sh", file.toString());
        Program run = Program.run(builder);
        assertEquals(run.errors(StandardCharsets.UTF_8), 1, run.exit());
        assertTrue(run.text(), run.text().contains("ein Wörterbuch 辞書/bin/ssoconfig"));
        assertEquals(
                "the tool's own output is free of the JVM's words",
                List.of("ERROR: This program needs a console."),
                run.errors(StandardCharsets.UTF_8).lines().skip(1).toList());
    }

    private static void pack(Path jar) throws Exception {
        Path classes = Path.of(Simulator.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(classes.resolve("io/jenkins/plugins/entsso/simulator"))) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            for (Path file : files) {
                packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, packed);
            }
        }
    }
}
