package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Starts backups where verdicts ask for them: one at a time for each master secret, whichever of its servers it is asked
 * for on, and ever less often if that does not help.
 */
final class BackupScheduler {
    static final BackOff BACK_OFF = new BackOff(Duration.ofHours(1), Duration.ofDays(1));

    /**
     * Between backups of a secret that another node is said to have backed up: where the secret server of a cluster does not
     * run now, no build can help; where it is not so, one does.
     */
    static final Duration SELDOM = Duration.ofDays(7);

    /** A build that takes longer, or waits so long for its node, keeps no other from being started. */
    static final Duration LONGEST_BUILD = Duration.ofHours(6);

    private final Ledger ledger;
    private final PatrolPort port;
    private final Clock clock;
    private final List<Build> builds = new ArrayList<>();

    /** Of hosts that still ask for a backup. A build that fails early leaves nothing in the ledger. */
    private final Map<String, Attempts> started = new HashMap<>();

    BackupScheduler(Ledger ledger, PatrolPort port, Clock clock) {
        this.ledger = ledger;
        this.port = port;
        this.clock = clock;
    }

    /** Starts a backup of a host that was just checked, if its verdict asks for one and it is time. */
    void consider(HostRecord host, PatrolSettings settings) {
        Verdict verdict = host.verdict();
        boolean asks = verdict.asksForBackup();
        Optional<Finding> finding = asks
                ? verdict.evidence().stream().findFirst().or(() -> Optional.of(verdict.nextStep()))
                : renewal(verdict, settings);
        if (finding.isEmpty()) {
            if (verdict.kind() != Verdict.Kind.UNKNOWN) {
                started.remove(host.node());
            }
            return;
        }
        Attempts before = attempts(host);
        Duration wait = BACK_OFF.after(before.number);
        if (before.number > 0 && isWithin(before.last, wait) || isUnderWay(host.node())) {
            return;
        }
        BackupReason reason = new BackupReason(verdict.kind(), finding.get(), before.number + 1, !asks);
        port.start(host.node(), reason).ifPresent(end -> {
            builds.add(new Build(host.node(), end, clock.instant()));
            started.put(host.node(), new Attempts(before.number + 1, clock.instant()));
        });
    }

    /** The concern that asks for a newer backup of a protected host. */
    private static Optional<Finding> renewal(Verdict verdict, PatrolSettings settings) {
        return verdict.concerns().stream()
                .filter(f -> f.code() == Code.TOO_OLD
                        || settings.renewAfterLoadFailure() && f.code() == Code.NOT_BACKED_UP_SINCE)
                .filter(f -> verdict.kind() == Verdict.Kind.PROTECTED && verdict.canBackUp())
                .findFirst();
    }

    /** The nodes whose secret's build has ended since this was last asked; that of the build last, others may do better. */
    List<String> ended() {
        List<String> nodes = new ArrayList<>();
        builds.removeIf(build -> {
            if (build.end.isDone()) {
                ledger.cluster(build.node).stream()
                        .filter(node -> !node.equals(build.node))
                        .forEach(nodes::add);
                nodes.add(build.node);
            }
            return build.end.isDone() || !isWithin(build.started, LONGEST_BUILD);
        });
        return nodes;
    }

    private boolean isUnderWay(String node) {
        Set<String> cluster = ledger.cluster(node);
        return builds.stream().anyMatch(build -> cluster.contains(build.node));
    }

    void forget(String node) {
        started.remove(node);
    }

    /**
     * What was tried without success: the builds that were started, and, also after a restart, what the ledger knows. A
     * backup does not help that was made after the verdict turned bad; of a protected host, whatever came after its newest
     * backup failed.
     */
    private Attempts attempts(HostRecord host) {
        Instant since = host.verdict().kind().isBad() ? badSince(host) : newestHeld(host.node());
        List<Instant> made = ledger.backups().stream()
                .filter(backup -> backup.host().equals(host.node()))
                .map(Backup::made)
                .filter(time -> time.isAfter(since))
                .toList();
        Attempts known = started.getOrDefault(host.node(), new Attempts(0, Instant.EPOCH));
        Instant last = Stream.concat(made.stream(), Stream.of(known.last))
                .max(Instant::compareTo)
                .get();
        return made.size() < known.number ? known : new Attempts(made.size(), last);
    }

    private static Instant badSince(HostRecord host) {
        Instant since = host.since();
        for (int i = host.history().size() - 1; i >= 0; i--) {
            if (!host.history().get(i).kind().isBad()) {
                return since;
            }
            since = host.history().get(i).at();
        }
        return since;
    }

    private Instant newestHeld(String node) {
        return ledger.backups().stream()
                .filter(backup -> backup.isHeld() && backup.host().equals(node))
                .map(Backup::made)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** A time that lies ahead is of a clock that was wrong, and delays nothing. */
    private boolean isWithin(Instant time, Duration wait) {
        Duration age = Duration.between(time, clock.instant());
        return !age.isNegative() && age.compareTo(wait) < 0;
    }

    private record Attempts(int number, Instant last) {}

    private record Build(String node, Future<?> end, Instant started) {}
}
