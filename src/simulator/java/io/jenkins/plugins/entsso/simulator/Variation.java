package io.jenkins.plugins.entsso.simulator;

import java.util.List;

/**
 * What is not known of Windows and ENTSSO, or differs by version or language. Any value may be a healthy host's, so
 * nothing may lean on one. The first value is a new host's; {@link SimulatedHost#vary(long)} picks among the plausible.
 */
public enum Variation {
    /** Language of texts and questions. */
    LANGUAGE(4, "en", "de", "ja", "pt"),
    /** Which of several wordings the questions of {@code ssoconfig} have. */
    WORDING(3, "0", "1", "2"),
    /** The console's OEM code page, of redirected output without {@code /u:true}. */
    CODE_PAGE(3, "850", "65001", "932"),
    /** Digits of the fraction in an event's time. */
    FRACTION_DIGITS(3, "7", "9", "3"),
    /** What follows an event in {@code wevtutil}'s output. */
    BETWEEN_EVENTS(3, "CRLF", "LF", "nothing"),
    /** Whether events are indented, over several lines. */
    INDENTED(2, "no", "yes"),
    /** Whether the provider has an {@code EventSourceName}. */
    EVENT_SOURCE_NAME(2, "no", "yes"),
    /** Whether {@code Version}, {@code Opcode}, {@code Correlation} and {@code Execution} are there. */
    SYSTEM_EXTRAS(2, "yes", "no"),
    /** Whether a {@code Binary} follows the {@code Data}. */
    BINARY(2, "no", "yes"),
    /** How an empty string is written. */
    EMPTY_DATA(2, "pair", "single"),
    /** How an event without strings is written. */
    NO_STRINGS(3, "pair", "single", "omitted"),
    /** How line breaks in strings are written. */
    LINE_BREAKS(2, "raw", "reference"),
    /** Whether UTF-16 output begins with a byte order mark. */
    BOM(2, "yes", "no"),
    /** What {@code /e:ROOT} prints where no event matches. */
    EMPTY_ROOT(2, "pair", "nothing"),
    /** Level of ENTSSO's events: as documented, or all errors, warnings or information. */
    LEVEL(4, "documented", "2", "3", "4"),
    /** How events write an MSID. */
    MSID_IN_EVENT(4, "{A}", "{a}", "A", "a"),
    /** How the registry writes an MSID. */
    MSID_IN_REGISTRY(4, "{A}", "{a}", "A", "a"),
    /** What stands in an event for a previous MSID where there is none. */
    NO_PREVIOUS(2, "nil", "empty"),
    /** In which view of the registry ENTSSO has its key. */
    REGISTRY_VIEW(1, "64", "32"),
    /** Whether a key that only other keys belong to prints a value of its own too. */
    KEY_HAS_VALUE(2, "yes", "no"),
    /** Exit codes of errors: the error's own, or always 1. */
    ERROR_EXIT(2, "own", "1"),
    /** {@code ssoconfig}'s exit code where it did what it was asked. */
    DONE_EXIT(2, "0", "1"),
    /** Milliseconds before a tool's first output. */
    DELAY(3, "0", "40", "150"),
    /** In which order {@code ssoconfig} asks: password, confirmation, reminder. */
    ORDER(1, "PCR", "RPC", "PRC"),
    /** What shows while a password is entered. */
    PASSWORD_ECHO(2, "nothing", "asterisks"),
    /** Whether a line break is printed once a password was entered without showing it. */
    PASSWORD_LINE_BREAK(2, "yes", "no"),
    /** Whether the reminder shows while it is entered. */
    REMINDER_ECHO(1, "yes", "no"),
    /** What ends a question. */
    PROMPT_END(2, "space", "newline"),
    /** Whether {@code ssoconfig} introduces itself. */
    BANNER(2, "no", "yes"),
    /** What happens where the target exists, or may. */
    OVERWRITE(3, "replace", "ask", "refuse", "always ask"),
    /** Whether what was typed before a question is thrown away. */
    TYPE_AHEAD(2, "kept", "lost"),
    /** Whether console output is laced with control sequences, as a Windows pseudo-terminal's is. */
    CONTROL_SEQUENCES(2, "no", "yes"),
    /** Whether a backup that cannot be made is refused before or after the questions. */
    REFUSAL(2, "after", "before"),
    /** What {@code ssoconfig} says when it is done: by number. */
    SUCCESS_TEXT(3, "0", "1", "silent");

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
