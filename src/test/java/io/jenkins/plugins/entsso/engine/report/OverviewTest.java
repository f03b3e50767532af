package io.jenkins.plugins.entsso.engine.report;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID3;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.NOON;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.backup;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.host;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.msid;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OverviewTest {
    private static final Instant LATER = NOON.plus(Duration.ofDays(3));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Texts texts = new Texts(Locale.ENGLISH, ZoneOffset.UTC);
    private Ledger ledger;
    private int secrets;

    @Before
    public void open() throws IOException {
        ledger = new Ledger(folder.getRoot().toPath());
    }

    @Test
    public void emptyIsNotWell() {
        Overview overview = overview();
        assertEquals("No host has been checked yet.", overview.headline());
        assertEquals("None of 0", overview.range());
        assertFalse(overview.well());
        assertEquals("No patrol has been made yet.", summary().patrol());
    }

    @Test
    public void nothingToProtectIsNotWell() throws IOException {
        enter("a", Kind.NOT_WINDOWS, 0);
        assertFalse(overview().well());
        assertEquals(
                "No host that was checked has a master secret to protect.",
                overview().headline());
        assertEquals(List.of(), summary().counts());
    }

    @Test
    public void allProtected() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        assertEquals("The one master secret is protected.", overview().headline());
        enter("b", Kind.PROTECTED, 0);
        enter("c", Kind.NOT_WINDOWS, 0);
        Overview overview = overview();
        assertEquals("All 2 master secrets are protected.", overview.headline());
        assertTrue(overview.well());
    }

    @Test
    public void worstFirstAndSinceWhen() throws IOException {
        enter("good", Kind.PROTECTED, 0);
        enter("z", Kind.DAMAGED, 30);
        enter("b", Kind.UNKNOWN, 20);
        enter("a", Kind.UNKNOWN, 40);
        Overview overview = overview();
        assertEquals(
                List.of("z", "a", "b", "good"),
                overview.rows().stream().map(Overview.Row::node).toList());
        assertEquals("3 master secrets are not safe, the first since 12 May 2026.", overview.headline());
        assertEquals(
                List.of(
                        new Overview.Count(Kind.DAMAGED, "damaged", 1),
                        new Overview.Count(Kind.UNKNOWN, "unknown", 2),
                        new Overview.Count(Kind.PROTECTED, "protected", 1)),
                overview.counts());
        assertEquals(
                List.of("z", "a"),
                Summary.of(situation(), 2, texts, LATER).worst().stream()
                        .map(Summary.Worst::node)
                        .toList());
        assertEquals("One more", Summary.of(situation(), 2, texts, LATER).more());
        assertEquals("", summary().more());
    }

    @Test
    public void aRowIsASecretWithItsHosts() throws IOException {
        ledger.enter(backup("sso", 7, 60, MSID1));
        check("sso", host("SSO1").secrets(MSID1).facts(), 120);
        for (int i = 1; i <= 30; i++) {
            HostFacts facts = host("BTS" + i)
                    .event(EventId.GOT_CURRENT_SECRET, 5, "SSO1", MSID1.toString())
                    .facts();
            check("bts" + i, facts, 120);
        }
        check("linux", HostFacts.notWindows("linux", "u", "Linux", NOON), 120);
        Overview overview = overview();
        assertEquals(1, overview.rows().size());
        Overview.Row row = overview.rows().get(0);
        assertEquals("SSO1", row.name());
        assertEquals(List.of("sso"), row.nodes());
        assertEquals("30 hosts depend on it", row.dependence());
        assertEquals(20, row.dependents().size());
        assertEquals("", row.dependents().get(0).brief());
        assertEquals("AAAAAAAA is in the backup of job #7", row.brief());
        assertEquals("2 days ago", row.age());
        assertEquals("job", row.newest().job());
        assertEquals("Hash checked on 12 May 2026", row.newest().verified());
        assertEquals(List.of(MSID1.toString()), row.newest().msids());
        assertTrue(row.timeline().svg().contains("backup held here"));
    }

    @Test
    public void evidenceOfAFlood() throws IOException {
        check("a", host("A").secrets(MSID1).required(1000, 4411).facts(), 4500);
        assertEquals(
                "Event 10589 since 12 May 2026, 3,412 times",
                overview().rows().get(0).brief());
        String svg = overview().rows().get(0).timeline().svg();
        assertTrue(svg, svg.contains("on 12 May 2026: event 10589, no backup exists, 3,412 times"));
    }

    @Test
    public void newestBackupThatIsHeld() throws IOException {
        check("a", host("A").secrets(MSID1).facts(), 0);
        assertNull(overview().rows().get(0).newest());
        ledger.enter(backup("elsewhere", 1, 1, MSID1));
        ledger.enter(backup("elsewhere", 2, 2, MSID1, MSID2));
        ledger.enter(backup("elsewhere", 3, 3, MSID1).withState(Backup.State.GONE));
        ledger.enter(backup("elsewhere", 4, 4, MSID3));
        assertEquals(2, overview().rows().get(0).newest().build());
    }

    @Test
    public void aPageOfMany() throws IOException {
        for (int i = 0; i < 25; i++) {
            enter(String.format("n%02d", i), Kind.PROTECTED, 0);
        }
        Query query = new Query("", Set.of(), Query.Order.NAME, false, 3, 10);
        Overview last = Overview.of(situation(), query, texts, LATER);
        assertEquals(5, last.rows().size());
        assertEquals("n20", last.rows().get(0).node());
        assertEquals(3, last.pages());
        assertEquals("21 to 25 of 25", last.range());
        assertEquals(
                3, Overview.of(situation(), query.at(99), texts, LATER).query().page());
    }

    @Test
    public void unreadableLedgerIsNotWell() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        Files.writeString(folder.getRoot().toPath().resolve("hosts/x.json"), "{");
        ledger = new Ledger(folder.getRoot().toPath());
        assertFalse(overview().well());
        assertEquals(1, overview().problems().size());
        assertTrue(overview().problems().get(0).startsWith("Cannot read " + folder.getRoot()));
        Texts german = new Texts(Locale.GERMAN, ZoneOffset.UTC);
        String problem =
                Overview.of(situation(), Query.ALL, german, LATER).problems().get(0);
        assertTrue(problem, problem.contains("x.json ist nicht zu lesen: "));
    }

    @Test
    public void aRowThatCannotBeDrawnTakesNoOtherWithIt() throws IOException {
        enter("a", Kind.DAMAGED, 0);
        LedgerSnapshot.Entry entry = situation().entries().get(0);
        Overview.Row row = Overview.drawn(
                entry,
                () -> {
                    throw new IllegalStateException("no picture");
                },
                () -> Overview.undrawn(entry, texts));
        assertEquals("a", row.node());
        assertEquals("damaged", row.verdict());
        assertEquals("What is known of this host cannot be shown. The server's log says why.", row.brief());
    }

    @Test
    public void lastPatrol() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        assertEquals("Last check 3 days ago.", summary().patrol());
        ledger.enter(new PatrolRound(LATER.minusSeconds(300), Duration.ofSeconds(9), 5, 4, 1));
        assertEquals(
                "Last patrol 5 minutes ago: 5 hosts asked, 1 without an answer.",
                summary().patrol());
        ledger.enter(new PatrolRound(LATER.minusSeconds(59), Duration.ofSeconds(9), 1, 1, 0));
        assertEquals(
                "Last patrol just now: one host asked, none without an answer.",
                summary().patrol());
    }

    @Test
    public void theSituationIsPutInOrderOnceAChange() throws IOException {
        SnapshotCache lookout = new SnapshotCache();
        enter("a", Kind.PROTECTED, 0);
        LedgerSnapshot first = lookout.situation(ledger, LATER);
        assertSame(first, lookout.situation(ledger, LATER));
        enter("b", Kind.DAMAGED, 0);
        assertNotSame(first, lookout.situation(ledger, LATER));
        assertEquals(2, lookout.situation(ledger, LATER).entries().size());
    }

    @Test
    public void whoLooksTogetherGetsTheSame() throws Exception {
        SnapshotCache lookout = new SnapshotCache();
        ManyHosts.fill(ledger, 40, LATER);
        int lookers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(lookers);
        try {
            for (int round = 0; round < 50; round++) {
                enter("a", round % 2 == 0 ? Kind.PROTECTED : Kind.UNKNOWN, round);
                CyclicBarrier together = new CyclicBarrier(lookers);
                List<Future<LedgerSnapshot>> looks = new ArrayList<>();
                for (int i = 0; i < lookers; i++) {
                    looks.add(threads.submit(() -> {
                        together.await();
                        return lookout.situation(ledger, LATER);
                    }));
                }
                LedgerSnapshot first = looks.get(0).get();
                for (Future<LedgerSnapshot> look : looks) {
                    assertSame("round " + round, first, look.get());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void whatNobodyHasLookedAtForLongIsUnknown() throws IOException {
        ledger.enter(backup("a", 1, 0, MSID1));
        check("a", host("A").secrets(MSID1).facts(), 0);
        Instant old = NOON.plus(LedgerSnapshot.FRESH);
        assertTrue(LedgerSnapshot.of(ledger, old).isWell());
        LedgerSnapshot stale = LedgerSnapshot.of(ledger, old.plusSeconds(1));
        assertFalse(stale.isWell());
        assertTrue(stale.isTroubled());
        Overview overview = Overview.of(stale, Query.ALL, texts, old.plusSeconds(1));
        assertEquals("One master secret is not safe, since 19 May 2026.", overview.headline());
        assertEquals(Kind.UNKNOWN, overview.rows().get(0).kind());
        assertEquals(
                "Last checked on 12 May 2026: too long ago to count",
                overview.rows().get(0).brief());
        SnapshotCache lookout = new SnapshotCache();
        assertTrue(lookout.situation(ledger, old).isWell());
        assertFalse(lookout.situation(ledger, old.plus(Duration.ofMinutes(2))).isWell());
    }

    @Test
    public void whatWasGoodGrowsOldAndWhatWasBadStays() throws IOException {
        Instant old = NOON.plus(LedgerSnapshot.FRESH).plusSeconds(1);
        for (Kind kind : Kind.values()) {
            enter("n", kind, 0);
            boolean ages = kind == Kind.PROTECTED || kind == Kind.NOT_A_SECRET_SERVER;
            LedgerSnapshot situation = LedgerSnapshot.of(ledger, old);
            assertEquals(ages ? Kind.UNKNOWN : kind, situation.entries().get(0).kind());
            assertEquals(
                    ages ? Kind.UNKNOWN : kind, situation.kind(ledger.hosts().get(0)));
        }
    }

    /** The clock ran ahead when it was checked, and was put right. */
    @Test
    public void whatWillBeCheckedIsNotFresh() throws IOException {
        Duration year = Duration.ofDays(365);
        ledger.enter(backup("a", 1, 0, MSID1));
        check("a", host("A").secrets(MSID1).facts(), (int) year.toSeconds());
        assertTrue(LedgerSnapshot.of(ledger, NOON.plus(year).minusSeconds(60)).isWell());
        LedgerSnapshot situation = LedgerSnapshot.of(ledger, NOON);
        LedgerSnapshot.Entry entry = situation.entries().get(0);
        assertEquals(Kind.UNKNOWN, entry.kind());
        assertEquals(NOON, entry.since());
        Overview.Row row = Overview.of(situation, Query.ALL, texts, NOON).rows().get(0);
        assertEquals("Last checked on 12 May 2027 by a clock that was wrong: that is yet to come", row.brief());
        assertEquals("12 May 2027", row.age());
    }

    @Test
    public void manyHostsOfEveryKind() throws IOException {
        ManyHosts.fill(ledger, 40, LATER);
        assertEquals(
                List.of(2, 2, 2, 2, 2, 14, 2, 2),
                situation().counts().values().stream().toList());
        assertEquals(
                "10 master secrets are not safe, the first since 17 Mar 2026.",
                overview().headline());
        assertEquals(24, overview().rows().size());
        assertEquals(
                0, overview().rows().stream().filter(r -> r.brief().isEmpty()).count());
    }

    private LedgerSnapshot situation() {
        return LedgerSnapshot.of(ledger, LATER);
    }

    private Overview overview() {
        return Overview.of(situation(), Query.ALL, texts, LATER);
    }

    private Summary summary() {
        return Summary.of(situation(), 5, texts, LATER);
    }

    private void check(String node, HostFacts facts, int second) throws IOException {
        ledger.enter(node, facts, NOON.plusSeconds(second));
    }

    private void enter(String node, Kind kind, int second) throws IOException {
        Msid msid = msid(100 + secrets++);
        if (kind == Kind.PROTECTED) {
            ledger.enter(Hosts.backup(node, 1, 0, msid));
        }
        ledger.enter(node, Hosts.judged(kind, "HOST-" + node, msid), NOON.plusSeconds(second));
    }
}
