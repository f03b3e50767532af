package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;

/** Keeps the newest {@link LedgerSnapshot}, so that pages share one as long as nothing changes. Thread-safe. */
public final class SnapshotCache {
    /** Verdicts grow old by themselves. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private LedgerSnapshot snapshot;
    private long revision;

    /** What the ledger knows now; always the same ledger. */
    public synchronized LedgerSnapshot snapshot(Ledger ledger, Instant now) {
        // before the ledger is read: a change meanwhile is then read twice, and never passed over
        long current = ledger.revision();
        if (snapshot == null
                || revision != current
                || Duration.between(snapshot.time(), now).abs().compareTo(LONGEST) >= 0) {
            snapshot = LedgerSnapshot.of(ledger, now);
            revision = current;
        }
        return snapshot;
    }
}
