package io.jenkins.plugins.entsso.simulator;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * A query for events in the part of XPath that is asked of the event log: {@code *}, or {@code *[System[...]]} with
 * {@code and}, {@code or} and parentheses over {@code Provider[@Name='...']}, {@code EventID} and
 * {@code EventRecordID} compared with a number, and {@code TimeCreated[@SystemTime>='...']}.
 */
final class EventQuery {
    /** Windows documents no number; more than about this many are refused. */
    private static final int MOST_CONDITIONS = 20;

    /** Whether a record is asked for. */
    @FunctionalInterface
    interface Condition {
        /** Judges one record of an entry. */
        boolean matches(LogEntry entry, long record);
    }

    private final String text;
    private int at;
    private int conditions;

    private EventQuery(String text) {
        this.text = text;
    }

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if it is none, or has too many conditions
     */
    static Condition parse(String text) {
        EventQuery query = new EventQuery(text.strip());
        Condition condition = query.all();
        query.blanks();
        if (query.at != query.text.length()) {
            throw query.unexpected();
        }
        return condition;
    }

    private Condition all() {
        expect("*");
        if (!take("[")) {
            return (entry, record) -> true;
        }
        expect("System");
        expect("[");
        Condition condition = or();
        expect("]");
        expect("]");
        return condition;
    }

    private Condition or() {
        Condition left = and();
        while (word("or")) {
            Condition first = left;
            Condition second = and();
            left = (entry, record) -> first.matches(entry, record) || second.matches(entry, record);
        }
        return left;
    }

    private Condition and() {
        Condition left = term();
        while (word("and")) {
            Condition first = left;
            Condition second = term();
            left = (entry, record) -> first.matches(entry, record) && second.matches(entry, record);
        }
        return left;
    }

    private Condition term() {
        if (take("(")) {
            Condition inner = or();
            expect(")");
            return inner;
        }
        if (++conditions > MOST_CONDITIONS) {
            throw new IllegalArgumentException("too many conditions");
        }
        if (take("Provider")) {
            expect("[");
            expect("@Name");
            expect("=");
            String name = literal();
            expect("]");
            return (entry, record) -> entry.source().equals(name);
        }
        if (take("TimeCreated")) {
            expect("[");
            expect("@SystemTime");
            String operator = operator();
            Instant time = instant(literal());
            expect("]");
            return (entry, record) -> compare(entry.time(record).compareTo(time), operator);
        }
        if (take("EventRecordID")) {
            String operator = operator();
            long number = number();
            return (entry, record) -> compare(Long.compare(record, number), operator);
        }
        if (take("EventID")) {
            String operator = operator();
            long number = number();
            return (entry, record) -> compare(Long.compare(entry.id(), number), operator);
        }
        throw unexpected();
    }

    private static boolean compare(int order, String operator) {
        return switch (operator) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            default -> order <= 0;
        };
    }

    private String operator() {
        for (String operator : new String[] {">=", "<=", "!=", "=", ">", "<"}) {
            if (take(operator)) {
                return operator;
            }
        }
        throw unexpected();
    }

    private long number() {
        blanks();
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        try {
            return Long.parseLong(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    private String literal() {
        blanks();
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw unexpected();
        }
        String literal = text.substring(at + 1, end);
        at = end + 1;
        return literal;
    }

    private Instant instant(String literal) {
        try {
            return Instant.parse(literal);
        } catch (DateTimeParseException e) {
            throw unexpected();
        }
    }

    /** A word that ends here, such as an operator; the names of elements are told apart by what follows them. */
    private boolean word(String word) {
        int before = at;
        if (take(word) && at < text.length() && !Character.isLetterOrDigit(text.charAt(at))) {
            return true;
        }
        at = before;
        return false;
    }

    private boolean take(String token) {
        blanks();
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw unexpected();
        }
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(String.format(
                Locale.ROOT, "not understood at %d: %s", at, text.substring(Math.min(at, text.length()))));
    }
}
