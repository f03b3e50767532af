package io.jenkins.plugins.entsso.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Events as the event log's program prints them. */
final class EventXml {
    private final HostState state;
    private final String indent;
    private final String lineBreak;
    private final DateTimeFormatter times;
    private final Charset charset;
    private LogEntry begun;
    private byte[] before;
    private byte[] between;
    private byte[] after;

    EventXml(HostState state, Charset charset) {
        this.state = state;
        this.charset = charset;
        lineBreak = state.is(Variation.BETWEEN_EVENTS, "LF") ? "\n" : "\r\n";
        indent = state.is(Variation.INDENTED, "yes") ? lineBreak + "  " : "";
        int digits = Integer.parseInt(state.get(Variation.FRACTION_DIGITS));
        times = new DateTimeFormatterBuilder()
                .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true)
                .appendLiteral('Z')
                .toFormatter(Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }

    /** One record, with what follows it. */
    byte[] of(LogEntry entry, long record) {
        if (entry != begun) {
            begin(entry);
        }
        byte[] time = times.format(entry.time(record)).getBytes(charset);
        byte[] number = Long.toString(record).getBytes(charset);
        return ByteBuffer.allocate(before.length + time.length + between.length + number.length + after.length)
                .put(before)
                .put(time)
                .put(between)
                .put(number)
                .put(after)
                .array();
    }

    /** All records of an entry are the same but for time and number. */
    private void begin(LogEntry entry) {
        begun = entry;
        boolean extras = state.is(Variation.SYSTEM_EXTRAS, "yes");
        boolean entsso = entry.source().equals(LogEntry.ENTSSO);
        String head = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>" + indent + "<System>"
                + indent + "<Provider Name='" + escape(entry.source()) + "'"
                + (state.is(Variation.EVENT_SOURCE_NAME, "yes")
                        ? " EventSourceName='" + escape(entry.source()) + "'"
                        : "")
                + "/>" + indent + "<EventID Qualifiers='" + entry.qualifiers() + "'>" + entry.id() + "</EventID>"
                + (extras ? indent + "<Version>0</Version>" : "")
                + indent + "<Level>"
                + (entsso && !state.is(Variation.LEVEL, "documented")
                        ? state.get(Variation.LEVEL)
                        : Integer.toString(entry.level()))
                + "</Level>" + indent + "<Task>0</Task>"
                + (extras ? indent + "<Opcode>0</Opcode>" : "")
                + indent + "<Keywords>0x80000000000000</Keywords>" + indent + "<TimeCreated SystemTime='";
        String tail = "</EventRecordID>"
                + (extras ? indent + "<Correlation/>" + indent + "<Execution ProcessID='0' ThreadID='0'/>" : "")
                + indent + "<Channel>Application</Channel>" + indent + "<Computer>" + escape(state.computer)
                + "</Computer>" + indent + "<Security/>" + indent + "</System>" + data(entry)
                + (indent.isEmpty() ? "" : lineBreak) + "</Event>"
                + (state.is(Variation.BETWEEN_EVENTS, "nothing") ? "" : lineBreak);
        before = head.getBytes(charset);
        between = ("'/>" + indent + "<EventRecordID>").getBytes(charset);
        after = tail.getBytes(charset);
    }

    private String data(LogEntry entry) {
        boolean binary = state.is(Variation.BINARY, "yes");
        if (entry.strings().isEmpty() && !binary) {
            return switch (state.get(Variation.NO_STRINGS)) {
                case "pair" -> indent + "<EventData></EventData>";
                case "single" -> indent + "<EventData/>";
                default -> "";
            };
        }
        StringBuilder data = new StringBuilder(indent).append("<EventData>");
        for (String string : entry.strings()) {
            data.append(indent)
                    .append(
                            string.isEmpty() && state.is(Variation.EMPTY_DATA, "single")
                                    ? "<Data/>"
                                    : "<Data>" + escape(string) + "</Data>");
        }
        if (binary) {
            data.append(indent).append("<Binary>0102DEADBEEF</Binary>");
        }
        return data.append(indent).append("</EventData>").toString();
    }

    private String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        boolean references = state.is(Variation.LINE_BREAKS, "reference");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&apos;");
                case '\r' -> escaped.append(references ? "&#xD;" : "\r");
                case '\n' -> escaped.append(references ? "&#xA;" : "\n");
                default -> escaped.append(c >= ' ' || c == '\t' ? c : '?');
            }
        }
        return escaped.toString();
    }
}
