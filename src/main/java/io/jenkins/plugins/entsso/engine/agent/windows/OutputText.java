package io.jenkins.plugins.entsso.engine.agent.windows;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Decodes what a Windows program prints. A byte order mark or the pattern of UTF-16 decides; everything else is taken for
 * the console's code page, of which all that Windows has agree on ASCII. Bytes that make no character are replaced.
 */
public final class OutputText {
    private OutputText() {}

    /** The text of that stream, with the code page that this JVM knows of. */
    public static Reader of(InputStream bytes) throws IOException {
        return of(bytes, nativeCharset());
    }

    /** What Java takes for the host's charset. */
    static Charset nativeCharset() {
        return charset(System.getProperty("native.encoding"));
    }

    /** That charset; where this JVM does not know it, one that takes every byte and agrees on ASCII. */
    static Charset charset(String name) {
        try {
            return name == null ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** The text of that stream, with that code page where nothing else is told by the bytes themselves. */
    public static Reader of(InputStream bytes, Charset codePage) throws IOException {
        PushbackInputStream in = new PushbackInputStream(bytes, 3);
        byte[] head = in.readNBytes(3);
        Charset charset = codePage;
        int skip = 0;
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            charset = StandardCharsets.UTF_8;
            skip = 3;
        } else if (starts(head, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            skip = 2;
        } else if (starts(head, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            skip = 2;
        } else if (head.length >= 2 && head[0] != 0 && head[1] == 0) {
            charset = StandardCharsets.UTF_16LE;
        } else if (head.length >= 2 && head[0] == 0 && head[1] != 0) {
            charset = StandardCharsets.UTF_16BE;
        }
        in.unread(head, skip, head.length - skip);
        return new InputStreamReader(in, charset);
    }

    private static boolean starts(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
