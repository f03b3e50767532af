package io.jenkins.plugins.entsso.engine.report;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the OpenMetrics text format as strictly as the specification allows, as far as gauges and state sets go. */
final class MetricsParser {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (-?[0-9]+(?:\\.[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, Integer> statesSet = new HashMap<>();
    private String family = "";
    private boolean hasSamples;

    private MetricsParser() {}

    static MetricsParser parse(String text) {
        MetricsParser parser = new MetricsParser();
        require(text.endsWith("\n# EOF\n"), "the end mark");
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length - 2; i++) {
            parser.line(lines[i]);
        }
        return parser;
    }

    /** Types by family. */
    Map<String, String> types() {
        return types;
    }

    /** Values by name and labels, as written. */
    Map<String, Double> samples() {
        return samples;
    }

    private void line(String line) {
        if (!line.startsWith("#")) {
            sample(line);
            return;
        }
        String[] parts = line.split(" ", 4);
        require(parts.length == 4 && parts[0].equals("#"), line);
        require(NAME.matcher(parts[2]).matches(), line);
        if (parts[1].equals("TYPE")) {
            require(!types.containsKey(parts[2]), "a family once: " + line);
            require(parts[3].matches("gauge|stateset"), line);
            types.put(parts[2], parts[3]);
            family = parts[2];
            hasSamples = false;
            return;
        }
        require(parts[2].equals(family) && !hasSamples, "metadata before samples: " + line);
        if (parts[1].equals("UNIT")) {
            require(family.endsWith("_" + parts[3]), line);
        } else {
            require(parts[1].equals("HELP"), line);
            require(parts[3].matches("(?:[^\"\\\\]|\\\\[\\\\\"n])*"), line);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), line);
        require(sample.group(1).equals(family), "samples of a family together: " + line);
        Map<String, String> labels = new LinkedHashMap<>();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            int end = 0;
            while (end < sample.group(2).length()) {
                require(label.find(end) && label.start() == end, line);
                require(labels.put(label.group(1), label.group(2)) == null, line);
                end = label.end();
            }
        }
        double value = Double.parseDouble(sample.group(3));
        if (types.get(family).equals("stateset")) {
            require(labels.containsKey(family), "a label named as the family: " + line);
            require(value == 0 || value == 1, line);
            String rest = family
                    + labels.entrySet().stream()
                            .filter(e -> !e.getKey().equals(family))
                            .toList();
            statesSet.merge(rest, (int) value, Integer::sum);
        }
        require(samples.put(line.substring(0, line.lastIndexOf(' ')), value) == null, "a sample once: " + line);
        hasSamples = true;
    }

    /** How many states are set of each set of states. */
    Map<String, Integer> statesSet() {
        return statesSet;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
