package io.jenkins.plugins.entsso.engine.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MetricsTest {
    private static final Instant NOW = Hosts.NOON.plusSeconds(86_400);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Ledger ledger;

    @Before
    public void open() throws IOException {
        ledger = new Ledger(folder.getRoot().toPath());
    }

    @Test
    public void ofAnEmptyLedger() {
        MetricsParser metrics = metrics();
        assertEquals(0, metrics.samples().get("entsso_secrets"), 0);
        assertEquals(0, metrics.samples().get("entsso_hosts{verdict=\"protected\"}"), 0);
        assertFalse(metrics.types().containsKey("entsso_patrol_duration_seconds"));
    }

    @Test
    public void tellsWhatIsAskedOfIt() throws IOException {
        ledger.enter(Hosts.backup("sso", 7, 0, Hosts.MSID1));
        HostFacts facts = Hosts.host("SSO1").secrets(Hosts.MSID1).facts();
        ledger.enter("sso", facts, Hosts.NOON.plusSeconds(60));
        Map<String, Double> samples = metrics().samples();
        assertEquals(1, samples.get("entsso_hosts{verdict=\"protected\"}"), 0);
        assertEquals(1, samples.get("entsso_secret_verdict{node=\"sso\",entsso_secret_verdict=\"protected\"}"), 0);
        assertEquals(0, samples.get("entsso_secret_verdict{node=\"sso\",entsso_secret_verdict=\"damaged\"}"), 0);
        assertEquals(86_400, samples.get("entsso_secret_newest_backup_age_seconds{node=\"sso\"}"), 0);
        assertEquals(
                Hosts.NOON.getEpochSecond() + 60,
                samples.get("entsso_secret_checked_timestamp_seconds{node=\"sso\"}"),
                0);
    }

    @Test
    public void everyVerdictIsExactlyOne() throws IOException {
        ManyHosts.fill(ledger, 60, NOW);
        MetricsParser metrics = metrics();
        Collection<Integer> set = metrics.statesSet().values();
        assertEquals(36, set.size());
        assertEquals(Set.of(1), new HashSet<>(set));
        assertEquals(60, metrics.samples().get("entsso_patrol_hosts"), 0);
        assertEquals(57, 60 - metrics.samples().get("entsso_patrol_unanswered_hosts"), 0);
        assertEquals(2.1, metrics.samples().get("entsso_patrol_duration_seconds"), 0);
        assertEquals(NOW.getEpochSecond() - 180, metrics.samples().get("entsso_patrol_last_timestamp_seconds"), 0);
    }

    @Test
    public void labelsAreEscaped() throws IOException {
        Failure unknown = new Failure(Failure.Kind.ERROR, "x");
        ledger.enter("a\"} 1\n# EOF\n\\", unknown, NOW);
        String text = Metrics.of(LedgerSnapshot.of(ledger, NOW));
        MetricsParser.parse(text);
        assertTrue(text.contains("node=\"a\\\"} 1\\n# EOF\\n\\\\\""));
    }

    @Test
    public void unconfirmedBackupsAreCountedApart() throws IOException {
        Backup made = Hosts.backup("sso", 7, 0, Hosts.MSID1);
        ledger.enter(made.unconfirmed(
                Backup.UnconfirmedReason.NO_EVENT, made.msids(), "x.bak", made.sha256(), 4096, made.made()));
        ledger.enter("sso", Hosts.host("SSO1").secrets(Hosts.MSID1).facts(), Hosts.NOON.plusSeconds(60));
        Map<String, Double> samples = metrics().samples();
        assertEquals(1, samples.get("entsso_secret_unconfirmed_backups{node=\"sso\"}"), 0);
        assertFalse(samples.containsKey("entsso_secret_newest_backup_age_seconds{node=\"sso\"}"));
    }

    private MetricsParser metrics() {
        return MetricsParser.parse(Metrics.of(LedgerSnapshot.of(ledger, NOW)));
    }
}
