package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How the verdict went from build to build.
 *
 * @param title what it is
 * @param points the builds, oldest first
 * @param since the newest verdict and since which build it has been so, in words; empty if there is no build
 */
public record Trend(String title, List<Point> points, String since) {
    /**
     * A build.
     *
     * @param number its number
     * @param kind the verdict at its end
     * @param words number and verdict in words
     */
    public record Point(int number, Kind kind, String words) {}

    /**
     * The trend of these builds.
     *
     * @param verdicts by number of the build
     */
    public static Trend of(SortedMap<Integer, Kind> verdicts, Texts texts) {
        List<Point> points = new ArrayList<>();
        String since = "";
        Kind last = null;
        for (Map.Entry<Integer, Kind> verdict : verdicts.entrySet()) {
            Kind kind = verdict.getValue();
            String number = verdict.getKey().toString();
            points.add(new Point(verdict.getKey(), kind, texts.text("trend.build", number, texts.name(kind))));
            if (kind != last) {
                since = texts.text("trend.since", texts.name(kind), number);
            }
            last = kind;
        }
        return new Trend(texts.text("trend.title", points.size()), points, since);
    }
}
