package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which master secrets the registry holds, by the names of keys only, asked through {@code reg query}. What the program
 * says is localized and its exit code is the same for a key that is missing and one that is denied, so a key counts as
 * missing only where a parent was listed that does not have it.
 *
 * <p>A key whose name is no MSID makes the whole answer unreliable, for what it stands for is unknown and may be a secret
 * that nobody backed up. An answer that breaks off within a line is refused; one that breaks off between two lines cannot
 * be told, since the program prints no end, and rests on its exit code. The verdict compares it with what the event log
 * says of the current secret.
 */
public final class Registry {
    /** As many questions are asked at most: three keys in two views. */
    static final int MOST_QUESTIONS = 6;

    private static final String MICROSOFT = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft";
    private static final String ENTSSO = MICROSOFT + "\\ENTSSO";
    private static final String SSOSS = ENTSSO + "\\SSOSS";
    private static final int MOST_LINES = 20_000;
    private static final int LONGEST_LINE = 100_000;

    /** Windows documents this limit for the name of a key, in characters. */
    private static final int LONGEST_NAME = 255;

    private static final int MOST_MSIDS = 64;

    private final Commands commands;
    private final String reg;
    private final Duration timeout;

    /** Asks through that {@code reg}, each question within that time. */
    public Registry(Commands commands, String reg, Duration timeout) {
        this.commands = commands;
        this.reg = reg;
        this.timeout = timeout;
    }

    /**
     * Asks the 64-bit view, and the 32-bit one, where an old version has its keys, if there is nothing in the first.
     *
     * @throws InterruptedException if interrupted
     */
    public QueryResult<HostFacts.Secrets> ask() throws InterruptedException {
        try {
            HostFacts.Secrets wide = ask("/reg:64");
            return QueryResult.of(wide.keyPresent() ? wide : ask("/reg:32"));
        } catch (QueryFailedException e) {
            return QueryResult.failed(e.failure());
        }
    }

    private HostFacts.Secrets ask(String view) throws QueryFailedException, InterruptedException {
        Listing secrets = list(SSOSS, view);
        if (secrets.speaks()) {
            return new HostFacts.Secrets(true, msids(secrets.children));
        }
        Listing entsso = list(ENTSSO, view);
        if (entsso.speaks()) {
            if (!entsso.has("SSOSS")) {
                return HostFacts.Secrets.NO_KEY;
            }
            if (secrets.exitCode == 0) {
                return new HostFacts.Secrets(true, new TreeSet<>());
            }
            throw denied(SSOSS, secrets);
        }
        Listing microsoft = list(MICROSOFT, view);
        if (microsoft.speaks()) {
            if (!microsoft.has("ENTSSO") || entsso.exitCode == 0) {
                return HostFacts.Secrets.NO_KEY;
            }
            throw denied(ENTSSO, entsso);
        }
        if (microsoft.exitCode == 0) {
            throw new QueryFailedException(
                    Failure.Kind.SILENT,
                    reg + " shows nothing, not even of " + MICROSOFT + ": it is not the program of Windows.");
        }
        throw new QueryFailedException(
                Failure.Kind.TOOL_FAILED,
                reg + " failed with exit code " + microsoft.exitCode + " on " + MICROSOFT + ": " + microsoft.errors);
    }

    private QueryFailedException denied(String key, Listing listing) {
        return new QueryFailedException(
                Failure.Kind.ACCESS_DENIED,
                key + " is there, but cannot be read (exit code " + listing.exitCode + "): " + listing.errors);
    }

    private static SortedSet<Msid> msids(List<String> names) throws QueryFailedException {
        SortedSet<Msid> msids = new TreeSet<>();
        for (String name : names) {
            msids.add(Msid.parse(name)
                    .orElseThrow(() -> new QueryFailedException(
                            Failure.Kind.NOT_UNDERSTOOD,
                            "Under " + SSOSS + " is the key '" + name
                                    + "', which is no MSID: what is there cannot be told")));
        }
        if (msids.size() > MOST_MSIDS) {
            throw new QueryFailedException(
                    Failure.Kind.NOT_UNDERSTOOD,
                    "Under " + SSOSS + " are " + msids.size() + " MSIDs, more than the " + MOST_MSIDS
                            + " that are taken");
        }
        return msids;
    }

    private Listing list(String key, String view) throws QueryFailedException, InterruptedException {
        Commands.Output<Listing> output =
                commands.run(List.of(reg, "query", key, view), timeout, bytes -> Listing.read(key, bytes));
        Listing listing = output.exitCode() == 0 ? output.parsed() : new Listing();
        listing.exitCode = output.exitCode();
        listing.errors = output.errors();
        return listing;
    }

    /** What {@code reg query} shows of one key. */
    private static final class Listing {
        private final List<String> children = new ArrayList<>();
        private boolean values;
        private int exitCode;
        private String errors = "";

        /** Whether it shows anything, which a program that does not know the registry would not. */
        boolean speaks() {
            return exitCode == 0 && (values || !children.isEmpty());
        }

        boolean has(String child) {
            return children.stream().anyMatch(child::equalsIgnoreCase);
        }

        static Listing read(String key, InputStream bytes) throws IOException {
            Listing listing = new Listing();
            String own = key.toLowerCase(Locale.ROOT);
            BufferedReader lines = new BufferedReader(OutputText.of(bytes));
            int count = 0;
            for (String line = line(lines); line != null; line = line(lines)) {
                if (++count > MOST_LINES) {
                    throw new QueryFailedException(
                            Failure.Kind.NOT_UNDERSTOOD, "reg printed more than " + MOST_LINES + " lines");
                }
                String lower = line.strip().toLowerCase(Locale.ROOT);
                if (lower.isEmpty()) {
                    continue;
                }
                if (line.startsWith(" ") || line.startsWith("\t") || lower.equals(own)) {
                    listing.values = true;
                } else if (lower.startsWith(own + "\\") && lower.indexOf('\\', own.length() + 1) < 0) {
                    listing.children.add(name(line.strip().substring(own.length() + 1)));
                } else {
                    throw new QueryFailedException(
                            Failure.Kind.NOT_UNDERSTOOD,
                            "reg printed a line that is no key below " + key + ": " + line);
                }
            }
            return listing;
        }

        private static String name(String name) throws QueryFailedException {
            if (name.length() > LONGEST_NAME) {
                throw new QueryFailedException(
                        Failure.Kind.NOT_UNDERSTOOD, "reg printed a name too long for a key: " + name);
            }
            return name;
        }

        /** A line, its end dropped where it is too long for one: values may be, names of keys are not. */
        private static String line(BufferedReader reader) throws IOException {
            int c = reader.read();
            if (c < 0) {
                return null;
            }
            StringBuilder line = new StringBuilder();
            while (c >= 0 && c != '\n') {
                if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                }
                c = reader.read();
            }
            if (c < 0) {
                throw new QueryFailedException(
                        Failure.Kind.TRUNCATED, "The answer of reg broke off within a line: " + line);
            }
            return line.toString();
        }
    }
}
