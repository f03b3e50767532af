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

/**
 * What a terminal would show. A Windows pseudo console does not pass on what a program prints: it paints the difference
 * between two screens, with cursor movements in between, so that lines of text can only be read off a screen. Takes any
 * bytes, in constant memory; what it does not know it passes over.
 */
final class Screen {
    private static final char ESCAPE = '\u001b';
    private static final int LONGEST_SEQUENCE = 64;
    private static final int LARGEST_PARAMETER = 9999;

    private enum State {
        TEXT,
        ESCAPE,
        CHARSET,
        CONTROL,
        STRING,
        STRING_ESCAPE
    }

    private final char[][] cells;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder sequence = new StringBuilder();
    private final StringBuilder replies = new StringBuilder();
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private State state = State.TEXT;
    private int row;
    private int column;
    private long scrolled;
    private long printed;

    /** An empty screen. */
    public Screen(int columns, int rows) {
        cells = new char[rows][columns];
        for (char[] line : cells) {
            Arrays.fill(line, ' ');
        }
    }

    /** Shows what a program printed. A character may be split between two calls. */
    public void feed(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(rest.remaining() + bytes.length)
                .put(rest)
                .put(bytes)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        rest = in.slice();
        out.flip();
        while (out.hasRemaining()) {
            feed(out.get());
        }
    }

    /** The lines from the top to the last one with text on it, without trailing blanks. */
    public List<String> lines() {
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
    public String beforeCursor() {
        return new String(cells[row], 0, Math.min(column, cells[row].length));
    }

    /** The cursor's line, counted from the first line ever shown, so that it tells lines apart after scrolling. */
    public long cursorLine() {
        return scrolled + row;
    }

    /** The cursor's column, from 0. */
    public int cursorColumn() {
        return column;
    }

    /** The character at a place, a blank where there is none or the line was scrolled away. */
    public char at(long line, int atColumn) {
        long index = line - scrolled;
        return index >= 0 && index < cells.length && atColumn < cells[0].length ? cells[(int) index][atColumn] : ' ';
    }

    /** How many characters other than blanks were ever printed. */
    public long printed() {
        return printed;
    }

    /**
     * What a terminal would have answered to the questions that came in since the last call; empty if there were none.
     * See {@link Console#asksTerminal()}.
     */
    public String replies() {
        String all = replies.toString();
        replies.setLength(0);
        return all;
    }

    private void feed(char c) {
        switch (state) {
            case TEXT -> text(c);
            case ESCAPE -> escape(c);
            case CHARSET -> state = State.TEXT;
            case CONTROL -> control(c);
            case STRING -> {
                if (c == ESCAPE) {
                    state = State.STRING_ESCAPE;
                } else if (c == '\u0007') {
                    state = State.TEXT;
                }
            }
            case STRING_ESCAPE -> state = c == '\\' ? State.TEXT : State.STRING;
        }
    }

    private void text(char c) {
        switch (c) {
            case ESCAPE -> state = State.ESCAPE;
            case '\r' -> column = 0;
            case '\n', '\u000b', '\f' -> lineFeed();
            case '\b' -> column = Math.max(0, Math.min(column, cells[0].length - 1) - 1);
            case '\t' -> column = Math.min(cells[0].length - 1, (column / 8 + 1) * 8);
            default -> {
                if (!Character.isISOControl(c)) {
                    print(c);
                }
            }
        }
    }

    private void print(char c) {
        // A full line wraps when the next character comes, not before: as terminals do.
        if (column >= cells[0].length) {
            column = 0;
            lineFeed();
        }
        cells[row][column++] = c;
        if (!Character.isWhitespace(c)) {
            printed++;
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

    private void escape(char c) {
        sequence.setLength(0);
        state = switch (c) {
            case '[' -> State.CONTROL;
            case ']', 'P', 'X', '^', '_' -> State.STRING;
            case '(', ')', '*', '+', '#', '%', ' ' -> State.CHARSET;
            default -> State.TEXT;
        };
        if (c == 'D' || c == 'E') {
            column = c == 'E' ? 0 : column;
            lineFeed();
        } else if (c == 'M') {
            row = Math.max(0, row - 1);
        }
    }

    private void control(char c) {
        if (c == ESCAPE) {
            state = State.ESCAPE;
        } else if (c >= 0x40 && c <= 0x7E) {
            state = State.TEXT;
            if (sequence.length() <= LONGEST_SEQUENCE) {
                perform(c, sequence.toString());
            }
        } else if (c < 0x20) {
            text(c);
        } else if (sequence.length() <= LONGEST_SEQUENCE) {
            sequence.append(c);
        }
    }

    private void perform(char command, String parameters) {
        if (!parameters.isEmpty() && !Character.isDigit(parameters.charAt(0)) && parameters.charAt(0) != ';') {
            // private modes: cursor shape, mouse, titles
            return;
        }
        int n = Math.max(1, parameter(parameters, 0));
        int last = cells[0].length - 1;
        switch (command) {
            case 'A' -> row = Math.max(0, row - n);
            case 'B' -> row = Math.min(cells.length - 1, row + n);
            case 'C' -> column = Math.min(last, column + n);
            case 'D' -> column = Math.max(0, Math.min(column, last) - n);
            case 'E' -> {
                row = Math.min(cells.length - 1, row + n);
                column = 0;
            }
            case 'F' -> {
                row = Math.max(0, row - n);
                column = 0;
            }
            case 'G' -> column = Math.min(last, n - 1);
            case 'd' -> row = Math.min(cells.length - 1, n - 1);
            case 'H', 'f' -> {
                row = Math.min(cells.length - 1, n - 1);
                column = Math.min(last, Math.max(1, parameter(parameters, 1)) - 1);
            }
            case 'J' -> eraseScreen(parameter(parameters, 0));
            case 'K' -> eraseLine(parameter(parameters, 0));
            case 'X' -> Arrays.fill(cells[row], Math.min(column, last), Math.min(last + 1, column + n), ' ');
            case 'c' -> replies.append(ESCAPE).append("[?1;0c");
            case 'n' -> {
                if (parameter(parameters, 0) == 6) {
                    replies.append(ESCAPE)
                            .append('[')
                            .append(row + 1)
                            .append(';')
                            .append(Math.min(column, last) + 1);
                    replies.append('R');
                }
            }
            default -> {
                // colours, scroll regions and the like: nothing that moves text
            }
        }
        if (replies.length() > LONGEST_SEQUENCE) {
            replies.setLength(0);
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
        int last = cells[0].length - 1;
        int at = Math.min(column, last);
        Arrays.fill(cells[row], what == 0 ? at : 0, what == 1 ? at + 1 : last + 1, ' ');
    }

    private static int parameter(String parameters, int index) {
        String[] all = parameters.split(";", -1);
        int value = 0;
        for (int i = 0; index < all.length && i < all[index].length(); i++) {
            int digit = Character.digit(all[index].charAt(i), 10);
            value = digit < 0 ? value : Math.min(LARGEST_PARAMETER, value * 10 + digit);
        }
        return value;
    }
}
