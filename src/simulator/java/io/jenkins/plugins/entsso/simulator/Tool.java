package io.jenkins.plugins.entsso.simulator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the simulated programs have in common. */
abstract class Tool {
    private static final int DRIBBLE_MILLIS = 4;

    final SimulatedHost host;
    final Machine machine;
    final HostState state;
    final Texts texts;
    private final String name;
    private OutputStream out;

    Tool(String name, SimulatedHost host, Machine machine) {
        this.name = name;
        this.host = host;
        this.machine = machine;
        state = host.read(session -> session.state);
        texts = Texts.of(state.get(Variation.LANGUAGE));
    }

    /** Does what the program does and returns its exit code. */
    abstract int run(List<String> arguments) throws IOException;

    /** Runs the program to its end and returns its exit code. */
    final int call(List<String> arguments) {
        machine.enter(host, name, arguments);
        try {
            Pause.millis(Long.parseLong(state.get(Variation.DELAY)));
            int exit = run(arguments);
            out().flush();
            return exit;
        } catch (IOException e) {
            return 1;
        }
    }

    /** Standard output. */
    final OutputStream out() {
        if (out == null) {
            out = state.has(Fault.SLOW_OUTPUT)
                    ? new Dribble(machine.out())
                    : new BufferedOutputStream(machine.out(), 1 << 16);
        }
        return out;
    }

    /** Says what is wrong, on standard error. */
    final void complain(String text) throws IOException {
        out().flush();
        machine.err().write((text + "\r\n").getBytes(oem()));
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

    /** See {@link Machine#hang}. */
    final int hang() throws IOException {
        out().flush();
        machine.hang(host);
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
