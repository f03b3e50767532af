package io.jenkins.plugins.entsso.engine.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * How a round of the patrol went.
 *
 * @param started when it began, by the controller's clock
 * @param took how long it took
 * @param asked how many hosts were asked
 * @param answered how many of them answered
 */
public record PatrolRound(Instant started, Duration took, int asked, int answered) {
    /** How many hosts did not answer. */
    public int silent() {
        return asked - answered;
    }
}
