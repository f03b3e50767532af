package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot.Entry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Which secrets a reader wants to see, in which order, and which page of them.
 *
 * @param text that the name of a secret or of one of its hosts has to contain; empty for all
 * @param kinds the verdicts that are shown; none of them for every secret, which leaves out the hosts that have to do with
 *     none
 * @param order what is sorted by
 * @param descending whether the other way round
 * @param page which page, from 1
 * @param size how many on a page
 */
public record Query(String text, Set<Kind> kinds, Order order, boolean descending, int page, int size) {
    /** How many on a page, unless somebody says otherwise. */
    public static final int SIZE = 50;

    /** How many on a page at most. */
    public static final int MAX_SIZE = 200;

    private static final int LONGEST = 100;

    /** All secrets, worst first, the first page. */
    public static final Query ALL = new Query("", Set.of(), Order.VERDICT, false, 1, SIZE);

    /** What can be sorted by; within that, worst first and by name. */
    public enum Order {
        /** The worst first. */
        VERDICT(Comparator.comparing(Entry::kind)),
        /** By name, whatever the case. */
        NAME(Comparator.comparing(e -> e.name().toLowerCase(Locale.ROOT))),
        /** The longest so first. */
        SINCE(Comparator.comparing(Entry::since)),
        /** Those without a backup first, then the oldest. */
        BACKUP(Comparator.comparing(e -> e.newest().map(Backup::made).orElse(Instant.MIN)));

        private final Comparator<Entry> comparator;

        Order(Comparator<Entry> comparator) {
            this.comparator = comparator;
        }
    }

    /** Bounds the values. */
    public Query {
        text = text.strip();
        text = text.substring(0, Math.min(LONGEST, text.length()));
        kinds = kinds.isEmpty() ? Set.of() : Set.copyOf(kinds);
        page = Math.max(1, page);
        size = Math.max(1, Math.min(MAX_SIZE, size));
    }

    /**
     * Reads a query from parameters of a request: {@code q}, {@code verdict} (names, separated by commas), {@code sort},
     * {@code desc}, {@code page} and {@code size}. What is not understood is as if it were not there.
     *
     * @param parameter the value of a parameter, or null
     */
    public static Query of(UnaryOperator<String> parameter) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        Stream.of(orEmpty(parameter.apply("verdict")).split(",", 20))
                .forEach(name -> constant(Kind.class, name).ifPresent(kinds::add));
        return new Query(
                orEmpty(parameter.apply("q")),
                kinds,
                constant(Order.class, orEmpty(parameter.apply("sort"))).orElse(Order.VERDICT),
                Boolean.parseBoolean(parameter.apply("desc")),
                number(parameter.apply("page"), 1),
                number(parameter.apply("size"), SIZE));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
        return Stream.of(type.getEnumConstants())
                .filter(c -> c.name().equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    private static int number(String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** The same, restricted to a verdict. */
    public Query only(Kind kind) {
        return new Query(text, Set.of(kind), order, descending, 1, size);
    }

    /** The same with all verdicts. */
    public Query any() {
        return new Query(text, Set.of(), order, descending, 1, size);
    }

    /** The same with another text. */
    public Query named(String newText) {
        return new Query(newText, kinds, order, descending, 1, size);
    }

    /** The same, sorted by something else; the other way round if it is sorted by that already. */
    public Query by(Order newOrder) {
        return new Query(text, kinds, newOrder, newOrder == order && !descending, 1, size);
    }

    /** Another page of the same. */
    public Query at(int newPage) {
        return new Query(text, kinds, order, descending, newPage, size);
    }

    /** The verdicts as the parameter of a request. */
    public String verdict() {
        return String.join(",", kinds.stream().map(Enum::name).sorted().toList());
    }

    /** The query part of a link to it, from '?' on; what is as usual is left out. */
    public String link() {
        StringBuilder link = new StringBuilder();
        add(link, "q", text, "");
        add(link, "verdict", verdict(), "");
        add(link, "sort", order.name().toLowerCase(Locale.ROOT), "verdict");
        add(link, "desc", String.valueOf(descending), "false");
        add(link, "page", String.valueOf(page), "1");
        add(link, "size", String.valueOf(size), String.valueOf(SIZE));
        return link.isEmpty() ? "?" : link.toString();
    }

    private static void add(StringBuilder link, String name, String value, String usual) {
        if (!value.equals(usual)) {
            link.append(link.isEmpty() ? '?' : '&').append(name).append('=');
            link.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    /** What of the situation is wanted, in the order that is wanted, on all pages together. */
    List<Entry> matches(LedgerSnapshot situation) {
        String wanted = text.toLowerCase(Locale.ROOT);
        Comparator<Entry> comparator = descending ? order.comparator.reversed() : order.comparator;
        return situation.entries().stream()
                .filter(e -> kinds.isEmpty() ? e.system() != null || !wanted.isEmpty() : kinds.contains(e.kind()))
                .filter(e -> wanted.isEmpty()
                        || names(e).anyMatch(n -> n.toLowerCase(Locale.ROOT).contains(wanted)))
                .sorted(comparator)
                .toList();
    }

    private static Stream<String> names(Entry entry) {
        Stream<HostRecord> hosts = Stream.concat(entry.servers().stream(), entry.dependents().stream());
        return Stream.concat(Stream.of(entry.name()), hosts.flatMap(h -> Stream.of(h.node(), h.computer())));
    }
}
