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
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LedgerSnapshotTest {
    private static final Instant LATER = NOON.plus(Duration.ofDays(3));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Texts texts = new Texts(Locale.ENGLISH, ZoneId.of("UTC"));
    private Ledger ledger;
    private int secrets;

    @Before
    public void open() throws IOException {
        ledger = new Ledger(folder.getRoot().toPath(), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    public void emptyIsNotWell() {
        assertEquals("No host has been checked yet.", headline());
        assertFalse(snapshot().isWell());
        assertEquals("No patrol has been made yet.", texts.lastRound(snapshot()));
    }

    @Test
    public void nothingToProtectIsNotWell() throws IOException {
        enter("a", Kind.NOT_WINDOWS, 0);
        assertFalse(snapshot().isWell());
        assertEquals("No host that was checked has a master secret to protect.", headline());
    }

    @Test
    public void allProtected() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        assertEquals("The one master secret is protected.", headline());
        enter("b", Kind.PROTECTED, 0);
        enter("c", Kind.NOT_WINDOWS, 0);
        assertEquals("All 2 master secrets are protected.", headline());
        assertTrue(snapshot().isWell());
    }

    @Test
    public void worstFirstAndSinceWhen() throws IOException {
        enter("good", Kind.PROTECTED, 0);
        enter("z", Kind.DAMAGED, 30);
        enter("b", Kind.UNKNOWN, 20);
        enter("a", Kind.UNKNOWN, 40);
        assertEquals(
                List.of("z", "a", "b", "good"),
                snapshot().secrets().stream().map(s -> s.worst().node()).toList());
        assertEquals("3 master secrets are not safe, the first since 12 May 2026.", headline());
        assertEquals(
                Map.of(Kind.DAMAGED, 1, Kind.UNKNOWN, 2, Kind.PROTECTED, 1),
                snapshot().counts());
        assertEquals(Kind.DAMAGED, snapshot().counts().keySet().iterator().next());
        assertEquals(3, snapshot().bad().size());
    }

    @Test
    public void aSecretHasItsHostsAndBackups() throws IOException {
        ledger.enter(backup("sso", 7, 60, MSID1));
        check("sso", host("SSO1").secrets(MSID1).facts(), 120);
        for (int i = 1; i <= 30; i++) {
            HostFacts facts = host("BTS" + i)
                    .event(EventId.GOT_CURRENT_SECRET, 5, "SSO1", MSID1.toString())
                    .facts();
            check("bts" + i, facts, 120);
        }
        SecretReport secret = only();
        assertEquals("SSO1", secret.name());
        assertEquals(List.of("sso"), secret.serverNodes());
        assertEquals(30, secret.dependents().size());
        assertEquals("AAAAAAAA is in the backup of job #7", texts.brief(secret.worst()));
        assertEquals(7, secret.newestBackup().build());
        assertNull(LedgerSnapshot.host(ledger, "bts1", LATER).orElseThrow().newestBackup());
        assertTrue(Timeline.of(secret, LATER).description(texts).endsWith("on 12 May 2026: backup held here"));
    }

    @Test
    public void evidenceOfAFlood() throws IOException {
        check("a", host("A").secrets(MSID1).required(1000, 4411).facts(), 4500);
        assertEquals("Event 10589 since 12 May 2026, 3412×", texts.brief(only().worst()));
        String description = Timeline.of(only(), LATER).description(texts);
        assertTrue(description, description.contains("on 12 May 2026: event 10589, no backup exists, 3,412 times"));
    }

    @Test
    public void newestBackupThatIsHeld() throws IOException {
        check("a", host("A").secrets(MSID1).facts(), 0);
        assertNull(only().newestBackup());
        ledger.enter(backup("a", 1, 1, MSID1));
        ledger.enter(backup("a", 2, 2, MSID1, MSID2));
        ledger.enter(backup("a", 3, 3, MSID1).withState(Backup.State.GONE));
        ledger.enter(backup("a", 4, 4, MSID3));
        ledger.enter(backup("liar", 5, 5, MSID1));
        assertEquals(2, only().newestBackup().build());
        assertEquals(2, snapshot().hosts().get(0).newestBackup().build());
    }

    @Test
    public void aClusterIsOneSystemWithALineForEachNode() throws IOException {
        Map<String, String> clusters = Map.of("a", "SSOCLUSTER", "b", "SSOCLUSTER", "c", "SSOCLUSTER");
        ledger = new Ledger(
                folder.newFolder().toPath(),
                Clock.fixed(LATER, ZoneId.of("UTC")),
                node -> clusters.getOrDefault(node, ""));
        ledger.enter(backup("b", 1, 3600, MSID2, MSID1));
        check(
                "a",
                host("A")
                        .secrets(MSID1)
                        .event(EventId.GENERATED, 5, MSID1.toString())
                        .facts(),
                4000);
        check(
                "b",
                host("B")
                        .secrets(MSID1, MSID2)
                        .event(EventId.GENERATED, 50, MSID2.toString())
                        .facts(),
                4000);
        ledger.enter("c", new Failure(Failure.Kind.TIMEOUT, "nothing came"), NOON.plusSeconds(4000));
        check("liar", host("SSOCLUSTER").secrets(MSID1, MSID2).facts(), 4000);
        ledger.enter(backup("liar", 2, 9000, MSID1, MSID2));

        SecretReport cluster = snapshot().secrets().stream()
                .filter(secret -> secret.serverNodes().size() == 3)
                .findFirst()
                .orElseThrow();
        assertEquals("SSOCLUSTER", cluster.name());
        assertEquals(1, cluster.newestBackup().build());
        assertEquals(
                List.of(
                        "a: protected. This node lacks the current secret: after a failover to it, ENTSSO could not load it."
                                + " Put that right before there is one, as Microsoft says for a clustered master secret"
                                + " server.",
                        "b: protected. This node has the current secret.",
                        "c: unknown. Whether this node has the current secret is not known."),
                cluster.servers().stream().map(s -> texts.line(cluster, s)).toList());
        assertEquals(Kind.UNKNOWN, cluster.kind());
        assertEquals(2, snapshot().secrets().size());
    }

    @Test
    public void aPageOfMany() throws IOException {
        for (int i = 0; i < Query.SIZE + 5; i++) {
            enter(String.format("n%02d", i), Kind.PROTECTED, 0);
        }
        Query.Page last = new Query("", null, Query.Order.NAME, false, 99).in(snapshot());
        assertEquals(5, last.secrets().size());
        assertEquals("n50", last.secrets().get(0).worst().node());
        assertEquals("51 of 55", last.first() + " of " + last.matches());
        assertEquals("?q=&sort=NAME&desc=false&page=1", last.previous().link());
        assertNull(last.next());
        Query.Page first = last.previous().in(snapshot());
        assertEquals(Query.SIZE, first.secrets().size());
        assertNull(first.previous());
        assertEquals(2, first.next().page());
    }

    @Test
    public void anUnconfirmedBackupIsShownAndCoversNothing() throws IOException {
        Backup made = backup("a", 1, 60, MSID1);
        ledger.enter(made.unconfirmed(
                Backup.UnconfirmedReason.LOG_FULL, Set.of(), "x.bak", made.sha256(), 4096, NOON.plusSeconds(60)));
        check("a", host("A").secrets(MSID1).facts(), 120);
        assertNotEquals(Kind.PROTECTED, only().kind());
        assertNull(only().newestBackup());
        assertEquals(1, only().unconfirmed().size());
        assertEquals(
                "Not confirmed by ENTSSO. The event log is full and takes no events.",
                texts.unconfirmed(only().unconfirmed().get(0)));
        String description = Timeline.of(only(), LATER).description(texts);
        assertTrue(description, description.endsWith("on 12 May 2026: unconfirmed backup"));
        ledger.enter(backup("a", 2, 200, MSID1));
        assertEquals(2, only().newestBackup().build());
        assertEquals(1, only().unconfirmed().size());
    }

    @Test
    public void unreadableLedgerIsNotWell() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        Files.writeString(folder.getRoot().toPath().resolve("hosts/x.json"), "{");
        ledger = new Ledger(folder.getRoot().toPath());
        assertFalse(snapshot().isWell());
        assertEquals(1, snapshot().problems().size());
    }

    @Test
    public void lastPatrol() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        assertEquals(
                "Last check 3 days ago. One archived backup was not read for more than two days; look whether the store of the"
                        + " artifacts keeps up.",
                texts.lastRound(snapshot()));
        ledger.lose("job", build -> true);
        assertEquals("Last check 3 days ago.", texts.lastRound(snapshot()));
        ledger.enter(new PatrolRound(LATER.minusSeconds(300), Duration.ofSeconds(9), 5, 4));
        assertEquals("Last patrol 5 minutes ago: 5 hosts asked, 1 without an answer.", texts.lastRound(snapshot()));
        ledger.enter(new PatrolRound(LATER.minusSeconds(59), Duration.ofSeconds(9), 1, 1));
        assertEquals("Last patrol just now: one host asked, none without an answer.", texts.lastRound(snapshot()));
    }

    @Test
    public void whatNobodyHasLookedAtForLongIsUnknown() throws IOException {
        ledger.enter(backup("a", 1, 0, MSID1));
        check("a", host("A").secrets(MSID1).facts(), 0);
        Instant old = NOON.plus(HostRecord.FRESH);
        assertTrue(LedgerSnapshot.of(ledger, old).isWell());
        LedgerSnapshot stale = LedgerSnapshot.of(ledger, old.plusSeconds(1));
        assertFalse(stale.isWell());
        assertEquals("One master secret is not safe, since 19 May 2026.", texts.headline(stale));
        SecretReport host = LedgerSnapshot.host(ledger, "a", old.plusSeconds(1)).orElseThrow();
        assertEquals(Kind.UNKNOWN, host.kind());
        assertEquals("Last checked on 12 May 2026: too long ago to count", texts.brief(host.worst()));
        assertEquals(Finding.Code.DO_REPAIR, host.worst().verdict().nextStep().code());
        assertEquals(
                "protected from 12 May 2026 to 19 May 2026; unknown from 19 May 2026 to 20 May 2026; "
                        + "on 12 May 2026: backup held here",
                Timeline.of(stale.secrets().get(0), old.plus(Duration.ofDays(1)))
                        .description(texts));
    }

    @Test
    public void whatWasGoodGrowsOldAndWhatWasBadStays() throws IOException {
        Instant old = NOON.plus(HostRecord.FRESH).plusSeconds(1);
        for (Kind kind : Kind.values()) {
            enter(kind.name(), kind, 0);
        }
        for (SecretReport host : LedgerSnapshot.of(ledger, old).hosts()) {
            Kind kind = Kind.valueOf(host.name());
            boolean ages = kind == Kind.PROTECTED || kind == Kind.NOT_A_SECRET_SERVER;
            assertEquals(ages ? Kind.UNKNOWN : kind, host.kind());
        }
    }

    /** The clock ran ahead when it was checked, and was put right. */
    @Test
    public void whatWillBeCheckedIsNotFresh() throws IOException {
        Duration year = Duration.ofDays(365);
        ledger.enter(backup("a", 1, 0, MSID1).withVerified(NOON.plus(year)));
        check("a", host("A").secrets(MSID1).facts(), (int) year.toSeconds());
        assertTrue(LedgerSnapshot.of(ledger, NOON.plus(year).minusSeconds(60)).isWell());
        SecretReport host = LedgerSnapshot.host(ledger, "a", NOON).orElseThrow();
        assertEquals(Kind.UNKNOWN, host.kind());
        assertEquals(NOON, host.since());
        assertEquals(
                "Last checked on 12 May 2027 by a clock that was wrong: that is yet to come",
                texts.brief(host.worst()));
        assertEquals("12 May 2027", texts.age(host.worst().checked(), NOON));
    }

    @Test
    public void manyHostsOfEveryKind() throws IOException {
        ManyHosts.fill(ledger, 40, LATER);
        assertEquals(
                List.of(2, 2, 2, 2, 2, 14, 2, 2),
                snapshot().counts().values().stream().toList());
        assertEquals("10 master secrets are not safe, the first since 17 Mar 2026.", headline());
        for (SecretReport host : snapshot().hosts()) {
            assertNotEquals(host.name(), "", texts.brief(host.worst()));
        }
    }

    private LedgerSnapshot snapshot() {
        return LedgerSnapshot.of(ledger, LATER);
    }

    private SecretReport only() {
        assertEquals(1, snapshot().secrets().size());
        return snapshot().secrets().get(0);
    }

    private String headline() {
        return texts.headline(snapshot());
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
