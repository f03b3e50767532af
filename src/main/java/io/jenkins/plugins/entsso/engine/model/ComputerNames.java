package io.jenkins.plugins.entsso.engine.model;

import java.util.Locale;

/** Names of computers, which may come with a domain behind them and in any case. */
public final class ComputerNames {
    private static final int LONGEST = 255;

    private ComputerNames() {}

    /** What a host calls itself, in one line and with U+FFFD for what no computer of Windows has in its name. */
    static String fit(String name) {
        return Bounds.line(name, LONGEST).replaceAll("[\\\\/:*?\"<>|]", "\uFFFD");
    }

    /** Whether two names are of one computer: case and domain do not count. */
    public static boolean same(String a, String b) {
        return plain(a).equals(plain(b));
    }

    /** The name without its domain, in one case. */
    public static String plain(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        int dot = plain.indexOf('.');
        return dot > 0 ? plain.substring(0, dot) : plain;
    }
}
