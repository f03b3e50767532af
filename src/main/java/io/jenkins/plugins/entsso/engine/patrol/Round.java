package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import java.time.Duration;
import java.time.Instant;

/** What is counted from the first check until nothing more is due. */
final class Round {
    int asked;
    int answered;
    int late;

    private final Instant started;
    private final long startedNanos;

    Round(Instant started, long startedNanos) {
        this.started = started;
        this.startedNanos = startedNanos;
    }

    PatrolRound ended(long now) {
        return new PatrolRound(started, Duration.ofNanos(now - startedNanos), asked, answered, late);
    }
}
