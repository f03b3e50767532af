package io.jenkins.plugins.entsso.engine.agent.windows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The parser of event log answers beside a DOM parse of the same bytes, in events a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(EventXmlBenchmark.EVENTS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EventXmlBenchmark {
    static final int EVENTS = 10_000;

    private static final String EVENT =
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='ENTSSO'/>"
                    + "<EventID Qualifiers='49152'>%d</EventID><Version>0</Version><Level>2</Level><Task>0</Task>"
                    + "<Opcode>0</Opcode><Keywords>0x80000000000000</Keywords>"
                    + "<TimeCreated SystemTime='2026-11-23T16:41:46.1234567Z'/><EventRecordID>%d</EventRecordID>"
                    + "<Correlation/><Execution ProcessID='0' ThreadID='0'/><Channel>Application</Channel>"
                    + "<Computer>BIZTALK1.corp.example</Computer><Security/></System><EventData>%s</EventData></Event>";

    private static final String STRINGS = "<Data>D:\\backup\\secret &amp; more.bak</Data>"
            + "<Data>{2B5D0A10-3B41-4C2E-9B57-3F3C6A0D8E11}</Data><Data>{3B5D0A10-3B41-4C2E-9B57-3F3C6A0D8E11}</Data>"
            + "<Data>CORP\\Jürgen</Data><Data>BIZTALK1</Data>";

    /** What wevtutil prints with /u:true, and in a console of code page 65001. */
    @Param({"UTF-16LE", "UTF-8"})
    public String encoding;

    private Charset charset;
    private byte[] answer;
    private DocumentBuilderFactory factory;

    @Setup
    public void print() throws ParserConfigurationException {
        StringBuilder text = new StringBuilder("<Events>");
        for (int i = 0; i < EVENTS; i++) {
            // nine 10589 to one 10559
            boolean backup = i % 10 == 9;
            text.append(EVENT.formatted(backup ? 10559 : 10589, EVENTS - i, backup ? STRINGS : ""))
                    .append("\r\n");
        }
        charset = Charset.forName(encoding);
        answer = text.append("</Events>").toString().getBytes(charset);
        factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        System.out.println("# Bytes: " + answer.length);
    }

    /** As the engine reads it. */
    @Benchmark
    public long stream() throws IOException {
        long[] sum = new long[1];
        EventXml.read(
                OutputText.of(new ByteArrayInputStream(answer), StandardCharsets.UTF_8),
                "Events",
                record -> sum[0] += record.recordId());
        return sum[0];
    }

    /** The whole answer as a document, then the same values out of it. */
    @Benchmark
    public long dom() throws IOException, SAXException, ParserConfigurationException {
        InputSource source = new InputSource(new ByteArrayInputStream(answer));
        source.setEncoding(charset.name());
        NodeList ids = factory.newDocumentBuilder().parse(source).getElementsByTagName("EventRecordID");
        long sum = 0;
        for (int i = 0; i < ids.getLength(); i++) {
            sum += Long.parseLong(ids.item(i).getTextContent());
        }
        return sum;
    }
}
