package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Failure.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class EventXmlTest {
    private static final String MSID = "{2B5D0A10-3B41-4C2E-9B57-3F3C6A0D8E11}";

    /** As Windows Server writes it: one line, apostrophes, no declaration. */
    private static final String CLASSIC =
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
                    + "<Provider Name='ENTSSO'/><EventID Qualifiers='49152'>10559</EventID><Level>4</Level><Task>1</Task>"
                    + "<Keywords>0x80000000000000</Keywords><TimeCreated SystemTime='2026-11-23T16:41:46.123456700Z'/>"
                    + "<EventRecordID>4711</EventRecordID><Channel>Application</Channel><Computer>BIZTALK1</Computer>"
                    + "<Security/></System><EventData><Data>C:\\backup &amp; more\\x.bak</Data><Data>" + MSID
                    + "</Data><Data></Data><Data>zwei\r\nZeilen ä</Data><Binary>C0FFEE</Binary></EventData></Event>";

    private static final String MODERN =
            "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\r\n  <System>\r\n"
                    + "    <Provider Name=\"Microsoft-Windows-Something\" Guid=\"{0}\" EventSourceName=\"ENTSSO\"/>\r\n"
                    + "    <EventID>10589</EventID><Version>0</Version><Opcode>0</Opcode>\r\n"
                    + "    <TimeCreated SystemTime=\"2026-11-23T16:41:46Z\"/>\r\n"
                    + "    <EventRecordID>4712</EventRecordID><Correlation ActivityID=\"{1}\"/>\r\n"
                    + "    <Execution ProcessID=\"1\" ThreadID=\"2\"/>\r\n  </System>\r\n"
                    + "  <UserData><Data>not an insertion string</Data></UserData>\r\n"
                    + "  <RenderingInfo Culture='de-DE'><Message>Das Hauptgeheimnis</Message><Level>Fehler</Level>"
                    + "</RenderingInfo>\r\n</Event>\r\n";

    @Test
    public void classicEvent() throws IOException {
        LogRecord record = read(events(CLASSIC)).get(0);
        assertTrue(record.isFrom("ENTSSO"));
        assertEquals(10559, record.id());
        assertEquals(4711, record.recordId());
        assertEquals(Instant.parse("2026-11-23T16:41:46.1234567Z"), record.time());
        assertEquals(List.of("C:\\backup & more\\x.bak", MSID, "", "zwei\nZeilen ä"), record.strings());
    }

    @Test
    public void modernEvent() throws IOException {
        LogRecord record = read(events(MODERN)).get(0);
        assertTrue(record.isFrom("ENTSSO"));
        assertEquals(10589, record.id());
        assertEquals(Instant.parse("2026-11-23T16:41:46Z"), record.time());
        assertEquals(List.of(), record.strings());
    }

    @Test
    public void fractionsOfEveryVersionOfWindows() throws IOException {
        for (String fraction : new String[] {"", ".1", ".123", ".1234567", ".123456789"}) {
            String time = "2026-11-23T16:41:46" + fraction + "Z";
            String event = CLASSIC.replace("2026-11-23T16:41:46.123456700Z", time);
            assertEquals(Instant.parse(time), read(events(event)).get(0).time());
        }
    }

    @Test
    public void severalEventsInTheirOrder() throws IOException {
        assertEquals(
                List.of(4711L, 4712L, 4711L),
                read(events(CLASSIC, MODERN, CLASSIC)).stream()
                        .map(LogRecord::recordId)
                        .toList());
    }

    @Test
    public void declarationAndWhiteSpaceDoNotMatter() throws IOException {
        String text = " \r\n<?xml version='1.0' encoding='utf-16'?>\r\n" + events(CLASSIC) + "\r\n\r\n";
        assertEquals(1, read(text).size());
    }

    @Test
    public void emptyRootIsAnAnswerAndNothingIsNone() throws IOException {
        assertTrue(EventXml.read(new StringReader("<Events>\r\n</Events>"), "Events", e -> {}));
        assertTrue(EventXml.read(new StringReader("<Events/>"), "Events", e -> {}));
        assertFalse(EventXml.read(new StringReader(""), "Events", e -> {}));
        assertFalse(EventXml.read(new StringReader(" \r\n"), "Events", e -> {}));
    }

    @Test
    public void brokenOffAnywhereIsNeverAShorterList() throws IOException {
        String whole = events(CLASSIC, MODERN);
        for (int length = 1; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            QueryFailedException e = assertThrows(part, QueryFailedException.class, () -> read(part));
            assertTrue(part, e.failure().kind() == Kind.TRUNCATED || e.failure().kind() == Kind.NOT_UNDERSTOOD);
        }
        assertEquals(2, read(whole).size());
    }

    @Test
    public void brokenOffAfterAnyByteInAnyEncoding() throws IOException {
        String[] starts = {"", "\uFEFF", "<?xml version='1.0' encoding='utf-16'?>\r\n", "\uFEFF<?xml version='1.0'?>"};
        for (Charset charset : List.of(
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_8,
                Charset.forName("windows-31j"))) {
            for (String start : starts) {
                if (charset.name().equals("windows-31j") && start.startsWith("\uFEFF")) {
                    continue;
                }
                byte[] whole = (start + events(CLASSIC)).getBytes(charset);
                int mark = start.startsWith("\uFEFF") ? "\uFEFF".getBytes(charset).length : 0;
                for (int length = mark + 1; length < whole.length; length++) {
                    InputStream part = new ByteArrayInputStream(whole, 0, length);
                    String where = charset + " " + start + " cut after " + length + " bytes";
                    QueryFailedException e = assertThrows(
                            where, QueryFailedException.class, () -> records(OutputText.of(part, charset)));
                    assertTrue(
                            where + e,
                            e.failure().kind() == Kind.TRUNCATED || e.failure().kind() == Kind.NOT_UNDERSTOOD);
                }
                assertEquals(
                        1,
                        records(OutputText.of(new ByteArrayInputStream(whole), charset))
                                .size());
            }
        }
    }

    @Test
    public void whatIsCutOffInsideAnEventIsCalledTruncated() {
        String whole = events(CLASSIC);
        for (int length = whole.indexOf("<System>"); length < whole.lastIndexOf("</Events>"); length++) {
            String part = whole.substring(0, length);
            assertEquals(
                    part,
                    Kind.TRUNCATED,
                    assertThrows(part, QueryFailedException.class, () -> read(part))
                            .failure()
                            .kind());
        }
    }

    @Test
    public void everyByteMissingIsSeenOrHarmless() throws IOException {
        String whole = events(CLASSIC);
        for (int missing = 0; missing < whole.length(); missing++) {
            String damaged = whole.substring(0, missing) + whole.substring(missing + 1);
            try {
                assertEquals(damaged, 1, read(damaged).size());
            } catch (QueryFailedException e) {
                assertTrue(
                        damaged,
                        e.failure().kind() == Kind.TRUNCATED || e.failure().kind() == Kind.NOT_UNDERSTOOD);
            }
        }
    }

    @Test
    public void garbageIsNotUnderstood() {
        for (String garbage : new String[] {
            "The service has not been started.",
            "<html><body>no</body></html>",
            "<Events><Event/></Events>",
            "<Events>text</Events>",
            "<Events></Events><Events></Events>",
            "<Events></Events>" + CLASSIC,
            CLASSIC,
            "<Events><Events>" + CLASSIC + "</Events></Events>",
            events(CLASSIC.replace("10559", "many")),
            events(CLASSIC.replace("4711", "")),
            events(CLASSIC.replace("4711", "-4711")),
            events(CLASSIC.replace("4711", "99999999999999999999")),
            events(CLASSIC.replace("10559", "4294977855")),
            events(CLASSIC.replace("10559", "-1")),
            events(CLASSIC.replaceAll("<EventID.*</EventID>", "")),
            events(CLASSIC.replace("2026-11-23T", "yesterday")),
            events(CLASSIC.replace("2026-11-23T", "+999999999-11-23T")),
            events(CLASSIC.replace("2026-11-23T", "1601-01-01T")),
            events(CLASSIC.replaceAll("<TimeCreated[^>]*>", "")),
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Events>&e;</Events>",
            events(CLASSIC.replace("C0FFEE", "&unknown;"))
        }) {
            QueryFailedException e = assertThrows(garbage, QueryFailedException.class, () -> read(garbage));
            assertTrue(
                    garbage + e,
                    e.failure().kind() == Kind.NOT_UNDERSTOOD || e.failure().kind() == Kind.TRUNCATED);
        }
    }

    @Test
    public void charactersThatXmlForbidsDoNotHideAnEvent() throws IOException {
        String[] forbidden = {
            "\u0000",
            "\u0001",
            "\u000B",
            "\u001F",
            "\uFFFE",
            "\uFFFF",
            "\uD800",
            "\uDC00",
            "&#0;",
            "&#x1;",
            "&#x1F;",
            "&#xD800;",
            "&#xFFFF;",
            "&#11;"
        };
        for (String bad : forbidden) {
            List<LogRecord> records = read(events(CLASSIC.replace("x.bak", "x" + bad + "y"), MODERN));
            assertEquals(2, records.size());
            assertEquals("C:\\backup & more\\x\uFFFDy", records.get(0).strings().get(0));
        }
    }

    @Test
    public void charactersThatXmlAllowsStay() throws IOException {
        for (String good :
                new String[] {"\t", "é", "日本", "\uD83D\uDD11", "&#xe9;", "&#233;", "&#x1F511;", "&lt;", "&quot;"}) {
            String text = read(events(CLASSIC.replace("x.bak", "x" + good + "y")))
                    .get(0)
                    .strings()
                    .get(0);
            assertFalse(text, text.contains("\uFFFD"));
        }
    }

    @Test
    public void longStringsAreCutAndEndlessEventsRefused() throws IOException {
        String longer = "x".repeat(EntssoEvent.MAX_STRING + 5);
        assertEquals(
                EntssoEvent.MAX_STRING,
                read(events(CLASSIC.replace(MSID, longer)))
                        .get(0)
                        .strings()
                        .get(1)
                        .length());
        assertThrows(QueryFailedException.class, () -> read(events(CLASSIC.replace(MSID, "x".repeat(2_000_000)))));
        assertThrows(QueryFailedException.class, () -> read(events(CLASSIC.replace("<Security/>", "<a>".repeat(100)))));
        assertEquals(
                EntssoEvent.MAX_STRINGS,
                read(events(CLASSIC.replace("<Binary>", "<Data>x</Data>".repeat(100) + "<Binary>")))
                        .get(0)
                        .strings()
                        .size());
    }

    @Test
    public void onlyWhatStandsInItsPlaceIsRead() throws IOException {
        String elsewhere = "<Provider>Other</Provider><Provider Name='Other'/><EventID>1</EventID>"
                + "<TimeCreated SystemTime='1999-01-01T00:00:00Z'/><EventRecordID>1</EventRecordID><Data>no</Data>";
        String event = CLASSIC.replace(
                "</Event>",
                "<UserData>" + elsewhere + "</UserData><RenderingInfo Culture='ja-JP'>" + elsewhere
                        + "</RenderingInfo><DebugData>" + elsewhere + "</DebugData></Event>");
        assertEquals(read(events(CLASSIC)), read(events(event)));
        assertEquals(
                read(events(CLASSIC)),
                read(events(
                        CLASSIC.replace("<Security/>", "<Security><EventID>1</EventID></Security><Data>no</Data>"))));
    }

    @Test
    public void aSourceIsKnownByEitherOfItsNames() throws IOException {
        for (String provider : new String[] {
            "Name='ENTSSO'",
            "Name='ENTSSO' EventSourceName='Other'",
            "EventSourceName='ENTSSO' Name='Other'",
            "Name='entsso'"
        }) {
            LogRecord record =
                    read(events(CLASSIC.replace("Name='ENTSSO'", provider))).get(0);
            assertTrue(provider, record.isFrom("ENTSSO"));
        }
        for (String provider : new String[] {"", "Name=''", "Name='ENTSSO2'", "Guid='ENTSSO'"}) {
            LogRecord record =
                    read(events(CLASSIC.replace("Name='ENTSSO'", provider))).get(0);
            assertFalse(provider, record.isFrom("ENTSSO"));
        }
    }

    @Test
    public void dataWithNamesAndSections() throws IOException {
        String event = CLASSIC.replace("<Data></Data>", "<Data Name='param3'><![CDATA[<a> & b]]></Data><Data/>");
        assertEquals(
                List.of("C:\\backup & more\\x.bak", MSID, "<a> & b", "", "zwei\nZeilen ä"),
                read(events(event)).get(0).strings());
    }

    @Test
    public void nothingInAnEventIsHeldWithoutBound() {
        // Each would fill the memory before the parser has an element to show.
        for (String[] endless : new String[][] {
            {"<Event a='", "x", "'/>"},
            {"<Event><!--", "-x", "-->"},
            {"<Event><?pi ", "x", "?>"},
            {"<Event><![CDATA[", "x", "]]>"},
            {"<Event>", " ", "</Event>"},
            {"<Event><", "x", "/>"},
            {"<Event><System a='&", "x", ";'/>"},
            {"<!--", "-x", "-->"}
        }) {
            Endless text = new Endless("<Events>" + endless[0], endless[1]);
            QueryFailedException e = assertThrows(endless[0], QueryFailedException.class, () -> records(text));
            assertEquals(endless[0], Kind.NOT_UNDERSTOOD, e.failure().kind());
            assertTrue(endless[0] + " took " + text.read, text.read < 3 * 1024 * 1024);
        }
    }

    @Test
    public void everyEncodingThatWindowsPrints() throws IOException {
        Charset oem = Charset.forName("IBM850");
        String text = events(CLASSIC);
        assertAllRead(text.getBytes(oem), oem);
        assertAllRead(text.getBytes(StandardCharsets.UTF_16LE), oem);
        assertAllRead(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE), oem);
        assertAllRead(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE), oem);
        assertAllRead(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8), oem);
        assertAllRead(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        Charset japanese = Charset.forName("windows-31j");
        String inJapanese = text.replace("Zeilen ä", "秘密");
        assertEquals(
                "zwei\n秘密",
                records(OutputText.of(new ByteArrayInputStream(inJapanese.getBytes(japanese)), japanese))
                        .get(0)
                        .strings()
                        .get(3));
    }

    private static void assertAllRead(byte[] bytes, Charset oem) throws IOException {
        assertEquals(
                "zwei\nZeilen ä",
                records(OutputText.of(new ByteArrayInputStream(bytes), oem))
                        .get(0)
                        .strings()
                        .get(3));
    }

    @Test
    public void aFloodTakesNoMoreMemoryThanADrop() throws IOException {
        // Were all of it kept, a million events of some 600 bytes would not fit into any JVM that runs this test.
        int[] count = new int[1];
        long[] most = new long[1];
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        EventXml.read(OutputText.of(new Flood(1_000_000), StandardCharsets.UTF_8), "Events", e -> {
            if (++count[0] % 250_000 == 0) {
                System.gc();
                most[0] = Math.max(most[0], runtime.totalMemory() - runtime.freeMemory());
            }
        });
        assertEquals(1_000_000, count[0]);
        long grown = most[0] - before;
        assertTrue("the heap grew by " + grown + " bytes", grown < 16 * 1024 * 1024);
    }

    private static String events(String... events) {
        return "<Events>" + String.join("\r\n", events) + "</Events>";
    }

    private static List<LogRecord> read(String text) throws QueryFailedException {
        return records(new StringReader(text));
    }

    private static List<LogRecord> records(Reader text) throws QueryFailedException {
        List<LogRecord> records = new ArrayList<>();
        EventXml.read(text, "Events", records::add);
        return records;
    }

    /** A beginning, and then the same for ever; counts the characters that were taken. */
    private static final class Endless extends Reader {
        private final String start;
        private final String more;
        private long read;

        Endless(String start, String more) {
            this.start = start;
            this.more = more;
        }

        @Override
        public int read(char[] target, int offset, int length) {
            for (int i = 0; i < length; i++, read++) {
                target[offset + i] = read < start.length()
                        ? start.charAt((int) read)
                        : more.charAt((int) ((read - start.length()) % more.length()));
            }
            if (read > 64L * 1024 * 1024) {
                throw new AssertionError("64 million characters were taken");
            }
            return length;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    /** The same event over and over. */
    private static final class Flood extends InputStream {
        private static final byte[] EVENT = CLASSIC.getBytes(StandardCharsets.UTF_8);
        private byte[] current = "<Events>".getBytes(StandardCharsets.UTF_8);
        private int position;
        private int left;
        private boolean ended;

        Flood(int events) {
            left = events;
        }

        @Override
        public int read() {
            if (position == current.length && !advance()) {
                return -1;
            }
            return current[position++] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == current.length && !advance()) {
                return -1;
            }
            int n = Math.min(length, current.length - position);
            System.arraycopy(current, position, target, offset, n);
            position += n;
            return n;
        }

        private boolean advance() {
            position = 0;
            if (left > 0) {
                left--;
                current = EVENT;
                return true;
            }
            if (ended) {
                position = current.length;
                return false;
            }
            ended = true;
            current = "</Events>".getBytes(StandardCharsets.UTF_8);
            return true;
        }
    }
}
