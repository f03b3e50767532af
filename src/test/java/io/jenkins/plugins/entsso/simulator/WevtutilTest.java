package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

public class WevtutilTest {
    private static final String ENTSSO = "/q:*[System[Provider[@Name='ENTSSO'] and (EventID=10589 or EventID=10525)]]";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private SimulatedHost host;

    @Before
    public void create() {
        host = SimulatedHost.create(temporary.getRoot().toPath().resolve("a host"));
    }

    private Program query(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("qe", "Application", "/f:xml"));
        arguments.addAll(List.of(options));
        return Program.run(host.wevtutil(), arguments.toArray(new String[0]));
    }

    private static List<Element> events(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        Document document = builder.parse(new InputSource(new StringReader(xml)));
        NodeList found = document.getElementsByTagName("Event");
        List<Element> events = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            events.add((Element) found.item(i));
        }
        return events;
    }

    private static String text(Element event, String name) {
        return event.getElementsByTagName(name).item(0).getTextContent();
    }

    private static List<String> strings(Element event) {
        NodeList data = event.getElementsByTagName("Data");
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < data.getLength(); i++) {
            strings.add(data.item(i).getTextContent());
        }
        return strings;
    }

    @Test
    public void printsEventsAsTheFactsSay() throws Exception {
        host.logAt(Instant.parse("2026-11-23T16:41:46.1234567Z"), 10559, "C:\\a & b", "{1}", "", "x\r\ny", "H");
        Program run = query("/q:*[System[Provider[@Name='ENTSSO'] and (EventID=10559)]]", "/rd:true", "/c:1");
        assertEquals(0, run.exit());
        String record = Long.toString(host.records(1).get(0).recordId());
        assertEquals(
                "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='ENTSSO'/>"
                        + "<EventID Qualifiers='16384'>10559</EventID><Version>0</Version><Level>4</Level><Task>0</Task>"
                        + "<Opcode>0</Opcode><Keywords>0x80000000000000</Keywords>"
                        + "<TimeCreated SystemTime='2026-11-23T16:41:46.1234567Z'/><EventRecordID>" + record
                        + "</EventRecordID><Correlation/><Execution ProcessID='0' ThreadID='0'/>"
                        + "<Channel>Application</Channel><Computer>BIZTALK01</Computer><Security/></System><EventData>"
                        + "<Data>C:\\a &amp; b</Data><Data>{1}</Data><Data></Data><Data>x\r\ny</Data><Data>H</Data>"
                        + "</EventData></Event>\r\n",
                run.text());
    }

    @Test
    public void orderCountAndRootAreAsAsked() throws Exception {
        host.requireBackup(3);
        long last = host.records(1).get(0).recordId();
        List<Element> newest =
                events(query(ENTSSO, "/rd:true", "/c:2", "/e:Events").text());
        assertEquals(
                List.of(Long.toString(last), Long.toString(last - 1)),
                newest.stream().map(e -> text(e, "EventRecordID")).toList());
        List<Element> all = events(query(ENTSSO, "/rd:false", "/e:Events").text());
        assertEquals(
                List.of("10525", "10589", "10589", "10589"),
                all.stream().map(e -> text(e, "EventID")).toList());
        assertThrows(SAXParseException.class, () -> events(query(ENTSSO).text()));
    }

    @Test
    public void oneRecordBesidesThoseOfAKindIsInItsPlaceAndCounted() throws Exception {
        host.requireBackup(2);
        String oldest =
                text(events(query("/rd:false", "/c:1", "/e:Events").text()).get(0), "EventRecordID");
        String query = "/q:*[System[(Provider[@Name='ENTSSO'] and (EventID=10589)) or EventRecordID=" + oldest + "]]";
        List<Element> all = events(query(query, "/rd:true", "/c:3", "/e:Events").text());
        assertEquals(3, all.size());
        assertEquals(oldest, text(all.get(2), "EventRecordID"));
        List<Element> newest =
                events(query(query, "/rd:true", "/c:2", "/e:Events").text());
        assertEquals(
                List.of("10589", "10589"),
                newest.stream().map(e -> text(e, "EventID")).toList());
    }

    @Test
    public void otherSourcesAreInTheLogAndNotInTheAnswer() throws Exception {
        List<Element> all = events(query("/e:Events", "/u:true").text(StandardCharsets.UTF_16));
        assertTrue(all.stream().anyMatch(e -> strings(e).contains("\"Größe\" <unbekannt> & 'größer'")));
        assertEquals(host.records(100).size(), all.size());
        assertTrue(all.stream()
                .anyMatch(e ->
                        text(e, "EventID").equals("10589") && strings(e).get(0).equals("<EventID>10559</EventID>")));
        assertEquals(1, events(query(ENTSSO, "/e:Events").text()).size());
    }

    @Test
    public void everyVariationSaysTheSame() throws Exception {
        host.log(10559, "C:\\größe <1>", "", "x\r\ny", "last");
        for (Variation variation : List.of(
                Variation.FRACTION_DIGITS,
                Variation.BETWEEN_EVENTS,
                Variation.INDENTED,
                Variation.EVENT_SOURCE_NAME,
                Variation.SYSTEM_EXTRAS,
                Variation.BINARY,
                Variation.EMPTY_DATA,
                Variation.NO_STRINGS,
                Variation.LINE_BREAKS,
                Variation.LEVEL)) {
            byte[] plain = query("/e:Events", "/u:true").out();
            String first = variation.choices().get(0);
            for (String value :
                    variation.choices().subList(1, variation.choices().size())) {
                host.set(variation, value);
                Program run = query("/rd:true", "/e:Events", "/u:true");
                assertFalse(variation + " changes nothing", Arrays.equals(plain, run.out()));
                List<Element> events = events(run.text(StandardCharsets.UTF_16));
                assertEquals(host.records(100).size(), events.size());
                List<String> strings = strings(events.get(0));
                assertEquals(List.of("C:\\größe <1>", "", strings.get(2), "last"), strings);
                assertEquals("x\ny", strings.get(2).replace("\r", ""));
            }
            host.set(variation, first);
        }
    }

    @Test
    public void fractionsHaveTheDigitsOfTheVersion() throws Exception {
        host.logAt(Instant.parse("2026-11-23T16:41:46.1234567Z"), 10534);
        for (String digits : Variation.FRACTION_DIGITS.choices()) {
            host.set(Variation.FRACTION_DIGITS, digits);
            assertTrue(query("/rd:true", "/c:1")
                    .text()
                    .contains("'2026-11-23T16:41:46." + "123456700".substring(0, Integer.parseInt(digits)) + "Z'"));
        }
    }

    @Test
    public void unicodeIsUtf16AndElseTheCodePageIs() throws Exception {
        host.log(10559, "größe パス");
        byte[] marked = query("/rd:true", "/c:1", "/u:true").out();
        assertArrayEquals(new byte[] {(byte) 0xFF, (byte) 0xFE}, Arrays.copyOf(marked, 2));
        assertTrue(new String(marked, StandardCharsets.UTF_16).contains("größe パス"));
        host.set(Variation.BOM, "no");
        byte[] bare = query("/rd:true", "/c:1", "/u:true").out();
        assertArrayEquals(Arrays.copyOfRange(marked, 2, marked.length), bare);
        host.set(Variation.CODE_PAGE, "850");
        assertTrue(query("/rd:true", "/c:1").text(Charset.forName("IBM850")).contains("größe ??"));
        host.set(Variation.CODE_PAGE, "932");
        assertTrue(query("/rd:true", "/c:1", "/u:false")
                .text(Charset.forName("windows-31j"))
                .contains("gr??e パス"));
        host.set(Variation.CODE_PAGE, "65001");
        assertTrue(query("/rd:true", "/c:1").text().contains("größe パス"));
    }

    @Test
    public void noEventIsAnEmptyRootOrNothing() throws Exception {
        host.clearLog();
        Program none = query(ENTSSO);
        assertEquals(0, none.exit());
        assertEquals("", none.text());
        assertEquals("<E>\r\n</E>\r\n", query(ENTSSO, "/e:E").text());
        host.set(Variation.EMPTY_ROOT, "nothing");
        assertEquals("", query(ENTSSO, "/e:E").text());
    }

    @Test
    public void aMillionEventsComeOutOfOneLine() throws Exception {
        host.requireBackup(1_000_000);
        Process process =
                new ProcessBuilder(host.wevtutil().toString(), "qe", "Application", ENTSSO, "/rd:true").start();
        byte[] wanted = "<EventID Qualifiers='49152'>10589<".getBytes(StandardCharsets.US_ASCII);
        long count = 0;
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[1 << 16];
            int matched = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    matched = buffer[i] == wanted[matched] ? matched + 1 : buffer[i] == wanted[0] ? 1 : 0;
                    if (matched == wanted.length) {
                        count++;
                        matched = 0;
                    }
                }
            }
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1_000_000, count);
    }

    @Test
    public void whatIsNotUnderstoodIsRefused() throws Exception {
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("qe"),
                List.of("cl", "Application"),
                List.of("qe", "Application", "/q"),
                List.of("qe", "Application", "q:*"),
                List.of("qe", "Application", "/x:1"),
                List.of("qe", "Application", "/f:Text"),
                List.of("qe", "Application", "/rd:yes"),
                List.of("qe", "Application", "/u:1"),
                List.of("qe", "Application", "/c:0"),
                List.of("qe", "Application", "/e:<x>"),
                List.of("qe", "Application", "/q:nonsense"),
                List.of("qe", "Security"))) {
            Program run = Program.run(host.wevtutil(), arguments.toArray(new String[0]));
            assertNotEquals(arguments.toString(), 0, run.exit());
            assertEquals(arguments.toString(), "", run.text());
            assertFalse(arguments.toString(), run.errors(StandardCharsets.UTF_8).isBlank());
        }
    }

    @Test
    public void errorsAreInTheHostsLanguageCodePageAndExitCode() throws Exception {
        host.fault(Fault.LOG_ACCESS_DENIED);
        Program english = query("/c:1");
        assertEquals(5, english.exit());
        assertTrue(english.errors(StandardCharsets.UTF_8).contains("Access is denied"));
        host.set(Variation.LANGUAGE, "ja").set(Variation.CODE_PAGE, "932").set(Variation.ERROR_EXIT, "1");
        Program japanese = query("/c:1");
        assertEquals(1, japanese.exit());
        assertTrue(japanese.errors(Charset.forName("windows-31j")).contains("アクセスが拒否されました"));
    }

    @Test
    public void garbageIsNoXmlAndSilenceIsNothing() throws Exception {
        host.fault(Fault.LOG_GARBAGE);
        Program garbage = query("/e:Events");
        assertEquals(0, garbage.exit());
        assertThrows(SAXParseException.class, () -> events(garbage.text(StandardCharsets.ISO_8859_1)));
        host.clearFaults().fault(Fault.LOG_GARBAGE_FLOOD);
        Program flood = query("/e:Events");
        assertTrue(flood.out().length > Garbage.FLOOD_MEGABYTES * 1024 * 1024);
        host.clearFaults().fault(Fault.LOG_SILENT_TO_CONDITIONS);
        assertEquals(0, query(ENTSSO, "/e:Events").out().length);
        assertFalse(events(query("/e:Events").text()).isEmpty());
        host.clearFaults().fault(Fault.LOG_SILENT);
        Program silent = query("/e:Events");
        assertEquals(0, silent.exit());
        assertEquals(0, silent.out().length + silent.err().length);
    }

    @Test
    public void truncatedXmlBreaksOff() throws Exception {
        host.requireBackup(3);
        String whole = query(ENTSSO, "/rd:true", "/e:Events").text();
        host.fault(Fault.LOG_TRUNCATED);
        Program cut = query(ENTSSO, "/rd:true", "/e:Events");
        assertEquals(0, cut.exit());
        assertTrue(whole.startsWith(cut.text()));
        assertTrue(cut.text().contains("10589"));
        assertFalse("breaks off within the last event", cut.text().endsWith("</Event>\r\n"));
        host.clearLog();
        assertEquals("<Events>\r\n", query(ENTSSO, "/e:Events").text());
    }

    @Test
    public void slowOutputIsTheSameOutput() throws Exception {
        byte[] quick = query(ENTSSO, "/e:Events", "/u:true").out();
        host.fault(Fault.SLOW_OUTPUT);
        long start = System.nanoTime();
        assertArrayEquals(quick, query(ENTSSO, "/e:Events", "/u:true").out());
        assertTrue(System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    public void aHangEndsByForceOnlyAndLeavesAChild() throws Exception {
        host.fault(Fault.LOG_HANGS);
        Hang.check(
                host,
                new ProcessBuilder(host.wevtutil().toString(), "qe", "Application")
                        .start()
                        .toHandle());
    }

    @Test
    public void remindersGoOnAfterABackupWhereTheyShould() throws Exception {
        host.backedUpElsewhere("a").fault(Fault.STILL_REQUIRED);
        assertTrue(query(ENTSSO, "/rd:true", "/c:1").text().contains(">10589<"));
        assertTrue(host.backupRequired());
    }
}
