package io.jenkins.plugins.entsso.embedded;

import hudson.Extension;
import hudson.Util;
import hudson.model.Hudson;
import hudson.model.RootAction;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.time.Instant;

/** The page with the verdict on every host. It reads the server's ledger, which it keeps, and asks no host. */
@Extension
public final class SecretsPage implements RootAction {
    private final Ledger ledger;

    /**
     * For Hudson.
     *
     * @throws IOException if the ledger cannot be opened
     */
    public SecretsPage() throws IOException {
        ledger = new Ledger(Hudson.getInstance().getRootDir().toPath().resolve("entsso"));
    }

    /** The page of the server that runs. */
    static SecretsPage get() {
        return Hudson.getInstance().getExtensionList(RootAction.class).get(SecretsPage.class);
    }

    /** The server's memory. */
    Ledger ledger() {
        return ledger;
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
        return Texts.english();
    }

    /** Link to the build that holds a backup, relative to the server. */
    public String link(Backup backup) {
        return "job/" + Util.rawEncode(backup.job()) + "/" + backup.build() + "/";
    }
}
