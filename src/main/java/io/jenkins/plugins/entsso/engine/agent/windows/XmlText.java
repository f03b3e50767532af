package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;
import java.io.Reader;

/**
 * What {@code wevtutil} prints, made fit for an XML parser: events without a common root get one, a declaration is
 * dropped, and characters that Windows writes but XML 1.0 forbids are replaced, so that one odd event does not hide all
 * others.
 */
final class XmlText extends Reader {
    /** The root that is put around everything. */
    static final String ROOT = "answer";

    private static final char REPLACEMENT = '\uFFFD';
    private static final int LONGEST_REFERENCE = 10;
    private static final int LONGEST_DECLARATION = 1024;

    private final Reader in;
    private final char[] buffer = new char[8192];
    private int position;
    private int end;

    /** What goes out before the buffer does: the root, and whatever was put in place of something else. */
    private final StringBuilder ready = new StringBuilder("<" + ROOT + ">");

    private int readyPosition;
    private boolean started;
    private boolean declared;
    private boolean finished;

    XmlText(Reader in) {
        super(in);
        this.in = in;
    }

    /** Whether there was an XML declaration, or the beginning of one: then a root element has to follow. */
    boolean isDeclared() {
        return declared;
    }

    /** Whether the parser has taken everything and asked for more. */
    boolean isFinished() {
        return finished;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (readyPosition < ready.length()) {
                int n = Math.min(length, ready.length() - readyPosition);
                ready.getChars(readyPosition, readyPosition + n, target, offset);
                readyPosition += n;
                return n;
            }
            if (finished) {
                return -1;
            }
            ready.setLength(0);
            readyPosition = 0;
            int plain = plain(length);
            if (plain > 0) {
                System.arraycopy(buffer, position, target, offset, plain);
                position += plain;
                return plain;
            }
            special();
        }
    }

    /** How many characters from here on, up to that many, need no care: nearly all of them, so this is what is quick. */
    private int plain(int most) throws IOException {
        if (!started || !fill()) {
            return 0;
        }
        int last = Math.min(end, position + most);
        int i = position;
        while (i < last && isPlain(buffer[i])) {
            i++;
        }
        return i - position;
    }

    private static boolean isPlain(char c) {
        return c >= 0x20 && c < Character.MIN_SURROGATE && c != '&' || c == '\n' || c == '\r' || c == '\t';
    }

    private void special() throws IOException {
        if (!started) {
            started = true;
            skipDeclaration();
            return;
        }
        int c = next();
        if (c < 0) {
            finished = true;
            ready.append("</").append(ROOT).append('>');
        } else if (c == '&') {
            reference();
        } else {
            character((char) c);
        }
    }

    private void character(char c) throws IOException {
        if (Character.isHighSurrogate(c)) {
            int low = next();
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                ready.append(c).append((char) low);
                return;
            }
            unread(low);
        }
        ready.append(isAllowed(c) ? c : REPLACEMENT);
    }

    private void reference() throws IOException {
        StringBuilder reference = new StringBuilder("&");
        int c = next();
        while (c >= 0 && c != ';' && c != '<' && c != '&' && reference.length() < LONGEST_REFERENCE) {
            reference.append((char) c);
            c = next();
        }
        if (c != ';') {
            unread(c);
        } else {
            reference.append(';');
        }
        ready.append(isForbidden(reference) ? String.valueOf(REPLACEMENT) : reference);
    }

    private static boolean isForbidden(CharSequence reference) {
        String text = reference.toString();
        if (!text.startsWith("&#") || !text.endsWith(";")) {
            return false;
        }
        boolean hex = text.charAt(2) == 'x';
        try {
            int code = Integer.parseInt(text.substring(hex ? 3 : 2, text.length() - 1), hex ? 16 : 10);
            return !isAllowed(code);
        } catch (NumberFormatException e) {
            // no reference at all: the parser will say so
            return false;
        }
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000 && c <= 0x10FFFF;
    }

    private void skipDeclaration() throws IOException {
        int c = next();
        while (c >= 0 && Character.isWhitespace(c)) {
            c = next();
        }
        StringBuilder head = new StringBuilder();
        while (c >= 0 && head.length() < 5 && "<?xml".charAt(head.length()) == c) {
            head.append((char) c);
            c = next();
        }
        if (head.length() == 5) {
            declared = true;
            for (int length = 0; c >= 0 && c != '>'; c = next()) {
                if (++length > LONGEST_DECLARATION) {
                    throw new QueryFailedException(
                            Failure.Kind.NOT_UNDERSTOOD,
                            "The answer of the event log begins with an endless declaration");
                }
            }
            return;
        }
        ready.append(head);
        unread(c);
    }

    private boolean fill() throws IOException {
        if (position == end) {
            position = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
        }
        return end > 0;
    }

    private int next() throws IOException {
        return fill() ? buffer[position++] : -1;
    }

    /** Takes back what {@link #next} gave last; it is still in the buffer. */
    private void unread(int c) {
        if (c >= 0) {
            position--;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
