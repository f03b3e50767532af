package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Programs here are shell scripts; what they stand for is any program. */
public class ProcessesTest {
    private static final Commands.Parser<String> TEXT = in -> new String(in.readAllBytes(), StandardCharsets.UTF_8);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Commands commands = new Processes();

    @BeforeClass
    public static void needsAShell() {
        assumeFalse(HostTools.isWindows());
    }

    @Test
    public void argumentsAreNotInterpreted() throws Exception {
        List<String> arguments = List.of("a b", "*", "$HOME", "'x'", "\"", "ä", "*[System[Provider[@Name='ENTSSO']]]");
        List<String> command = new ArrayList<>(List.of(script("for a in \"$@\"; do echo \"$a\"; done")));
        command.addAll(arguments);
        assertEquals(
                String.join("\n", arguments) + "\n",
                commands.run(command, LONG, TEXT).parsed());
    }

    @Test
    public void exitCodeAndErrors() throws Exception {
        Commands.Output<String> output = commands.run(List.of(script("echo out; echo broken >&2; exit 7")), LONG, TEXT);
        assertEquals(7, output.exitCode());
        assertEquals("out\n", output.parsed());
        assertEquals("broken", output.errors());
    }

    @Test
    public void endlessErrorsDoNotBlock() throws Exception {
        Commands.Output<String> output =
                commands.run(List.of(script("yes error | head -c 5000000 >&2; echo done")), LONG, TEXT);
        assertEquals("done\n", output.parsed());
        assertTrue(output.errors().length() <= Failure.MAX_DETAIL);
    }

    @Test
    public void inputIsEmpty() throws Exception {
        assertEquals(
                "end\n",
                commands.run(List.of(script("cat; echo end")), LONG, TEXT).parsed());
    }

    @Test
    public void missingProgram() {
        QueryFailedException e = assertThrows(
                QueryFailedException.class, () -> commands.run(List.of("/no/such/wevtutil.exe", "qe"), LONG, TEXT));
        assertEquals(Failure.Kind.TOOL_MISSING, e.failure().kind());
        assertThat(e.getMessage(), containsString("/no/such/wevtutil.exe"));
    }

    @Test
    public void programThatMayNotBeStarted() throws Exception {
        Path file = folder.newFile("notexecutable").toPath();
        QueryFailedException e =
                assertThrows(QueryFailedException.class, () -> commands.run(List.of(file.toString()), LONG, TEXT));
        assertEquals(Failure.Kind.ACCESS_DENIED, e.failure().kind());
    }

    @Test
    public void hangEndsInTimeoutAndTakesTheWholeFamily() throws Exception {
        Path pids = folder.getRoot().toPath().resolve("pids");
        String script = script("trap '' TERM INT HUP\n(sleep 600 & echo $! >>" + pids + "; wait) &\necho $! >>" + pids
                + "\necho $$ >>" + pids + "\nsleep 600");
        QueryFailedException e = assertThrows(
                QueryFailedException.class, () -> commands.run(List.of(script), Duration.ofSeconds(2), TEXT));
        assertEquals(Failure.Kind.TIMEOUT, e.failure().kind());
        assertThat(e.getMessage(), containsString("2 seconds"));
        assertAllDead(pids, 3);
    }

    @Test
    public void interruptionTakesTheWholeFamily() throws Exception {
        Path pids = folder.getRoot().toPath().resolve("pids");
        String script =
                script("(sleep 600 & echo $! >>" + pids + "; wait) &\necho $$ >>" + pids + "\necho up\nsleep 600");
        CountDownLatch up = new CountDownLatch(1);
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                commands.run(List.of(script), LONG, in -> awaitLine(in, up));
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        thread.start();
        assertTrue(up.await(10, TimeUnit.SECONDS));
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertFalse(thread.isAlive());
        assertEquals(InterruptedException.class, thrown.get().getClass());
        assertAllDead(pids, 2);
    }

    @Test
    public void parserThatGivesUpEndsTheProgram() throws Exception {
        Path pids = folder.getRoot().toPath().resolve("pids");
        String script = script("echo $$ >" + pids + "; yes garbage");
        QueryFailedException e = assertThrows(
                QueryFailedException.class,
                () -> commands.run(List.of(script), LONG, in -> {
                    in.read();
                    throw new QueryFailedException(Failure.Kind.NOT_UNDERSTOOD, "garbage");
                }));
        assertEquals(Failure.Kind.NOT_UNDERSTOOD, e.failure().kind());
        assertAllDead(pids, 1);
    }

    @Test
    public void programThatFailsIsAFailureWhateverItPrinted() throws Exception {
        Commands.Output<String> output = commands.run(List.of(script("echo garbage; exit 5")), LONG, in -> {
            in.readAllBytes();
            throw new QueryFailedException(Failure.Kind.NOT_UNDERSTOOD, "garbage");
        });
        assertEquals(5, output.exitCode());
        assertNull(output.parsed());
    }

    @Test
    public void anOrphanThatHoldsTheOutputDelaysNothingAndLeavesNoThread() throws Exception {
        Path pids = folder.getRoot().toPath().resolve("pids");
        String script = script("sleep 600 &\necho $! >" + pids + "\necho said; echo broken >&2; exit 3");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try {
            Commands.Output<String> output = commands.run(List.of(script), LONG, TEXT);
            assertEquals(3, output.exitCode());
            assertEquals("said\n", output.parsed());
            assertEquals("broken", output.errors());
            // A thread of ours would last as long as the orphan; others in this JVM come and go.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!startedSince(before).isEmpty() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertEquals(List.of(), startedSince(before));
        } finally {
            ProcessHandle.of(Long.parseLong(Files.readString(pids).strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    public void noThreadStaysBehindAfterATimeout() throws Exception {
        String script = script("echo up; sleep 600");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThrows(QueryFailedException.class, () -> commands.run(List.of(script), Duration.ofSeconds(1), TEXT));
        assertEquals(List.of(), startedSince(before));
    }

    @Test
    public void everyByteOfALongAnswerArrivesInOrder() throws Exception {
        // The program ends while much of what it printed is still to be read.
        for (int round = 0; round < 30; round++) {
            String script =
                    script("i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo \"$i 0123456789012345678901234567890123"
                            + "456789012345678901234567890123456789012345678901234567890123456789\"; done");
            List<String> lines =
                    commands.run(List.of(script), LONG, TEXT).parsed().lines().toList();
            assertEquals(300, lines.size());
            for (int i = 0; i < lines.size(); i++) {
                assertTrue(lines.get(i), lines.get(i).startsWith(i + 1 + " 0123"));
            }
        }
    }

    @Test
    public void aParserThatStopsEarlyGetsTheExitCode() throws Exception {
        Commands.Output<Integer> output =
                commands.run(List.of(script("yes | head -c 300000; exit 9")), LONG, InputStream::read);
        assertEquals(9, output.exitCode());
        assertEquals(Integer.valueOf('y'), output.parsed());
    }

    @Test
    public void aParserThatFailsEndsTheProgram() throws Exception {
        Path pids = folder.getRoot().toPath().resolve("pids");
        String script = script("echo $$ >" + pids + "; echo up; sleep 600");
        QueryFailedException e = assertThrows(
                QueryFailedException.class,
                () -> commands.run(List.of(script), LONG, in -> {
                    in.read();
                    throw new IllegalStateException("parser");
                }));
        assertEquals(Failure.Kind.NOT_UNDERSTOOD, e.failure().kind());
        assertAllDead(pids, 1);
    }

    @Test
    public void aParserThatSwallowsTheTimeoutIsStillATimeout() throws Exception {
        QueryFailedException e = assertThrows(
                QueryFailedException.class,
                () -> commands.run(List.of(script("echo up; sleep 600")), Duration.ofSeconds(1), in -> {
                    try {
                        return in.readAllBytes().length;
                    } catch (IOException swallowed) {
                        return -1;
                    }
                }));
        assertEquals(Failure.Kind.TIMEOUT, e.failure().kind());
    }

    @Test
    public void endlessOutputAfterTheAnswerEndsInTheTimeout() throws Exception {
        QueryFailedException e = assertThrows(
                QueryFailedException.class,
                () -> commands.run(List.of(script("yes & yes >&2")), Duration.ofSeconds(1), InputStream::read));
        assertEquals(Failure.Kind.TIMEOUT, e.failure().kind());
    }

    @Test
    public void anInterruptedCallerStartsNothingThatStays() throws Exception {
        Path pids = folder.getRoot().toPath().resolve("pids");
        String script = script("echo $$ >" + pids + "; sleep 600");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> commands.run(List.of(script), LONG, TEXT));
        assertFalse("the exception has taken the flag's place", Thread.interrupted());
        if (Files.exists(pids) && Files.size(pids) > 0) {
            assertAllDead(pids, 1);
        }
    }

    /** Threads of ours only: the JDK keeps a few of its own to see processes end. */
    private static List<String> startedSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> !name.equals("process reaper"))
                .toList();
    }

    private static String awaitLine(InputStream in, CountDownLatch latch) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        reader.readLine();
        latch.countDown();
        return reader.readLine();
    }

    private static void assertAllDead(Path pids, int count) throws IOException {
        List<String> lines = Files.readAllLines(pids);
        assertEquals(count, lines.size());
        for (String line : lines) {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(line));
            assertFalse(line, process.isPresent() && process.get().isAlive());
        }
    }

    private String script(String text) throws IOException {
        Path file = folder.newFile().toPath();
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
