package io.jenkins.plugins.entsso.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.Finding;
import io.jenkins.plugins.entsso.secret.Msid;
import io.jenkins.plugins.entsso.secret.Verdict;
import io.jenkins.plugins.entsso.secret.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OverviewTest {
    private static final Msid MSID = Msid.of("{AAAAAAAA-0000-0000-0000-000000000001}");
    private static final Instant NOON = Instant.parse("2026-05-12T12:00:00Z");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Texts texts = new Texts(Locale.ENGLISH, ZoneOffset.UTC);
    private Ledger ledger;

    @Before
    public void open() throws IOException {
        ledger = new Ledger(folder.getRoot().toPath());
    }

    @Test
    public void emptyIsNotWell() {
        Overview overview = Overview.of(ledger, texts);
        assertEquals("No host has been checked yet.", overview.headline());
        assertFalse(overview.well());
    }

    @Test
    public void nothingToProtectIsNotWell() throws IOException {
        enter("a", Kind.NOT_WINDOWS, 0);
        assertFalse(Overview.of(ledger, texts).well());
    }

    @Test
    public void allProtected() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        assertEquals(
                "The one master secret is protected.",
                Overview.of(ledger, texts).headline());
        enter("b", Kind.PROTECTED, 0);
        enter("c", Kind.NOT_A_SECRET_SERVER, 0);
        Overview overview = Overview.of(ledger, texts);
        assertEquals("All 2 master secrets are protected.", overview.headline());
        assertTrue(overview.well());
    }

    @Test
    public void worstFirstAndSinceWhen() throws IOException {
        enter("good", Kind.PROTECTED, 0);
        enter("z", Kind.DAMAGED, 30);
        enter("b", Kind.UNKNOWN, 20);
        enter("a", Kind.UNKNOWN, 40);
        Overview overview = Overview.of(ledger, texts);
        assertEquals(
                List.of("z", "a", "b", "good"),
                overview.rows().stream().map(Overview.Row::node).toList());
        assertEquals("3 master secrets are not safe, the first since 2026-05-12 12:00:20 UTC.", overview.headline());
        assertEquals(
                List.of(
                        new Overview.Count(Kind.DAMAGED, "damaged", 1),
                        new Overview.Count(Kind.UNKNOWN, "unknown", 2),
                        new Overview.Count(Kind.PROTECTED, "protected", 1)),
                overview.counts());
    }

    @Test
    public void newestBackupThatIsHeld() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        assertNull(Overview.of(ledger, texts).rows().get(0).newest());
        backup(Backup.State.HELD, 1);
        backup(Backup.State.HELD, 2);
        backup(Backup.State.GONE, 3);
        assertEquals(2, Overview.of(ledger, texts).rows().get(0).newest().build());
    }

    @Test
    public void unreadableLedgerIsNotWell() throws IOException {
        enter("a", Kind.PROTECTED, 0);
        Files.writeString(folder.getRoot().toPath().resolve("hosts/x.json"), "{");
        Overview overview = Overview.of(new Ledger(folder.getRoot().toPath()), texts);
        assertFalse(overview.well());
        assertEquals(1, overview.problems().size());
    }

    private void enter(String node, Kind kind, int second) throws IOException {
        Verdict verdict = new Verdict(
                kind,
                List.of(Finding.of(Finding.Code.NOT_COVERED, MSID)),
                List.of(),
                Finding.of(Finding.Code.DO_BACK_UP),
                new TreeSet<>(List.of(MSID)),
                true);
        ledger.enter(node, "HOST-" + node, verdict, NOON.plusSeconds(second));
    }

    private void backup(Backup.State state, int build) throws IOException {
        ledger.enter(new Backup(
                UUID.randomUUID(),
                state,
                "elsewhere",
                "X",
                new TreeSet<>(List.of(MSID)),
                "00",
                1,
                NOON.plusSeconds(build),
                "job",
                build,
                "a.bak",
                NOON));
    }
}
