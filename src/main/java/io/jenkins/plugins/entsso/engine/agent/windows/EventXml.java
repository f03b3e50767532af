package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML that {@code wevtutil qe /f:xml} prints, event by event, in memory that does not depend on their number.
 * An answer that breaks off or is something else is an error, never a shorter list.
 */
final class EventXml {
    /** No honest event is larger: in characters of its XML. Windows takes no record of more than 64 KiB. */
    private static final int MAX_EVENT = 1024 * 1024;

    /** No event ID is larger: it has 16 bits. */
    private static final int MAX_ID = 0xFFFF;

    private static final int MAX_DEPTH = 32;

    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private final Bounded text;
    private final String root;
    private final Consumer<LogRecord> events;
    private boolean rootSeen;
    private int depth;

    private String provider;
    private String eventSource;
    private Integer id;
    private Long recordId;
    private Instant time;
    private final List<String> strings = new ArrayList<>();

    private EventXml(XMLStreamReader xml, Bounded text, String root, Consumer<LogRecord> events) {
        this.xml = xml;
        this.text = text;
        this.root = root;
        this.events = events;
    }

    private static XMLInputFactory factory() {
        // the JDK's own, whatever else is on the class path
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /**
     * Reads an answer to its end.
     *
     * @param text what was printed
     * @param root the name of the root element that was asked for
     * @param events takes the records one by one
     * @return whether the root element was there: then the tool answered, even if it is empty
     * @throws QueryFailedException if the answer breaks off or is not understood
     */
    static boolean read(Reader text, String root, Consumer<LogRecord> events) throws QueryFailedException {
        XmlText whole = new XmlText(text);
        Bounded bounded = new Bounded(whole);
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(bounded);
            EventXml parser = new EventXml(xml, bounded, root, events);
            try {
                parser.read();
                if (whole.isDeclared() && !parser.rootSeen) {
                    throw new QueryFailedException(
                            Failure.Kind.TRUNCATED, "The answer of the event log broke off at its beginning");
                }
                return parser.rootSeen;
            } catch (XMLStreamException e) {
                throw cause(e, parser.depth > 0 && whole.isFinished());
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw cause(e, false);
        }
    }

    /** What the text itself complained of, or else what the parser did. */
    private static QueryFailedException cause(XMLStreamException e, boolean brokeOff) {
        if (e.getNestedException() instanceof QueryFailedException unanswered) {
            return unanswered;
        }
        return brokeOff
                ? new QueryFailedException(
                        Failure.Kind.TRUNCATED, "The answer of the event log broke off: " + e.getMessage())
                : notUnderstood(String.valueOf(e.getMessage()));
    }

    private static QueryFailedException notUnderstood(String what) {
        return new QueryFailedException(
                Failure.Kind.NOT_UNDERSTOOD, "The answer of the event log was not understood: " + what);
    }

    private void read() throws XMLStreamException, QueryFailedException {
        while (xml.hasNext()) {
            text.renew();
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!xml.isWhiteSpace()) {
                        throw notUnderstood("text between events");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // comments and the like say nothing
                }
            }
        }
    }

    private void start() throws XMLStreamException, QueryFailedException {
        String name = xml.getLocalName();
        if (depth == 0 && name.equals(XmlText.ROOT)) {
            // ours, around everything: not counted
            return;
        }
        if (depth == 0 && name.equals(root) && !rootSeen) {
            rootSeen = true;
            depth++;
        } else if (name.equals("Event") && rootSeen && depth == 1) {
            depth++;
            event();
        } else {
            throw notUnderstood("element " + name + " where an event was expected");
        }
    }

    private void event() throws XMLStreamException, QueryFailedException {
        provider = "";
        eventSource = "";
        id = null;
        recordId = null;
        time = null;
        strings.clear();
        String section = "";
        int inside = 1;
        while (inside > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    inside++;
                    if (inside > MAX_DEPTH) {
                        throw tooDeep();
                    }
                    if (inside == 2) {
                        section = xml.getLocalName();
                    } else if (inside == 3 && element(section)) {
                        // it was read with its end
                        inside--;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> inside--;
                default -> {
                    // text between elements, comments and the like say nothing
                }
            }
        }
        depth--;
        if (id == null || recordId == null || time == null) {
            throw notUnderstood("an event without ID, record number or time");
        }
        events.accept(new LogRecord(provider, eventSource, id, recordId, time, List.copyOf(strings)));
    }

    /**
     * Reads what is of use where Windows writes it: elsewhere, such as in RenderingInfo, the same names say something
     * else. Returns whether the element's end was read, too.
     */
    private boolean element(String section) throws XMLStreamException, QueryFailedException {
        return switch (section) {
            case "System" -> system(xml.getLocalName());
            case "EventData" -> data(xml.getLocalName());
            default -> false;
        };
    }

    private boolean system(String name) throws XMLStreamException, QueryFailedException {
        switch (name) {
            case "Provider" -> {
                provider = attribute("Name");
                eventSource = attribute("EventSourceName");
                return false;
            }
            case "TimeCreated" -> {
                try {
                    time = Bounds.time("in a log", Instant.parse(attribute("SystemTime")));
                } catch (DateTimeException | IllegalArgumentException e) {
                    throw notUnderstood("the time " + attribute("SystemTime"));
                }
                return false;
            }
            case "EventID" -> {
                id = (int) number(MAX_ID);
                return true;
            }
            case "EventRecordID" -> {
                recordId = number(Long.MAX_VALUE);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private boolean data(String name) throws XMLStreamException, QueryFailedException {
        if (!name.equals("Data")) {
            return false;
        }
        String string = text();
        if (strings.size() < EntssoEvent.MAX_STRINGS) {
            strings.add(string);
        }
        return true;
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    private long number(long most) throws XMLStreamException, QueryFailedException {
        String digits = text().strip();
        try {
            long number = Long.parseLong(digits);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw notUnderstood("the number " + digits);
    }

    /** The element's text up to its end, cut at what is kept of an insertion string. */
    private String text() throws XMLStreamException, QueryFailedException {
        StringBuilder found = new StringBuilder();
        int inside = 1;
        while (inside > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    int room = EntssoEvent.MAX_STRING - found.length();
                    found.append(xml.getTextCharacters(), xml.getTextStart(), Math.min(room, xml.getTextLength()));
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++inside > MAX_DEPTH) {
                        throw tooDeep();
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> inside--;
                default -> {
                    // comments and the like say nothing
                }
            }
        }
        return found.toString();
    }

    private static QueryFailedException tooDeep() {
        return notUnderstood("an event of more than " + MAX_DEPTH + " levels");
    }

    /**
     * Ends an answer that would fill the memory. The parser itself holds a whole attribute, comment or name before it
     * shows anything of it, so the bound has to be on what it is given.
     */
    private static final class Bounded extends FilterReader {
        private int room = MAX_EVENT;

        Bounded(Reader text) {
            super(text);
        }

        /** Another event may begin. */
        void renew() {
            room = MAX_EVENT;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            if (room <= 0) {
                throw notUnderstood("an event of more than " + MAX_EVENT + " characters");
            }
            int n = super.read(target, offset, Math.min(length, room));
            room -= Math.max(0, n);
            return n;
        }
    }
}
