package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The history of one master secret, a year at most, and where it stands in a picture of {@value #WIDTH}
 * units: a bar of verdicts, and marks above and below it. Shapes and places tell what is what, so colour is needed for nothing.
 *
 * @param name whose history it is: untrusted text
 * @param from where the picture begins
 * @param to where it ends
 * @param spans the verdicts, oldest first
 * @param marks what happened, oldest first
 */
public record Timeline(String name, Instant from, Instant to, List<Span> spans, List<Mark> marks) {
    static final int WIDTH = 320;

    /** Free at both ends, so that no mark is cut off. */
    private static final int EDGE = 6;

    private static final int MARK_WIDTH = 6;
    private static final int ABOVE = 10;
    private static final int BELOW = 32;
    private static final Duration LONGEST = Duration.ofDays(365);

    /** ENTSSO logs our own backups too, by the host's clock. */
    private static final Duration SAME_BACKUP = Duration.ofMinutes(15);

    public enum Symbol {
        /** Event 10589, no backup exists: a triangle. */
        REQUIRED(BELOW, "m0 -4l4 8h-8z"),
        /** Another event that tells of trouble: a cross. */
        TROUBLE(BELOW, "m-3 -3l6 6m0 -6l-6 6"),
        /** A secret was generated: a diamond. */
        GENERATED(ABOVE, "m0 -4l4 4l-4 4l-4 -4z"),
        /** A backup that is held here was made: a filled circle. */
        BACKUP(ABOVE, "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
        /** A backup was made here that ENTSSO did not confirm: a square. */
        UNCONFIRMED(ABOVE, "m-4 -4h8v8h-8z"),
        /** Somebody else made a backup: an empty circle. */
        BACKUP_ELSEWHERE(ABOVE, "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
        /** The secret was restored: an arrow back. */
        RESTORED(ABOVE, "m4 -4l-8 4l8 4z"),
        /** A person has said that it was resolved otherwise: a tick. */
        RESOLVED(ABOVE, "m-4 0l3 4l5 -8");

        private final int y;
        private final String shape;

        Symbol(int y, String shape) {
            this.y = y;
            this.shape = shape;
        }

        /** The symbol of an event; null if it is not drawn. */
        private static Symbol of(EventId event) {
            return switch (event) {
                case BACKUP_REQUIRED -> REQUIRED;
                case GENERATED -> GENERATED;
                case BACKED_UP -> BACKUP_ELSEWHERE;
                case RESTORED -> RESTORED;
                case SECRET_SERVER_CHANGED -> null;
                default -> TROUBLE;
            };
        }
    }

    /**
     * A verdict that held for a while.
     *
     * @param kind the verdict
     * @param from since when
     * @param to until when
     */
    public record Span(Kind kind, Instant from, Instant to) {
        /** 'good' is drawn filled, 'bad' hatched, 'unknown' as an empty frame, and 'none', nothing to protect, as a line. */
        public String look() {
            if (kind.isNothingToProtect()) {
                return "none";
            }
            return kind == Kind.UNKNOWN ? "unknown" : kind.isBad() ? "bad" : "good";
        }

        public String words(Texts texts) {
            return texts.text("timeline.span", texts.name(kind), texts.date(from), texts.date(to));
        }
    }

    /**
     * Something that happened.
     *
     * @param symbol what
     * @param at when; of several, the first time
     * @param count how often
     * @param detail what else there is to say, such as an event's number; may be empty
     */
    public record Mark(Symbol symbol, Instant at, long count, String detail) {
        public String look() {
            return symbol.name().toLowerCase(Locale.ROOT);
        }

        public String words(Texts texts) {
            String what = texts.text("timeline." + symbol, detail);
            return count > 1
                    ? texts.text("timeline.mark.times", what, texts.date(at), count)
                    : texts.text("timeline.mark", what, texts.date(at));
        }

        private Mark and(Mark later) {
            return new Mark(symbol, at, count + later.count, detail);
        }
    }

    /** The history of a secret until now. */
    static Timeline of(SecretReport secret, Instant now) {
        HostRecord host = secret.worst();
        List<HostRecord.Change> changes = new ArrayList<>(host.history());
        if (host.newestChange().kind() != secret.kind()) {
            changes.add(new HostRecord.Change(secret.since(), secret.kind()));
        }
        List<Mark> marks = new ArrayList<>();
        secret.backups()
                .forEach(backup -> marks.add(
                        new Mark(backup.isHeld() ? Symbol.BACKUP : Symbol.UNCONFIRMED, backup.made(), 1, "")));
        for (HostRecord.Mark event : host.marks()) {
            Symbol symbol = Symbol.of(event.event());
            if (symbol != null && !(symbol == Symbol.BACKUP_ELSEWHERE && isOurs(event.time(), secret.backups()))) {
                String number = String.valueOf(event.event().number());
                marks.add(new Mark(symbol, event.time(), count(event, host), symbol == Symbol.TROUBLE ? number : ""));
            }
        }
        host.history().stream()
                .filter(change -> change.note() != null && change.note().code() == Finding.Code.RESOLVED)
                .map(change -> new Mark(
                        Symbol.RESOLVED,
                        change.at(),
                        1,
                        change.note().arguments().get(1)))
                .forEach(marks::add);
        Instant oldest = Stream.concat(
                        marks.stream().map(Mark::at), Stream.of(changes.get(0).at()))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant from = Collections.max(List.of(oldest, now.minus(LONGEST)));
        marks.removeIf(mark -> mark.at().isBefore(from));
        return new Timeline(secret.name(), from, now, spans(changes, from, now), marks).merged();
    }

    private static List<Span> spans(List<HostRecord.Change> changes, Instant from, Instant now) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Kind kind = changes.get(i).kind();
            Instant begin = Collections.max(List.of(changes.get(i).at(), from));
            Instant end = i + 1 < changes.size() ? changes.get(i + 1).at() : now;
            Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (last != null && last.kind() == kind) {
                spans.set(spans.size() - 1, new Span(kind, last.from(), end));
            } else if (end.isAfter(from)) {
                spans.add(new Span(kind, begin, end));
            }
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

    /** The same, in which marks of a kind that are close to each other are one. */
    Timeline merged() {
        Map<String, Mark> merged = new LinkedHashMap<>();
        marks.stream()
                .sorted(Comparator.comparing(Mark::at))
                .forEach(mark ->
                        merged.merge(mark.symbol() + mark.detail() + x(mark.at()) / MARK_WIDTH, mark, Mark::and));
        return new Timeline(name, from, to, spans, List.copyOf(merged.values()));
    }

    /** Where a moment is; what lies outside the picture is at its edge. */
    public int x(Instant time) {
        long whole = Math.max(1, Duration.between(from, to).toSeconds());
        long part = Math.min(whole, Math.max(0, Duration.between(from, time).toSeconds()));
        return EDGE + (int) Math.round((double) part / whole * (WIDTH - 2 * EDGE));
    }

    /** How wide a verdict is; seen, however short it was. */
    public int width(Span span) {
        return Math.max(2, x(span.to()) - x(span.from()));
    }

    /** The shape of a mark at its place, as the path of SVG. */
    public String path(Mark mark) {
        return "M" + x(mark.at()) + " " + mark.symbol().y + mark.symbol().shape;
    }

    public String title(Texts texts) {
        return texts.text("timeline.title", name, texts.date(from), texts.date(to));
    }

    /** All that is drawn, in words: of a picture, a screen reader says nothing else. */
    public String description(Texts texts) {
        return Stream.concat(
                        spans.stream().map(span -> span.words(texts)),
                        marks.stream().map(mark -> mark.words(texts)))
                .collect(Collectors.joining("; "));
    }
}
