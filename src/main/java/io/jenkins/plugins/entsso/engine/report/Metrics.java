package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.math.BigDecimal;
import java.time.Duration;
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

    private final StringBuilder out = new StringBuilder();
    private String family = "";

    private Metrics() {}

    /** The text, with the end mark without which a scraper refuses it. */
    public static String of(LedgerSnapshot snapshot) {
        Metrics metrics = new Metrics();
        metrics.family("entsso_hosts", "gauge", "How many hosts have which verdict.");
        for (Kind kind : Kind.values()) {
            long hosts = snapshot.hosts().stream()
                    .filter(host -> host.kind() == kind)
                    .count();
            metrics.sample(label("verdict", name(kind)), hosts);
        }
        List<SecretReport> secrets = snapshot.secrets().stream()
                .filter(secret -> !secret.kind().isNothingToProtect())
                .toList();
        metrics.gauge("entsso_secrets", "How many master secrets are known.", secrets.size());
        metrics.addSecrets(secrets, snapshot.time());
        metrics.gauge(
                "entsso_unread_backups", "How many archived backups were not read for two days.", snapshot.unread());
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
            metrics.gauge("entsso_patrol_duration_seconds", "How long the last patrol took.", seconds(round.took()));
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
                    String labels = node(secret) + "," + label("entsso_secret_verdict", name(kind));
                    sample(labels, secret.kind() == kind ? 1 : 0);
                }
            }
        }
        family(
                "entsso_secret_checked_timestamp_seconds",
                "gauge",
                "When a master secret was last checked, in seconds since 1970.");
        secrets.forEach(s -> sample(node(s), seconds(s.worst().checked())));
        family(
                "entsso_secret_newest_backup_age_seconds",
                "gauge",
                "How old the newest backup is that is held of a master secret. No sample where none is held.");
        secrets.stream()
                .filter(s -> s.newestBackup() != null)
                .forEach(s -> sample(
                        node(s), seconds(Duration.between(s.newestBackup().made(), now))));
        family(
                "entsso_secret_unconfirmed_backups",
                "gauge",
                "How many backups are held of a master secret that ENTSSO did not confirm.");
        secrets.forEach(s -> sample(node(s), s.unconfirmed().size()));
    }

    /** Begins a family of samples, which stand together. One that ends in '_seconds' has that unit. */
    private void family(String name, String type, String help) {
        family = name;
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (name.endsWith("_seconds")) {
            out.append("# UNIT ").append(name).append(" seconds\n");
        }
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    /** A family of one gauge without labels. */
    private void gauge(String name, String help, Number value) {
        family(name, "gauge", help);
        sample("", value);
    }

    private void sample(String labels, Number value) {
        out.append(family).append(labels.isEmpty() ? "" : "{" + labels + "}");
        out.append(' ').append(value).append('\n');
    }

    private static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static String node(SecretReport secret) {
        return label("node", secret.worst().node());
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal seconds(Instant time) {
        return seconds(Duration.between(Instant.EPOCH, time));
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }
}
