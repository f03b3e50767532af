package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
 */
public record Query(String text, Kind verdict, Order order, boolean descending, int page) {
    /** How many secrets are on a page. */
    static final int SIZE = 50;

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
     * @param matches how many secrets there are on all pages together
     * @param previous the page before; null on the first one
     * @param next the page after; null on the last one
     */
    public record Page(List<SecretReport> secrets, int first, int matches, Query previous, Query next) {}

    /**
     * Reads a query from parameters of a request: {@code q}, {@code verdict}, {@code sort}, {@code desc} and {@code page}.
     * What is not understood is as if it were not there.
     *
     * @param parameter the value of a parameter, or null
     */
    public static Query of(UnaryOperator<String> parameter) {
        String page = Objects.requireNonNullElse(parameter.apply("page"), "");
        return new Query(
                Objects.requireNonNullElse(parameter.apply("q"), "").strip(),
                constant(Kind.class, parameter.apply("verdict"), null),
                constant(Order.class, parameter.apply("sort"), Order.VERDICT),
                Boolean.parseBoolean(parameter.apply("desc")),
                page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, E otherwise) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(otherwise);
    }

    /** The same with another verdict, or null for all. */
    public Query withVerdict(Kind newVerdict) {
        return new Query(text, newVerdict, order, descending, 1);
    }

    /** The same, sorted by something else; the other way round if it is sorted by that already. */
    public Query sortedBy(Order newOrder) {
        return new Query(text, verdict, newOrder, newOrder == order && !descending, 1);
    }

    private Query withPage(int newPage) {
        return new Query(text, verdict, order, descending, newPage);
    }

    /** The query part of a link to it, from '?' on. */
    public String link() {
        return "?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8)
                + (verdict == null ? "" : "&verdict=" + verdict)
                + "&sort=" + order + "&desc=" + descending + "&page=" + page;
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
        int pages = Math.max(1, (matches.size() + SIZE - 1) / SIZE);
        int number = Math.min(page, pages);
        int from = (number - 1) * SIZE;
        return new Page(
                matches.subList(from, Math.min(matches.size(), from + SIZE)),
                from + 1,
                matches.size(),
                number > 1 ? withPage(number - 1) : null,
                number < pages ? withPage(number + 1) : null);
    }
}
