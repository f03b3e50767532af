package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Starts backups where verdicts ask for them: one at a time for each master secret, whichever of its servers it is asked
 * for on, and ever less often if that does not help.
 */
final class BackupScheduler {
    private static final Duration FIRST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Between backups that ENTSSO does not confirm, at last. */
    static final Duration SELDOM = Duration.ofDays(7);

    private final Ledger ledger;
    private final PatrolPort port;
    private final Clock clock;

    /** Nodes whose build has not ended, as far as is known. */
    private final Set<String> running = new LinkedHashSet<>();

    BackupScheduler(Ledger ledger, PatrolPort port, Clock clock) {
        this.ledger = ledger;
        this.port = port;
        this.clock = clock;
    }

    /** Starts a backup of a host that was just checked, if its verdict asks for one and it is time. */
    void consider(HostRecord host, PatrolSettings settings) {
        Verdict verdict = host.verdict();
        Optional<Finding> reason = verdict.asksForBackup()
                ? verdict.evidence().stream().findFirst().or(() -> Optional.of(verdict.nextStep()))
                : renewal(verdict, settings);
        HostRecord.Starts before = host.starts();
        if (reason.isEmpty()) {
            if (before != null && verdict.kind() == Verdict.Kind.PROTECTED) {
                ledger.enterStarts(host.node(), 0);
            }
            return;
        }
        int attempt = before == null ? 1 : before.number() + 1;
        if ((before == null || isOver(before, host))
                && ledger.cluster(host.node()).stream().noneMatch(port::isBackingUp)
                && port.start(host, reason.get(), attempt)) {
            ledger.enterStarts(host.node(), attempt);
            running.add(host.node());
        }
    }

    /** The concern that asks for a newer backup of a protected host. */
    private static Optional<Finding> renewal(Verdict verdict, PatrolSettings settings) {
        return verdict.concerns().stream()
                .filter(f -> f.code() == Code.PASSWORD_CHANGED
                        || settings.maxAgeDays() > 0 && f.code() == Code.TOO_OLD
                        || settings.renewAfterLoadFailure() && f.code() == Code.NOT_BACKED_UP_SINCE)
                .filter(f -> verdict.kind() == Verdict.Kind.PROTECTED && verdict.canBackUp())
                .findFirst();
    }

    /** Whether the wait since the last start is over. A time that lies ahead is of a clock that was wrong. */
    private boolean isOver(HostRecord.Starts before, HostRecord host) {
        Duration longest = ledger.backups().stream()
                .filter(b -> b.isArchived() && b.host().equals(host.node()))
                .reduce((older, newer) -> newer)
                .map(newest -> newest.isHeld() ? LONGEST : SELDOM)
                .orElse(LONGEST);
        Duration wait = Patrol.backOff(FIRST, longest, before.number());
        Duration age = Duration.between(before.last(), clock.instant());
        return age.isNegative() || age.compareTo(wait) >= 0;
    }

    /** The nodes whose secret's build has ended since this was last asked; that of the build last, others may do better. */
    List<String> ended() {
        List<String> nodes = new ArrayList<>();
        for (String node : List.copyOf(running)) {
            if (!port.isBackingUp(node)) {
                running.remove(node);
                ledger.cluster(node).stream()
                        .filter(other -> !other.equals(node))
                        .forEach(nodes::add);
                nodes.add(node);
            }
        }
        return nodes;
    }
}
