package io.jenkins.plugins.entsso.report;

import io.jenkins.plugins.entsso.ledger.HostRecord;
import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.Finding;
import io.jenkins.plugins.entsso.secret.Holdings;
import io.jenkins.plugins.entsso.secret.Verdict.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All hosts at a glance, worst first. Everything is ready to be shown, in the reader's language; texts that come from a
 * host are plain and have to be escaped where they are shown.
 *
 * @param headline one line that says all is well, or what is not and since when
 * @param well whether nothing is bad; not true of an empty overview
 * @param counts how many hosts have which verdict, worst first, without the verdicts that no host has
 * @param rows the hosts, worst first, by node name within a verdict
 * @param problems what of the ledger could not be read
 */
public record Overview(String headline, boolean well, List<Count> counts, List<Row> rows, List<String> problems) {

    /**
     * A verdict and its hosts.
     *
     * @param kind the verdict
     * @param name what it is called
     * @param hosts how many have it
     */
    public record Count(Kind kind, String name, int hosts) {}

    /**
     * One host.
     *
     * @param node the node's name
     * @param computer the name that the host calls itself by
     * @param kind the verdict
     * @param verdict what it is called
     * @param meaning what it means
     * @param since since when it is so
     * @param checked when it was found so
     * @param evidence what it rests on, a sentence each
     * @param concerns what else is not as it should be, a sentence each
     * @param nextStep what a person should do
     * @param newest the newest backup that is held of this host, or null
     */
    public record Row(
            String node,
            String computer,
            Kind kind,
            String verdict,
            String meaning,
            String since,
            String checked,
            List<String> evidence,
            List<String> concerns,
            String nextStep,
            Newest newest) {}

    /**
     * A backup that is held.
     *
     * @param job full name of the job
     * @param build number of the build that holds it
     * @param artifact its path among the artifacts
     * @param made when
     * @param msids the secrets that it covers
     */
    public record Newest(String job, int build, String artifact, String made, List<String> msids) {}

    /** Copies the collections. */
    public Overview {
        counts = List.copyOf(counts);
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** What the ledger knows now. */
    public static Overview of(Ledger ledger, Texts texts) {
        List<HostRecord> hosts = new ArrayList<>(ledger.hosts());
        hosts.sort(
                Comparator.<HostRecord, Kind>comparing(h -> h.verdict().kind()).thenComparing(HostRecord::node));
        List<Backup> backups = ledger.backups();
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        List<Row> rows = new ArrayList<>();
        for (HostRecord host : hosts) {
            counts.merge(host.verdict().kind(), 1, Integer::sum);
            rows.add(row(host, backups, texts));
        }
        List<HostRecord> bad =
                hosts.stream().filter(h -> h.verdict().kind().isBad()).toList();
        boolean well = bad.isEmpty() && ledger.problems().isEmpty() && counts.containsKey(Kind.PROTECTED);
        return new Overview(
                headline(hosts, bad, counts, texts),
                well,
                counts.entrySet().stream()
                        .map(e -> new Count(e.getKey(), texts.name(e.getKey()), e.getValue()))
                        .toList(),
                rows,
                ledger.problems());
    }

    private static String headline(
            List<HostRecord> hosts, List<HostRecord> bad, Map<Kind, Integer> counts, Texts texts) {
        if (hosts.isEmpty()) {
            return texts.text("overview.empty");
        }
        if (bad.isEmpty()) {
            int held = counts.getOrDefault(Kind.PROTECTED, 0);
            return texts.text(held == 0 ? "overview.nothing" : "overview.well", held);
        }
        Instant since = bad.stream()
                .map(HostRecord::since)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return texts.text("overview.bad", bad.size(), texts.time(since));
    }

    private static Row row(HostRecord host, List<Backup> backups, Texts texts) {
        Kind kind = host.verdict().kind();
        Newest newest = Holdings.newest(backups, host.node(), host.verdict().msids())
                .map(b -> new Newest(
                        b.job(),
                        b.build(),
                        b.artifact(),
                        texts.time(b.made()),
                        b.msids().stream().map(Object::toString).toList()))
                .orElse(null);
        return new Row(
                host.node(),
                host.computer(),
                kind,
                texts.name(kind),
                texts.meaning(kind),
                texts.time(host.since()),
                texts.time(host.checked()),
                sentences(host.verdict().evidence(), texts),
                sentences(host.verdict().concerns(), texts),
                texts.sentence(host.verdict().nextStep()),
                newest);
    }

    private static List<String> sentences(List<Finding> findings, Texts texts) {
        return findings.stream().map(texts::sentence).toList();
    }
}
