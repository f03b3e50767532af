package io.jenkins.plugins.entsso.embedded;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What the launcher was told.
 *
 * @param port on the loopback interface; 0 for a free one
 * @param home where everything lives and stays; null for a fresh temporary directory that is removed at the end
 * @param once whether to run the job once and end
 * @param help whether to print the usage and end
 */
record Options(int port, Path home, boolean once, boolean help) {
    static final String USAGE = "usage: java -jar entsso-embedded.jar [--port N] [--home DIR] [--once]\n"
            + "  --port N    listen on that port of the loopback interface; default: a free one\n"
            + "  --home DIR  keep everything there; default: a temporary directory, removed at the end\n"
            + "  --once      run the job once, print one line of JSON and end: 0 if the host went from unprotected to\n"
            + "              protected, 1 if not\n"
            + "  --help      print this\n";

    private static final int LAST_PORT = 65535;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException whose message names the word that is wrong, and the remedy
     */
    static Options parse(String... words) {
        int port = 0;
        Path home = null;
        boolean once = false;
        boolean help = false;
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--port" -> port = port(value(words, ++i));
                case "--home" -> home = home(value(words, ++i));
                case "--once" -> once = true;
                case "--help" -> help = true;
                default -> throw new IllegalArgumentException("'" + words[i] + "' is not an option; see --help");
            }
        }
        return new Options(port, home, once, help);
    }

    private static String value(String[] words, int i) {
        if (i == words.length) {
            throw new IllegalArgumentException(words[i - 1] + " needs a value; see --help");
        }
        return words[i];
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("The port '" + value + "' is none; give a whole number from 1 to "
                + LAST_PORT + ", or 0 for a free one");
    }

    private static Path home(String value) {
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("The home '" + value + "' is no path; give a directory", e);
        }
    }
}
