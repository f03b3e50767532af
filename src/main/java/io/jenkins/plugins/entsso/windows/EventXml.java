package io.jenkins.plugins.entsso.windows;

import io.jenkins.plugins.entsso.secret.EntssoEvent;
import io.jenkins.plugins.entsso.secret.Failure;
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
    /** No honest event is larger: in characters of text and attributes. */
    private static final int MAX_EVENT = 1024 * 1024;

    private static final int MAX_DEPTH = 32;

    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private final String root;
    private final Consumer<LogRecord> events;
    private boolean rootSeen;
    private int depth;

    private String source;
    private Integer id;
    private Long recordId;
    private Instant time;
    private final List<String> strings = new ArrayList<>();
    private int size;

    private EventXml(XMLStreamReader xml, String root, Consumer<LogRecord> events) {
        this.xml = xml;
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
     * @throws Unanswered if the answer breaks off or is not understood
     */
    static boolean read(Reader text, String root, Consumer<LogRecord> events) throws Unanswered {
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(new XmlText(text));
            EventXml parser = new EventXml(xml, root, events);
            try {
                parser.read();
                return parser.rootSeen;
            } catch (XMLStreamException e) {
                throw parser.depth > 0
                        ? new Unanswered(Failure.Kind.TRUNCATED, "The answer of the event log broke off: " + say(e))
                        : notUnderstood(say(e));
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw notUnderstood(say(e));
        }
    }

    private static String say(XMLStreamException e) {
        return String.valueOf(e.getMessage());
    }

    private static Unanswered notUnderstood(String what) {
        return new Unanswered(Failure.Kind.NOT_UNDERSTOOD, "The answer of the event log was not understood: " + what);
    }

    private void read() throws XMLStreamException, Unanswered {
        while (xml.hasNext()) {
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

    private void start() throws XMLStreamException, Unanswered {
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

    private void event() throws XMLStreamException, Unanswered {
        source = null;
        id = null;
        recordId = null;
        time = null;
        strings.clear();
        size = 0;
        int inside = 1;
        boolean inData = false;
        while (inside > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    grow(xml.getLocalName().length());
                    inside++;
                    if (inside > MAX_DEPTH) {
                        throw notUnderstood("an event of more than " + MAX_DEPTH + " levels");
                    }
                    if (inside == 2) {
                        inData = xml.getLocalName().equals("EventData");
                    } else if (inside == 3 && element(inData)) {
                        // it was read with its end
                        inside--;
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> grow(xml.getTextLength());
                case XMLStreamConstants.END_ELEMENT -> inside--;
                default -> {
                    // comments and the like say nothing
                }
            }
        }
        depth--;
        if (id == null || recordId == null || time == null) {
            throw notUnderstood("an event without ID, record number or time");
        }
        events.accept(new LogRecord(source == null ? "" : source, id, recordId, time, List.copyOf(strings)));
    }

    /** Reads what is of use; returns whether the element's end was read, too. */
    private boolean element(boolean inData) throws XMLStreamException, Unanswered {
        switch (xml.getLocalName()) {
            case "Provider" -> {
                String old = xml.getAttributeValue(null, "EventSourceName");
                source = old == null || old.isEmpty() ? xml.getAttributeValue(null, "Name") : old;
                return false;
            }
            case "TimeCreated" -> {
                try {
                    time = Instant.parse(String.valueOf(xml.getAttributeValue(null, "SystemTime")));
                } catch (DateTimeException e) {
                    throw notUnderstood("the time " + xml.getAttributeValue(null, "SystemTime"));
                }
                return false;
            }
            case "EventID" -> {
                id = (int) number();
                return true;
            }
            case "EventRecordID" -> {
                recordId = number();
                return true;
            }
            case "Data" -> {
                if (!inData) {
                    return false;
                }
                String text = text();
                if (strings.size() < EntssoEvent.MAX_STRINGS) {
                    strings.add(text);
                }
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private long number() throws XMLStreamException, Unanswered {
        String text = text().strip();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw notUnderstood("the number " + text);
        }
    }

    /** The element's text up to its end, cut at what is kept of an insertion string. */
    private String text() throws XMLStreamException, Unanswered {
        StringBuilder text = new StringBuilder();
        int inside = 1;
        while (inside > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    grow(xml.getTextLength());
                    int room = EntssoEvent.MAX_STRING - text.length();
                    text.append(xml.getTextCharacters(), xml.getTextStart(), Math.min(room, xml.getTextLength()));
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    grow(xml.getLocalName().length());
                    if (++inside > MAX_DEPTH) {
                        throw notUnderstood("an event of more than " + MAX_DEPTH + " levels");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> inside--;
                default -> {
                    // comments and the like say nothing
                }
            }
        }
        return text.toString();
    }

    private void grow(int characters) throws Unanswered {
        size += characters;
        if (size > MAX_EVENT) {
            throw notUnderstood("an event of more than " + MAX_EVENT + " characters");
        }
    }
}
