package io.jenkins.plugins.entsso.engine.report;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.Timeline.Mark;
import io.jenkins.plugins.entsso.engine.report.Timeline.Sort;
import io.jenkins.plugins.entsso.engine.report.Timeline.Span;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

public class TimelineTest {
    private static final Instant MAY = Instant.parse("2026-05-12T12:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-12T12:00:00Z");
    private static final String MARKUP = "<img src=x onerror=\"alert('1')\">&\u0000\uD800]]>";

    private final Texts texts = new Texts(Locale.ENGLISH, ZoneOffset.UTC);

    @Test
    public void tellsInWordsWhatItShows() throws Exception {
        Timeline timeline = new Timeline(
                "BIZTALK",
                MAY,
                JUNE,
                List.of(new Span(Kind.UNPROTECTED, MAY, day(10)), new Span(Kind.PROTECTED, day(10), JUNE)),
                List.of(
                        new Mark(Sort.BACKUP, day(10), 1, ""),
                        new Mark(Sort.REQUIRED, day(2), 3412, ""),
                        new Mark(Sort.TROUBLE, day(5), 1, "10521")));
        Element svg = parse(timeline);
        assertEquals("img", svg.getAttribute("role"));
        assertEquals("History of BIZTALK from 12 May 2026 to 12 Jun 2026", described(svg, 0));
        assertEquals(
                "unprotected from 12 May 2026 to 22 May 2026; protected from 22 May 2026 to 12 Jun 2026; "
                        + "on 14 May 2026: event 10589, no backup exists, 3,412 times; on 17 May 2026: event 10521; "
                        + "on 22 May 2026: backup held here",
                described(svg, 1));
    }

    @Test
    public void textOfAHostIsNoMarkup() throws Exception {
        Element svg =
                parse(new Timeline(MARKUP, MAY, JUNE, List.of(), List.of(new Mark(Sort.TROUBLE, day(1), 1, MARKUP))));
        assertEquals(0, svg.getElementsByTagName("img").getLength());
        assertThat(described(svg, 0), containsString("<img src=x onerror=\"alert('1')\">&\uFFFD\uFFFD]]>"));
    }

    @Test
    public void hasNeitherStyleNorScriptAndStaysInItsFrame() throws Exception {
        List<Span> spans = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            spans.add(new Span(kind, day(-400), day(900)));
        }
        List<Mark> marks = new ArrayList<>();
        for (Sort sort : Sort.values()) {
            marks.add(new Mark(sort, day(-400), 1, ""));
            marks.add(new Mark(sort, day(900), 1, ""));
        }
        Element svg = parse(new Timeline("x", MAY, JUNE, spans, marks));
        Set<String> allowed = Set.of("svg", "title", "desc", "defs", "pattern", "rect", "path", "text");
        NodeList all = svg.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            assertTrue(element.getTagName(), allowed.contains(element.getTagName()));
            for (int j = 0; j < element.getAttributes().getLength(); j++) {
                String name = element.getAttributes().item(j).getNodeName();
                assertFalse(name, name.equals("style") || name.startsWith("on"));
            }
            if (element.getTagName().equals("rect")) {
                int x = Integer.parseInt(element.getAttribute("x"));
                int width = Integer.parseInt(element.getAttribute("width"));
                assertTrue(x >= 0 && x + width <= 320);
            }
        }
    }

    @Test
    public void looksDiffersWithoutColour() throws Exception {
        Set<String> looks = new HashSet<>();
        for (Sort sort : Sort.values()) {
            NodeList paths = parse(new Timeline("x", MAY, JUNE, List.of(), List.of(new Mark(sort, day(3), 1, ""))))
                    .getElementsByTagName("path");
            Element path = (Element) paths.item(paths.getLength() - 1);
            looks.add(path.getAttribute("d") + (sort == Sort.BACKUP ? "filled" : ""));
        }
        assertEquals(Sort.values().length, looks.size());
    }

    @Test
    public void nearMarksAreOne() throws Exception {
        List<Mark> marks = new ArrayList<>();
        for (int minute = 0; minute < 500; minute++) {
            marks.add(new Mark(Sort.REQUIRED, MAY.plus(Duration.ofMinutes(minute)), 2, ""));
        }
        Element svg = parse(new Timeline("x", MAY, JUNE, List.of(), marks));
        assertThat(described(svg, 1), containsString("on 12 May 2026: event 10589, no backup exists, 1,000 times"));
    }

    /** A screen reader shows no more of a picture than its description. */
    @Test
    public void everyMarkIsInTheDescription() throws Exception {
        List<Mark> marks = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (int day = 0; day < 30; day++) {
            marks.add(new Mark(Sort.GENERATED, day(day), 1, ""));
            marks.add(new Mark(Sort.TROUBLE, day(day), 1, "10521"));
            marks.add(new Mark(Sort.BACKUP, day(day), 1, ""));
            spans.add(new Span(day % 2 == 0 ? Kind.PROTECTED : Kind.UNKNOWN, day(day), day(day + 1)));
        }
        Element svg = parse(new Timeline("x", MAY, JUNE, spans, marks));
        NodeList titles = svg.getElementsByTagName("title");
        String description = described(svg, 1);
        assertEquals(1 + 30 + 60, titles.getLength());
        for (int i = 1; i < titles.getLength(); i++) {
            assertThat(description, containsString(titles.item(i).getTextContent()));
        }
        assertThat(description, containsString("on 10 Jun 2026: backup held here; 30 earlier marks"));
    }

    @Test
    public void troubleOfSeveralKindsIsNamed() throws Exception {
        List<Mark> marks = List.of(
                new Mark(Sort.TROUBLE, day(1), 1, "10521"),
                new Mark(Sort.TROUBLE, day(1).plusSeconds(1), 1, "10565"),
                new Mark(Sort.TROUBLE, day(1).plusSeconds(2), 1, "10521"));
        assertEquals(
                "on 13 May 2026: event 10521, 10565, 3 times",
                described(parse(new Timeline("x", MAY, JUNE, List.of(), marks)), 1));
    }

    @Test
    public void isBounded() {
        List<Mark> marks = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Instant at = MAY.plus(Duration.ofMinutes(4L * i));
            marks.add(new Mark(Sort.values()[i % Sort.values().length], at, 1, "x".repeat(5000)));
            spans.add(new Span(Kind.values()[i % Kind.values().length], at, at.plusSeconds(240)));
        }
        String svg = new Timeline("n".repeat(5000), MAY, JUNE, spans, marks).svg(texts, "t");
        assertTrue("" + svg.length(), svg.length() < 40_000);
    }

    @Test
    public void aHistoryOfNoLengthCanBeDrawn() throws Exception {
        Timeline timeline = new Timeline(
                "x", MAY, MAY, List.of(new Span(Kind.UNKNOWN, MAY, MAY)), List.of(new Mark(Sort.BACKUP, MAY, 1, "")));
        assertEquals(1, parse(timeline).getElementsByTagName("rect").getLength());
    }

    private static Instant day(int days) {
        return MAY.plus(Duration.ofDays(days));
    }

    private Element parse(Timeline timeline) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(timeline.svg(texts, "t"))))
                .getDocumentElement();
    }

    /** Text of what the picture is labelled by. */
    private static String described(Element svg, int n) {
        String id = svg.getAttribute("aria-labelledby").split(" ")[n];
        for (Node child = svg.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getAttribute("id").equals(id)) {
                return element.getTextContent();
            }
        }
        throw new AssertionError("no " + id);
    }
}
