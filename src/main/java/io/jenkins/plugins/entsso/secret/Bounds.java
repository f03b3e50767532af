package io.jenkins.plugins.entsso.secret;

import java.util.Collection;

/** Limits on what a host may say, so that a hostile one cannot fill the controller's memory or its pages. */
public final class Bounds {
    private Bounds() {}

    /** The text, cut at that many characters. */
    public static String text(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    /** The text as one line: without control characters, which could forge other lines, and cut at that many characters. */
    public static String line(String text, int longest) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < longest; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString();
    }

    /** Refuses a collection that no honest host would send. */
    public static void size(String what, Collection<?> collection, int most) {
        if (collection.size() > most) {
            throw new IllegalArgumentException(
                    "The host sent " + collection.size() + " " + what + ", more than the " + most + " that are taken");
        }
    }
}
