package io.jenkins.plugins.entsso.report;

import io.jenkins.plugins.entsso.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the newest {@link Situation}, so that a page costs nothing but its words as long as nothing changes. Thread-safe.
 */
public final class Lookout {
    /** Verdicts grow old by themselves. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private volatile Seen last;

    private record Seen(Ledger ledger, long revision, Instant at, Situation situation) {
        boolean isOf(Ledger now, long revisionNow, Instant time) {
            return ledger == now && revision == revisionNow && time.isBefore(at.plus(LONGEST)) && !time.isBefore(at);
        }
    }

    /** The situation now. */
    public Situation situation(Ledger ledger, Instant now) {
        // before the ledger is read: a change meanwhile is then read twice, and never passed over
        long revision = ledger.revision();
        Seen seen = last;
        if (seen == null || !seen.isOf(ledger, revision, now)) {
            seen = new Seen(ledger, revision, now, Situation.of(ledger, now));
            last = seen;
        }
        return seen.situation;
    }
}
