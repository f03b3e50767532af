package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the newest {@link LedgerSnapshot}, so that a page costs nothing but its words as long as nothing changes. Thread-safe; when
 * many look at once, one puts it in order for all of them.
 */
public final class SnapshotCache {
    /** Verdicts grow old by themselves. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private volatile Seen last;

    private record Seen(Ledger ledger, long revision, Instant at, LedgerSnapshot situation) {
        /** Whether it is not older than what was known when somebody began to look. */
        boolean isOf(Ledger now, long known, Instant time) {
            return ledger == now
                    && revision >= known
                    && Duration.between(at, time).abs().compareTo(LONGEST) < 0;
        }
    }

    /** The situation now. */
    public LedgerSnapshot situation(Ledger ledger, Instant now) {
        long known = ledger.revision();
        Seen seen = last;
        if (seen == null || !seen.isOf(ledger, known, now)) {
            seen = look(ledger, known, now);
        }
        return seen.situation;
    }

    private synchronized Seen look(Ledger ledger, long known, Instant now) {
        Seen seen = last;
        if (seen == null || !seen.isOf(ledger, known, now)) {
            // before the ledger is read: a change meanwhile is then read twice, and never passed over
            long revision = ledger.revision();
            seen = new Seen(ledger, revision, now, LedgerSnapshot.of(ledger, now));
            last = seen;
        }
        return seen;
    }
}
