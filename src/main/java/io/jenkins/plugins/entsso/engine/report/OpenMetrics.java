package io.jenkins.plugins.entsso.engine.report;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes the OpenMetrics text format, version 1.0.0: each family once, its samples together, its labels escaped, and the
 * end mark without which a scraper refuses the answer.
 */
final class OpenMetrics {
    /** The type of this text for HTTP. */
    static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final int LONGEST_LABEL = 128;

    private final StringBuilder out = new StringBuilder();
    private final Set<String> families = new HashSet<>();
    private final Set<String> samples = new HashSet<>();
    private String family = "";

    /**
     * Begins a family of samples.
     *
     * @param unit last part of the name; empty if there is none
     */
    OpenMetrics family(String name, String type, String unit, String help) {
        if (!NAME.matcher(name).matches() || !name.endsWith(unit) || !families.add(name)) {
            throw new IllegalArgumentException("Not a new family of that unit: " + name + ", " + unit);
        }
        family = name;
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (!unit.isEmpty()) {
            out.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        out.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
        return this;
    }

    /** Adds a sample to the family; one whose labels were there before is left out, since a scraper would refuse all. */
    void sample(double value, String... labelsAndValues) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            labels.put(labelsAndValues[i], Texts.cut(labelsAndValues[i + 1], LONGEST_LABEL));
        }
        StringBuilder line = new StringBuilder(family);
        if (!labels.isEmpty()) {
            String separator = "{";
            for (Map.Entry<String, String> label : labels.entrySet()) {
                line.append(separator).append(label.getKey()).append("=\"");
                line.append(escape(label.getValue())).append('"');
                separator = ",";
            }
            line.append('}');
        }
        if (samples.add(line.toString())) {
            out.append(line).append(' ').append(number(value)).append('\n');
        }
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '"' -> escaped.append("\\\"");
                case '\n' -> escaped.append("\\n");
                default -> escaped.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
            }
        });
        return escaped.toString();
    }

    /** All of it. */
    @Override
    public String toString() {
        return out + "# EOF\n";
    }
}
