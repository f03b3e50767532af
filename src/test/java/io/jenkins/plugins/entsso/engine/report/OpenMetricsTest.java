package io.jenkins.plugins.entsso.engine.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.junit.Test;

public class OpenMetricsTest {
    @Test
    public void writesWhatTheSpecificationAsksFor() {
        OpenMetrics metrics = new OpenMetrics();
        metrics.family("a_age_seconds", "gauge", "seconds", "How \"old\" \\ it is,\nin seconds.");
        metrics.sample(86400.5, "host", "a\"b\\c\nd");
        metrics.sample(-1);
        metrics.family("b", "gauge", "", "B.").sample(1.5e17);
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

    @Test
    public void aSampleStandsOnce() {
        OpenMetrics metrics = new OpenMetrics();
        metrics.family("a", "gauge", "", "A.");
        String longName = "x".repeat(200);
        metrics.sample(1, "host", longName + "1");
        metrics.sample(2, "host", longName + "2");
        assertEquals(1, MetricsParser.parse(metrics.toString()).samples().size());
    }

    @Test
    public void aFamilyStandsOnceAndEndsInItsUnit() {
        OpenMetrics metrics = new OpenMetrics();
        metrics.family("a", "gauge", "", "A.");
        assertThrows(IllegalArgumentException.class, () -> metrics.family("a", "gauge", "", "A."));
        assertThrows(IllegalArgumentException.class, () -> metrics.family("age", "gauge", "seconds", "A."));
    }
}
