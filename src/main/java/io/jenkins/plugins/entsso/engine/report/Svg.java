package io.jenkins.plugins.entsso.engine.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes XML in which text cannot become markup. */
final class Svg {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private boolean inTag;

    /** Begins an element. */
    Svg open(String element) {
        endTag();
        out.append('<').append(element);
        open.push(element);
        inTag = true;
        return this;
    }

    /** Adds an attribute to the element that was begun. */
    Svg with(String attribute, Object value) {
        out.append(' ').append(attribute).append("=\"");
        escape(String.valueOf(value));
        out.append('"');
        return this;
    }

    /** Adds text to the element. */
    Svg text(String text) {
        endTag();
        escape(text);
        return this;
    }

    /** Ends the element. */
    Svg close() {
        endTag();
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    private void endTag() {
        if (inTag) {
            out.append('>');
            inTag = false;
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isXml(c) ? c : '\uFFFD');
            }
        });
    }

    /** Whether XML 1.0 has that character at all. */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c < 0xD800
                || c >= 0xE000 && c != 0xFFFE && c != 0xFFFF;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
