package io.jenkins.plugins.entsso.simulator;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query for events in the part of XPath that is asked of the event log: {@code *}, or {@code *[System[...]]} with
 * {@code and}, {@code or} and parentheses over {@code Provider[@Name='...']} and {@code EventID} compared with a number.
 */
final class EventQuery {
    /** Windows documents no number; more than about this many are refused. */
    private static final int MOST_CONDITIONS = 20;

    private static final Pattern ALL = Pattern.compile("\\*\\[System\\[(.*)]]");
    private static final Pattern OR = Pattern.compile("\\s+or\\b\\s*");
    private static final Pattern AND = Pattern.compile("\\s+and\\b\\s*");
    private static final Pattern OPEN = Pattern.compile("\\(");
    private static final Pattern CLOSE = Pattern.compile("\\)");
    private static final Pattern PROVIDER = Pattern.compile("Provider\\[@Name='([^']*)']");
    private static final Pattern ID = Pattern.compile("EventID(=|>=|<=)(\\d{1,9})");

    private final String text;
    private int at;
    private int conditions;
    private Matcher taken;

    private EventQuery(String text) {
        this.text = text;
    }

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if it is none, or has too many conditions
     */
    static Predicate<LogEntry> parse(String text) {
        if (text.equals("*")) {
            return entry -> true;
        }
        Matcher all = ALL.matcher(text);
        EventQuery query = new EventQuery(all.matches() ? all.group(1) : "");
        Predicate<LogEntry> condition = query.or();
        if (query.at != query.text.length()) {
            throw query.unexpected();
        }
        return condition;
    }

    private Predicate<LogEntry> or() {
        Predicate<LogEntry> condition = and();
        while (take(OR)) {
            condition = condition.or(and());
        }
        return condition;
    }

    private Predicate<LogEntry> and() {
        Predicate<LogEntry> condition = term();
        while (take(AND)) {
            condition = condition.and(term());
        }
        return condition;
    }

    private Predicate<LogEntry> term() {
        if (take(OPEN)) {
            Predicate<LogEntry> inner = or();
            if (!take(CLOSE)) {
                throw unexpected();
            }
            return inner;
        }
        if (++conditions > MOST_CONDITIONS) {
            throw new IllegalArgumentException("too many conditions");
        }
        if (take(PROVIDER)) {
            String name = taken.group(1);
            return entry -> entry.source().equals(name);
        }
        if (!take(ID)) {
            throw unexpected();
        }
        int number = Integer.parseInt(taken.group(2));
        return switch (taken.group(1)) {
            case "=" -> entry -> entry.id() == number;
            case ">=" -> entry -> entry.id() >= number;
            default -> entry -> entry.id() <= number;
        };
    }

    private boolean take(Pattern token) {
        taken = token.matcher(text).region(at, text.length());
        if (taken.lookingAt()) {
            at = taken.end();
            return true;
        }
        return false;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not understood at " + at + ": " + text);
    }
}
