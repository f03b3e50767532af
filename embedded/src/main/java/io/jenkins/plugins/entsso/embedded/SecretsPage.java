package io.jenkins.plugins.entsso.embedded;

import hudson.Extension;
import hudson.Util;
import hudson.model.Hudson;
import hudson.model.RootAction;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.patrol.Patrol;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** The page with the verdict on every host. It keeps the server's ledger and the patrol that fills it. */
@Extension
public final class SecretsPage implements RootAction {
    private final Ledger ledger;
    private final Patrol patrol;

    /**
     * For Hudson.
     *
     * @throws IOException if the ledger cannot be opened
     */
    public SecretsPage() throws IOException {
        ledger = new Ledger(Hudson.getInstance().getRootDir().toPath().resolve("entsso"));
        patrol = HudsonHosts.patrol(ledger);
    }

    /** The page of the server that runs. */
    static SecretsPage get() {
        return Hudson.getInstance().getExtensionList(RootAction.class).get(SecretsPage.class);
    }

    /** The server's memory. */
    Ledger ledger() {
        return ledger;
    }

    /** Has the host behind an agent checked now. */
    void check(String node) {
        patrol.request(node);
    }

    @Override
    public String getIconFileName() {
        return "clipboard.png";
    }

    @Override
    public String getDisplayName() {
        return "Master secrets";
    }

    @Override
    public String getUrlName() {
        return "/entsso";
    }

    /** What there is to show. */
    public LedgerSnapshot getSnapshot() {
        return LedgerSnapshot.of(ledger, Instant.now());
    }

    public Texts getTexts() {
        return Texts.of(Locale.ENGLISH);
    }

    /** Link to the build that holds a backup, relative to the server. */
    public String link(Backup backup) {
        return "job/" + Util.rawEncode(backup.job()) + "/" + backup.build() + "/";
    }
}
