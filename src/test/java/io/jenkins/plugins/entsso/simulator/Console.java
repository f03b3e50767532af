package io.jenkins.plugins.entsso.simulator;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code ssoconfig} in a pseudo-terminal, and a person at it. */
final class Console implements AutoCloseable {
    private static final long SECONDS = 180;
    private static final Pattern FORWARD = Pattern.compile("\033\\[(\\d+)C");
    private static final Pattern LINE = Pattern.compile("\033\\[\\d+;1H");
    private static final Pattern OTHER = Pattern.compile("\033\\][^\007]*\007|\033\\[[?0-9;]*[A-Za-z]");

    private final SimulatedHost host;
    private final PtyProcess process;
    private final Thread reader;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int seen;
    private boolean ended;

    Console(SimulatedHost host, String... arguments) throws IOException {
        this.host = host;
        String[] command = new String[arguments.length + 1];
        command[0] = host.ssoconfig().toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        process = new PtyProcessBuilder(command)
                .setEnvironment(System.getenv())
                .setDirectory(host.folder().toString())
                .start();
        reader = new Thread(this::read);
        reader.start();
    }

    static Console backUp(SimulatedHost host, Path file) throws IOException {
        return new Console(host, "-backupsecret", file.toString());
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (this) {
                    output.write(buffer, 0, n);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // a pseudo-terminal whose other side is gone says it so
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** All that was shown, without control sequences. */
    synchronized String shown() {
        String text = output.toString(StandardCharsets.UTF_8);
        text = FORWARD.matcher(text).replaceAll(m -> " ".repeat(Integer.parseInt(m.group(1))));
        return OTHER.matcher(LINE.matcher(text).replaceAll("\r\n")).replaceAll("");
    }

    synchronized byte[] raw() {
        return output.toByteArray();
    }

    /** Waits until that is shown, after what was waited for before. */
    synchronized Console await(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        String wanted = text.strip();
        while (shown().indexOf(wanted, seen) < 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError("'" + wanted + "' was not shown after " + seen + " in: " + shown());
            }
            wait(left);
        }
        seen = shown().indexOf(wanted, seen) + wanted.length();
        return this;
    }

    Console type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return this;
    }

    /** Answers the questions of a backup as this host asks them. */
    Console answer(String password, String confirmation, String reminder) throws Exception {
        Texts texts = Texts.of(host.get(Variation.LANGUAGE));
        await(texts.password).type(password + "\r");
        await(texts.confirmation).type(confirmation + "\r");
        return await(texts.reminder).type(reminder + "\r");
    }

    /** Waits for the end and all output; returns the exit code. */
    int exit() throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("Still runs: " + shown());
        }
        reader.join(TimeUnit.SECONDS.toMillis(SECONDS));
        return process.exitValue();
    }

    PtyProcess process() {
        return process;
    }

    ProcessHandle handle() {
        return ProcessHandle.of(process.pid()).orElseThrow();
    }

    /** Kills whatever is left of it. */
    @Override
    public void close() {
        process.destroyForcibly();
        host.kill();
    }
}
