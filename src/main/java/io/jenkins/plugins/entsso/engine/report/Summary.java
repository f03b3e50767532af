package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot.Entry;
import java.time.Instant;
import java.util.List;

/**
 * What stands beside a page: all is well, or what is not.
 *
 * @param headline one line that says so
 * @param well whether nothing is bad
 * @param counts how many secrets have which verdict, worst first, without hosts where there is nothing to protect
 * @param worst the worst secrets
 * @param more how many more are bad, in words; empty if none is
 * @param patrol when the last round was and what it came to, in words
 */
public record Summary(
        String headline, boolean well, List<Overview.Count> counts, List<Worst> worst, String more, String patrol) {
    /**
     * A secret that somebody should do something about.
     *
     * @param name what its server calls itself
     * @param node the node that the verdict is on
     * @param kind the verdict
     * @param verdict what it is called
     * @param brief the weightiest evidence in a few words; empty if there is none
     */
    public record Worst(String name, String node, Kind kind, String verdict, String brief) {}

    /**
     * The summary.
     *
     * @param most how many of the worst are named
     */
    public static Summary of(LedgerSnapshot situation, int most, Texts texts, Instant now) {
        List<Entry> bad = situation.bad();
        int more = Math.max(0, bad.size() - most);
        return new Summary(
                Overview.headline(situation, texts),
                situation.isWell(),
                Overview.counts(situation, texts).stream()
                        .filter(c -> !c.kind().isNothingToProtect())
                        .toList(),
                bad.stream()
                        .limit(most)
                        .map(e -> Overview.drawn(
                                e,
                                () -> worst(e, Overview.brief(e, texts, now), texts),
                                () -> worst(e, texts.text("overview.undrawn"), texts)))
                        .toList(),
                more == 0 ? "" : texts.text("overview.more", more),
                patrol(situation, texts, now));
    }

    private static Worst worst(Entry entry, String brief, Texts texts) {
        return new Worst(entry.name(), entry.main().node(), entry.kind(), texts.name(entry.kind()), brief);
    }

    private static String patrol(LedgerSnapshot situation, Texts texts, Instant now) {
        return situation
                .round()
                .map(r -> texts.text("overview.patrol", texts.age(r.started(), now), r.asked(), r.silent()))
                .or(() -> situation.checked().map(at -> texts.text("overview.checked", texts.age(at, now))))
                .orElseGet(() -> texts.text("overview.patrol.none"));
    }
}
