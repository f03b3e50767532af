package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answers the three questions of {@code ssoconfig -backupsecret}: password, confirmation, reminder. Their wording and, by
 * version, perhaps their order are not known, so a question is told by what it does: where a reminder is asked for, what
 * is typed shows; where a password is, it does not, or as asterisks.
 *
 * <p>Of each answer, only the first character is typed at first. If it shows where a password is due, or does not where a
 * reminder is due, the program is killed, which has made nothing yet, and started again: with more patience, because the
 * character may have been typed before there was a question, and, when the same is seen twice, in another order. Where
 * nothing ever shows, the documented order is taken. A wrong order can make no backup with a wrong password, because then
 * the two passwords differ and the program refuses them.
 */
final class ConsoleDialogue {
    /** In the documented order, the reminder is the last answer. */
    private static final int DOCUMENTED = 2;

    private static final int ANSWERS = 3;
    private static final int RESTARTS = 3;
    private static final int LAST_LINES = 8;
    private static final int SHORTEST_PREFIX = 3;
    private static final int SHORTEST_PART = 6;
    private static final Duration SETTLE = Duration.ofMillis(50);
    private static final Duration ENDING = Duration.ofSeconds(10);

    /**
     * How patient to be.
     *
     * @param quiet so long a console is quiet at a question; three times as long where the cursor begins a line
     * @param working so long a console may be quiet behind text after the last answer, before that text is taken for
     *     another question
     */
    record Pace(Duration quiet, Duration working) {
        static final Pace USUAL = new Pace(Duration.ofMillis(300), Duration.ofSeconds(15));
    }

    /** Starts the program anew. */
    @FunctionalInterface
    interface Opener {
        /** Starts it at a console of its own, with nothing typed. */
        Console open() throws IOException;
    }

    /** What shows of a typed character. */
    private enum Echo {
        NOTHING,
        ITSELF,
        MASK,
        /** Something else happened: the program had not asked yet, or took the character for a whole answer. */
        OTHER
    }

    private enum Seen {
        QUESTION,
        END,
        DEADLINE
    }

    private final Pace pace;
    private final Opener opener;
    private final Password password;
    private final String reminder;
    private final Duration limit;
    private final long deadline;
    private final List<String> story = new ArrayList<>();
    private int reminderAt = DOCUMENTED;
    private int doubted = -1;

    ConsoleDialogue(Pace pace, Opener opener, Password password, String reminder, Duration limit) {
        this.pace = pace;
        this.opener = opener;
        this.password = password;
        this.reminder = reminder;
        this.limit = limit;
        deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Leads it.
     *
     * @throws NotStarted if the program cannot be started
     * @throws InterruptedException if interrupted; the program has been killed then
     */
    BackupMethod.Made lead() throws NotStarted, InterruptedException {
        Duration quiet = pace.quiet();
        for (int start = 0; start <= RESTARTS; start++) {
            try (Console console = open()) {
                Attempt attempt = new Attempt(console, quiet);
                BackupMethod.Made made = attempt.lead();
                if (made != null) {
                    return made;
                }
                if (start == RESTARTS) {
                    return attempt.failed(
                            Failure.Kind.DIALOGUE,
                            "was started " + (RESTARTS + 1)
                                    + " times and its questions never fitted a password, its confirmation and a reminder");
                }
            }
            quiet = quiet.multipliedBy(2);
        }
        throw new AssertionError("the last start returns");
    }

    /** The program could not be started. */
    static final class NotStarted extends Exception {
        private static final long serialVersionUID = 1L;

        NotStarted(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private Console open() throws NotStarted {
        try {
            return opener.open();
        } catch (IOException e) {
            throw new NotStarted(e);
        }
    }

    /** One start of the program. */
    private final class Attempt {
        private final Console console;
        private final Duration quiet;
        private final Screen screen = new Screen(Console.COLUMNS, Console.ROWS);
        private int answered;
        // What the screen was like when the last answer was typed: what shows of the answer is no new text.
        private long lastLine = -1;
        private String lastText = "";
        private String lastAnswer = "";
        private char lastMask = '*';
        private long lastPrinted;

        Attempt(Console console, Duration quiet) {
            this.console = console;
            this.quiet = quiet;
        }

        /** What became of it; null if another attempt has to be made. */
        BackupMethod.Made lead() throws InterruptedException {
            try {
                return run();
            } catch (IOException e) {
                // It may have had all its answers: what became of it is for the event log to say.
                return failed(Failure.Kind.TOOL_FAILED, "could not be led to its end (" + e.getMessage() + ")");
            }
        }

        private BackupMethod.Made run() throws IOException, InterruptedException {
            while (answered < ANSWERS) {
                Seen seen = await(false);
                if (seen != Seen.QUESTION) {
                    return ended(seen);
                }
                boolean isReminder = answered == reminderAt;
                char[] answer = isReminder ? reminder.toCharArray() : password.characters();
                long line = screen.cursorLine();
                String before = screen.beforeCursor();
                Echo echo = typeFirst(answer[0]);
                if (!fits(echo, isReminder)) {
                    return null;
                }
                lastLine = line;
                lastText = before;
                // The text of a password is not needed to know it again: it does not show.
                lastAnswer = echo == Echo.ITSELF ? reminder : "";
                lastMask = echo == Echo.MASK ? screen.at(line, before.length()) : '*';
                lastPrinted = screen.printed() + stillToShow(echo, answer);
                typeRest(answer);
                answered++;
            }
            return ended(await(true));
        }

        /** Whether an echo is what the due answer lets expect; if not, what to do differently next time is noted. */
        private boolean fits(Echo echo, boolean isReminder) {
            String shows = "At answer " + (answered + 1) + ", what was typed ";
            if (echo == Echo.OTHER) {
                story.add(shows + "was not taken as expected: starting again, with more patience");
                return false;
            }
            if (!isReminder && echo == Echo.ITSELF) {
                if (doubted == answered) {
                    reminderAt = answered;
                    story.add(shows + "shows again: starting again, to give the reminder there");
                } else {
                    doubted = answered;
                    story.add(shows
                            + "shows, so it may be no password that is asked for: starting again, more patiently");
                }
                return false;
            }
            if (isReminder && echo != Echo.ITSELF && reminderAt != DOCUMENTED) {
                reminderAt = DOCUMENTED;
                doubted = -1;
                story.add(shows + "does not show, so it is no reminder that is asked for: starting again");
                return false;
            }
            return true;
        }

        /** Waits until the program asks something or ends. */
        private Seen await(boolean isLast) throws IOException, InterruptedException {
            long lastOutput = System.nanoTime();
            while (true) {
                long now = System.nanoTime();
                if (now - deadline >= 0) {
                    return Seen.DEADLINE;
                }
                Duration patience = patience(isLast);
                long wait = deadline - now;
                if (patience != null) {
                    long left = lastOutput + patience.toNanos() - now;
                    if (left <= 0) {
                        return Seen.QUESTION;
                    }
                    wait = Math.min(wait, left);
                }
                Optional<byte[]> output = console.read(Duration.ofNanos(wait));
                if (output.isEmpty()) {
                    return Seen.END;
                }
                if (output.get().length > 0) {
                    show(output.get());
                    lastOutput = System.nanoTime();
                }
            }
        }

        /** How long a quiet console means a question; null if it means none, however long it is quiet. */
        private Duration patience(boolean isLast) {
            String before = screen.beforeCursor();
            if (screen.printed() <= lastPrinted || screen.cursorLine() == lastLine && isEchoOfLastAnswer(before)) {
                return null;
            }
            if (isLast) {
                return before.isBlank() ? null : pace.working();
            }
            return before.isBlank() ? quiet.multipliedBy(3) : quiet;
        }

        private boolean isEchoOfLastAnswer(String before) {
            if (!before.startsWith(lastText)) {
                return false;
            }
            String added = before.substring(lastText.length()).strip();
            return lastAnswer.startsWith(added) || added.chars().allMatch(c -> c == lastMask);
        }

        private Echo typeFirst(char first) throws IOException, InterruptedException {
            long line = screen.cursorLine();
            int column = screen.cursorColumn();
            String before = screen.beforeCursor();
            console.write(new byte[] {(byte) first});
            long until = System.nanoTime() + quiet.toNanos();
            for (long left = quiet.toNanos(); left > 0; left = until - System.nanoTime()) {
                Optional<byte[]> output = console.read(Duration.ofNanos(left));
                if (output.isEmpty()) {
                    return Echo.OTHER;
                }
                show(output.get());
                if (screen.cursorLine() != line || screen.cursorColumn() != column) {
                    // What belongs to the echo may come in pieces.
                    until = Math.min(until, System.nanoTime() + SETTLE.toNanos());
                }
            }
            if (screen.cursorLine() != line || !screen.beforeCursor().startsWith(before)) {
                return Echo.OTHER;
            }
            if (screen.cursorColumn() == column) {
                return Echo.NOTHING;
            }
            return screen.at(line, column) == first ? Echo.ITSELF : Echo.MASK;
        }

        private int stillToShow(Echo echo, char[] answer) {
            int count = 0;
            for (int i = 1; i < answer.length; i++) {
                count += echo == Echo.MASK || echo == Echo.ITSELF && answer[i] != ' ' ? 1 : 0;
            }
            return count;
        }

        private void typeRest(char[] answer) throws IOException {
            byte[] keys = new byte[answer.length];
            for (int i = 1; i < answer.length; i++) {
                keys[i - 1] = (byte) answer[i];
            }
            keys[answer.length - 1] = console.enter();
            try {
                console.write(keys);
            } finally {
                Arrays.fill(keys, (byte) 0);
            }
        }

        private void show(byte[] output) throws IOException {
            screen.feed(output);
            String replies = screen.replies();
            if (!replies.isEmpty() && console.asksTerminal()) {
                console.write(replies.getBytes(StandardCharsets.US_ASCII));
            }
        }

        private BackupMethod.Made ended(Seen seen) throws InterruptedException {
            if (seen == Seen.DEADLINE) {
                return failed(
                        Failure.Kind.TIMEOUT, "did not end within " + limit.toSeconds() + " seconds and was killed");
            }
            if (seen == Seen.QUESTION) {
                return failed(
                        Failure.Kind.DIALOGUE,
                        "asked for something more after password, confirmation and reminder, and was killed");
            }
            OptionalInt exit = console.exitCode(ENDING);
            if (exit.isEmpty()) {
                return failed(Failure.Kind.TIMEOUT, "closed its console but did not end, and was killed");
            }
            String how = "ended with exit code " + exit.getAsInt();
            Failure.Kind shown = ErrorCode.in(text()).orElse(null);
            if (answered == ANSWERS) {
                story.add("All three answers were given; the program " + how);
                return new BackupMethod.Made(story, null, true, exit.getAsInt() != 0 || shown != null, how + said());
            }
            Failure.Kind kind = exit.getAsInt() == 0 ? Failure.Kind.DIALOGUE : Failure.Kind.TOOL_FAILED;
            return new BackupMethod.Made(
                    story,
                    new Failure(
                            shown == null ? kind : shown,
                            "The program " + how + " after " + answered + " of " + ANSWERS + " answers" + said()),
                    answered > 0,
                    true,
                    how + said());
        }

        BackupMethod.Made failed(Failure.Kind kind, String what) {
            return new BackupMethod.Made(
                    story, new Failure(kind, "The program " + what + said()), answered == ANSWERS, true, what + said());
        }

        private String said() {
            String text = text();
            return text.isEmpty() ? "; it showed nothing" : "; it showed: " + text;
        }

        private String text() {
            List<String> lines =
                    screen.lines().stream().filter(l -> !l.isBlank()).toList();
            return masked(
                    String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())),
                    password.characters());
        }
    }

    /** The text with asterisks for the password, its beginnings, and longer parts of it: none of it should be there. */
    static String masked(String text, char[] password) {
        StringBuilder masked = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int longest = 0;
            for (int start = 0; start < password.length; start++) {
                int n = 0;
                while (start + n < password.length
                        && i + n < text.length()
                        && Password.lower(text.charAt(i + n)) == Password.lower(password[start + n])) {
                    n++;
                }
                if (n >= (start == 0 ? SHORTEST_PREFIX : SHORTEST_PART)) {
                    longest = Math.max(longest, n);
                }
            }
            masked.append(longest == 0 ? text.substring(i, i + 1) : "****");
            i += Math.max(1, longest);
        }
        return masked.toString();
    }
}
