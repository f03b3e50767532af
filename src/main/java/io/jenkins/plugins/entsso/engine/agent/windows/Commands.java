package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/** Runs programs on the host. */
public interface Commands {
    /**
     * Reads what a program prints, while it prints.
     *
     * @param <T> what it reads it into
     */
    @FunctionalInterface
    interface Parser<T> {
        /**
         * Reads to the end, in constant memory.
         *
         * @throws QueryFailedException if what is printed cannot be an answer; the program is killed then
         */
        T parse(InputStream output) throws IOException;
    }

    /**
     * What a program said.
     *
     * @param <T> what its output was read into
     * @param exitCode as the program ended by itself
     * @param parsed what it printed; null where the exit code is not 0 and nothing was understood
     * @param errors the beginning of its error output, for a person
     */
    record Output<T>(int exitCode, T parsed, String errors) {}

    /**
     * Runs a program to its end, without input.
     *
     * @param arguments the program's path and its arguments, passed on as they are
     * @param timeout how long it may take; then it is killed with everything it started
     * @throws QueryFailedException if the program cannot be started, takes too long, or ends well and prints what the parser does
     *     not take
     * @throws InterruptedException if interrupted; the program and everything it started has ended
     */
    <T> Output<T> run(List<String> arguments, Duration timeout, Parser<T> parser)
            throws QueryFailedException, InterruptedException;
}
