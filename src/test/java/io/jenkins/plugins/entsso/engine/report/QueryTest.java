package io.jenkins.plugins.entsso.engine.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.Query.Order;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class QueryTest {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final Query ALL = Query.of(parameter -> null);

    private static LedgerSnapshot snapshot;

    @BeforeClass
    public static void fill() throws Exception {
        Ledger ledger = new Ledger(FOLDER.getRoot().toPath());
        ManyHosts.fill(ledger, 40, Instant.parse("2026-05-12T12:00:00Z"));
        snapshot = LedgerSnapshot.of(ledger, Instant.parse("2026-05-12T12:00:00Z"));
    }

    @Test
    public void allAreTheSecretsAndNotTheHostsWithoutOne() {
        assertEquals(24, ALL.matches(snapshot).size());
        assertTrue(ALL.matches(snapshot).stream().allMatch(e -> e.isSecret()));
    }

    @Test
    public void aVerdictPicks() {
        assertEquals(2, ALL.withVerdict(Kind.DAMAGED).matches(snapshot).size());
        assertEquals(2, read("verdict=not_windows").matches(snapshot).size());
        assertEquals(24, read("verdict=nonsense").matches(snapshot).size());
    }

    @Test
    public void textPicksByAnyNameInASecret() {
        assertEquals(List.of("BTS13"), names(read("q=BIZTALK-0008")));
        assertEquals(List.of("BTS13"), names(read("q=bts13")));
        assertEquals(List.of("biztalk-0005"), names(read("q=linux-5")));
        assertEquals(List.of(), names(read("q=.*")));
    }

    @Test
    public void sorts() {
        assertEquals("BTS0", names(read("sort=name")).get(0));
        assertEquals(
                "BTS39", names(read("sort=name&desc=true&verdict=PROTECTED")).get(0));
        assertEquals(Kind.DAMAGED, ALL.matches(snapshot).get(0).kind());
        List<SecretReport> byBackup = read("sort=backup").matches(snapshot);
        assertNull(byBackup.get(0).newestBackup());
        List<Instant> made = byBackup.stream()
                .map(SecretReport::newestBackup)
                .filter(Objects::nonNull)
                .map(Backup::made)
                .toList();
        assertEquals(made.stream().sorted().toList(), made);
        List<SecretReport> bySince = read("sort=since").matches(snapshot);
        assertTrue(!bySince.get(0).since().isAfter(bySince.get(1).since()));
    }

    @Test
    public void linkLeadsToTheSame() {
        assertEquals(ALL, read(ALL.link().substring(1)));
        Query query = new Query("a&b=<c> ü", Kind.DAMAGED, Order.BACKUP, true, 7);
        assertEquals("?q=a%26b%3D%3Cc%3E+%C3%BC&verdict=DAMAGED&sort=BACKUP&desc=true&page=7", query.link());
        assertEquals(query, read(query.link().substring(1)));
    }

    @Test
    public void sortingAgainTurnsRound() {
        Query query = ALL.sortedBy(Order.NAME);
        assertEquals(new Query("", null, Order.NAME, false, 1), query);
        assertEquals(new Query("", null, Order.NAME, true, 1), query.sortedBy(Order.NAME));
        assertEquals(ALL.sortedBy(Order.SINCE), query.sortedBy(Order.NAME).sortedBy(Order.SINCE));
    }

    @Test
    public void nonsenseIsAsIfItWereNotThere() {
        assertEquals(ALL, read("page=-5&sort=;drop&verdict=,,&desc=maybe"));
    }

    private static List<String> names(Query query) {
        return query.matches(snapshot).stream().map(SecretReport::name).toList();
    }

    private static Query read(String link) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : link.split("&")) {
            String[] pair = part.split("=", 2);
            parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return Query.of(parameters::get);
    }
}
