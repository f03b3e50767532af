package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Programs as processes of this JVM's. */
public final class Processes implements Commands {
    /** How long a program that was not understood may take to say by its exit code that it failed. */
    private static final Duration SECOND_WORD = Duration.ofMillis(500);

    @Override
    public <T> Output<T> run(List<String> arguments, Duration timeout, Parser<T> parser)
            throws QueryFailedException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Process process = start(arguments);
        ProgramOutput output = new ProgramOutput(process, deadline);
        try {
            process.getOutputStream().close();
            T parsed = null;
            QueryFailedException notUnderstood = null;
            try {
                parsed = parser.parse(output);
            } catch (QueryFailedException e) {
                notUnderstood = e;
            } catch (IOException | RuntimeException e) {
                // a deadline or an interruption ends here too, and outranks what the parser made of it
                notUnderstood = new QueryFailedException(Failure.Kind.NOT_UNDERSTOOD, String.valueOf(e));
            }
            if (notUnderstood != null && !output.isLate()) {
                output.shorten(System.nanoTime() + SECOND_WORD.toNanos());
                boolean failed = output.drain() && process.exitValue() != 0;
                if (!failed && !output.isInterrupted()) {
                    throw notUnderstood;
                }
            }
            boolean ended = output.drain();
            if (output.isInterrupted()) {
                throw new InterruptedException(arguments.get(0) + " was killed, for its caller was interrupted");
            }
            if (!ended) {
                throw new QueryFailedException(
                        Failure.Kind.TIMEOUT,
                        arguments.get(0) + " did not end within " + timeout.toSeconds()
                                + " seconds and was killed. Look at the host why it hangs, or raise the time limit.");
            }
            return new Output<>(process.exitValue(), parsed, output.errors());
        } catch (IOException e) {
            throw e instanceof QueryFailedException u
                    ? u
                    : new QueryFailedException(Failure.Kind.ERROR, arguments.get(0) + " could not be led: " + e);
        } finally {
            ProcessTree.kill(process.toHandle());
            release(output);
        }
    }

    private static void release(ProgramOutput output) {
        try {
            output.release();
        } catch (IOException e) {
            // the program has ended, and its outputs with it
        }
    }

    private static Process start(List<String> arguments) throws QueryFailedException {
        String program = arguments.get(0);
        if (!new File(program).isFile()) {
            throw new QueryFailedException(
                    Failure.Kind.TOOL_MISSING,
                    "There is no program " + program + ". Correct the path in the settings of this host.");
        }
        try {
            return new ProcessBuilder(arguments).start();
        } catch (IOException | IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            boolean denied = said.contains("error=5,") || said.contains("error=13,") || said.contains("error=740,");
            throw new QueryFailedException(
                    denied ? Failure.Kind.ACCESS_DENIED : Failure.Kind.TOOL_MISSING,
                    program + " cannot be started: " + e.getMessage());
        }
    }
}
