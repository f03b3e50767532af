package io.jenkins.plugins.entsso.secret;

import java.util.Collection;

/** Limits on what a host may say, so that a hostile one cannot fill the controller's memory or its pages. */
final class Bounds {
    private Bounds() {}

    /** The text, cut at that many characters. */
    static String text(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    /** Refuses a collection that no honest host would send. */
    static void size(String what, Collection<?> collection, int most) {
        if (collection.size() > most) {
            throw new IllegalArgumentException(
                    "The host sent " + collection.size() + " " + what + ", more than the " + most + " that are taken");
        }
    }
}
