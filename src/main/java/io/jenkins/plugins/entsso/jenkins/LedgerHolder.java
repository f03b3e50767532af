package io.jenkins.plugins.entsso.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.entsso.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;

/** The controller's one ledger, in {@code entsso} under Jenkins' home directory. */
@Extension
public final class LedgerHolder {
    private Ledger ledger;

    /** The one of the running Jenkins. */
    public static LedgerHolder get() {
        return ExtensionList.lookupSingleton(LedgerHolder.class);
    }

    /**
     * The ledger, opened at the first call.
     *
     * @throws IOException if its directory cannot be made or read, with the remedy in the message; the next call tries
     *     again
     */
    public synchronized Ledger ledger() throws IOException {
        if (ledger == null) {
            Path directory = Jenkins.get().getRootDir().toPath().resolve("entsso");
            try {
                ledger = new Ledger(directory);
            } catch (IOException e) {
                throw new IOException(
                        "The memory of hosts and backups in " + directory + " cannot be opened (" + e
                                + "); give the account of Jenkins the right to write there",
                        e);
            }
        }
        return ledger;
    }

    /** What a person has to look at: files that cannot be read, or why the ledger cannot be opened. */
    public List<String> problems() {
        try {
            return ledger().problems();
        } catch (IOException e) {
            return List.of(e.getMessage());
        }
    }
}
