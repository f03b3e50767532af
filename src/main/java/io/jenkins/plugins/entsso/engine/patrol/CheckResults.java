package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Enters what checks came to into the ledger, and has the backups started that the verdicts ask for. A round is what comes
 * from the first check until nothing more is due.
 */
final class CheckResults {
    private final Ledger ledger;
    private final BackupScheduler backups;
    private final Clock clock;
    private final LongSupplier nanos;

    /** When the round began; null if there is none. */
    private Instant began;

    private long beganNanos;
    private int asked;
    private int answered;

    CheckResults(Ledger ledger, BackupScheduler backups, Clock clock, LongSupplier nanos) {
        this.ledger = ledger;
        this.backups = backups;
        this.clock = clock;
        this.nanos = nanos;
    }

    void beginRound() {
        if (began == null) {
            began = clock.instant();
            beganNanos = nanos.getAsLong();
            asked = 0;
            answered = 0;
        }
    }

    void endRound() {
        if (began != null && asked > 0) {
            Duration took = Duration.ofNanos(nanos.getAsLong() - beganNanos);
            ledger.enter(new PatrolRound(began, took, asked, answered));
        }
        began = null;
    }

    /** Whether what a host answered could be judged. */
    boolean answered(String node, HostFacts facts, PatrolSettings settings) {
        try {
            RecordUpkeep.update(node, () -> ledger.enter(node, facts, settings.maxAgeDays(), clock.instant()));
        } catch (RuntimeException | Error e) {
            failed(node, e);
            return false;
        }
        asked++;
        answered++;
        ledger.host(node).ifPresent(host -> backups.consider(host, settings));
        return true;
    }

    void failed(String node, Throwable e) {
        enter(node, Failure.Kind.ERROR, e.getMessage() == null ? e.toString() : e.getMessage());
    }

    void timedOut(String node, Duration limit) {
        enter(
                node,
                Failure.Kind.TIMEOUT,
                "no answer within " + limit.toSeconds() + " seconds; look at its host, reconnect its agent");
    }

    private void enter(String node, Failure.Kind kind, String why) {
        asked++;
        RecordUpkeep.update(node, () -> ledger.enter(node, new Failure(kind, why), clock.instant()));
    }
}
