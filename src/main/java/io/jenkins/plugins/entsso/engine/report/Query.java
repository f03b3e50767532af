package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Which secrets a reader wants to see, in which order, and which page of them.
 *
 * @param text that the name of a secret or of one of its hosts has to contain; empty for all
 * @param verdict the verdict that is shown; null for every secret, which leaves out the hosts that have to do with none
 * @param order what is sorted by
 * @param descending whether the other way round
 * @param page which page, from 1
 * @param size how many on a page
 */
public record Query(String text, Kind verdict, Order order, boolean descending, int page, int size) {
    /** How many on a page, unless somebody says otherwise. */
    public static final int SIZE = 50;

    private static final int MAX_SIZE = 200;

    /** All secrets, worst first, the first page. */
    public static final Query ALL = new Query("", null, Order.VERDICT, false, 1, SIZE);

    /** What can be sorted by; within that, worst first and by name. */
    public enum Order {
        /** The worst first. */
        VERDICT(Comparator.comparing(SecretReport::kind)),
        /** By name, whatever the case. */
        NAME(Comparator.comparing(secret -> secret.name().toLowerCase(Locale.ROOT))),
        /** The longest so first. */
        SINCE(Comparator.comparing(SecretReport::since)),
        /** Those without a backup first, then the oldest. */
        BACKUP(Comparator.comparing(secret ->
                Optional.ofNullable(secret.newestBackup()).map(Backup::made).orElse(Instant.MIN)));

        private final Comparator<SecretReport> comparator;

        Order(Comparator<SecretReport> comparator) {
            this.comparator = comparator;
        }
    }

    /**
     * A page of the secrets that were asked for.
     *
     * @param secrets those on the page
     * @param first the place of the first of them among all that match, from 1
     * @param last the place of the last of them
     * @param matches how many secrets there are on all pages together
     * @param previous the link to the page before; null on the first one
     * @param next the link to the page after; null on the last one
     */
    public record Page(List<SecretReport> secrets, int first, int last, int matches, String previous, String next) {}

    /** Bounds the values. */
    public Query {
        text = text.strip();
        page = Math.max(1, page);
        size = Math.max(1, Math.min(MAX_SIZE, size));
    }

    /**
     * Reads a query from parameters of a request: {@code q}, {@code verdict}, {@code sort}, {@code desc}, {@code page} and
     * {@code size}. What is not understood is as if it were not there.
     *
     * @param parameter the value of a parameter, or null
     */
    public static Query of(UnaryOperator<String> parameter) {
        return new Query(
                Optional.ofNullable(parameter.apply("q")).orElse(""),
                constant(Kind.class, parameter.apply("verdict"), null),
                constant(Order.class, parameter.apply("sort"), Order.VERDICT),
                Boolean.parseBoolean(parameter.apply("desc")),
                number(parameter.apply("page"), 1),
                number(parameter.apply("size"), SIZE));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, E otherwise) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(otherwise);
    }

    private static int number(String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** The same with another verdict, or null for all. */
    public Query withVerdict(Kind newVerdict) {
        return new Query(text, newVerdict, order, descending, 1, size);
    }

    /** The same, sorted by something else; the other way round if it is sorted by that already. */
    public Query sortedBy(Order newOrder) {
        return new Query(text, verdict, newOrder, newOrder == order && !descending, 1, size);
    }

    private Query withPage(int newPage) {
        return new Query(text, verdict, order, descending, newPage, size);
    }

    /** The query part of a link to it, from '?' on; what is as usual is left out. */
    public String link() {
        StringBuilder link = new StringBuilder("?");
        add(link, "q", text, "");
        add(link, "verdict", verdict == null ? "" : verdict.name(), "");
        add(link, "sort", order.name().toLowerCase(Locale.ROOT), "verdict");
        add(link, "desc", String.valueOf(descending), "false");
        add(link, "page", String.valueOf(page), "1");
        add(link, "size", String.valueOf(size), String.valueOf(SIZE));
        return link.toString();
    }

    private static void add(StringBuilder link, String name, String value, String usual) {
        if (!value.equals(usual)) {
            link.append(link.length() == 1 ? "" : "&").append(name).append('=');
            link.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    /** What it finds, on all pages together. */
    List<SecretReport> matches(LedgerSnapshot snapshot) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return snapshot.secrets().stream()
                .filter(s -> verdict == null ? s.isSecret() || !wanted.isEmpty() : s.kind() == verdict)
                .filter(s -> s.names().anyMatch(n -> n.toLowerCase(Locale.ROOT).contains(wanted)))
                .sorted(descending ? order.comparator.reversed() : order.comparator)
                .toList();
    }

    /** The page of what it finds; the last one if there are not as many. */
    public Page in(LedgerSnapshot snapshot) {
        List<SecretReport> matches = matches(snapshot);
        int pages = Math.max(1, (matches.size() + size - 1) / size);
        int number = Math.min(page, pages);
        int from = (number - 1) * size;
        int to = Math.min(matches.size(), from + size);
        return new Page(
                matches.subList(from, to),
                from + 1,
                to,
                matches.size(),
                number > 1 ? withPage(number - 1).link() : null,
                number < pages ? withPage(number + 1).link() : null);
    }
}
