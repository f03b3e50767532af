package io.jenkins.plugins.entsso.engine.report;

import java.math.BigDecimal;

/** Writes gauges in the OpenMetrics text format, version 1.0.0; without its end mark a scraper refuses the answer. */
final class OpenMetrics {
    private final StringBuilder out = new StringBuilder();
    private String family = "";

    /** Begins a family of samples, which stand together. One that ends in '_seconds' has that unit. */
    void family(String name, String type, String help) {
        family = name;
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (name.endsWith("_seconds")) {
            out.append("# UNIT ").append(name).append(" seconds\n");
        }
        out.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
    }

    /** A family of one gauge without labels. */
    void gauge(String name, String help, double value) {
        family(name, "gauge", help);
        sample(value);
    }

    /** Adds a sample to the family; its labels are not those of another. */
    void sample(double value, String... labelsAndValues) {
        out.append(family);
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            out.append(i == 0 ? '{' : ',').append(labelsAndValues[i]).append("=\"");
            out.append(escape(labelsAndValues[i + 1])).append('"');
        }
        out.append(labelsAndValues.length > 0 ? "} " : " ");
        out.append(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
        out.append('\n');
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** All of it. */
    @Override
    public String toString() {
        return out + "# EOF\n";
    }
}
