package io.jenkins.plugins.entsso.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that ran to its end without a console. */
record Program(int exit, byte[] out, byte[] err) {
    private static final int SECONDS = 180;

    static Program run(Path tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(List.of(arguments));
        return run(new ProcessBuilder(command));
    }

    static Program run(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        process.getOutputStream().close();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread reader = new Thread(() -> copy(process.getErrorStream(), err));
        reader.start();
        byte[] out = process.getInputStream().readAllBytes();
        reader.join(TimeUnit.SECONDS.toMillis(SECONDS));
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Still runs after " + SECONDS + " s: " + builder.command());
        }
        return new Program(process.exitValue(), out, err.toByteArray());
    }

    String text() {
        return text(StandardCharsets.UTF_8);
    }

    String text(Charset charset) {
        return new String(out, charset);
    }

    String errors(Charset charset) {
        return new String(err, charset);
    }

    private static void copy(InputStream in, ByteArrayOutputStream to) {
        try {
            in.transferTo(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
