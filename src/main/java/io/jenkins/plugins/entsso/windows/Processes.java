package io.jenkins.plugins.entsso.windows;

import io.jenkins.plugins.entsso.secret.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Programs as processes of this JVM's. */
public final class Processes implements Commands {
    /** How long a program that was not understood may take to say by its exit code that it failed. */
    private static final long SECOND_WORD_MILLIS = 500;

    @Override
    public <T> Output<T> run(List<String> arguments, Duration timeout, Parser<T> parser)
            throws Unanswered, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Process process = start(arguments);
        try {
            process.getOutputStream().close();
            FutureTask<String> errors = inBackground(arguments, () -> beginning(process.getErrorStream()));
            FutureTask<T> output = inBackground(arguments, () -> parser.parse(process.getInputStream()));
            T parsed = null;
            Unanswered notUnderstood = null;
            try {
                parsed = get(output, deadline);
            } catch (Unanswered e) {
                notUnderstood = e;
            }
            long left = notUnderstood == null
                    ? deadline - System.nanoTime()
                    : TimeUnit.MILLISECONDS.toNanos(SECOND_WORD_MILLIS);
            boolean ended = process.waitFor(left, TimeUnit.NANOSECONDS);
            if (notUnderstood != null && (!ended || process.exitValue() == 0)) {
                throw notUnderstood;
            }
            if (!ended) {
                throw new TimeoutException();
            }
            return new Output<>(process.exitValue(), parsed, get(errors, deadline));
        } catch (TimeoutException e) {
            throw new Unanswered(
                    Failure.Kind.TIMEOUT,
                    arguments.get(0) + " did not end within " + timeout.toSeconds()
                            + " seconds and was killed. Look at the host why it hangs, or raise the time limit.");
        } catch (IOException e) {
            throw e instanceof Unanswered u
                    ? u
                    : new Unanswered(Failure.Kind.ERROR, arguments.get(0) + " could not be led: " + e);
        } finally {
            ProcessTree.kill(process.toHandle());
        }
    }

    private static Process start(List<String> arguments) throws Unanswered {
        String program = arguments.get(0);
        if (!new File(program).isFile()) {
            throw new Unanswered(
                    Failure.Kind.TOOL_MISSING,
                    "There is no program " + program + ". Correct the path in the settings of this host.");
        }
        try {
            return new ProcessBuilder(arguments).start();
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            boolean denied = said.contains("error=5,") || said.contains("error=13,") || said.contains("error=740,");
            throw new Unanswered(
                    denied ? Failure.Kind.ACCESS_DENIED : Failure.Kind.TOOL_MISSING,
                    program + " cannot be started: " + e.getMessage());
        }
    }

    private static <T> FutureTask<T> inBackground(List<String> arguments, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "output of " + arguments.get(0));
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static <T> T get(FutureTask<T> task, long deadline)
            throws Unanswered, InterruptedException, TimeoutException {
        try {
            return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Unanswered u
                    ? u
                    : new Unanswered(Failure.Kind.NOT_UNDERSTOOD, String.valueOf(e.getCause()));
        }
    }

    /** The beginning, while the rest is read and dropped so that the program can go on. */
    private static String beginning(InputStream errors) throws IOException {
        StringBuilder text = new StringBuilder();
        Reader reader = OutputText.of(errors);
        char[] buffer = new char[1024];
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
            text.append(buffer, 0, Math.min(n, Failure.MAX_DETAIL - text.length()));
        }
        return text.toString().strip();
    }
}
