package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;

/** Output that means nothing. */
final class Garbage {
    /** How much a flood of garbage is, in megabytes. */
    static final int FLOOD_MEGABYTES = 16;

    private static final int LINE = 100;

    private Garbage() {}

    /** Some bytes of all values, among them beginnings of markup and escape sequences; the same each time. */
    static void little(OutputStream out) throws IOException {
        write(out, 20);
    }

    /** {@value #FLOOD_MEGABYTES} megabytes of them. */
    static void flood(OutputStream out) throws IOException {
        write(out, FLOOD_MEGABYTES * 1024 * 1024 / LINE + 1);
    }

    private static void write(OutputStream out, int lines) throws IOException {
        byte[] line = new byte[LINE];
        new SplittableRandom(1).nextBytes(line);
        byte[] start = {'<', '?', '<', '!', '<', 0x1b, '[', '9', 0, (byte) 0xff};
        System.arraycopy(start, 0, line, 0, start.length);
        line[LINE - 1] = '\n';
        for (int i = 0; i < lines; i++) {
            line[20 + i % 50] = (byte) i;
            out.write(line);
        }
        out.flush();
    }
}
