package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a terminal would show. A Windows pseudo console does not pass on what a program prints: it paints the difference
 * between two screens, with cursor movements in between, so that lines of text can only be read off a screen. Takes any
 * bytes, in constant memory; what it does not know it passes over.
 */
final class Screen {
    private static final char ESCAPE = '\u001b';
    private static final int LONGEST_SEQUENCE = 2048;
    private static final int LARGEST_PARAMETER = 9999;

    /** A control sequence with its parameters and its command; a string such as a title; any other escape sequence. */
    private static final Pattern SEQUENCE = Pattern.compile(
            "\u001b\\[(?<parameters>[0-?]*)[ -/]*(?<command>[@-~])"
                    + "|\u001b[]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\\\)"
                    + "|\u001b[ #%()*+].|\u001b[^]PX^_\\[ #%()*+]",
            Pattern.DOTALL);

    private final char[][] cells;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder replies = new StringBuilder();
    private ByteBuffer undecoded = ByteBuffer.allocate(0);
    private String unread = "";
    private int row;
    private int column;
    private long scrolled;

    /** An empty screen. */
    Screen(int columns, int rows) {
        cells = new char[rows][columns];
        for (char[] line : cells) {
            Arrays.fill(line, ' ');
        }
    }

    /** Shows what a program printed. A character or a sequence may be split between two calls. */
    void feed(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(undecoded.remaining() + bytes.length)
                .put(undecoded)
                .put(bytes)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        undecoded = in.slice();
        String text = unread + out.flip();
        Matcher sequence = SEQUENCE.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) != ESCAPE) {
                show(text.charAt(at++));
            } else if (sequence.region(at, text.length()).lookingAt()) {
                if (sequence.group("command") != null) {
                    perform(sequence.group("command").charAt(0), sequence.group("parameters"));
                }
                at = sequence.end();
            } else if (sequence.hitEnd() && text.length() - at <= LONGEST_SEQUENCE) {
                break;
            } else {
                at++;
            }
        }
        unread = text.substring(at);
    }

    /** The lines from the top to the last one with text on it, without trailing blanks. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (char[] line : cells) {
            lines.add(new String(line).stripTrailing());
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** What stands on the cursor's line before the cursor. */
    String beforeCursor() {
        return new String(cells[row], 0, Math.min(column, cells[row].length));
    }

    /** The cursor's line, counted from the first line ever shown, so that it tells lines apart after scrolling. */
    long cursorLine() {
        return scrolled + row;
    }

    /**
     * What a terminal would have answered to the questions that came in since the last call; empty if there were none.
     * See {@link Console#asksTerminal()}.
     */
    String replies() {
        String all = replies.toString();
        replies.setLength(0);
        return all;
    }

    private void show(char c) {
        switch (c) {
            case '\r' -> column = 0;
            case '\n', '\u000b', '\f' -> lineFeed();
            case '\b' -> column = Math.max(0, Math.min(column, cells[0].length - 1) - 1);
            case '\t' -> column = Math.min(cells[0].length - 1, (column / 8 + 1) * 8);
            default -> {
                if (!Character.isISOControl(c)) {
                    // A full line wraps when the next character comes, not before: as terminals do.
                    if (column >= cells[0].length) {
                        column = 0;
                        lineFeed();
                    }
                    cells[row][column++] = c;
                }
            }
        }
    }

    private void lineFeed() {
        if (row < cells.length - 1) {
            row++;
            return;
        }
        char[] first = cells[0];
        System.arraycopy(cells, 1, cells, 0, cells.length - 1);
        Arrays.fill(first, ' ');
        cells[cells.length - 1] = first;
        scrolled++;
    }

    private void perform(char command, String parameters) {
        if (!parameters.matches("[0-9;]*")) {
            // Private modes: cursor shape, mouse, titles.
            return;
        }
        int n = Math.max(1, parameter(parameters, 0));
        int lastColumn = cells[0].length - 1;
        int lastRow = cells.length - 1;
        int at = Math.min(column, lastColumn);
        switch (command) {
            case 'A', 'F' -> row = Math.max(0, row - n);
            case 'B', 'E' -> row = Math.min(lastRow, row + n);
            case 'C' -> column = Math.min(lastColumn, column + n);
            case 'D' -> column = Math.max(0, at - n);
            case 'G' -> column = Math.min(lastColumn, n - 1);
            case 'd' -> row = Math.min(lastRow, n - 1);
            case 'H', 'f' -> {
                row = Math.min(lastRow, n - 1);
                column = Math.min(lastColumn, Math.max(1, parameter(parameters, 1)) - 1);
            }
            case 'J' -> eraseScreen(parameter(parameters, 0));
            case 'K' -> eraseLine(parameter(parameters, 0));
            case 'X' -> Arrays.fill(cells[row], at, Math.min(lastColumn + 1, at + n), ' ');
            case 'c' -> reply("?1;0c");
            case 'n' -> {
                if (n == 6) {
                    reply(row + 1 + ";" + (at + 1) + "R");
                }
            }
            default -> {
                // Colors, scroll regions and the like: nothing that moves text.
            }
        }
        if (command == 'E' || command == 'F') {
            column = 0;
        }
    }

    private void reply(String text) {
        if (replies.length() < LONGEST_SEQUENCE) {
            replies.append(ESCAPE).append('[').append(text);
        }
    }

    private void eraseScreen(int what) {
        for (int i = 0; i < cells.length; i++) {
            if (what >= 2 || what == 0 && i > row || what == 1 && i < row) {
                Arrays.fill(cells[i], ' ');
            }
        }
        if (what < 2) {
            eraseLine(what);
        }
    }

    private void eraseLine(int what) {
        int end = cells[0].length;
        int at = Math.min(column, end - 1);
        Arrays.fill(cells[row], what == 0 ? at : 0, what == 1 ? at + 1 : end, ' ');
    }

    private static int parameter(String parameters, int index) {
        String[] all = parameters.split(";", -1);
        if (index >= all.length || all[index].isEmpty()) {
            return 0;
        }
        return all[index].length() > 4 ? LARGEST_PARAMETER : Integer.parseInt(all[index]);
    }
}
