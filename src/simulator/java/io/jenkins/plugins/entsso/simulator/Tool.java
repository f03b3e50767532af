package io.jenkins.plugins.entsso.simulator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the simulated programs have in common. */
abstract class Tool {
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
            out = new BufferedOutputStream(machine.out(), 1 << 16);
        }
        return out;
    }

    /** Says what is wrong, on standard error. */
    final void complain(String text) throws IOException {
        out().flush();
        machine.err().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The exit code of an error, where the error's own may not show. Only its last eight bits do on Linux. */
    final int error(int own) {
        return state.is(Variation.ERROR_EXIT, "own") ? own : 1;
    }

    /** See {@link Machine#hang}. */
    final int hang() throws IOException {
        out().flush();
        machine.hang(host);
        return 1;
    }
}
