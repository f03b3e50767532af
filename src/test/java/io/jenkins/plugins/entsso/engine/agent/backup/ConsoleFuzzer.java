package io.jenkins.plugins.entsso.engine.agent.backup;

import static io.jenkins.plugins.entsso.engine.fuzz.Outputs.holds;

import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.FakeHost;
import io.jenkins.plugins.entsso.engine.fuzz.Input;
import io.jenkins.plugins.entsso.engine.fuzz.Outputs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Programs at a console that print what they like. Nothing is typed but the three answers, in their order, and what a terminal
 * answers; and whatever came before, what is shown of the screen has no password in it.
 */
public final class ConsoleFuzzer {
    private static final String PASSWORD = "Zebra crossing 7";
    private static final String REMINDER = "in the safe";
    private static final int CHUNK = 8192;

    private ConsoleFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws InterruptedException {
        Input in = new Input(bytes);
        List<byte[]> chunks = in.list(12, () -> chunk(in));
        ConsoleText whole = new ConsoleText();
        ConsoleText parts = new ConsoleText();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] chunk : chunks) {
            all.writeBytes(chunk);
            for (int at = 0; at < chunk.length; at += 7) {
                parts.add(Arrays.copyOfRange(chunk, at, Math.min(chunk.length, at + 7)));
            }
        }
        whole.add(all.toByteArray());
        if (all.size() < 2000) {
            holds(whole.toString().equals(parts.toString()), "in parts it is '{}', not '{}'", parts, whole);
            holds(whole.lines() == parts.lines(), "in parts other lines");
        }
        lead(in, chunks);
    }

    private static void lead(Input in, List<byte[]> chunks) throws InterruptedException {
        Script script =
                new Script(chunks, in.isOneOf(2), in.isOneOf(8) ? OptionalInt.empty() : OptionalInt.of(in.below(3)));
        FakeHost host = new FakeHost() {
            @Override
            public Console open(List<String> command, Path directory) {
                return script;
            }
        };
        BackupOutcome outcome;
        try (Password password = new Password(PASSWORD.toCharArray())) {
            outcome = ConsoleMethod.backUp(
                    host, "ssoconfig", Path.of("x.bak"), password, REMINDER, Duration.ofSeconds(60));
        }
        String typed = script.typed.toString(StandardCharsets.US_ASCII);
        String answers = PASSWORD + "\r" + PASSWORD + "\r" + REMINDER + "\r";
        String keys = typed.replaceAll("\u001b\\[[?;0-9]*[cR]", "");
        holds(answers.startsWith(keys), "typed: {}", typed);
        holds(script.asks || keys.equals(typed), "a terminal's answer to a program: {}", typed);
        holds(outcome.failure() != null || keys.equals(answers), "taken for a backup without its answers: {}", outcome);
        holds(script.isClosed, "the console is left open");
        List<String> told = new ArrayList<>();
        outcome.messages().forEach(message -> told.addAll(message.arguments()));
        if (outcome.failure() != null) {
            outcome.failure().causes().forEach(message -> told.addAll(message.arguments()));
        }
        Outputs.lines(told);
        told.forEach(text -> holds(!text.contains(PASSWORD), "the password: {}", text));
    }

    private static byte[] chunk(Input in) {
        byte[] chunk =
                switch (in.below(10)) {
                    case 0 -> bytes("Password : ");
                    case 1 -> bytes("\r\nConfirm Password : ");
                    case 2 -> bytes("\r\nPassword reminder : ");
                    case 3 -> new byte[0];
                    case 4 -> bytes("\u001b[" + in.below(256) + in.of("H", "B", "C", "d", "n", "c", "E", "m", "?25l"));
                    case 5 -> bytes(PASSWORD.substring(0, in.below(PASSWORD.length() + 1)));
                    case 6 -> bytes("ERROR: 0xC0002A0F : " + in.text());
                    case 7 -> bytes(in.text());
                    case 8 ->
                        bytes(in.of("\b", "\u001b]", "\u001b[0;", "\u001b", "\r\n", "*", "\t\u00e9")
                                .repeat(in.below(256) * 16));
                    default -> in.take(in.below(256));
                };
        return Arrays.copyOf(chunk, Math.min(chunk.length, CHUNK));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Prints its chunks, each when it is read; then it has ended. A chunk without bytes is a silence. */
    private static final class Script implements Console {
        private final Queue<byte[]> chunks = new ArrayBlockingQueue<>(32);
        private final boolean asks;
        private final OptionalInt exit;
        private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
        private boolean isClosed;

        private Script(List<byte[]> chunks, boolean asks, OptionalInt exit) {
            this.chunks.addAll(chunks);
            this.asks = asks;
            this.exit = exit;
        }

        @Override
        public Optional<byte[]> read(Duration wait) {
            return Optional.ofNullable(chunks.poll());
        }

        @Override
        public void write(byte[] keys) throws IOException {
            typed.write(keys);
        }

        @Override
        public byte enter() {
            return '\r';
        }

        @Override
        public boolean asksTerminal() {
            return asks;
        }

        @Override
        public OptionalInt exitCode(Duration wait) {
            return exit;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
