package io.jenkins.plugins.entsso.engine.agent.windows;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import io.jenkins.plugins.entsso.engine.agent.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A console made of a pseudo-terminal: ConPTY on Windows, winpty where Windows has none yet, a tty elsewhere. The only
 * class that touches pty4j and its native libraries.
 */
public final class PtyConsole implements Console {
    private static final byte[] NOTHING = {};
    /** Told from any other by its identity. */
    private static final byte[] END = {};

    private static final int CHUNK = 8192;
    private static final int CHUNKS = 64;

    /** How long killed programs may take to be gone; the kernel needs milliseconds. */
    private static final long KILLING_SECONDS = 10;

    private final PtyProcess process;
    private final Optional<ProcessHandle> handle;
    private final InputStream output;
    private final OutputStream input;
    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread reader;
    private boolean ended;

    private PtyConsole(PtyProcess process) {
        this.process = process;
        handle = ProcessHandle.of(process.pid());
        output = process.getInputStream();
        input = process.getOutputStream();
        reader = new Thread(this::pump, "console of process " + process.pid());
        reader.setDaemon(true);
    }

    /**
     * Starts a program at a console of its own, with the environment of this JVM.
     *
     * @throws UnsupportedOperationException if there are no pseudo-terminals on this machine
     * @throws IOException if the program cannot be started
     */
    public static Console open(List<String> command, Path directory) throws IOException {
        try {
            PtyConsole console = new PtyConsole(new PtyProcessBuilder(command.toArray(new String[0]))
                    .setDirectory(directory.toString())
                    .setRedirectErrorStream(true)
                    .setInitialColumns(COLUMNS)
                    .setInitialRows(ROWS)
                    .setUseWinConPty(true)
                    .start());
            console.reader.start();
            return console;
        } catch (LinkageError | RuntimeException e) {
            throw new UnsupportedOperationException(
                    "There is no pseudo-terminal on this machine: " + e + ". " + NativeLibraries.REMEDY, e);
        }
    }

    private void pump() {
        byte[] buffer = new byte[CHUNK];
        try {
            for (byte[] chunk = NOTHING; chunk != END; ) {
                int n = read(buffer);
                chunk = n < 0 ? END : Arrays.copyOf(buffer, n);
                // A full queue holds up a program that prints faster than it is read.
                chunks.put(chunk);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private int read(byte[] buffer) {
        try {
            return output.read(buffer);
        } catch (IOException e) {
            // how a pseudo-terminal may end, too
            return -1;
        }
    }

    @Override
    public Optional<byte[]> read(Duration wait) throws InterruptedException {
        byte[] chunk = ended ? END : chunks.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
        ended = chunk == END;
        return ended ? Optional.empty() : Optional.of(chunk == null ? NOTHING : chunk);
    }

    @Override
    public void write(byte[] keys) throws IOException {
        input.write(keys);
        input.flush();
    }

    @Override
    public byte enter() {
        return process.getEnterKeyCode();
    }

    @Override
    public boolean asksTerminal() {
        return WindowsHost.isHere();
    }

    @Override
    public OptionalInt exitCode(Duration wait) throws InterruptedException {
        return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    @Override
    public void close() {
        handle.filter(ProcessHandle::isAlive).ifPresent(PtyConsole::kill);
        reader.interrupt();
        chunks.clear();
        try {
            if (WindowsHost.isHere()) {
                // On Unix the library itself still uses the descriptors after the program's end.
                input.close();
                output.close();
            }
        } catch (IOException e) {
            // the program has ended and taken its side of the console with it
        }
    }

    /**
     * Kills a running program and its descendants, and waits until they are gone. What a program that has ended leaves
     * running is left alone: Windows gives its number to others.
     */
    private static void kill(ProcessHandle program) {
        // Listed before anyone dies: orphans are no longer anybody's descendants.
        List<ProcessHandle> family =
                Stream.concat(Stream.of(program), program.descendants()).toList();
        if (!program.isAlive()) {
            // It ended meanwhile, so those may be the children of another program that had its number.
            return;
        }
        family.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, KILLING_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
