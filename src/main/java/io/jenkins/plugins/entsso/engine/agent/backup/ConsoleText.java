package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Console;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a console program printed, as lines of text. A Windows pseudo console paints it with cursor movements in between: a
 * movement to another line begins a line here, one to the right is blanks, and everything else is passed over.
 */
final class ConsoleText {
    private static final int LONGEST_SEQUENCE = 2048;
    private static final int LONGEST_TEXT = 8192;

    /** A control sequence with its parameters and its command; a string such as a title; any other escape sequence. */
    private static final Pattern SEQUENCE = Pattern.compile(
            "\u001b\\[(?<first>\\d{0,4})[0-?]*[ -/]*(?<command>[@-~])"
                    + "|\u001b[]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\\\)"
                    + "|\u001b[ #%()*+].|\u001b[^]PX^_\\[ #%()*+]",
            Pattern.DOTALL);

    /** A character for each byte: only whole lines are decoded. */
    private final StringBuilder text = new StringBuilder();

    private final StringBuilder replies = new StringBuilder();
    private String unread = "";
    private int row = 1;
    private int lines = 1;

    /** Adds what a program printed. A character or a sequence may be split between two calls. */
    void add(byte[] bytes) {
        String added = unread + new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher sequence = SEQUENCE.matcher(added);
        int at = 0;
        while (at < added.length()) {
            if (added.charAt(at) != '\u001b') {
                add(added.charAt(at++));
            } else if (sequence.region(at, added.length()).lookingAt()) {
                if (sequence.group("command") != null) {
                    perform(sequence.group("command").charAt(0), sequence.group("first"));
                }
                at = sequence.end();
            } else if (sequence.hitEnd() && added.length() - at <= LONGEST_SEQUENCE) {
                break;
            } else {
                at++;
            }
        }
        unread = added.substring(at);
        text.delete(0, Math.max(0, text.length() - LONGEST_TEXT));
    }

    private void add(char c) {
        if (c == '\n') {
            moveTo(row + 1);
        } else if (c == '\b' && !lastLine().isEmpty()) {
            text.setLength(text.length() - 1);
        } else if (c >= ' ' && c != '\u007f') {
            text.append(c);
        }
    }

    private void perform(char command, String first) {
        int n = first.isEmpty() ? 1 : Integer.parseInt(first);
        switch (command) {
            case 'H', 'f', 'd' -> moveTo(n);
            case 'B', 'E' -> moveTo(row + n);
            case 'C' -> text.append(" ".repeat(Math.min(n, Console.COLUMNS)));
            case 'c' -> replies.append("\u001b[?1;0c");
            case 'n' -> replies.append("\u001b[" + row + ';' + (lastLine().length() + 1) + 'R');
            default -> {
                // colors, erasing, the cursor's shape
            }
        }
        replies.setLength(Math.min(replies.length(), LONGEST_SEQUENCE));
    }

    private void moveTo(int newRow) {
        if (newRow != row) {
            row = newRow;
            lines++;
            text.append('\n');
        }
    }

    int lines() {
        return lines;
    }

    String lastLine() {
        return decoded(text.substring(text.lastIndexOf("\n") + 1));
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

    @Override
    public String toString() {
        return decoded(text.toString());
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
