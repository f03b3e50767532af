package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.HostFacts.Log;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which part a host has among the servers of an SSO system. What ENTSSO's status says goes first, then what is newest in the
 * event log. The registry's key proves nothing: no documented step removes it when the role moves, and standbys and the nodes
 * of a cluster have it by a restore.
 *
 * @param place where the master secret server is
 * @param server its name where that is another host: untrusted text; empty where it is not known
 * @param event what says so; null where it is not an event
 * @param said when ENTSSO's status said so; null where it did not
 */
public record Role(Place place, String server, EntssoEvent event, HostFacts.Mark said) {
    public enum Place {
        /** This host is the master secret server. */
        HERE,
        /** This host may be it, by the registry's key or by an event of a move to it. */
        MAYBE,
        /** Another host is. */
        ELSEWHERE,
        UNKNOWN
    }

    static final Role UNKNOWN = new Role(Place.UNKNOWN, "", null);

    /** Bounds the name: one of Windows or of the Internet is never longer. */
    public Role {
        Objects.requireNonNull(place);
        server = Bounds.line(server, 255).strip();
    }

    Role(Place place, String server, EntssoEvent event) {
        this(place, server, event, null);
    }

    boolean isHere() {
        return place == Place.HERE;
    }

    boolean isElsewhere() {
        return place == Place.ELSEWHERE;
    }

    /** When that was said, by the host's clock. */
    Instant time() {
        if (said != null) {
            return said.time();
        }
        return event == null ? Instant.MIN : event.time();
    }

    /** Whether the event came before a status said this: then that is the newer word. */
    boolean isSaidAfter(EntssoEvent other) {
        return said != null && !said.isBefore(other);
    }

    /** Of events those that still count: where another host has the role, those since that was said. */
    List<EntssoEvent> stillCounting(Collection<EntssoEvent> events, HostFacts facts) {
        Log log = facts.log().asOptional().orElse(Log.EMPTY);
        return events.stream()
                .filter(e ->
                        !isElsewhere() || event != null && log.isAfter(e, event) || said != null && said.isBefore(e))
                .toList();
    }

    /**
     * The role by what a host says now.
     *
     * @param kept events that the log once told, see {@link LastKnown#standing}, and that still count
     */
    public static Role of(HostFacts facts, Collection<EntssoEvent> kept) {
        if (!facts.windows()) {
            return UNKNOWN;
        }
        if (facts.isServerByStatus()) {
            return new Role(Place.HERE, "", null, facts.mark());
        }
        if (facts.memberStatus().isPresent()) {
            return new Role(Place.ELSEWHERE, facts.memberStatus().get().secretServer(), null, facts.mark());
        }
        Log log = facts.log().asOptional().orElse(Log.EMPTY);
        Optional<Role> logged =
                log.events().stream().flatMap(e -> told(facts, e).stream()).findFirst();
        return kept.stream()
                .filter(e -> logged.isEmpty() || log.isAfter(e, logged.get().event))
                .flatMap(e -> told(facts, e).stream())
                .findFirst()
                .or(() -> logged)
                .orElse(byKey(facts));
    }

    static Role byKey(HostFacts facts) {
        return facts.hasKey() ? new Role(Place.MAYBE, "", null) : UNKNOWN;
    }

    private static Optional<Role> told(HostFacts facts, EntssoEvent event) {
        return switch (event.id()) {
            // who asks for a backup has a secret to back up
            case SECRET_SERVER_STARTING, GENERATED, BACKED_UP, BACKUP_REQUIRED ->
                Optional.of(new Role(Place.HERE, "", event));
            case SECRET_SERVER_CHANGED ->
                facts.isCalled(event.string(1))
                        // it ends the word of another server; its own start, 10534, says that it is one
                        ? Optional.of(new Role(Place.MAYBE, "", event))
                        : Optional.of(new Role(Place.ELSEWHERE, event.string(1), event));
            case GOT_CURRENT_SECRET, GOT_PREVIOUS_SECRET ->
                facts.isCalled(event.string(1))
                        ? Optional.empty()
                        : Optional.of(new Role(Place.ELSEWHERE, event.string(1), event));
            case BACKUP_FAILED, GENERATE_FAILED ->
                ErrorCode.in(event.error())
                        .filter(code -> code.kind() == Failure.Kind.NOT_SECRET_SERVER)
                        .map(code -> new Role(Place.ELSEWHERE, "", event));
            default -> Optional.empty();
        };
    }
}
