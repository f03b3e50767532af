package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The GUID that names one master secret. ENTSSO usually keeps two: the current one and the previous one. The value is a
 * name, not a secret: it stands in the event log and is the name of a registry key.
 *
 * @param id the GUID; never the nil GUID
 */
public record Msid(UUID id) implements Serializable, Comparable<Msid> {
    private static final long serialVersionUID = 1L;

    private static final Pattern GUID =
            Pattern.compile("\\{?([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})\\}?");

    private static final UUID NIL = new UUID(0, 0);

    /** Refuses the nil GUID, which names no secret. */
    public Msid {
        if (id.equals(NIL)) {
            throw new IllegalArgumentException("The nil GUID names no master secret");
        }
    }

    /**
     * Reads a GUID with or without braces, in either case.
     *
     * @throws IllegalArgumentException if the text is no GUID, or the nil GUID
     */
    public static Msid of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("Not the GUID of a master secret: "
                        + (text.length() > 64 ? text.substring(0, 64) + "..." : text)));
    }

    /** Reads a GUID with or without braces; empty for anything else, the nil GUID included. */
    public static Optional<Msid> parse(String text) {
        var matcher = GUID.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        UUID id = UUID.fromString(matcher.group(1));
        return id.equals(NIL) ? Optional.empty() : Optional.of(new Msid(id));
    }

    /** The order of the texts, so that lists of MSIDs read the same everywhere. */
    @Override
    public int compareTo(Msid other) {
        return toString().compareTo(other.toString());
    }

    /** The GUID as Windows writes it: upper case, in braces. */
    @Override
    public String toString() {
        return "{" + id.toString().toUpperCase(Locale.ROOT) + "}";
    }
}
