package io.jenkins.plugins.entsso.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a backup lies among a build's artifacts: a relative path, separated by '/', in which these stand for values:
 * {@code {node}}, {@code {computer}}, {@code {time}} (UTC, to the second), {@code {id}}. Braces alone, because
 * {@code ${...}} is expanded by CI servers and their configuration formats before it gets here.
 */
public final class ArtifactName {
    /** The pattern that is taken where none is given. */
    public static final String DEFAULT = "entsso/{computer}-{time}.bak";

    private static final int LONGEST = 200;
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private ArtifactName() {}

    /**
     * Refuses a pattern that makes no path.
     *
     * @throws IllegalArgumentException whose message names the pattern and the remedy
     */
    public static void check(String pattern) {
        expand(pattern, "node", "computer", Instant.EPOCH, new UUID(0, 1));
    }

    /**
     * The path for one backup. What hosts and nodes are called is reduced to letters, digits, dot, dash and underscore.
     *
     * @throws IllegalArgumentException whose message names the pattern and the remedy
     */
    public static String expand(String pattern, String node, String computer, Instant time, UUID id) {
        Map<String, String> values = Map.of(
                "node", plain(node), "computer", plain(computer), "time", TIME.format(time), "id", id.toString());
        Matcher variables = VARIABLE.matcher(pattern);
        StringBuilder path = new StringBuilder();
        while (variables.find()) {
            String value = values.get(variables.group(1));
            if (value == null) {
                throw bad(pattern, "does not know " + variables.group());
            }
            variables.appendReplacement(path, Matcher.quoteReplacement(value));
        }
        variables.appendTail(path);
        for (String segment : path.toString().split("/", -1)) {
            if (!segment.matches("[\\p{L}\\p{N}_-][\\p{L}\\p{N} ._-]*")
                    || segment.endsWith(".")
                    || segment.endsWith(" ")) {
                throw bad(pattern, "has the part '" + segment + "'");
            }
        }
        if (path.length() > LONGEST) {
            throw bad(pattern, "gives a path of " + path.length() + " characters, more than " + LONGEST);
        }
        return path.toString();
    }

    private static IllegalArgumentException bad(String pattern, String problem) {
        return new IllegalArgumentException("The artifact name pattern '" + pattern + "' " + problem
                + "; use a relative path of letters, digits, '.', '-', '_' and ' ', separated by '/', with the variables"
                + " {node}, {computer}, {time} and {id}, for instance " + DEFAULT);
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}._-]+", "_").replaceAll("^\\.+", "_");
        String cut = plain.substring(0, Math.min(60, plain.length())).replaceAll("\\.+$", "_");
        return cut.isEmpty() ? "_" : cut;
    }
}
