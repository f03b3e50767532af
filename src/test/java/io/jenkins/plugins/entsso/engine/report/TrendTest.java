package io.jenkins.plugins.entsso.engine.report;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.Trend.Outcome;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.Test;

public class TrendTest {
    private final Texts texts = new Texts(Locale.ENGLISH, ZoneOffset.UTC);

    @Test
    public void tellsSinceWhichBuild() {
        Trend trend = Trend.of(
                List.of(
                        new Outcome(1, Kind.PROTECTED),
                        new Outcome(1002, Kind.OUTDATED),
                        new Outcome(1004, Kind.PROTECTED),
                        new Outcome(1007, Kind.PROTECTED)),
                texts);
        assertEquals("protected since #1004", trend.since());
        assertEquals("#1002: outdated", trend.points().get(1).words());
        assertEquals("Verdicts of the last 4 builds", trend.title());
    }

    @Test
    public void isBounded() {
        List<Outcome> many = IntStream.rangeClosed(1, 500)
                .mapToObj(n -> new Outcome(n, Kind.PROTECTED))
                .toList();
        Trend trend = Trend.of(many, texts);
        assertEquals(Trend.BUILDS, trend.points().size());
        assertEquals(500, trend.points().get(Trend.BUILDS - 1).number());
    }

    @Test
    public void nothingYet() {
        assertEquals("", Trend.of(List.of(), texts).since());
    }
}
