package io.jenkins.plugins.entsso.simulator;

import java.util.List;

/**
 * What is not known of Windows and ENTSSO, or differs by version or language. Any value may be a healthy host's, so
 * nothing may lean on one. The first value is a new host's; {@link SimulatedHost#vary(long)} picks among the plausible.
 */
public enum Variation {
    /** Language of texts and questions. */
    LANGUAGE(4, "en", "de", "ja", "pt"),
    /** Whether ENTSSO's administration component is there, which has the API. */
    API(2, "missing", "installed"),
    /** Whether the event log renders an event's strings as single values or as one array. */
    EVENT_STRINGS(2, "single", "array"),
    /** Whether binary data follows an event's strings. */
    BINARY(2, "no", "yes"),
    /** How events write an MSID. */
    MSID_IN_EVENT(4, "{A}", "{a}", "A", "a"),
    /** How the registry writes an MSID. */
    MSID_IN_REGISTRY(4, "{A}", "{a}", "A", "a"),
    /** What stands in an event for a previous MSID where there is none. */
    NO_PREVIOUS(2, "nil", "empty"),
    /** Exit codes of errors: the error's own, or always 1. */
    ERROR_EXIT(2, "own", "1"),
    /** {@code ssoconfig}'s exit code where it did what it was asked. */
    DONE_EXIT(2, "0", "1"),
    /** Milliseconds before a tool's first output. */
    DELAY(3, "0", "40", "150"),
    /** What shows while a password is entered. */
    PASSWORD_ECHO(2, "asterisks", "nothing"),
    /** Whether {@code ssoconfig} introduces itself. */
    BANNER(2, "no", "yes"),
    /** Whether what was typed before a question is thrown away. */
    TYPE_AHEAD(2, "kept", "lost"),
    /** Whether console output is laced with control sequences, as a Windows pseudo-terminal's is. */
    CONTROL_SEQUENCES(2, "no", "yes"),
    /** Whether a backup that cannot be made is refused before or after the questions. */
    REFUSAL(2, "after", "before");

    private final int plausible;
    private final List<String> choices;

    Variation(int plausible, String... values) {
        this.plausible = plausible;
        this.choices = List.of(values);
    }

    /** All values; the first is a new host's. */
    public List<String> choices() {
        return choices;
    }

    /** The values that a host may well have; the others are for tests of caution. */
    public List<String> plausible() {
        return choices.subList(0, plausible);
    }
}
