package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One host as it is shown everywhere: on pages, in the API, in metrics and in Pipelines. It holds facts; {@link Texts} has the
 * words for them in the language of each reader.
 *
 * @param record what the ledger has
 * @param verdict the verdict that counts now: what was good is unknown once nobody has looked for too long
 * @param since since when it has been of this kind
 * @param newestBackup the newest backup that is held of any of its secrets, or null
 */
public record HostReport(HostRecord record, Verdict verdict, Instant since, Backup newestBackup) {
    static HostReport of(HostRecord record, Backup newestBackup, Instant now) {
        Verdict verdict = record.verdict();
        Instant since = record.since();
        if (record.isOld(now)) {
            verdict = record.outOfDate(now);
            since = HostRecord.isAhead(record.checked(), now)
                    ? since
                    : record.checked().plus(HostRecord.FRESH);
        }
        // clocks may have been wrong: nothing has been so since a time to come
        return new HostReport(record, verdict, since.isAfter(now) ? now : since, newestBackup);
    }

    /** The node's name in the CI server. */
    public String node() {
        return record.node();
    }

    /** The name that the host calls itself by: untrusted text; empty if it never answered. */
    public String computer() {
        return record.computer();
    }

    public Verdict.Kind kind() {
        return verdict.kind();
    }

    /** When the host was last asked, whether it answered or not. */
    public Instant checked() {
        return record.checked();
    }

    /** The evidence to name first. That a registry has no key only says what the rest says better. */
    Optional<Finding> mainEvidence() {
        List<Finding> evidence = verdict.evidence();
        return evidence.stream()
                .filter(f -> f.code() != Finding.Code.NO_KEY)
                .findFirst()
                .or(() -> evidence.stream().findFirst());
    }
}
