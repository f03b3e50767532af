package io.jenkins.plugins.entsso.simulator;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What the simulated programs have in common. */
abstract class Tool {
    /** How long a program that hangs stays if nobody kills it: not for ever, so that no test leaves it behind. */
    private static final int HANG_SECONDS = 600;

    private static final int DRIBBLE_MILLIS = 4;

    final SimulatedHost host;
    final HostState state;
    final Texts texts;
    private final String name;
    private OutputStream out;

    Tool(String name, Path folder) {
        this.name = name;
        host = SimulatedHost.open(folder);
        state = host.read(session -> session.state);
        texts = Texts.of(state.get(Variation.LANGUAGE));
    }

    /** Does what the program does and returns its exit code. */
    abstract int run(List<String> arguments) throws IOException;

    /** Runs the program, and ends this process. */
    @SuppressFBWarnings(value = "DM_EXIT", justification = "A program's exit code is part of what is simulated")
    final void execute(String... arguments) {
        List<String> own = List.of(arguments).subList(1, arguments.length);
        Calls.add(host, ProcessHandle.current(), name, own);
        int exit;
        try {
            Pause.millis(Long.parseLong(state.get(Variation.DELAY)));
            exit = run(own);
            out().flush();
        } catch (IOException e) {
            exit = 1;
        }
        System.exit(exit);
    }

    /** Standard output. */
    final OutputStream out() {
        if (out == null) {
            OutputStream plain = new FileOutputStream(FileDescriptor.out);
            out = state.has(Fault.SLOW_OUTPUT) ? new Dribble(plain) : new BufferedOutputStream(plain, 1 << 16);
        }
        return out;
    }

    /** Says what is wrong, on standard error. */
    final void complain(String text) throws IOException {
        out().flush();
        try (OutputStream err = new FileOutputStream(FileDescriptor.err)) {
            err.write((text + "\r\n").getBytes(oem()));
        }
    }

    /** The exit code of an error, where the error's own may not show. Only its last eight bits do on Linux. */
    final int error(int own) {
        return state.is(Variation.ERROR_EXIT, "own") ? own : 1;
    }

    /** The charset of the console's code page. */
    final Charset oem() {
        return switch (state.get(Variation.CODE_PAGE)) {
            case "850" -> Charset.forName("IBM850");
            case "932" -> Charset.forName("windows-31j");
            default -> StandardCharsets.UTF_8;
        };
    }

    /**
     * Never ends, and neither does a child of this process: only killing both by force helps. The child holds the same
     * standard output, so whoever waits for its end waits for the child.
     */
    final int hang() throws IOException {
        out().flush();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Pause.millis(HANG_SECONDS * 1000L)));
        Process child = new ProcessBuilder("/bin/sh", "-c", "trap '' TERM HUP INT; exec sleep " + HANG_SECONDS)
                .inheritIO()
                .start();
        Calls.add(host, child.toHandle(), "child", List.of());
        Pause.millis(HANG_SECONDS * 1000L);
        Runtime.getRuntime().halt(1);
        return 1;
    }

    /** Writes a few bytes at a time, and waits between. */
    private static final class Dribble extends OutputStream {
        private static final int DROP = 3;
        /** From here on larger ones, for answers are long and tests are many. */
        private static final int LARGE_FROM = 500;

        private static final int LARGE = 101;

        private final OutputStream out;
        private long written;

        Dribble(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                int drop = Math.min(length - done, written < LARGE_FROM ? DROP : LARGE);
                out.write(bytes, offset + done, drop);
                done += drop;
                written += drop;
                Pause.millis(DRIBBLE_MILLIS);
            }
        }
    }
}
