package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The history of one master secret and where it stands in a picture of {@value #WIDTH} units: a bar of verdicts, and marks
 * above and below it. Shapes and places tell what is what, so colour is needed for nothing.
 *
 * @param name whose history it is: untrusted text
 * @param from where the picture begins
 * @param to where it ends
 * @param spans the verdicts, oldest first
 * @param marks what happened, oldest first; those of a kind that would cover each other are one
 */
public record Timeline(String name, Instant from, Instant to, List<Span> spans, List<Mark> marks) {
    static final int WIDTH = 320;

    /** Free at both ends, so that no mark is cut off. */
    private static final int EDGE = 6;

    private static final int MARK_WIDTH = 6;
    private static final int ABOVE = 10;
    private static final int BELOW = 32;

    /** What can be marked. */
    public enum Symbol {
        /** Event 10589, no backup exists: a triangle. */
        REQUIRED(BELOW, "m0 -4l4 8h-8z"),
        /** Another event that tells of trouble: a cross. */
        TROUBLE(BELOW, "m-3 -3l6 6m0 -6l-6 6"),
        /** A secret was generated: a diamond. */
        GENERATED(ABOVE, "m0 -4l4 4l-4 4l-4 -4z"),
        /** A backup that is held here was made: a filled circle. */
        BACKUP(ABOVE, "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
        /** Somebody else made a backup: an empty circle. */
        BACKUP_ELSEWHERE(ABOVE, "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
        /** The secret was restored: an arrow back. */
        RESTORED(ABOVE, "m4 -4l-8 4l8 4z");

        private final int y;
        private final String shape;

        Symbol(int y, String shape) {
            this.y = y;
            this.shape = shape;
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
            boolean known = List.of(detail.split(", ")).contains(later.detail);
            return new Mark(symbol, at, count + later.count, known ? detail : detail + ", " + later.detail);
        }
    }

    /** Merges the marks. */
    public Timeline {
        spans = List.copyOf(spans);
        List<Mark> merged = new ArrayList<>();
        Map<Symbol, Integer> last = new EnumMap<>(Symbol.class);
        for (Mark mark : marks.stream().sorted(Comparator.comparing(Mark::at)).toList()) {
            Integer near = last.get(mark.symbol());
            if (near != null && x(mark.at(), from, to) - x(merged.get(near).at(), from, to) < MARK_WIDTH) {
                merged.set(near, merged.get(near).and(mark));
            } else {
                last.put(mark.symbol(), merged.size());
                merged.add(mark);
            }
        }
        marks = List.copyOf(merged);
    }

    /** Where a moment is; what lies outside the picture is at its edge. */
    public int x(Instant time) {
        return x(time, from, to);
    }

    private static int x(Instant time, Instant from, Instant to) {
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

    /** What the picture is called, in words. */
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
