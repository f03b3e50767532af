package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The page of all secrets, as far as a reader has asked for it. Everything is ready to be shown, in the reader's language;
 * texts that come from a host are plain and have to be escaped where they are shown. Only what is on the page is put into
 * words, so that thousands of hosts cost no more than a page of them.
 *
 * @param headline one line that says all is well, or what is not and since when
 * @param well whether nothing is bad; not true of an empty overview
 * @param counts how many secrets have which verdict, worst first, without the verdicts that none has
 * @param rows the secrets on this page
 * @param query what was asked for; its page is one that exists
 * @param matches how many there are on all pages together
 * @param pages how many pages there are, at least one
 * @param range which of how many are shown, in words
 * @param problems what of the ledger could not be read
 */
public record Overview(
        String headline,
        boolean well,
        List<Count> counts,
        List<Row> rows,
        Query query,
        int matches,
        int pages,
        String range,
        List<String> problems) {
    private static final Logger LOGGER = Logger.getLogger(Overview.class.getName());

    /** A row has no more hosts than this in words. */
    private static final int MAX_DEPENDENTS = 20;

    /**
     * A verdict and how often it is.
     *
     * @param kind the verdict
     * @param name what it is called
     * @param hosts how many secrets have it, or how many hosts where there is nothing to protect
     */
    public record Count(Kind kind, String name, int hosts) {}

    /**
     * One secret.
     *
     * @param name what its server calls itself
     * @param node the node that the verdict is on
     * @param computer the name that this host calls itself by
     * @param nodes all nodes that hold the secret
     * @param kind the verdict
     * @param verdict what it is called
     * @param meaning what it means
     * @param since since when it is so
     * @param checked when it was found so
     * @param age how long ago that was
     * @param brief the weightiest evidence in a few words; empty if there is none
     * @param evidence what the verdict rests on, a sentence each
     * @param concerns what else is not as it should be, a sentence each
     * @param nextStep what a person should do
     * @param newest the newest backup that is held, or null
     * @param dependents the hosts that fetch the secret, as many as are shown
     * @param dependence how many hosts fetch it, in words; empty if none does
     * @param timeline its history
     */
    public record Row(
            String name,
            String node,
            String computer,
            List<String> nodes,
            Kind kind,
            String verdict,
            String meaning,
            String since,
            String checked,
            String age,
            String brief,
            List<String> evidence,
            List<String> concerns,
            String nextStep,
            Newest newest,
            List<Dependent> dependents,
            String dependence,
            Picture timeline) {}

    /**
     * A host that fetches the secret.
     *
     * @param node the node's name
     * @param kind its verdict
     * @param verdict what that is called
     * @param brief what is not as it should be there, in a few words; empty if nothing is
     */
    public record Dependent(String node, Kind kind, String verdict, String brief) {}

    /**
     * A picture.
     *
     * @param svg as SVG, with everything in it escaped that is not ours
     */
    public record Picture(String svg) {
        /** For pages, which read properties only. */
        public String getSvg() {
            return svg;
        }
    }

    /**
     * A backup that is held.
     *
     * @param job full name of the job
     * @param build number of the build that holds it
     * @param artifact its path among the artifacts
     * @param made when
     * @param age how long ago that was
     * @param verified when its hash was last found right, in words
     * @param msids the secrets that it covers
     */
    public record Newest(
            String job, int build, String artifact, String made, String age, String verified, List<String> msids) {
        static Newest of(Backup backup, Texts texts, Instant now) {
            return new Newest(
                    backup.job(),
                    backup.build(),
                    backup.artifact().path(),
                    texts.time(backup.made()),
                    texts.age(backup.made(), now),
                    backup.verified() == null
                            ? texts.text("overview.verified.never")
                            : texts.text("overview.verified", texts.date(backup.verified())),
                    backup.msids().stream().map(Msid::toString).toList());
        }
    }

    /** Copies the collections. */
    public Overview {
        counts = List.copyOf(counts);
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** All secrets and hosts that the ledger knows of now. */
    public static Overview of(Ledger ledger, Texts texts) {
        Instant now = Instant.now();
        LedgerSnapshot situation = LedgerSnapshot.of(ledger, now);
        List<Entry> entries = situation.entries();
        return of(situation, Query.ALL, entries, entries, texts, now);
    }

    /** What a reader has asked for. */
    public static Overview of(LedgerSnapshot situation, Query query, Texts texts, Instant now) {
        List<Entry> matches = query.matches(situation);
        int pages = Math.max(1, (matches.size() + query.size() - 1) / query.size());
        Query there = query.at(Math.min(query.page(), pages));
        int from = (there.page() - 1) * there.size();
        List<Entry> shown = matches.subList(from, Math.min(matches.size(), from + there.size()));
        return of(situation, there, matches, shown, texts, now);
    }

    private static Overview of(
            LedgerSnapshot situation, Query query, List<Entry> matches, List<Entry> shown, Texts texts, Instant now) {
        List<Row> rows = new ArrayList<>();
        for (Entry entry : shown) {
            String id = "entsso-" + rows.size();
            rows.add(drawn(entry, () -> row(situation, entry, id, texts, now), () -> undrawn(entry, texts)));
        }
        int first = (query.page() - 1) * query.size() + 1;
        return new Overview(
                headline(situation, texts),
                situation.isWell(),
                counts(situation, texts),
                rows,
                query,
                matches.size(),
                Math.max(1, (matches.size() + query.size() - 1) / query.size()),
                shown.isEmpty()
                        ? texts.text("overview.range.none", situation.entries().size())
                        : texts.text("overview.range", first, first + shown.size() - 1, matches.size()),
                sentences(situation.problems(), texts));
    }

    static List<Count> counts(LedgerSnapshot situation, Texts texts) {
        return situation.counts().entrySet().stream()
                .map(e -> new Count(e.getKey(), texts.name(e.getKey()), e.getValue()))
                .toList();
    }

    static String headline(LedgerSnapshot situation, Texts texts) {
        if (situation.hosts().isEmpty()) {
            return texts.text("overview.empty");
        }
        List<Entry> bad = situation.bad();
        if (bad.isEmpty()) {
            int held = situation.counts().getOrDefault(Kind.PROTECTED, 0);
            return texts.text(held == 0 ? "overview.nothing" : "overview.well", held);
        }
        Instant since = bad.stream().map(Entry::since).min(Instant::compareTo).orElseThrow();
        return texts.text("overview.bad", bad.size(), texts.date(since));
    }

    /** Something of an entry; if it cannot be drawn, something less, so that one host never hides the others. */
    static <T> T drawn(Entry entry, Supplier<T> drawing, Supplier<T> less) {
        try {
            return drawing.get();
        } catch (RuntimeException e) {
            LOGGER.log(
                    Level.WARNING, e, () -> "What is known of " + entry.main().node() + " cannot be shown");
            return less.get();
        }
    }

    /** A row with the verdict alone. */
    static Row undrawn(Entry entry, Texts texts) {
        HostRecord main = entry.main();
        return new Row(
                entry.name(),
                main.node(),
                main.computer(),
                entry.servers().stream().map(HostRecord::node).toList(),
                entry.kind(),
                texts.name(entry.kind()),
                texts.meaning(entry.kind()),
                "",
                "",
                "",
                texts.text("overview.undrawn"),
                List.of(),
                List.of(),
                "",
                null,
                List.of(),
                "",
                new Picture(""));
    }

    private static Row row(LedgerSnapshot situation, Entry entry, String id, Texts texts, Instant now) {
        HostRecord main = entry.main();
        int dependents = entry.dependents().size();
        return new Row(
                entry.name(),
                main.node(),
                main.computer(),
                entry.servers().stream().map(HostRecord::node).toList(),
                entry.kind(),
                texts.name(entry.kind()),
                texts.meaning(entry.kind()),
                texts.time(entry.since()),
                texts.time(main.checked()),
                texts.age(main.checked(), now),
                brief(entry, texts, now),
                sentences(main.verdict().evidence(), texts),
                sentences(main.verdict().concerns(), texts),
                entry.stale()
                        ? texts.sentence(Finding.of(Finding.Code.DO_REPAIR))
                        : texts.sentence(main.verdict().nextStep()),
                entry.newest().map(b -> Newest.of(b, texts, now)).orElse(null),
                entry.dependents().stream()
                        .limit(MAX_DEPENDENTS)
                        .map(h -> dependent(h, texts))
                        .toList(),
                dependents == 0 ? "" : texts.text("overview.dependents", dependents),
                new Picture(History.of(situation, entry, now).svg(texts, id)));
    }

    private static Dependent dependent(HostRecord host, Texts texts) {
        Kind kind = host.verdict().kind();
        List<Finding> concerns = host.verdict().concerns();
        return new Dependent(
                host.node(), kind, texts.name(kind), concerns.isEmpty() ? "" : texts.brief(concerns.get(0)));
    }

    /** The weightiest evidence in a few words. That a registry lacks the key only says what the rest says better. */
    static String brief(Entry entry, Texts texts, Instant now) {
        if (entry.stale()) {
            Instant checked = entry.main().checked();
            return texts.text(
                    HostRecord.isAhead(checked, now) ? "overview.ahead" : "overview.stale", texts.date(checked));
        }
        List<Finding> evidence = entry.main().verdict().evidence();
        return evidence.stream()
                .filter(f -> f.code() != Finding.Code.NO_KEY)
                .findFirst()
                .or(() -> evidence.stream().findFirst())
                .map(texts::brief)
                .orElse("");
    }

    private static List<String> sentences(List<Finding> findings, Texts texts) {
        return findings.stream().map(texts::sentence).toList();
    }
}
