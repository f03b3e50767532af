package io.jenkins.plugins.entsso.simulator;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The console, a key at a time, as {@code _getch} reads it on Windows: nothing shows unless this program prints it, and
 * only Enter, which a console sends as carriage return, ends an input. A line feed is a key like any other.
 */
final class Terminal implements Machine.Keys {
    private static final int MOST_KEYS = 4096;

    private final String saved;
    private final FileInputStream in = new FileInputStream(FileDescriptor.in);
    private final OutputStream out;
    private final boolean laced;
    private int row = 1;

    private Terminal(String saved, OutputStream out, boolean laced) {
        this.saved = saved;
        this.out = out;
        this.laced = laced;
    }

    /**
     * Takes the console over.
     *
     * @param out where it shows what is printed
     * @param laced whether output is laced with control sequences as Windows does it for a pseudo-terminal
     * @return empty where standard input is no console
     */
    static Optional<Terminal> open(OutputStream out, boolean laced) throws IOException {
        if (System.console() == null) {
            return Optional.empty();
        }
        String saved = stty("-g");
        if (saved.isEmpty()) {
            return Optional.empty();
        }
        stty("-icanon", "-echo", "-icrnl", "-inlcr", "-ixon", "-iexten", "-opost", "isig", "min", "1", "time", "0");
        Terminal terminal = new Terminal(saved, out, laced);
        if (laced) {
            terminal.raw(
                    "\033[?25l\033[2J\033[m\033[H\033]0;C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\"
                            + "ssoconfig.exe\007\033[?25h");
        }
        return Optional.of(terminal);
    }

    @Override
    public void print(String text) throws IOException {
        if (!laced) {
            raw(text.replace("\n", "\r\n"));
            return;
        }
        StringBuilder shown = new StringBuilder("\033[?25l");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                row++;
                shown.append(row % 2 == 0 ? "\r\n" : String.format(Locale.ROOT, "\033[%d;1H", row));
            } else if (c == ' ') {
                int start = i;
                while (i + 1 < text.length() && text.charAt(i + 1) == ' ') {
                    i++;
                }
                shown.append(String.format(Locale.ROOT, "\033[%dC", i + 1 - start));
            } else {
                shown.append(c);
            }
        }
        raw(shown.append("\033[?25h").toString());
    }

    @Override
    public void forget() throws IOException {
        byte[] forgotten = new byte[MOST_KEYS];
        while (in.available() > 0 && in.read(forgotten) >= 0) {
            Arrays.fill(forgotten, (byte) 0);
        }
    }

    @Override
    public char[] line(Echo echo) throws IOException {
        byte[] keys = new byte[MOST_KEYS];
        int count = 0;
        for (int key = in.read(); key != '\r'; key = in.read()) {
            if (key < 0) {
                throw new EOFException("The console is gone");
            }
            if (key == '\b' || key == 0x7f) {
                while (count > 0 && (keys[--count] & 0xC0) == 0x80) {
                    keys[count] = 0;
                }
                show(echo, "\b \b");
            } else if (count < MOST_KEYS) {
                keys[count++] = (byte) key;
                if (echo == Echo.KEY) {
                    out.write(key);
                    out.flush();
                } else if ((key & 0xC0) != 0x80) {
                    show(echo, "*");
                }
            }
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(keys, 0, count));
        char[] characters = Arrays.copyOfRange(text.array(), 0, text.limit());
        Arrays.fill(text.array(), '\0');
        Arrays.fill(keys, (byte) 0);
        return characters;
    }

    private void show(Echo echo, String text) throws IOException {
        if (echo != Echo.NOTHING) {
            raw(text);
        }
    }

    private void raw(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        stty(saved);
    }

    private static String stty(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
}
