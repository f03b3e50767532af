package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.ledger.SecretSystem;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that the ledger knows at one moment, put in order and without words: computed once per change and then read by every
 * page. Immutable.
 */
public final class LedgerSnapshot {
    /** How long it counts that a host which nobody has looked at was protected, or had no secret to protect. */
    public static final Duration FRESH = HostRecord.FRESH;

    private final List<HostRecord> hosts;
    private final PatrolRound round;
    private final Instant now;
    private final List<Finding> problems;
    private final List<Entry> entries;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Map<Msid, List<Backup>> holders = new HashMap<>();

    private LedgerSnapshot(
            List<HostRecord> hosts, List<Backup> backups, PatrolRound round, List<Finding> problems, Instant now) {
        this.hosts = List.copyOf(hosts);
        this.now = now;
        this.round = round;
        this.problems = List.copyOf(problems);
        List<Entry> found = new ArrayList<>();
        Set<String> inSystems = new HashSet<>();
        for (SecretSystem system : SecretSystem.of(hosts, backups)) {
            HostRecord main = main(system);
            found.add(entry(system.name(), main, system));
            inSystems.addAll(system.nodes());
        }
        for (HostRecord host : hosts) {
            if (!inSystems.contains(host.node())) {
                found.add(entry(host.node(), host, null));
            }
        }
        found.sort(Comparator.comparing(Entry::kind)
                .thenComparing(Entry::name)
                .thenComparing(e -> e.main().node()));
        entries = List.copyOf(found);
        entries.forEach(e -> counts.merge(e.kind(), 1, Integer::sum));
        for (Backup backup : backups) {
            if (backup.isHeld()) {
                backup.msids()
                        .forEach(m -> holders.computeIfAbsent(m, k -> new ArrayList<>())
                                .add(backup));
            }
        }
    }

    /** What the ledger knows now. */
    public static LedgerSnapshot of(Ledger ledger, Instant now) {
        return new LedgerSnapshot(ledger.hosts(), ledger.backups(), ledger.lastRound(), ledger.problems(), now);
    }

    private Entry entry(String name, HostRecord main, SecretSystem system) {
        boolean stale = main.isOld(now);
        Instant old = main.checked().plus(FRESH);
        Instant since = stale && old.isBefore(now) ? old : main.since();
        return new Entry(name, kind(main), stale, since.isAfter(now) ? now : since, main, system);
    }

    /** The verdict on a host; what was good is not known any more if nobody has looked for too long. */
    public Kind kind(HostRecord host) {
        return host.isOld(now) ? Kind.UNKNOWN : host.verdict().kind();
    }

    /** The host whose verdict is the system's. */
    private HostRecord main(SecretSystem system) {
        return (system.servers().isEmpty() ? system.dependents() : system.servers())
                .stream()
                        .min(Comparator.comparing(this::kind)
                                .thenComparing(HostRecord::since)
                                .thenComparing(HostRecord::node))
                        .orElseThrow();
    }

    /**
     * One master secret with its hosts, or a host that has to do with none.
     *
     * @param name what the server calls itself, or the node's name: untrusted text
     * @param kind the worst verdict on it
     * @param stale whether it would be better, had anybody looked lately
     * @param since since when it is so
     * @param main the host that this verdict is on
     * @param system the secret and its hosts; null for a host that has to do with none
     */
    public record Entry(String name, Kind kind, boolean stale, Instant since, HostRecord main, SecretSystem system) {
        /** The hosts that hold the secret; the host itself if it has to do with none. */
        public List<HostRecord> servers() {
            return system == null ? List.of(main) : system.servers();
        }

        /** The hosts that fetch it. */
        public List<HostRecord> dependents() {
            return system == null ? List.of() : system.dependents();
        }

        /** The newest backup that is held of it. */
        public Optional<Backup> newest() {
            return system == null ? Optional.empty() : Optional.ofNullable(system.newest());
        }
    }

    /** Every secret, and every host that has to do with none, worst first. */
    public List<Entry> entries() {
        return entries;
    }

    /** How many entries have which verdict, worst first. */
    public Map<Kind, Integer> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** Every host by itself, by node name. */
    public List<HostRecord> hosts() {
        return hosts;
    }

    /** The last round of the patrol since the start of the server. */
    public Optional<PatrolRound> round() {
        return Optional.ofNullable(round);
    }

    /** What of the ledger could not be read. */
    public List<Finding> problems() {
        return problems;
    }

    /** The entries that somebody should do something about, worst first. */
    public List<Entry> bad() {
        return entries.stream().filter(e -> e.kind().isBad()).toList();
    }

    /** Whether a person is needed. */
    public boolean isTroubled() {
        return !problems.isEmpty() || counts.keySet().stream().anyMatch(Kind::isBad);
    }

    /** Whether nothing is bad; not true where nothing is known to be protected. */
    public boolean isWell() {
        return !isTroubled() && counts.containsKey(Kind.PROTECTED);
    }

    /** When any host was last checked. */
    public Optional<Instant> checked() {
        return hosts.stream().map(HostRecord::checked).max(Comparator.naturalOrder());
    }

    /** The entry that a node is part of. */
    public Optional<Entry> of(String node) {
        return entries.stream()
                .filter(e -> e.main().node().equals(node)
                        || e.system() != null && e.system().nodes().contains(node))
                .findFirst();
    }

    /** Every backup that is held of any of these secrets, oldest first. */
    List<Backup> held(Collection<Msid> msids) {
        Set<Backup> held = new LinkedHashSet<>();
        msids.forEach(m -> held.addAll(holders.getOrDefault(m, List.of())));
        return held.stream().sorted(Comparator.comparing(Backup::made)).toList();
    }
}
