package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code ssoconfig -backupsecret}, led through a pseudo-terminal. It asks for the password, its confirmation and the
 * reminder, in this order in every language [a published session]. What it asks is not read, since that is localized: a
 * question is a new line with text that is not ended.
 *
 * <p>A dialogue that goes otherwise makes no backup with a wrong password, since that has to be typed twice.
 */
final class ConsoleMethod {
    /** So long nothing is added to a line that is a question. */
    private static final Duration QUIET = Duration.ofMillis(400);

    /** A program whose console has closed has this long to end. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private static final int LAST_LINES = 8;
    private static final byte[] NOTHING = {};

    private final Console console;
    private final Password password;
    private final Duration limit;
    private final long deadline;
    private final ConsoleText text = new ConsoleText();
    private int answeredLine;
    private int answered;

    private ConsoleMethod(Console console, Password password, Duration limit) {
        this.console = console;
        this.password = password;
        this.limit = limit;
        deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * Has a backup written.
     *
     * @param program path of {@code ssoconfig}
     * @param limit how long it may take; then the program is killed with everything it started
     * @throws InterruptedException if interrupted; the program and everything it started has ended by then
     */
    static BackupOutcome backUp(
            Host host, String program, Path file, Password password, String reminder, Duration limit)
            throws InterruptedException {
        try (Console console = host.open(List.of(program, "-backupsecret", file.toString()), file.getParent())) {
            return new ConsoleMethod(console, password, limit).lead(reminder);
        } catch (UnsupportedOperationException e) {
            return notTried(Failure.Kind.METHOD_MISSING, Finding.of(Finding.Code.CONSOLE_MISSING, e.getMessage()));
        } catch (IOException e) {
            return notTried(
                    Failure.Kind.TOOL_FAILED, Finding.of(Finding.Code.PROGRAM_NOT_STARTED, program, e.getMessage()));
        }
    }

    private static BackupOutcome notTried(Failure.Kind kind, Finding cause) {
        return BackupOutcome.failed(BackupFailure.early(kind, cause));
    }

    private BackupOutcome lead(String reminder) throws InterruptedException {
        List<char[]> answers = List.of(password.characters(), password.characters(), reminder.toCharArray());
        try {
            while (answered < answers.size() && awaitQuestion()) {
                answeredLine = text.lines();
                type(answers.get(answered));
                answered++;
            }
            boolean isComplete = answered == answers.size();
            while (isComplete && show(Long.MAX_VALUE).isPresent()) {
                // It works, and may tell of it.
            }
            OptionalInt exit = console.exitCode(System.nanoTime() - deadline < 0 ? ENDING : Duration.ZERO);
            if (exit.isEmpty()) {
                return failed(Failure.Kind.TIMEOUT, Finding.Code.DIALOGUE_TIMEOUT, limit.toSeconds());
            }
            if (!isComplete) {
                return failed(Failure.Kind.DIALOGUE, Finding.Code.DIALOGUE_ENDED, exit.getAsInt());
            }
            Finding ended = Finding.of(Finding.Code.PROGRAM_ENDED, exit.getAsInt(), shown());
            return new BackupOutcome(List.of(ended), errorShown().orElse(null), null);
        } catch (IOException | RuntimeException e) {
            return failed(Failure.Kind.TOOL_FAILED, Finding.Code.DIALOGUE_BROKEN, e.getMessage());
        }
    }

    /** Returns once there is a question; false if the program ended before, or its time is over. */
    private boolean awaitQuestion() throws IOException, InterruptedException {
        boolean isQuiet = false;
        while (true) {
            boolean mayBeQuestion =
                    text.lines() > answeredLine && !text.lastLine().isBlank();
            if (mayBeQuestion && isQuiet) {
                return true;
            }
            Optional<byte[]> output = show(mayBeQuestion ? QUIET.toNanos() : Long.MAX_VALUE);
            if (output.isEmpty()) {
                return false;
            }
            isQuiet = output.get().length == 0;
        }
    }

    /** Shows what the program prints in that time; empty if it has ended, or there is no time. */
    private Optional<byte[]> show(long nanos) throws IOException, InterruptedException {
        long rest = Math.min(nanos, deadline - System.nanoTime());
        Optional<byte[]> output = rest > 0 ? console.read(Duration.ofNanos(rest)) : Optional.empty();
        text.add(output.orElse(NOTHING));
        String replies = text.replies();
        if (!replies.isEmpty() && console.asksTerminal()) {
            console.write(replies.getBytes(StandardCharsets.US_ASCII));
        }
        return output;
    }

    /** Types an answer, which is ASCII, and Enter. */
    private void type(char[] answer) throws IOException {
        byte[] keys = new byte[answer.length + 1];
        for (int i = 0; i < answer.length; i++) {
            keys[i] = (byte) answer[i];
        }
        keys[answer.length] = console.enter();
        try {
            console.write(keys);
        } finally {
            Arrays.fill(keys, (byte) 0);
        }
    }

    /** With the cause that an error code on the screen stands for, where there is one. */
    private BackupOutcome failed(Failure.Kind kind, Finding.Code code, Object what) {
        List<Finding> cause = List.of(Finding.of(code, what, answered, shown()));
        return BackupOutcome.failed(errorShown()
                .map(shown -> shown.with(cause))
                .orElseGet(() -> new BackupFailure(kind, answered > 1, cause)));
    }

    private Optional<BackupFailure> errorShown() {
        return ErrorCode.in(shown())
                .map(error -> new BackupFailure(
                        error.kind(), answered > 1, List.of(Finding.error("ssoconfig", error.number()))));
    }

    private String shown() {
        List<String> lines = text.toString()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return password.masked(String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
    }
}
