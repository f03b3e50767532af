package io.jenkins.plugins.entsso.dashboard;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.Resolution;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.SecretReport;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * All secrets and hosts as values for programs. The names here are the remote API: docs/api.md says what each means. Times are
 * ISO-8601 in UTC, sentences are in the language of the request, and null is what is not known or not there.
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public record EntssoApi(LedgerSnapshot snapshot, Texts texts) {
    @Exported
    public String headline() {
        return texts.headline(snapshot);
    }

    @Exported
    public boolean well() {
        return snapshot.isWell();
    }

    @Exported
    public Map<Verdict.Kind, Integer> counts() {
        return snapshot.counts();
    }

    @Exported(inline = true)
    public List<Report> secrets() {
        return snapshot.secrets().stream()
                .filter(SecretReport::isSecret)
                .map(secret -> Report.of(secret, texts))
                .toList();
    }

    @Exported(inline = true)
    public List<Report> hosts() {
        return snapshot.hosts().stream().map(host -> Report.of(host, texts)).toList();
    }

    @Exported(inline = true)
    public Patrol patrol() {
        PatrolRound round = snapshot.lastRound();
        return round == null
                ? null
                : new Patrol(text(round.started()), round.took().toMillis(), round.asked(), round.silent());
    }

    @Exported
    public long unreadBackups() {
        return snapshot.unread();
    }

    /** The text of a value; null if there is none. */
    private static String text(Object value) {
        String text = Objects.toString(value, "");
        return text.isEmpty() ? null : text;
    }

    private static List<String> texts(Collection<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /** A secret or a host; its history is long and wanted rarely, so it takes a depth of 2 or its name in a tree. */
    @ExportedBean
    public record Report(
            @Exported String name,
            @Exported String node,
            @Exported String computer,
            @Exported Verdict.Kind verdict,
            @Exported boolean bad,
            @Exported String since,
            @Exported String checked,
            @Exported String answered,
            @Exported String error,
            @Exported List<String> msids,
            @Exported List<String> servers,
            @Exported List<SecretReport.CurrentSecret> currentSecret,
            @Exported List<String> dependents,
            @Exported String secretServer,
            @Exported List<String> evidence,
            @Exported List<String> concerns,
            @Exported String nextStep,
            @Exported(inline = true) List<Resolved> resolutions,
            @Exported(inline = true) Backup newestBackup,
            @Exported(inline = true) List<Backup> unconfirmedBackups,
            @Exported(visibility = -1, inline = true) List<Change> changes,
            @Exported(visibility = -1, inline = true) List<Event> events) {
        static Report of(SecretReport report, Texts texts) {
            HostRecord host = report.worst();
            Verdict verdict = host.verdict();
            return new Report(
                    report.name(),
                    host.node(),
                    text(host.computer()),
                    verdict.kind(),
                    verdict.kind().isBad(),
                    text(host.since()),
                    text(host.checked()),
                    text(host.answered()),
                    text(host.error()),
                    texts(report.msids()),
                    report.serverNodes(),
                    report.servers().stream().map(report::current).toList(),
                    report.dependents().stream().map(HostRecord::node).toList(),
                    text(host.secretServer()),
                    verdict.evidence().stream().map(texts::sentence).toList(),
                    verdict.concerns().stream().map(texts::sentence).toList(),
                    texts.sentence(verdict.nextStep()),
                    host.known().resolutions().stream().map(Resolved::of).toList(),
                    report.newestBackup() == null ? null : Backup.of(report.newestBackup()),
                    report.unconfirmed().stream().map(Backup::of).toList(),
                    host.history().stream().map(c -> Change.of(c, texts)).toList(),
                    host.marks().stream()
                            .map(mark -> new Event(mark.event().number(), mark.recordId(), text(mark.time())))
                            .toList());
        }
    }

    /** A change of verdict, or of what answers under the node's name. */
    @ExportedBean
    public record Change(
            @Exported String time,
            @Exported Verdict.Kind verdict,
            @Exported String note) {
        static Change of(HostRecord.Change change, Texts texts) {
            return new Change(
                    text(change.at()), change.kind(), change.note() == null ? null : texts.sentence(change.note()));
        }
    }

    /** What the host's log told of the secret's life. */
    @ExportedBean
    public record Event(
            @Exported int eventId,
            @Exported long recordId,
            @Exported String time) {}

    /** The word of a person that what these events told of was resolved otherwise. */
    @ExportedBean
    public record Resolved(
            @Exported String time,
            @Exported String user,
            @Exported String reason,
            @Exported(inline = true) List<Event> events) {
        static Resolved of(Resolution said) {
            List<Event> events = said.events().stream()
                    .map(e -> new Event(e.id().number(), e.recordId(), text(e.time())))
                    .toList();
            return new Resolved(text(said.at()), said.user(), said.reason(), events);
        }
    }

    /** A backup that is archived; {@code unconfirmed} says why it counts as no cover, if so. */
    @ExportedBean
    public record Backup(
            @Exported String job,
            @Exported int build,
            @Exported String artifact,
            @Exported String made,
            @Exported String verified,
            @Exported String sha256,
            @Exported List<String> msids,
            @Exported UnconfirmedReason unconfirmed) {
        static Backup of(io.jenkins.plugins.entsso.engine.model.Backup backup) {
            return new Backup(
                    backup.job(),
                    backup.build(),
                    backup.artifact().path(),
                    text(backup.made()),
                    text(backup.verified()),
                    backup.sha256(),
                    texts(backup.msids()),
                    backup.unconfirmedReason());
        }
    }

    @ExportedBean
    public record Patrol(
            @Exported String started,
            @Exported long durationMillis,
            @Exported int hosts,
            @Exported int unanswered) {}
}
