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

    /** Its place in the log. */
    public HostFacts.Mark mark() {
        return new HostFacts.Mark(recordId, time);
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

    /** Whether this event, where it is logged later, ends what the other one says. */
    boolean ends(EntssoEvent bad) {
        boolean isLoaded = id == EventId.BACKED_UP || id == EventId.RESTORED;
        return switch (bad.id) {
            case BACKUP_REQUIRED, SECRETS_NOT_LOADED -> isLoaded;
            case NO_SECRETS, SECRET_INVALID -> isLoaded || id == EventId.GENERATED;
            case GENERATED, BACKED_UP, RESTORED, REENCRYPTED -> currentMsid().isPresent();
            case BACKUP_FAILED, BACKUP_FAILED_MEDIA -> id == EventId.BACKED_UP;
            case RESTORE_FAILED, CALL_AUDITED -> id == EventId.RESTORED;
            case REENCRYPT_FAILED -> id == EventId.REENCRYPTED;
            case OUT_OF_SERVICE -> id == EventId.IN_SERVICE;
            case SERVICE_NOT_SSO_ADMIN -> id == EventId.SECRET_SERVER_STARTING;
            case LOST_SECRET_SERVER ->
                id == EventId.FOUND_SECRET_SERVER
                        || id == EventId.GOT_CURRENT_SECRET
                        || id == EventId.GOT_PREVIOUS_SECRET;
            default -> false;
        };
    }

    /** The error code that the event of a failure names, as logged; empty text for other events. */
    String error() {
        return switch (id) {
            case REENCRYPT_FAILED -> string(2);
            case GENERATE_FAILED, BACKUP_FAILED_MEDIA -> string(4);
            case BACKUP_FAILED, RESTORE_FAILED -> string(5);
            case CALL_AUDITED -> string(6);
            default -> "";
        };
    }

    /** The secret that was the current one from this event on, if it names one. */
    public Optional<Msid> currentMsid() {
        return switch (id) {
            case GENERATED -> Msid.parse(string(1));
            case BACKED_UP, RESTORED, REENCRYPTED -> Msid.parse(string(2));
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
