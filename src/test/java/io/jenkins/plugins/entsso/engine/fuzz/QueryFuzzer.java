package io.jenkins.plugins.entsso.engine.fuzz;

import static io.jenkins.plugins.entsso.engine.fuzz.Outputs.holds;

import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands behind the question mark of a request. */
public final class QueryFuzzer {
    private static final LedgerSnapshot SNAPSHOT = snapshot();

    private QueryFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Input in = new Input(bytes);
        Map<String, String> parameters = new HashMap<>();
        for (String name : List.of("q", "verdict", "sort", "desc", "page")) {
            if (!in.isOneOf(4)) {
                parameters.put(name, parameter(in));
            }
        }
        Query query = Query.of(parameters::get);
        Query.Page page = query.in(SNAPSHOT);
        holds(page.secrets().size() <= page.matches() && page.first() > 0, "{} of {}", page, query);
        Map<String, String> linked = new HashMap<>();
        for (String pair : query.link().substring(1).split("&")) {
            holds(pair.matches("[a-z]+=[A-Za-z0-9_.*+%-]*"), "not a link: {}", query.link());
            String[] parts = pair.split("=", 2);
            linked.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        boolean isWhole = query.text().codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        holds(!isWhole || Query.of(linked::get).equals(query), "{} leads elsewhere than {}", query.link(), query);
    }

    private static String parameter(Input in) {
        return switch (in.below(6)) {
            case 0 -> in.of(Kind.values()).name();
            case 1 -> in.of(Query.Order.values()).name().toLowerCase(java.util.Locale.ROOT);
            case 2 -> Long.toString(in.number());
            case 3 -> "sso";
            default -> in.text();
        };
    }

    private static LedgerSnapshot snapshot() {
        try {
            Path directory = Files.createTempDirectory("fuzz");
            Ledger ledger = new Ledger(directory);
            for (Kind kind : Kind.values()) {
                ledger.enter("sso" + kind, Hosts.judged(kind, "C-" + kind, Hosts.msid(kind.ordinal())), Hosts.NOON);
            }
            Screens.clear(directory);
            return LedgerSnapshot.of(ledger, Hosts.NOON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
