package io.jenkins.plugins.entsso.engine.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A program at a console of its own: what it prints, what is typed, how it ends. */
public interface Console extends AutoCloseable {
    /** Width of the console in characters: so wide that no line of a dialogue wraps. */
    int COLUMNS = 200;

    /** Height of the console in lines. */
    int ROWS = 60;

    /**
     * Takes what the program printed since the last call, control sequences and all.
     *
     * @param wait how long to wait for something
     * @return the bytes, none if none came in time; empty once the program has ended and everything was taken
     */
    Optional<byte[]> read(Duration wait) throws InterruptedException;

    /** Types keys. The array is the caller's to wipe. */
    void write(byte[] keys) throws IOException;

    /** What the Enter key sends. */
    byte enter();

    /**
     * Whether the console itself, not the program at it, may ask the terminal what it is and where its cursor stands, and
     * hold the program up until it gets an answer: newer Windows pseudo consoles do. Nobody else may be answered: a program
     * would take the answer for typed keys.
     */
    boolean asksTerminal();

    /** Waits for the program's exit code; empty if it has not ended in time. */
    OptionalInt exitCode(Duration wait) throws InterruptedException;

    /** Kills the program and everything that it started, if it has not ended, and lets the console go. */
    @Override
    void close();
}
