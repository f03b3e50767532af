package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The history of one master secret as a picture: a bar of verdicts, and marks above and below it. Shapes and places tell
 * what is what, so colour is needed for nothing.
 *
 * @param name whose history it is: untrusted text
 * @param from where the picture begins
 * @param to where it ends
 * @param spans the verdicts, oldest first
 * @param marks what happened, oldest first
 */
public record Timeline(String name, Instant from, Instant to, List<Span> spans, List<Mark> marks) {
    /** A picture never has more spans than this; the newest are shown. */
    public static final int MAX_SPANS = 40;

    /** A picture never has more marks than this; those near to each other are one, and of the rest the newest are shown. */
    public static final int MAX_MARKS = 60;

    private static final int MAX_DETAIL = 40;
    private static final int WIDTH = 320;
    private static final int HEIGHT = 52;
    private static final int EDGE = 6;
    private static final int BAR = 16;
    private static final int THICK = 10;
    /** Marks that would cover each other are drawn as one. */
    private static final int NEAR = 6;

    /** What can be marked. */
    public enum Sort {
        /** Event 10589: no backup exists. */
        REQUIRED(false),
        /** Another event that tells of trouble. */
        TROUBLE(false),
        /** A secret was generated. */
        GENERATED(true),
        /** A backup that is held here was made. */
        BACKUP(true),
        /** Somebody else made a backup. */
        BACKUP_ELSEWHERE(true),
        /** The secret was restored. */
        RESTORED(true);

        private final boolean above;

        Sort(boolean above) {
            this.above = above;
        }
    }

    /**
     * A verdict that held for a while.
     *
     * @param kind the verdict
     * @param from since when
     * @param to until when
     */
    public record Span(Kind kind, Instant from, Instant to) {}

    /**
     * Something that happened.
     *
     * @param sort what
     * @param at when; of several, the first time
     * @param count how often
     * @param detail what else there is to say, such as an event's number; may be empty
     */
    public record Mark(Sort sort, Instant at, long count, String detail) {}

    /** Bounds what is shown. */
    public Timeline {
        spans = List.copyOf(spans.subList(Math.max(0, spans.size() - MAX_SPANS), spans.size()));
        List<Mark> sorted = new ArrayList<>(marks);
        sorted.sort(Comparator.comparing(Mark::at));
        marks = List.copyOf(sorted);
    }

    /**
     * The picture as SVG, to be put into a page: text that is not ours is escaped, colours are the page's, and there is
     * neither a style nor a script in it.
     *
     * @param id unique in the page: letters, digits and dashes
     */
    public String svg(Texts texts, String id) {
        List<Mark> all = merged();
        List<Mark> shown = all.subList(Math.max(0, all.size() - MAX_MARKS), all.size());
        Svg svg = new Svg();
        svg.open("svg")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("class", "entsso-timeline")
                .with("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
                .with("role", "img")
                .with("aria-labelledby", id + "-title " + id + "-desc");
        svg.open("title").with("id", id + "-title").text(title(texts)).close();
        svg.open("desc")
                .with("id", id + "-desc")
                .text(description(texts, shown, all.size() - shown.size()))
                .close();
        svg.open("defs");
        svg.open("pattern")
                .with("id", id + "-hatch")
                .with("width", "6")
                .with("height", "6")
                .with("patternUnits", "userSpaceOnUse");
        svg.open("path").with("class", "entsso-hatch").with("d", "M0 6L6 0").close();
        svg.close().close();
        for (Span span : spans) {
            draw(svg, span, texts, id);
        }
        for (Mark mark : shown) {
            draw(svg, mark, texts);
        }
        label(svg, EDGE, "start", texts.date(from));
        label(svg, WIDTH - EDGE, "end", texts.date(to));
        svg.close();
        return svg.toString();
    }

    private void draw(Svg svg, Span span, Texts texts, String id) {
        int left = x(span.from());
        int width = Math.max(2, x(span.to()) - left);
        Kind kind = span.kind();
        // whole: protected; hatched: bad; an empty frame: unknown; a line: nothing to protect
        boolean line = kind.isNothingToProtect();
        String look = line ? "none" : kind == Kind.UNKNOWN ? "unknown" : kind.isBad() ? "bad" : "good";
        svg.open("rect")
                .with("class", "entsso-span entsso-span--" + look)
                .with("x", left)
                .with("y", line ? BAR + THICK / 2 - 1 : BAR)
                .with("width", width)
                .with("height", line ? 2 : THICK);
        if (look.equals("bad")) {
            svg.with("fill", "url(#" + id + "-hatch)");
        }
        svg.open("title").text(words(span, texts)).close();
        svg.close();
    }

    private void draw(Svg svg, Mark mark, Texts texts) {
        int x = x(mark.at());
        int y = mark.sort().above ? BAR - 6 : BAR + THICK + 6;
        svg.open("path")
                .with("class", "entsso-mark entsso-mark--" + mark.sort().name().toLowerCase(Locale.ROOT))
                .with("d", shape(mark.sort(), x, y));
        svg.open("title").text(words(mark, texts)).close();
        svg.close();
    }

    private static String shape(Sort sort, int x, int y) {
        String at = "M" + x + " " + y;
        return switch (sort) {
            // a triangle, a cross, a diamond, a filled circle, an empty circle, an arrow back
            case REQUIRED -> at + "m0 -4l4 8h-8z";
            case TROUBLE -> at + "m-3 -3l6 6m0 -6l-6 6";
            case GENERATED -> at + "m0 -4l4 4l-4 4l-4 -4z";
            case BACKUP, BACKUP_ELSEWHERE -> at + "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z";
            case RESTORED -> at + "m4 -4l-8 4l8 4z";
        };
    }

    private static void label(Svg svg, int x, String anchor, String text) {
        svg.open("text")
                .with("class", "entsso-label")
                .with("x", x)
                .with("y", HEIGHT - 3)
                .with("text-anchor", anchor)
                .with("aria-hidden", "true")
                .text(text)
                .close();
    }

    /** Where a moment is; what lies outside the picture is at its edge. */
    private int x(Instant time) {
        long whole = Math.max(1, Duration.between(from, to).toSeconds());
        long part = Math.min(whole, Math.max(0, Duration.between(from, time).toSeconds()));
        return EDGE + (int) Math.round((double) part / whole * (WIDTH - 2 * EDGE));
    }

    /** Marks of the same sort that are near to each other as one. */
    private List<Mark> merged() {
        Map<Sort, Mark> last = new TreeMap<>();
        List<Mark> merged = new ArrayList<>();
        for (Mark mark : marks) {
            Mark near = last.get(mark.sort());
            if (near != null && x(mark.at()) - x(near.at()) < NEAR) {
                Mark both = new Mark(
                        near.sort(), near.at(), near.count() + mark.count(), both(near.detail(), mark.detail()));
                merged.set(merged.lastIndexOf(near), both);
                last.put(mark.sort(), both);
            } else {
                merged.add(mark);
                last.put(mark.sort(), mark);
            }
        }
        return merged;
    }

    private static String both(String details, String detail) {
        boolean known = details.equals(detail) || List.of(details.split(", ")).contains(detail);
        return known || details.length() > MAX_DETAIL ? details : details + ", " + detail;
    }

    private String title(Texts texts) {
        return texts.text("timeline.title", Texts.cut(name, 100), texts.date(from), texts.date(to));
    }

    /** All that is drawn: of a picture, a screen reader says nothing else. */
    private String description(Texts texts, List<Mark> shown, int omitted) {
        List<String> words = new ArrayList<>();
        spans.forEach(s -> words.add(words(s, texts)));
        shown.forEach(m -> words.add(words(m, texts)));
        if (omitted > 0) {
            words.add(texts.text("timeline.omitted", omitted));
        }
        return String.join("; ", words);
    }

    private static String words(Span span, Texts texts) {
        return texts.text("timeline.span", texts.name(span.kind()), texts.date(span.from()), texts.date(span.to()));
    }

    private static String words(Mark mark, Texts texts) {
        String what = texts.text("timeline." + mark.sort(), Texts.cut(mark.detail(), MAX_DETAIL));
        String when = texts.date(mark.at());
        return mark.count() > 1
                ? texts.text("timeline.mark.times", what, when, mark.count())
                : texts.text("timeline.mark", what, when);
    }
}
