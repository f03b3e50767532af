package io.jenkins.plugins.entsso.backup;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The password that encrypts a backup. It crosses the channel to the agent and goes nowhere else: its text form is masked
 * and it is wiped after use.
 */
public final class Password implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final char[] characters;

    /**
     * Copies the characters.
     *
     * @throws IllegalArgumentException if the password is not fit to protect a master secret or cannot be entered at a
     *     console; the message names the reason and the remedy, never the password
     */
    public Password(char[] characters) {
        this.characters = characters.clone();
    }

    /** The characters themselves, not a copy: they are zero once this is closed. */
    public char[] characters() {
        return characters;
    }

    /** Wipes the characters. */
    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "****";
    }
}
