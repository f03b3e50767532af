package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.List;
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
        String since = "";
        Kind last = null;
        for (Integer number : verdicts.keySet()) {
            if (verdicts.get(number) != last) {
                last = verdicts.get(number);
                since = texts.text("trend.since", texts.name(last), number.toString());
            }
        }
        List<Point> points = verdicts.entrySet().stream()
                .map(v -> new Point(v.getKey(), v.getValue(), words(v.getKey(), v.getValue(), texts)))
                .toList();
        return new Trend(texts.text("trend.title", points.size()), points, since);
    }

    private static String words(Integer number, Kind kind, Texts texts) {
        return texts.text("trend.build", number.toString(), texts.name(kind));
    }
}
