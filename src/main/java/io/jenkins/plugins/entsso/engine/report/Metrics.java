package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What the ledger knows, for scrapers, in the OpenMetrics text format. A secret is labelled by the node that its verdict is
 * on, a name that an administrator gave: nothing that a host says can make a label.
 */
public final class Metrics {
    /** The type of the text for HTTP. */
    public static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** No more secrets than this have samples of their own: the worst. */
    static final int MAX_SECRETS = 1000;

    private static final double MILLIS = 1000;

    private final StringBuilder out = new StringBuilder();
    private String family = "";

    private Metrics() {}

    /** The text, with the end mark without which a scraper refuses it. */
    public static String of(LedgerSnapshot snapshot, Instant now) {
        Metrics metrics = new Metrics();
        metrics.family("entsso_hosts", "gauge", "How many hosts have which verdict.");
        for (Kind kind : Kind.values()) {
            long hosts = snapshot.hosts().values().stream()
                    .filter(host -> host.kind() == kind)
                    .count();
            metrics.sample(hosts, "verdict", name(kind));
        }
        List<SecretReport> all = snapshot.secrets().stream()
                .filter(secret -> !secret.kind().isNothingToProtect())
                .toList();
        List<SecretReport> worst = all.subList(0, Math.min(MAX_SECRETS, all.size()));
        metrics.gauge("entsso_secrets", "How many master secrets are known.", all.size());
        metrics.gauge(
                "entsso_secrets_omitted",
                "How many of them have no samples of their own below.",
                all.size() - worst.size());
        metrics.addSecrets(worst, now);
        metrics.gauge(
                "entsso_ledger_problems",
                "How many files of the plugin's memory cannot be read.",
                snapshot.problems().size());
        PatrolRound round = snapshot.lastRound();
        if (round != null) {
            metrics.gauge(
                    "entsso_patrol_last_timestamp_seconds",
                    "When the last patrol began, in seconds since 1970.",
                    seconds(round.started()));
            metrics.gauge(
                    "entsso_patrol_duration_seconds",
                    "How long the last patrol took.",
                    round.took().toMillis() / MILLIS);
            metrics.gauge("entsso_patrol_hosts", "How many hosts the last patrol asked.", round.asked());
            metrics.gauge("entsso_patrol_unanswered_hosts", "How many of them did not answer.", round.silent());
        }
        return metrics.out + "# EOF\n";
    }

    private void addSecrets(List<SecretReport> secrets, Instant now) {
        family("entsso_secret_verdict", "stateset", "The verdict on a master secret.");
        for (SecretReport secret : secrets) {
            for (Kind kind : Kind.values()) {
                if (!kind.isNothingToProtect()) {
                    double is = secret.kind() == kind ? 1 : 0;
                    sample(is, "node", secret.worst().node(), "entsso_secret_verdict", name(kind));
                }
            }
        }
        family(
                "entsso_secret_checked_timestamp_seconds",
                "gauge",
                "When a master secret was last checked, in seconds since 1970.");
        secrets.forEach(
                s -> sample(seconds(s.worst().checked()), "node", s.worst().node()));
        family(
                "entsso_secret_newest_backup_age_seconds",
                "gauge",
                "How old the newest backup is that is held of a master secret. No sample where none is held.");
        secrets.stream().filter(s -> s.newestBackup() != null).forEach(s -> {
            double age = seconds(now) - seconds(s.newestBackup().made());
            sample(Math.max(0, age), "node", s.worst().node());
        });
    }

    /** Begins a family of samples, which stand together. One that ends in '_seconds' has that unit. */
    private void family(String name, String type, String help) {
        family = name;
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (name.endsWith("_seconds")) {
            out.append("# UNIT ").append(name).append(" seconds\n");
        }
        out.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
    }

    /** A family of one gauge without labels. */
    private void gauge(String name, String help, double value) {
        family(name, "gauge", help);
        sample(value);
    }

    /** Adds a sample to the family; its labels are not those of another. */
    private void sample(double value, String... labelsAndValues) {
        out.append(family);
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            out.append(i == 0 ? '{' : ',').append(labelsAndValues[i]).append("=\"");
            out.append(escape(labelsAndValues[i + 1])).append('"');
        }
        out.append(labelsAndValues.length > 0 ? "} " : " ");
        out.append(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
        out.append('\n');
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / MILLIS;
    }
}
