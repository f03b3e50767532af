package io.jenkins.plugins.entsso.engine.report;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class OpenMetricsTest {
    @Test
    public void writesWhatTheSpecificationAsksFor() {
        OpenMetrics metrics = new OpenMetrics();
        metrics.family("a_age_seconds", "gauge", "How \"old\" \\ it is,\nin seconds.");
        metrics.sample(86400.5, "host", "a\"b\\c\nd");
        metrics.sample(-1);
        metrics.gauge("b", "B.", 1.5e17);
        assertEquals("""
                # TYPE a_age_seconds gauge
                # UNIT a_age_seconds seconds
                # HELP a_age_seconds How \\"old\\" \\\\ it is,\\nin seconds.
                a_age_seconds{host="a\\"b\\\\c\\nd"} 86400.5
                a_age_seconds -1
                # TYPE b gauge
                # HELP b B.
                b 150000000000000000
                # EOF
                """, metrics.toString());
        MetricsParser.parse(metrics.toString());
    }
}
