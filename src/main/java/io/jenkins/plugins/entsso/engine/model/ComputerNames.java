package io.jenkins.plugins.entsso.engine.model;

import java.util.Locale;

/** Names of computers, which may come with a domain behind them and in any case. */
public final class ComputerNames {
    private ComputerNames() {}

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
