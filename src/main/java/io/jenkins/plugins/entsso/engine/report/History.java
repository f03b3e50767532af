package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot.Entry;
import io.jenkins.plugins.entsso.engine.report.Timeline.Mark;
import io.jenkins.plugins.entsso.engine.report.Timeline.Sort;
import io.jenkins.plugins.entsso.engine.report.Timeline.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is drawn of the history of one secret. */
final class History {
    /** What is older is not drawn. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Duration SHORTEST = Duration.ofDays(1);

    /** ENTSSO logs our own backups too, by the host's clock. */
    private static final Duration SAME = Duration.ofMinutes(15);

    private History() {}

    static Timeline of(LedgerSnapshot situation, Entry entry, Instant now) {
        HostRecord host = entry.main();
        List<Backup> held = situation.held(
                entry.system() == null ? List.of() : entry.system().msids());
        List<Mark> marks = new ArrayList<>();
        held.forEach(b -> marks.add(new Mark(Sort.BACKUP, b.made(), 1, "")));
        for (HostRecord.Mark mark : host.marks()) {
            boolean ours =
                    mark.event() == EventId.BACKED_UP && held.stream().anyMatch(b -> isNear(b.made(), mark.time()));
            if (!ours) {
                sort(mark.event()).ifPresent(sort -> marks.add(mark(sort, mark, host)));
            }
        }
        Instant oldest = Stream.of(
                        marks.stream().map(Mark::at),
                        host.history().stream().map(HostRecord.Change::at),
                        Stream.of(now.minus(SHORTEST)))
                .flatMap(s -> s)
                .min(Instant::compareTo)
                .orElseThrow();
        Instant from = oldest.isBefore(now.minus(LONGEST)) ? now.minus(LONGEST) : oldest;
        marks.removeIf(m -> m.at().isBefore(from));
        return new Timeline(entry.name(), from, now, spans(entry, from, now), marks);
    }

    private static List<Span> spans(Entry entry, Instant from, Instant now) {
        List<Span> spans = new ArrayList<>();
        List<HostRecord.Change> changes = new ArrayList<>(entry.main().history());
        if (entry.stale()) {
            changes.add(new HostRecord.Change(entry.since(), entry.kind()));
        }
        for (int i = 0; i < changes.size(); i++) {
            Instant begin = changes.get(i).at();
            boolean isLast = i + 1 == changes.size();
            Instant end = isLast ? now : changes.get(i + 1).at();
            Span before = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (before != null && before.kind() == changes.get(i).kind()) {
                spans.set(spans.size() - 1, new Span(before.kind(), before.from(), end));
            } else if (!end.isBefore(from)) {
                spans.add(new Span(changes.get(i).kind(), begin.isBefore(from) ? from : begin, end));
            }
        }
        return spans;
    }

    /** A mark; that of event 10589 with how often it was counted, if it is the one that the verdict rests on. */
    private static Mark mark(Sort sort, HostRecord.Mark mark, HostRecord host) {
        long count = sort == Sort.REQUIRED
                ? host.verdict().evidence().stream()
                        .filter(f -> f.code() == Finding.Code.REQUIRED)
                        .filter(f -> f.arguments().get(2).equals(mark.time().toString()))
                        .map(f -> f.arguments().get(0))
                        .filter(n -> n.matches("\\d{1,9}"))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(1)
                : 1;
        String detail = sort == Sort.TROUBLE ? String.valueOf(mark.event().number()) : "";
        return new Mark(sort, mark.time(), count, detail);
    }

    private static Optional<Sort> sort(EventId event) {
        return switch (event) {
            case BACKUP_REQUIRED -> Optional.of(Sort.REQUIRED);
            case GENERATED -> Optional.of(Sort.GENERATED);
            case BACKED_UP -> Optional.of(Sort.BACKUP_ELSEWHERE);
            case RESTORED -> Optional.of(Sort.RESTORED);
            case NO_SECRETS,
                    SECRETS_NOT_LOADED,
                    SECRET_INVALID,
                    REENCRYPT_FAILED,
                    RESTORE_FAILED,
                    GENERATE_FAILED,
                    BACKUP_FAILED,
                    BACKUP_FAILED_MEDIA,
                    OUT_OF_SERVICE -> Optional.of(Sort.TROUBLE);
            default -> Optional.empty();
        };
    }

    private static boolean isNear(Instant a, Instant b) {
        return Duration.between(a, b).abs().compareTo(SAME) < 0;
    }
}
