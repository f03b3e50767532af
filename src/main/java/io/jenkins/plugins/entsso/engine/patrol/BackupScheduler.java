package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.SecretSystem;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts backups where verdicts ask for them: one at a time for each master secret, whichever of its servers it is asked
 * for on, and ever less often if that does not help.
 */
final class BackupScheduler {
    private static final Logger LOGGER = Logger.getLogger(BackupScheduler.class.getName());

    /** A build that takes longer no longer keeps others from being started. */
    private static final long LONGEST_BUILD = Duration.ofHours(6).toNanos();

    /** Who shares a secret is looked up no more often than this while hosts are being asked. */
    private static final long APART = Duration.ofSeconds(5).toNanos();

    private final Ledger ledger;
    private final PatrolPort port;
    private final Map<String, Want> wanted = new HashMap<>();
    private final Map<String, Tries> tries = new HashMap<>();
    private final Map<String, Build> builds = new HashMap<>();
    private long looked;

    BackupScheduler(Ledger ledger, PatrolPort port) {
        this.ledger = ledger;
        this.port = port;
    }

    /** A verdict on a host is entered. */
    void consider(HostRecord host, PatrolSettings settings) {
        Verdict verdict = host.verdict();
        Optional<Finding> renewal = settings.age().renewal(verdict);
        if (verdict.asksForBackup()) {
            Finding evidence = verdict.evidence().isEmpty()
                    ? verdict.nextStep()
                    : verdict.evidence().get(0);
            wanted.put(host.node(), new Want(verdict.kind(), evidence, false, verdict.isBackedUpElsewhere()));
        } else if (renewal.isPresent()) {
            wanted.put(host.node(), new Want(verdict.kind(), renewal.get(), true, false));
        } else if (verdict.kind() != Verdict.Kind.UNKNOWN) {
            wanted.remove(host.node());
            tries.remove(host.node());
        }
    }

    /** Whether there is something to decide. */
    boolean isWanted() {
        return !wanted.isEmpty();
    }

    void forget(String node) {
        wanted.remove(node);
        tries.remove(node);
    }

    /**
     * Starts what may be started. What may not is not kept: the next check of the host asks for it again.
     *
     * @param idle whether no host is being asked
     * @param again takes the hosts to check, because a build has ended
     */
    void step(long now, PatrolSettings settings, boolean idle, Consumer<String> again) {
        for (Iterator<Build> i = builds.values().iterator(); i.hasNext(); ) {
            Build build = i.next();
            if (build.end.isDone()) {
                i.remove();
                build.nodes.forEach(again);
            } else if (now - build.started >= LONGEST_BUILD) {
                i.remove();
            }
        }
        if (wanted.isEmpty() || !idle && now - looked < APART) {
            return;
        }
        looked = now;
        Map<String, List<String>> systems = new HashMap<>();
        for (SecretSystem system : ledger.systems()) {
            List<String> nodes = system.nodes();
            nodes.forEach(node -> systems.put(node, nodes));
        }
        List<String> nodes = new ArrayList<>(wanted.keySet());
        nodes.sort(Comparator.<String>comparingInt(n -> tries.getOrDefault(n, Tries.NONE).number)
                .thenComparing(Comparator.naturalOrder()));
        for (String node : nodes) {
            Collection<String> system = systems.getOrDefault(node, List.of(node));
            if (builds.size() < settings.atOnce() && system.stream().noneMatch(builds::containsKey)) {
                start(node, wanted.get(node), system, now);
            }
        }
        wanted.clear();
    }

    private void start(String node, Want want, Collection<String> system, long now) {
        Tries before = tries.getOrDefault(node, Tries.NONE);
        long wait = want.seldom ? Times.SELDOM.toNanos() : Times.restart(before.number);
        if (before.number > 0 && now - before.last < wait) {
            return;
        }
        Reason reason = new Reason(want.verdict, want.finding, before.number + 1, want.renewal);
        try {
            port.start(node, reason).ifPresent(end -> {
                builds.put(node, new Build(end, now, List.copyOf(system)));
                tries.put(node, new Tries(before.number + 1, now));
            });
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "The backup of " + node + " could not be started");
        }
    }

    /**
     * A backup that is wanted.
     *
     * @param seldom whether another node may have made it: where the secret server of a cluster does not run now, no build
     *     can help; where it is not so, one does
     */
    private record Want(Verdict.Kind verdict, Finding finding, boolean renewal, boolean seldom) {}

    private record Tries(int number, long last) {
        static final Tries NONE = new Tries(0, 0);
    }

    private record Build(Future<?> end, long started, List<String> nodes) {}
}
