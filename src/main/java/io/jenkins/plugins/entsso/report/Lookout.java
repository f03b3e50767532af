package io.jenkins.plugins.entsso.report;

import io.jenkins.plugins.entsso.ledger.Ledger;

/** Keeps the newest {@link Situation}, so that a page costs nothing but its words as long as nothing changes. Thread-safe. */
public final class Lookout {
    private volatile Seen last;

    private record Seen(Ledger ledger, long revision, Situation situation) {}

    /** The situation now. */
    public Situation situation(Ledger ledger) {
        // before the ledger is read: a change meanwhile is then read twice, and never passed over
        long revision = ledger.revision();
        Seen seen = last;
        if (seen == null || seen.ledger != ledger || seen.revision != revision) {
            seen = new Seen(ledger, revision, Situation.of(ledger));
            last = seen;
        }
        return seen.situation;
    }
}
