package io.jenkins.plugins.entsso.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The controller's one ledger, in {@code entsso} under Jenkins' home directory. */
@Extension
@Restricted(NoExternalUse.class)
public final class EntssoLedger {
    private static final Logger LOGGER = Logger.getLogger(EntssoLedger.class.getName());

    private Ledger ledger;

    /** Why it could not be opened when that was last tried; it is logged once. */
    private String failure;

    /** The one of the running Jenkins. */
    public static EntssoLedger get() {
        return ExtensionList.lookupSingleton(EntssoLedger.class);
    }

    /**
     * The ledger, opened at the first call.
     *
     * @throws IOException if its directory cannot be made or read, with the remedy in the message, which has been logged
     */
    public synchronized Ledger ledger() throws IOException {
        if (ledger == null) {
            try {
                ledger = new Ledger(directory(), Clock.systemUTC(), JenkinsAgent::cluster);
            } catch (IOException | RuntimeException | Error e) {
                String text = Texts.ofLog().sentence(Finding.of(Finding.Code.LEDGER_CLOSED, directory(), e));
                if (!text.equals(failure)) {
                    LOGGER.log(Level.WARNING, text, e);
                }
                failure = text;
                throw new IOException(text, e);
            }
        }
        return ledger;
    }

    /** The ledger; null while it cannot be opened. */
    @CheckForNull
    public Ledger ledgerOrNull() {
        try {
            return ledger();
        } catch (IOException e) {
            LOGGER.log(Level.FINEST, e, () -> "There is no ledger");
            return null;
        }
    }

    private static Path directory() {
        return Jenkins.get().getRootDir().toPath().resolve("entsso");
    }

    /**
     * What the ledger knows, in order: no disk is read and no host is asked.
     *
     * @throws IOException as {@link #ledger()}
     */
    public LedgerSnapshot snapshot() throws IOException {
        return LedgerSnapshot.of(ledger(), Instant.now());
    }

    /** What the ledger knows; null while it cannot be opened. */
    @CheckForNull
    public LedgerSnapshot snapshotOrNull() {
        Ledger ledger = ledgerOrNull();
        return ledger == null ? null : LedgerSnapshot.of(ledger, Instant.now());
    }

    /** What a person has to look at, in the reader's language: files that cannot be read, or why the ledger cannot be opened. */
    public List<String> problems() {
        Texts texts = Presentation.texts();
        try {
            return ledger().problems().stream().map(texts::sentence).toList();
        } catch (IOException e) {
            return List.of(texts.sentence(Finding.of(Finding.Code.LEDGER_CLOSED, directory(), e.getCause())));
        }
    }
}
