package io.jenkins.plugins.entsso.engine.report;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;

public class TrendTest {
    private final Texts texts = new Texts(Locale.ENGLISH, ZoneId.of("UTC"));

    @Test
    public void tellsSinceWhichBuild() {
        Trend trend = Trend.of(
                new TreeMap<>(
                        Map.of(1, Kind.PROTECTED, 1002, Kind.OUTDATED, 1004, Kind.PROTECTED, 1007, Kind.PROTECTED)),
                texts);
        assertEquals("protected since #1004", trend.since());
        assertEquals("#1002: outdated", trend.points().get(1).words());
        assertEquals("Verdicts of the last 4 builds", trend.title());
    }

    @Test
    public void nothingYet() {
        assertEquals("", Trend.of(new TreeMap<>(), texts).since());
    }
}
