package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.entsso.engine.agent.Console;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PtyConsoleTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** What a loader of single resources can start: a program at a console whose text comes back. */
    public static final class Probe implements Callable<String> {
        private final String directory;

        public Probe(String directory) {
            this.directory = directory;
        }

        @Override
        public String call() throws Exception {
            return run(
                    List.of("/bin/sh", "-c", "tty; until stty size | grep -v '^0'; do :; done; exit 7"),
                    Path.of(directory));
        }
    }

    @Before
    public void unix() {
        assumeTrue("runs /bin/sh", File.separatorChar == '/');
    }

    @Test
    public void programHasAConsoleOfItsOwn() throws Exception {
        assertConsole(new Probe(folder.getRoot().toString()).call());
    }

    @Test
    public void worksWhereClassesAndNativeLibrariesComeOneByOne() throws Exception {
        Class<?> type = new SingleResourceLoader().loadClass(Probe.class.getName());
        assertNotSame(Probe.class, type);
        assertNull("no code source", type.getProtectionDomain().getCodeSource().getLocation());
        assertConsole(call(type, folder.newFolder()));
    }

    @Test
    public void saysSoWhereThereAreNoNativeLibraries() throws Exception {
        ClassLoader none = new SingleResourceLoader() {
            @Override
            protected java.net.URL findResource(String name) {
                return name.startsWith("resources/com/pty4j/native/") ? null : super.findResource(name);
            }
        };
        Class<?> type = none.loadClass(Probe.class.getName());
        Exception e = assertThrows(UnsupportedOperationException.class, () -> call(type, folder.newFolder()));
        assertTrue(e.getMessage(), e.getMessage().contains("no pseudo-terminal"));
    }

    @Test
    public void killsTheProgramAndWhatItStarted() throws Exception {
        Path pid = folder.getRoot().toPath().resolve("pid");
        Console console = PtyConsole.open(
                List.of("/bin/sh", "-c", "sleep 1000 & echo $! > " + pid + "; echo ready; wait"),
                folder.getRoot().toPath());
        String seen = "";
        while (!seen.contains("ready")) {
            seen += new String(console.read(PATIENCE).orElseThrow(), StandardCharsets.UTF_8);
        }
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        Thread.currentThread().interrupt();
        console.close();
        assertTrue("stays interrupted", Thread.interrupted());
        assertFalse("gone when it returns", child.isAlive());
        assertTrue(console.exitCode(PATIENCE).isPresent());
    }

    @Test
    public void aFloodWaitsInsteadOfFillingTheMemory() throws Exception {
        try (Console console = PtyConsole.open(
                List.of("/bin/sh", "-c", "yes 0123456789"), folder.getRoot().toPath())) {
            long total = 0;
            while (total < 20_000_000) {
                byte[] chunk = console.read(PATIENCE).orElseThrow();
                assertTrue("at most one chunk at a time", chunk.length <= 8192);
                total += chunk.length;
            }
        }
    }

    private static String call(Class<?> type, File directory) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // An agent's threads have no better one.
        thread.setContextClassLoader(type.getClassLoader());
        try {
            Object probe = type.getConstructor(String.class).newInstance(directory.toString());
            return (String) ((Callable<?>) probe).call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void assertConsole(String seen) {
        String[] lines = seen.split("\r?\n");
        assertTrue(seen, lines[0].startsWith("/dev/"));
        assertEquals(Console.ROWS + " " + Console.COLUMNS, lines[1]);
        assertEquals("exit code 7", lines[2]);
    }

    private static String run(List<String> command, Path directory) throws Exception {
        try (Console console = PtyConsole.open(command, directory)) {
            StringBuilder seen = new StringBuilder();
            for (Optional<byte[]> chunk = console.read(PATIENCE); chunk.isPresent(); chunk = console.read(PATIENCE)) {
                seen.append(new String(chunk.get(), StandardCharsets.UTF_8));
            }
            return seen + "exit code " + console.exitCode(PATIENCE).getAsInt();
        }
    }
}
