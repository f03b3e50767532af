package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One host as it is shown everywhere: on pages, in the API, in metrics and in Pipelines. It holds facts; {@link Texts} has the
 * words for them in the language of each reader.
 *
 * @param record what the ledger has
 * @param verdict the verdict that counts now: what was good is unknown once nobody has looked for too long
 * @param since since when it has been of this kind
 * @param backups the backups whose archived copies are held, confirmed or not, of any of its secrets, oldest first
 */
public record HostReport(HostRecord record, Verdict verdict, Instant since, List<Backup> backups) {
    /** The host as it is now, of whose secrets some of these backups may be. */
    public static HostReport of(HostRecord record, Collection<Backup> backups, Instant now) {
        boolean isOld = record.isOld(now);
        Verdict verdict = isOld ? record.outOfDate(now) : record.verdict();
        Instant since = isOld ? record.checked().plus(HostRecord.FRESH) : record.since();
        Set<Msid> msids = new HashSet<>(record.msids());
        List<Backup> own = backups.stream()
                .filter(Backup::isArchived)
                // what an unconfirmed one has in it may not be known
                .filter(backup -> backup.msids().stream().anyMatch(msids::contains)
                        || !backup.isHeld() && backup.host().equals(record.node()))
                .sorted(Comparator.comparing(Backup::made))
                .toList();
        // clocks may have been wrong: nothing has been so since a time to come
        return new HostReport(record, verdict, since.isAfter(now) ? now : since, own);
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

    /** The newest confirmed backup; null if none is held. */
    public Backup newestBackup() {
        return newest(backups);
    }

    /** The backups that ENTSSO did not confirm: they cover nothing, as far as is known. */
    public List<Backup> unconfirmed() {
        return unconfirmed(backups);
    }

    static Backup newest(List<Backup> backups) {
        return backups.stream()
                .filter(Backup::isHeld)
                .reduce((older, newer) -> newer)
                .orElse(null);
    }

    static List<Backup> unconfirmed(List<Backup> backups) {
        return backups.stream().filter(backup -> !backup.isHeld()).toList();
    }
}
