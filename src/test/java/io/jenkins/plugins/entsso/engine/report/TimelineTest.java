package io.jenkins.plugins.entsso.engine.report;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.Timeline.Mark;
import io.jenkins.plugins.entsso.engine.report.Timeline.Span;
import io.jenkins.plugins.entsso.engine.report.Timeline.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.Test;

public class TimelineTest {
    private static final Instant MAY = Instant.parse("2026-05-12T12:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-12T12:00:00Z");

    private final Texts texts = new Texts(Locale.ENGLISH, ZoneId.of("UTC"));

    @Test
    public void saysInWordsWhatItShows() {
        Timeline timeline = new Timeline(
                        "BIZTALK",
                        MAY,
                        JUNE,
                        List.of(new Span(Kind.UNPROTECTED, MAY, day(10)), new Span(Kind.PROTECTED, day(10), JUNE)),
                        List.of(
                                new Mark(Symbol.BACKUP, day(10), 1, ""),
                                new Mark(Symbol.REQUIRED, day(2), 3412, ""),
                                new Mark(Symbol.TROUBLE, day(5), 1, "10521")))
                .merged();
        assertEquals("History of BIZTALK from 12 May 2026 to 12 Jun 2026", timeline.title(texts));
        assertEquals(
                "unprotected from 12 May 2026 to 22 May 2026; protected from 22 May 2026 to 12 Jun 2026; "
                        + "on 14 May 2026: event 10589, no backup exists, 3,412 times; on 17 May 2026: event 10521; "
                        + "on 22 May 2026: backup held here",
                timeline.description(texts));
    }

    @Test
    public void staysInItsFrame() {
        Span span = new Span(Kind.DAMAGED, day(-400), day(900));
        Timeline timeline = new Timeline(
                "x", MAY, JUNE, List.of(span), List.of(new Mark(Symbol.TROUBLE, day(900), 1, ""), mark(day(-400))));
        assertEquals(6, timeline.x(span.from()));
        assertEquals(Timeline.WIDTH - 12, timeline.width(span));
        assertThat(timeline.path(timeline.marks().get(0)), containsString("M314 32m"));
        assertThat(timeline.path(timeline.marks().get(1)), containsString("M6 10m"));
    }

    @Test
    public void looksDifferWithoutColour() {
        Set<String> looks = new HashSet<>();
        for (Symbol symbol : Symbol.values()) {
            Mark mark = new Mark(symbol, day(3), 1, "");
            String path = new Timeline("x", MAY, JUNE, List.of(), List.of(mark)).path(mark);
            looks.add(path + (symbol == Symbol.BACKUP ? "filled" : ""));
        }
        assertEquals(Symbol.values().length, looks.size());
        Set<String> spans = new HashSet<>();
        for (Kind kind : Kind.values()) {
            spans.add(new Span(kind, MAY, JUNE).look());
        }
        assertEquals(Set.of("good", "bad", "unknown", "none"), spans);
    }

    @Test
    public void marksThatWouldCoverEachOtherAreOne() {
        List<Mark> marks = new ArrayList<>();
        for (int minute = 0; minute < 500; minute++) {
            marks.add(new Mark(Symbol.REQUIRED, MAY.plus(Duration.ofMinutes(minute)), 2, ""));
        }
        assertEquals(
                "on 12 May 2026: event 10589, no backup exists, 1,000 times",
                new Timeline("x", MAY, JUNE, List.of(), marks).merged().description(texts));
    }

    @Test
    public void troubleOfSeveralKindsIsNamed() {
        List<Mark> marks = List.of(
                new Mark(Symbol.TROUBLE, day(1), 1, "10521"),
                new Mark(Symbol.TROUBLE, day(1).plusSeconds(1), 1, "10565"),
                new Mark(Symbol.TROUBLE, day(1).plusSeconds(2), 1, "10521"));
        assertEquals(
                "on 13 May 2026: event 10521, 2 times; on 13 May 2026: event 10565",
                new Timeline("x", MAY, JUNE, List.of(), marks).merged().description(texts));
    }

    @Test
    public void aHistoryOfNoLengthCanBeDrawn() {
        Span span = new Span(Kind.UNKNOWN, MAY, MAY);
        Timeline timeline = new Timeline("x", MAY, MAY, List.of(span), List.of(mark(MAY)));
        assertEquals(2, timeline.width(span));
        assertEquals(6, timeline.x(MAY));
    }

    private static Mark mark(Instant at) {
        return new Mark(Symbol.BACKUP, at, 1, "");
    }

    private static Instant day(int days) {
        return MAY.plus(Duration.ofDays(days));
    }
}
