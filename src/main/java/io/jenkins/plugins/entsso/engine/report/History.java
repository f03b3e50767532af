package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.report.Timeline.Mark;
import io.jenkins.plugins.entsso.engine.report.Timeline.Span;
import io.jenkins.plugins.entsso.engine.report.Timeline.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is drawn of the history of one secret: a year at most, a day at least. */
public final class History {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SHORTEST = Duration.ofDays(1);

    /** ENTSSO logs our own backups too, by the host's clock. */
    private static final Duration SAME_BACKUP = Duration.ofMinutes(15);

    private History() {}

    /** The history of a secret until now. */
    public static Timeline of(SecretReport secret, Instant now) {
        HostRecord host = secret.worst().record();
        List<HostRecord.Change> changes = new ArrayList<>(host.history());
        if (host.verdict().kind() != secret.kind()) {
            changes.add(new HostRecord.Change(secret.since(), secret.kind()));
        }
        List<Mark> marks = new ArrayList<>();
        secret.backups().forEach(backup -> marks.add(new Mark(Symbol.BACKUP, backup.made(), 1, "")));
        for (HostRecord.Mark event : host.marks()) {
            Symbol symbol = symbol(event.event());
            if (symbol != null && !(symbol == Symbol.BACKUP_ELSEWHERE && isOurs(event.time(), secret.backups()))) {
                String detail =
                        symbol == Symbol.TROUBLE ? String.valueOf(event.event().number()) : "";
                marks.add(new Mark(symbol, event.time(), count(event, host), detail));
            }
        }
        Instant earliest = now.minus(LONGEST);
        List<Instant> times = new ArrayList<>(List.of(now.minus(SHORTEST)));
        marks.forEach(mark -> times.add(mark.at()));
        changes.forEach(change -> times.add(change.at()));
        Instant oldest = Collections.min(times);
        Instant from = oldest.isAfter(earliest) ? oldest : earliest;
        marks.removeIf(mark -> mark.at().isBefore(from));
        return new Timeline(secret.name(), from, now, spans(changes, from, now), marks);
    }

    private static List<Span> spans(List<HostRecord.Change> changes, Instant from, Instant now) {
        List<Span> spans = new ArrayList<>();
        Instant end = now;
        for (int i = changes.size() - 1; i >= 0 && end.isAfter(from); i--) {
            HostRecord.Change change = changes.get(i);
            Instant begin = change.at().isBefore(from) ? from : change.at();
            boolean same = !spans.isEmpty() && spans.get(0).kind() == change.kind();
            Instant until = same ? spans.remove(0).to() : end;
            spans.add(0, new Span(change.kind(), begin, until));
            end = change.at();
        }
        return spans;
    }

    /** How often event 10589 was counted in the run that it is the first of, if that is the one in the log now; 1 else. */
    private static long count(HostRecord.Mark event, HostRecord host) {
        return host.facts()
                .flatMap(facts -> facts.log().asOptional())
                .map(HostFacts.Log::required)
                .filter(required -> event.event() == EventId.BACKUP_REQUIRED && required.count() > 0)
                .filter(required -> required.first().time().equals(event.time()))
                .map(HostFacts.Repeats::count)
                .orElse(1);
    }

    private static boolean isOurs(Instant time, List<Backup> backups) {
        return backups.stream()
                .anyMatch(b -> Duration.between(b.made(), time).abs().compareTo(SAME_BACKUP) < 0);
    }

    private static Symbol symbol(EventId event) {
        return switch (event) {
            case BACKUP_REQUIRED -> Symbol.REQUIRED;
            case GENERATED -> Symbol.GENERATED;
            case BACKED_UP -> Symbol.BACKUP_ELSEWHERE;
            case RESTORED -> Symbol.RESTORED;
            case NO_SECRETS,
                    SECRETS_NOT_LOADED,
                    SECRET_INVALID,
                    REENCRYPT_FAILED,
                    RESTORE_FAILED,
                    GENERATE_FAILED,
                    BACKUP_FAILED,
                    BACKUP_FAILED_MEDIA,
                    OUT_OF_SERVICE -> Symbol.TROUBLE;
            default -> null;
        };
    }
}
