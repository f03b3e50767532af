package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One event of source ENTSSO as read from an Application log.
 *
 * @param id which event
 * @param recordId its number in the log; grows from event to event until the log is cleared
 * @param time when it was logged
 * @param strings the insertion strings in order, as logged: untrusted text, bounded by whoever read it
 */
public record EntssoEvent(EventId id, long recordId, Instant time, List<String> strings) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** So many insertion strings are kept: no event that is looked at has more than six. */
    public static final int MAX_STRINGS = 8;

    /** A longer insertion string is cut: in characters. */
    public static final int MAX_STRING = 512;

    public EntssoEvent {
        Objects.requireNonNull(id, "id");
        Bounds.time("of an event", time);
        strings = strings.stream()
                .limit(MAX_STRINGS)
                .map(string -> Bounds.text(string, MAX_STRING))
                .toList();
    }

    /** The insertion string %n, counted from 1 as in the documentation; empty text where it was not logged. */
    public String string(int n) {
        return n <= strings.size() ? strings.get(n - 1) : "";
    }

    /** The MSIDs that this event names, current one first; empty for events that name none or name them unreadably. */
    public List<Msid> msids() {
        return switch (id) {
            case GENERATED, SECRET_INVALID -> msids(1);
            case GOT_CURRENT_SECRET, GOT_PREVIOUS_SECRET, SECRET_FETCHED -> msids(2);
            case BACKED_UP, BACKUP_FAILED, RESTORED, RESTORE_FAILED, REENCRYPTED -> msids(2, 3);
            default -> List.of();
        };
    }

    /** Whether it was logged after another one; also if there is none. */
    boolean isAfter(Optional<EntssoEvent> other) {
        return other.map(e -> e.recordId < recordId).orElse(true);
    }

    /** The secret that was the current one from this event on, if it names one. */
    public Optional<Msid> currentMsid() {
        return switch (id) {
            case GENERATED -> Msid.parse(string(1));
            case BACKED_UP, RESTORED -> Msid.parse(string(2));
            default -> Optional.empty();
        };
    }

    /** The file that a backup or restore event names; empty for other events. */
    public Optional<String> file() {
        return switch (id) {
            case BACKED_UP, BACKUP_FAILED, BACKUP_FAILED_MEDIA, RESTORED, RESTORE_FAILED -> Optional.of(string(1));
            default -> Optional.empty();
        };
    }

    private List<Msid> msids(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(n -> Msid.parse(string(n)))
                .flatMap(Optional::stream)
                .toList();
    }
}
