package io.jenkins.plugins.entsso.engine.fuzz;

import java.util.Collection;

/** What every text has to be that comes out of the engine. */
public final class Outputs {
    private Outputs() {}

    /** It can be stored and sent as XML 1.0. */
    public static void xml(String text) {
        text.codePoints().forEach(c -> {
            boolean isXml = c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || c >= ' ' && c < 0xD800
                    || c > 0xDFFF && c < 0xFFFE
                    || c > 0xFFFF;
            if (!isXml) {
                throw new AssertionError("U+" + Integer.toHexString(c) + " in: " + text);
            }
        });
    }

    /** It is one line of XML 1.0, which cannot look like two. */
    public static void line(String text) {
        xml(text);
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new AssertionError("more than a line: " + text);
        }
    }

    public static void lines(Collection<String> texts) {
        texts.forEach(Outputs::line);
    }

    public static void holds(boolean condition, String what, Object... values) {
        if (!condition) {
            throw new AssertionError(String.format(what.replace("{}", "%s"), values));
        }
    }
}
