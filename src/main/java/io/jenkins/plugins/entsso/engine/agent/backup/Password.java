package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import java.io.Serializable;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The password that encrypts a backup. It crosses the channel to the agent and goes nowhere else: its text form is masked
 * and it is wiped after use.
 */
public final class Password implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1L;

    /** A shorter password does not protect a master secret that may lie in an archive for years. */
    public static final int SHORTEST = 12;

    /** A longer one may be cut by the program that asks for it, without a word: in characters. */
    public static final int LONGEST = 128;

    /** Shorter parts of it stand in any text. */
    private static final int SHORTEST_BEGINNING = 3;

    private static final int SHORTEST_PART = 6;

    /** Printable ASCII, which every console takes as it is, and no space at an end, which a program may strip. */
    static final Pattern TYPEABLE = Pattern.compile("[!-~]([ -~]*[!-~])?");

    private final char[] characters;

    /**
     * Copies the characters.
     *
     * @throws InvalidSettingException if the password is not fit to protect a master secret or cannot be entered at a
     *     console; the message names the reason and the remedy, never the password
     */
    public Password(char[] characters) {
        check(characters);
        this.characters = characters.clone();
    }

    /** The characters themselves, not a copy: they are zero once this is closed. */
    public char[] characters() {
        return characters;
    }

    /** Whether the password stands in a text, in whatever case. */
    public boolean isIn(String text) {
        for (int start = 0; start < text.length(); start++) {
            if (common(text, start, 0) == characters.length) {
                return true;
            }
        }
        return false;
    }

    /**
     * A text with asterisks where the password stands in it, its beginning, or a longer part of it, in whatever case: a
     * console may show a part only.
     */
    public String masked(String text) {
        StringBuilder masked = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int longest = common(text, at, 0);
            longest = longest < SHORTEST_BEGINNING ? 0 : longest;
            for (int from = 1; from + SHORTEST_PART <= characters.length; from++) {
                int common = common(text, at, from);
                longest = common < SHORTEST_PART ? longest : Math.max(longest, common);
            }
            masked.append(longest == 0 ? text.substring(at, at + 1) : "****");
            at += Math.max(1, longest);
        }
        return masked.toString();
    }

    /** How many characters of the text from there on are those of the password from there on. */
    private int common(String text, int at, int from) {
        int n = 0;
        while (from + n < characters.length
                && at + n < text.length()
                && lower(text.charAt(at + n)) == lower(characters[from + n])) {
            n++;
        }
        return n;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "****";
    }

    private static void check(char[] characters) {
        if (characters.length < SHORTEST || characters.length > LONGEST) {
            throw new InvalidSettingException("password.length", SHORTEST, LONGEST);
        }
        if (!TYPEABLE.matcher(CharBuffer.wrap(characters)).matches()) {
            throw new InvalidSettingException("password.characters");
        }
    }
}
