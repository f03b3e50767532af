package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
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

    private Metrics() {}

    /** The metrics. */
    public static String of(LedgerSnapshot snapshot, Instant now) {
        OpenMetrics metrics = new OpenMetrics();
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
        addSecrets(metrics, worst, now);
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
        return metrics.toString();
    }

    private static void addSecrets(OpenMetrics metrics, List<SecretReport> secrets, Instant now) {
        metrics.family("entsso_secret_verdict", "stateset", "The verdict on a master secret.");
        for (SecretReport secret : secrets) {
            for (Kind kind : Kind.values()) {
                if (!kind.isNothingToProtect()) {
                    double is = secret.kind() == kind ? 1 : 0;
                    metrics.sample(is, "node", secret.worst().node(), "entsso_secret_verdict", name(kind));
                }
            }
        }
        metrics.family(
                "entsso_secret_checked_timestamp_seconds",
                "gauge",
                "When a master secret was last checked, in seconds since 1970.");
        secrets.forEach(s ->
                metrics.sample(seconds(s.worst().checked()), "node", s.worst().node()));
        metrics.family(
                "entsso_secret_newest_backup_age_seconds",
                "gauge",
                "How old the newest backup is that is held of a master secret. No sample where none is held.");
        secrets.stream().filter(s -> s.newestBackup() != null).forEach(s -> {
            double age = seconds(now) - seconds(s.newestBackup().made());
            metrics.sample(Math.max(0, age), "node", s.worst().node());
        });
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / MILLIS;
    }
}
