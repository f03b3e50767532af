package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
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
     * @throws InvalidSettingException whose message names the pattern and the remedy
     */
    public static void check(String pattern) {
        expand(pattern, "node", "computer", Instant.EPOCH, new UUID(0, 1));
    }

    /**
     * The path for one backup. What hosts and nodes are called is reduced to letters, digits, dot, dash and underscore.
     *
     * @throws InvalidSettingException whose message names the pattern and the remedy
     */
    public static String expand(String pattern, String node, String computer, Instant time, UUID id) {
        Map<String, String> values = Map.of(
                "node", plain(node), "computer", plain(computer), "time", TIME.format(time), "id", id.toString());
        Matcher variables = VARIABLE.matcher(pattern);
        StringBuilder path = new StringBuilder();
        while (variables.find()) {
            String value = values.get(variables.group(1));
            if (value == null) {
                throw new InvalidSettingException("artifact.variable", pattern, variables.group(), DEFAULT);
            }
            variables.appendReplacement(path, Matcher.quoteReplacement(value));
        }
        variables.appendTail(path);
        for (String segment : path.toString().split("/", -1)) {
            if (!segment.matches("[\\p{L}\\p{N}_-][\\p{L}\\p{N} ._-]*")
                    || segment.endsWith(".")
                    || segment.endsWith(" ")) {
                throw new InvalidSettingException("artifact.part", pattern, segment, DEFAULT);
            }
        }
        if (path.length() > LONGEST) {
            throw new InvalidSettingException("artifact.long", pattern, path.length(), DEFAULT, LONGEST);
        }
        return path.toString();
    }

    /** A path that nothing else has: with the backup's ID before the extension. */
    static String withId(String path, UUID id) {
        int dot = path.lastIndexOf('.');
        int end = dot > path.lastIndexOf('/') ? dot : path.length();
        return path.substring(0, end) + "-" + id + path.substring(end);
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}._-]+", "_").replaceAll("^\\.+", "_");
        String cut = plain.substring(0, Math.min(60, plain.length())).replaceAll("\\.+$", "_");
        return cut.isEmpty() ? "_" : cut;
    }
}
