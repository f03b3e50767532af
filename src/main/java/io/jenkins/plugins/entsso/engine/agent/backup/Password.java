package io.jenkins.plugins.entsso.engine.agent.backup;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

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

    private transient char[] characters;

    /**
     * Copies the characters.
     *
     * @throws IllegalArgumentException if the password is not fit to protect a master secret or cannot be entered at a
     *     console; the message names the reason and the remedy, never the password
     */
    public Password(char[] characters) {
        String problem = problem(characters);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        this.characters = characters.clone();
    }

    /** The characters themselves, not a copy: they are zero once this is closed. */
    public char[] characters() {
        return characters;
    }

    /** Whether the password stands in a text, in whatever case. */
    public boolean isIn(String text) {
        for (int start = 0; start + characters.length <= text.length(); start++) {
            if (isAt(text, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(String text, int start) {
        int i = 0;
        while (i < characters.length
                && start + i < text.length()
                && lower(text.charAt(start + i)) == lower(characters[i])) {
            i++;
        }
        return i == characters.length;
    }

    /** A text with asterisks where the password stands in it, in whatever case. */
    public String masked(String text) {
        if (!isIn(text)) {
            return text;
        }
        StringBuilder masked = new StringBuilder();
        for (int start = 0; start < text.length(); ) {
            boolean here = isAt(text, start);
            masked.append(here ? "****" : text.substring(start, start + 1));
            start += here ? characters.length : 1;
        }
        return masked.toString();
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

    private static String problem(char[] characters) {
        if (characters.length == 0) {
            return "The password is empty; choose one of " + SHORTEST + " to " + LONGEST + " characters";
        }
        for (char c : characters) {
            if (c < 0x20 || c == 0x7F) {
                return "The password contains a control character such as a line break or a tab, which a console takes"
                        + " for a command; choose one of letters, digits, spaces and punctuation";
            }
            if (c > 0x7E) {
                return "The password contains a character outside ASCII, which a console may turn into another one;"
                        + " choose one of unaccented letters, digits, spaces and punctuation";
            }
        }
        if (characters.length < SHORTEST) {
            return "The password has fewer than " + SHORTEST + " characters; choose a longer one";
        }
        if (characters.length > LONGEST) {
            return "The password has more than " + LONGEST + " characters; choose a shorter one";
        }
        if (characters[0] == ' ' || characters[characters.length - 1] == ' ') {
            return "The password begins or ends with a space, which a console program may strip; choose one that does not";
        }
        if (characters[0] == '*') {
            return "The password begins with '*', which cannot be told from a masked echo; choose one that begins otherwise";
        }
        return null;
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(characters.length);
        for (char c : characters) {
            out.writeChar(c);
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new InvalidObjectException(String.format(Locale.ROOT, "No password has %d characters", length));
        }
        char[] read = new char[length];
        for (int i = 0; i < length; i++) {
            read[i] = in.readChar();
        }
        String problem = problem(read);
        if (problem != null) {
            throw new InvalidObjectException(problem);
        }
        characters = read;
    }
}
