package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The word of a person that what the log told of was mended in a way that it does not tell of. It ends nothing but that: what
 * is logged later is another matter, and what has to be covered still has to be.
 *
 * @param at when they said it, by the controller's clock
 * @param user who
 * @param reason their own words, in one line
 * @param events what it is said of, as the host told of it then
 */
public record Resolution(Instant at, String user, String reason, List<EntssoEvent> events) {
    /** As many characters of a reason are kept. */
    public static final int MAX_REASON = 500;

    /** Cuts long texts. Refuses a time that no clock can have shown, and what gives no reason. */
    public Resolution {
        Bounds.time("of a resolution", at);
        user = Bounds.line(user, 255);
        reason = Bounds.line(reason, MAX_REASON).strip();
        events = Bounds.list("event", EntssoEvent.class, events);
        if (reason.isEmpty()) {
            throw new IllegalArgumentException("A resolution takes a reason");
        }
    }

    /** The same as a finding. */
    public Finding finding() {
        String numbers = events.stream()
                .map(e -> String.valueOf(e.id().number()))
                .distinct()
                .collect(Collectors.joining(", "));
        return Finding.of(Code.RESOLVED, numbers, user, at, reason);
    }

    /** Whether it is said of that event. Only number and time together name a record; a time that lay ahead may be put right. */
    boolean isOf(EntssoEvent event) {
        return events.stream()
                .anyMatch(e -> e.id() == event.id()
                        && e.recordId() == event.recordId()
                        && e.strings().equals(event.strings())
                        && !event.time().isAfter(e.time()));
    }
}
