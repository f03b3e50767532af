package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.List;

/**
 * How the verdict went from build to build.
 *
 * @param title what it is
 * @param points the builds, oldest first
 * @param since the newest verdict and since which build it has been so, in words; empty if there is no build
 */
public record Trend(String title, List<Point> points, String since) {
    /** How many builds are looked at. */
    public static final int BUILDS = 30;

    /**
     * A build.
     *
     * @param number its number
     * @param kind the verdict at its end
     * @param words number and verdict in words
     */
    public record Point(int number, Kind kind, String words) {}

    /**
     * A build and its verdict.
     *
     * @param number its number
     * @param kind the verdict at its end
     */
    public record Outcome(int number, Kind kind) {}

    /** The trend of these builds, oldest first. */
    public static Trend of(List<Outcome> outcomes, Texts texts) {
        List<Outcome> last = outcomes.subList(Math.max(0, outcomes.size() - BUILDS), outcomes.size());
        int begin = last.size() - 1;
        while (begin > 0 && last.get(begin - 1).kind() == last.get(begin).kind()) {
            begin--;
        }
        return new Trend(
                texts.text("trend.title", last.size()),
                last.stream()
                        .map(o -> new Point(
                                o.number(),
                                o.kind(),
                                texts.text("trend.build", String.valueOf(o.number()), texts.name(o.kind()))))
                        .toList(),
                last.isEmpty()
                        ? ""
                        : texts.text(
                                "trend.since",
                                texts.name(last.get(begin).kind()),
                                String.valueOf(last.get(begin).number())));
    }
}
