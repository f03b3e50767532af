package io.jenkins.plugins.entsso.engine.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Limits on what a host may say, so that a hostile one cannot fill the controller's memory or its pages, nor make a page
 * impossible to draw. What comes over a channel or out of a file has no types that hold: a list may have anything in it.
 */
public final class Bounds {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    /** The latest time that {@link #isTime} takes, to the second. */
    static final Instant LATEST = END.minusSeconds(1);

    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    /** Half a surrogate pair, as a cut may leave it, is no character either. */
    private static final Pattern NOT_XML =
            Pattern.compile("[^\\t\\n\\r -\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private Bounds() {}

    /** The text, cut at that many characters, with U+FFFD for what XML 1.0 cannot hold: a build is stored as XML. */
    public static String text(String text, int longest) {
        return NOT_XML.matcher(cut(text, longest)).replaceAll("\uFFFD");
    }

    /**
     * The text as one line: without control characters, which could forge other lines, cut and made fit as by {@link #text}.
     */
    public static String line(String text, int longest) {
        return text(CONTROL.matcher(cut(text, longest)).replaceAll(" "), longest);
    }

    private static String cut(String text, int longest) {
        return text.substring(0, Math.min(longest, text.length()));
    }

    /** Whether a clock can have shown that time: from 1970 to 2199. Others cannot be shown in every zone. */
    public static boolean isTime(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(END);
    }

    /** Whether a time lies ahead, so that the clock which it was taken from was wrong. What is just entered may be a bit later. */
    public static boolean isAhead(Instant time, Instant now) {
        return time.isAfter(now.plus(AHEAD));
    }

    /** Refuses a time that no clock can have shown, see {@link #isTime}, and none at all. */
    public static Instant time(String what, Instant time) {
        Objects.requireNonNull(time, what);
        if (!isTime(time)) {
            throw new IllegalArgumentException("No clock can have shown " + time + " (" + what + ")");
        }
        return time;
    }

    /**
     * A copy that cannot be changed. Refuses null in it, what is of another class, and more than any honest host would send.
     */
    public static <T> List<T> list(String what, Class<T> type, Collection<? extends T> collection, int most) {
        if (collection.size() > most) {
            throw new IllegalArgumentException(
                    "The host sent " + collection.size() + " " + what + ", more than the " + most + " that are taken");
        }
        List<T> copy = new ArrayList<>(collection.size());
        for (Object element : collection) {
            copy.add(type.cast(Objects.requireNonNull(element, what)));
        }
        return Collections.unmodifiableList(copy);
    }

    /** The same, of whatever size. */
    public static <T> List<T> list(String what, Class<T> type, Collection<? extends T> collection) {
        return list(what, type, collection, Integer.MAX_VALUE);
    }

    /** A copy in the usual order, that cannot be changed. Refuses null in it, and what is no MSID. */
    public static SortedSet<Msid> msids(Collection<Msid> collection) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(list("MSIDs", Msid.class, collection)));
    }
}
