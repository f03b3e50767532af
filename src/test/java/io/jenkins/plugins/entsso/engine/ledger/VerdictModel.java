package io.jenkins.plugins.entsso.engine.ledger;

import static io.jenkins.plugins.entsso.engine.model.EventId.BACKED_UP;
import static io.jenkins.plugins.entsso.engine.model.EventId.BACKUP_REQUIRED;
import static io.jenkins.plugins.entsso.engine.model.EventId.GENERATED;
import static io.jenkins.plugins.entsso.engine.model.EventId.NO_SECRETS;
import static io.jenkins.plugins.entsso.engine.model.EventId.REENCRYPTED;
import static io.jenkins.plugins.entsso.engine.model.EventId.RESTORED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRETS_NOT_LOADED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRET_INVALID;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Log;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The verdict on one node, written from docs/verdicts.md by somebody who had not looked at the rules. It remembers whatever
 * the node ever told, and knows in which order its events really came.
 */
final class VerdictModel {
    /** What the words leave open. */
    enum Reading {
        /** Events are in the order of their times, which a clock that was set back turns around. */
        BY_TIME,
        /** A word on the role that has left the log counts no more. */
        ROLE_FORGOTTEN,
        /** An event of a secret that has left the log counts no more, unless it is bad news. */
        EVENTS_FORGOTTEN,
        /** A quarter of an hour is not enough for how far the clocks are apart; or more than was meant. */
        CLOCKS_APART,
        /** A log that cannot be read may still have the event in it. */
        LOG_UNREAD,
        /** The registry's last list counts where it cannot be read now. */
        LAST_LIST,
        /** Without its event in the log, the log is unbroken since the backup if each answer joined the one before. */
        JOINED_LOGS,
        /** What is not listed any more need not be covered. */
        NOT_LISTED
    }

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Set<EventId> HERE =
            Set.of(EventId.SECRET_SERVER_STARTING, GENERATED, BACKED_UP, BACKUP_REQUIRED);
    private static final Set<EventId> FETCHED = Set.of(EventId.GOT_CURRENT_SECRET, EventId.GOT_PREVIOUS_SECRET);
    private static final Set<EventId> NAMING = Set.of(GENERATED, BACKED_UP, RESTORED, REENCRYPTED);
    private static final Set<EventId> DAMAGE = Set.of(NO_SECRETS, SECRETS_NOT_LOADED, SECRET_INVALID);

    private enum Role {
        HERE,
        ELSEWHERE,
        NOT_KNOWN
    }

    private final String node;
    private final String clusterName;
    private final Set<String> cluster;
    private final ToLongFunction<EntssoEvent> trueOrder;

    // all that was ever told by this machine
    private final Set<EntssoEvent> told = new LinkedHashSet<>();
    private final Map<EntssoEvent, Instant> toldAt = new HashMap<>();
    /** What a person has said was mended otherwise. */
    private final Set<EntssoEvent> resolved = new HashSet<>();

    private String computer = "";
    private Instant logRead;
    private Set<Msid> lastListed = Set.of();
    private Set<Msid> lastSecrets = Set.of();
    private boolean isServer;
    private Instant checked;
    private boolean isAnswered;
    private boolean isStatusElsewhere;
    private long newestRecord;
    /** What had been told when the status last said that this is the master secret server. */
    private Set<EntssoEvent> toldBeforeStatus = Set.of();

    // the question
    private HostFacts facts;
    private Instant now;
    private Collection<Backup> backups = List.of();
    private Set<Reading> readings = Set.of();
    private List<EntssoEvent> events = List.of();

    /**
     * @param clusterName the name of its cluster; empty if it is in none
     * @param cluster the nodes of its cluster, itself among them
     * @param trueOrder when an event really came
     */
    VerdictModel(String node, String clusterName, Set<String> cluster, ToLongFunction<EntssoEvent> trueOrder) {
        this.node = node;
        this.clusterName = clusterName;
        this.cluster = cluster;
        this.trueOrder = trueOrder;
    }

    /** The host said that. */
    void tell(HostFacts said, Instant when) {
        Set<Msid> listed = said.listed();
        boolean isSameSecrets =
                listed.isEmpty() || lastSecrets.isEmpty() || listed.stream().anyMatch(lastSecrets::contains);
        // it calls itself otherwise, or its log's numbers began anew
        boolean isOther = !computer.isEmpty() && !computer.equals(said.computer())
                || said.newestRecord() > 0 && said.newestRecord() < newestRecord;
        newestRecord = said.newestRecord() == 0 ? newestRecord : said.newestRecord();
        if (isOther) {
            resolved.clear();
        }
        if (isOther && !isSameSecrets) {
            told.clear();
            lastSecrets = Set.of();
            logRead = null;
            lastListed = Set.of();
            isServer = false;
            isStatusElsewhere = false;
            toldBeforeStatus = Set.of();
        }
        computer = said.computer();
        checked = when;
        isAnswered = true;
        said.log().asOptional().ifPresent(log -> {
            told.addAll(log.events());
            log.events().forEach(e -> toldAt.putIfAbsent(e, when));
            logRead = said.asked();
        });
        if (said.secrets().isKnown()) {
            lastListed = Set.copyOf(listed);
            lastSecrets = listed.isEmpty() ? lastSecrets : lastListed;
        }
        ask(said, when, List.of(), Set.of());
        if (ownStatus().filter(ServerStatus::isSecretServer).isPresent()) {
            toldBeforeStatus = Set.copyOf(told);
            isStatusElsewhere = false;
        } else if (ownStatus().filter(this::isMember).isPresent()) {
            toldBeforeStatus = Set.of();
            isStatusElsewhere = true;
        }
        // a role ends by a word of another server, not by silence
        Role role = role();
        boolean hasKey =
                said.secrets().asOptional().filter(RegistrySecrets::keyPresent).isPresent();
        isServer = role == Role.HERE || role == Role.NOT_KNOWN && (hasKey || isServer);
    }

    /** A person said that of these it was mended otherwise. */
    void resolve(Collection<EntssoEvent> what) {
        told.stream()
                .filter(e -> what.stream()
                        .anyMatch(w -> w.id() == e.id()
                                && w.recordId() == e.recordId()
                                && w.strings().equals(e.strings())))
                .forEach(resolved::add);
    }

    /** Its node was removed: what is known of a secret server is kept. */
    void forget() {
        if (!isServer) {
            told.clear();
            resolved.clear();
            computer = "";
            newestRecord = 0;
            logRead = null;
            lastListed = Set.of();
            isStatusElsewhere = false;
            toldBeforeStatus = Set.of();
        }
    }

    /** The host did not answer. */
    void fail() {
        isAnswered = false;
    }

    /** The verdict on what was told last, which are those facts. */
    Kind verdict(HostFacts last, Instant when, Collection<Backup> all, Set<Reading> openReadings) {
        ask(last, when, all, openReadings);
        if (!isAnswered) {
            return Kind.UNKNOWN;
        }
        Kind kind = verdict();
        boolean isAging = kind == Kind.PROTECTED || kind == Kind.NOT_A_SECRET_SERVER;
        return isAging && checked.plus(WEEK).isBefore(now) ? Kind.UNKNOWN : kind;
    }

    private void ask(HostFacts last, Instant when, Collection<Backup> all, Set<Reading> openReadings) {
        facts = last;
        now = when;
        backups = all;
        readings = openReadings;
        events = ordered(
                readings.contains(Reading.BY_TIME)
                        ? Comparator.comparing(EntssoEvent::time).thenComparingLong(EntssoEvent::recordId)
                        : Comparator.comparingLong(trueOrder));
    }

    private Kind verdict() {
        if (!facts.windows()) {
            return Kind.NOT_WINDOWS;
        }
        if (!facts.installed() && !isServer) {
            return Kind.NO_ENTSSO;
        }
        Role role = role();
        if (isDamaged(role)) {
            return Kind.DAMAGED;
        }
        if (role == Role.ELSEWHERE) {
            return Kind.NOT_A_SECRET_SERVER;
        }
        if (isBackupRequired()) {
            return Kind.UNPROTECTED;
        }
        Optional<RegistrySecrets> registry = facts.secrets().asOptional();
        if (registry.isPresent() && !registry.get().keyPresent()) {
            if (isPassive()) {
                return Kind.NOT_A_SECRET_SERVER;
            }
            return isServer || !facts.log().isKnown() ? Kind.UNKNOWN : Kind.NOT_A_SECRET_SERVER;
        }
        if (registry.isPresent() && registry.get().msids().isEmpty()) {
            return Kind.UNKNOWN;
        }
        return coverage();
    }

    /** A stopped node of a cluster of which another one has backed up. */
    private boolean isPassive() {
        boolean isStopped = facts.service()
                .asOptional()
                .filter(s -> s.state() == EntssoService.State.STOPPED)
                .isPresent();
        return isStopped
                && !clusterName.isEmpty()
                && held().anyMatch(b -> !b.host().equals(node));
    }

    private List<EntssoEvent> ordered(Comparator<EntssoEvent> order) {
        return told.stream().sorted(order).toList();
    }

    private boolean isInLog(EntssoEvent event) {
        return facts.log()
                .asOptional()
                .filter(log -> log.events().contains(event))
                .isPresent();
    }

    /** The newest event of that kind; null if there is none. */
    private EntssoEvent newest(Predicate<EntssoEvent> which) {
        EntssoEvent found = null;
        for (EntssoEvent e : events) {
            found = which.test(e) ? e : found;
        }
        return found;
    }

    private boolean isLater(EntssoEvent a, EntssoEvent b) {
        return b == null || a != null && events.indexOf(a) > events.indexOf(b);
    }

    /** Whether it names the current secret: not what another node of the cluster has backed up since. */
    private boolean isNaming(EntssoEvent e) {
        if (!NAMING.contains(e.id()) || e.currentMsid().isEmpty()) {
            return false;
        }
        Set<Msid> listed = facts.listed();
        boolean isUnlisted =
                !listed.isEmpty() && !listed.contains(e.currentMsid().get());
        boolean isPast = backups.stream()
                .filter(b ->
                        b.isHeld() && cluster.contains(b.host()) && !b.host().equals(node))
                .filter(b -> listed.isEmpty() || b.msids().stream().anyMatch(listed::contains))
                .anyMatch(b -> isMadeAfter(b, e, QUARTER));
        return !isPast && !(resolved.contains(e) && isUnlisted);
    }

    private Role role() {
        Optional<ServerStatus> status = ownStatus();
        if (status.filter(ServerStatus::isSecretServer).isPresent()) {
            return Role.HERE;
        }
        if (status.filter(this::isMember).isPresent()) {
            return Role.ELSEWHERE;
        }
        Predicate<EntssoEvent> counts = e -> !readings.contains(Reading.ROLE_FORGOTTEN) || isInLog(e);
        EntssoEvent here = newest(counts.and(e -> HERE.contains(e.id())));
        EntssoEvent elsewhere = newest(counts.and(this::isElsewhere).and(e -> !toldBeforeStatus.contains(e)));
        EntssoEvent movedHere =
                newest(counts.and(e -> e.id() == EventId.SECRET_SERVER_CHANGED && isThisHost(e.string(1))));
        if (movedHere != null && isLater(movedHere, elsewhere)) {
            elsewhere = null;
        }
        Instant refused = backups.stream()
                .filter(b -> b.state() == Backup.State.WRONG_HOST && b.host().equals(node))
                .map(Backup::made)
                .filter(made -> made.plus(WEEK).isAfter(facts.asked()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (refused != null
                && (here == null || refused.isAfter(here.time()) != readings.contains(Reading.CLOCKS_APART))) {
            return Role.ELSEWHERE;
        }
        if (elsewhere != null && isLater(elsewhere, here)) {
            return Role.ELSEWHERE;
        }
        if (here != null || !toldBeforeStatus.isEmpty()) {
            return Role.HERE;
        }
        return isStatusElsewhere && movedHere == null ? Role.ELSEWHERE : Role.NOT_KNOWN;
    }

    private Optional<ServerStatus> ownStatus() {
        return facts.status().asOptional().filter(s -> isThisHost(s.node()) || isThisHost(s.cluster()));
    }

    private boolean isMember(ServerStatus status) {
        return status.isOnline() && !status.secretServer().isBlank() && !isThisHost(status.secretServer());
    }

    private boolean isElsewhere(EntssoEvent e) {
        return FETCHED.contains(e.id()) || e.id() == EventId.SECRET_SERVER_CHANGED && !isThisHost(e.string(1));
    }

    private boolean isThisHost(String name) {
        return !name.isBlank() && (name.equalsIgnoreCase(facts.computer()) || name.equalsIgnoreCase(clusterName));
    }

    private boolean isDamaged(Role role) {
        for (EntssoEvent bad : events) {
            if (DAMAGE.contains(bad.id()) && isStanding(bad, b -> b.host().equals(node))) {
                EntssoEvent elsewhere = newest(this::isElsewhere);
                boolean hasMoved = role == Role.ELSEWHERE
                        && (elsewhere == null || isLater(elsewhere, bad) || isToldByStatusOrRefusal());
                if (!hasMoved) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isToldByStatusOrRefusal() {
        return facts.status().isKnown() || backups.stream().anyMatch(b -> b.state() == Backup.State.WRONG_HOST);
    }

    private boolean isBackupRequired() {
        EntssoEvent required = newest(e -> e.id() == BACKUP_REQUIRED);
        if (required == null || !isStanding(required, b -> b.host().equals(node))) {
            return false;
        }
        // a backup of another node of the cluster that is newer than what this log says
        return backups.stream()
                .filter(b ->
                        b.isHeld() && cluster.contains(b.host()) && !b.host().equals(node))
                .noneMatch(b -> isMadeAfter(b, required, QUARTER));
    }

    /** What is bad stays bad until an event ends it, or a backup once it has left the log. */
    private boolean isStanding(EntssoEvent bad, Predicate<Backup> own) {
        boolean isResolved = events.subList(events.indexOf(bad), events.size()).stream()
                .anyMatch(e ->
                        resolved.contains(e) && e.id() == bad.id() && e.msids().equals(bad.msids()));
        if (isResolved) {
            return false;
        }
        for (EntssoEvent e : events.subList(events.indexOf(bad) + 1, events.size())) {
            boolean isLoaded = e.id() == BACKED_UP || e.id() == RESTORED;
            if (isLoaded || e.id() == GENERATED && (bad.id() == NO_SECRETS || bad.id() == SECRET_INVALID)) {
                return false;
            }
        }
        boolean mayHaveLeft = facts.log().isKnown() ? !isInLog(bad) : !readings.contains(Reading.LOG_UNREAD);
        if (!mayHaveLeft) {
            return true;
        }
        Set<Msid> concerned = bad.id() == SECRET_INVALID ? Set.copyOf(bad.msids()) : needed();
        return backups.stream()
                .filter(Backup::isHeld)
                .filter(own)
                .filter(b -> isMadeAfter(b, bad, QUARTER))
                .noneMatch(b -> b.msids().containsAll(concerned));
    }

    private boolean isMadeAfter(Backup backup, EntssoEvent event, Duration by) {
        Instant limit = event.time().plus(by);
        boolean isOfThisLog = backup.logged() != null
                && backup.host().equals(node)
                && backup.computer().equals(facts.computer());
        if (isOfThisLog && !backup.logged().time().isAfter(event.time())) {
            return false;
        }
        if (isOfThisLog && backup.logged().recordId() > event.recordId()) {
            return true;
        }
        if (backup.host().equals(node) && backup.made().isBefore(toldAt.get(event))) {
            return false;
        }
        return readings.contains(Reading.CLOCKS_APART) != backup.made().isAfter(limit);
    }

    /** The secrets that a backup has to cover. */
    private Set<Msid> needed() {
        Set<Msid> needed = new HashSet<>();
        Predicate<EntssoEvent> counts =
                e -> !readings.contains(Reading.EVENTS_FORGOTTEN) || isInLog(e) || e.id() == GENERATED;
        EntssoEvent naming = newest(counts.and(this::isNaming));
        if (naming != null) {
            needed.addAll(naming.msids());
        }
        Set<Msid> listed = facts.listed();
        if (readings.contains(Reading.NOT_LISTED) && facts.secrets().isKnown()) {
            needed.retainAll(listed);
        }
        if (!facts.secrets().isKnown() && readings.contains(Reading.LAST_LIST)) {
            listed = lastListed;
        }
        Set<Msid> asked = listed;
        Set<Msid> older = held().filter(b -> b.msids().stream().anyMatch(asked::contains))
                .max(Comparator.comparing(Backup::made))
                .map(newestBackup -> {
                    Set<Msid> old = new HashSet<>(newestBackup.listed());
                    old.removeAll(newestBackup.msids());
                    return old;
                })
                .orElse(Set.of());
        Set<Msid> named = Set.copyOf(needed);
        listed.stream().filter(m -> !older.contains(m) || named.contains(m)).forEach(needed::add);
        return needed;
    }

    private Stream<Backup> held() {
        Set<UUID> logged = new HashSet<>();
        events.stream()
                .filter(this::isInLog)
                .forEach(e -> BackupName.id(e.string(1)).ifPresent(logged::add));
        return backups.stream()
                .filter(b -> b.isHeld() && (cluster.contains(b.host()) || logged.contains(b.id())))
                .filter(b -> !isOfOtherMachine(b));
    }

    /** One that answered under the node's name before, with other secrets. */
    private boolean isOfOtherMachine(Backup backup) {
        Set<Msid> own = new HashSet<>(facts.listed());
        EntssoEvent newest = newest(this::isNaming);
        events.stream()
                .filter(e -> NAMING.contains(e.id()) && (e.equals(newest) || isInLog(e)))
                .forEach(e -> own.addAll(e.msids()));
        return backup.host().equals(node)
                && !backup.computer().equals(facts.computer())
                && backup.msids().stream().noneMatch(own::contains);
    }

    private Kind coverage() {
        Set<Msid> missing = needed();
        boolean isAnythingKnown = !missing.isEmpty();
        held().forEach(b -> missing.removeAll(b.msids()));
        if (isAnythingKnown && missing.isEmpty() && isUnread()) {
            return Kind.UNKNOWN;
        }
        if (isAnythingKnown && missing.isEmpty()) {
            return reaches() && !isContradicted() ? Kind.PROTECTED : Kind.UNKNOWN;
        }
        if (!isAnythingKnown) {
            return Kind.UNKNOWN;
        }
        Set<Msid> reported = new HashSet<>();
        boolean isAnyReported = false;
        EntssoEvent naming = newest(this::isNaming);
        for (EntssoEvent e : events) {
            boolean isOfFile = e.id() == BACKED_UP || e.id() == RESTORED;
            boolean isOurs = BackupName.id(e.string(1)).isPresent();
            if (isOfFile && !isOurs && (isInLog(e) || e.equals(naming))) {
                reported.addAll(e.msids());
                isAnyReported = true;
            }
        }
        if (reported.containsAll(missing)) {
            return Kind.HELD_ELSEWHERE;
        }
        if (isAnyReported || held().findAny().isPresent()) {
            return Kind.OUTDATED;
        }
        Stream<Msid> generated = events.stream()
                .filter(e -> e.id() == GENERATED && isGenerationTold(e))
                .flatMap(e -> e.msids().stream());
        Stream<Msid> lost = backups.stream()
                .filter(b -> b.isLost() && b.unconfirmedReason() == null && cluster.contains(b.host()))
                .flatMap(b -> b.msids().stream());
        Stream<Msid> notKept = events.stream()
                .filter(e -> e.id() == BACKED_UP && isInLog(e))
                .filter(e -> backups.stream()
                        .noneMatch(b -> BackupName.id(e.string(1)).equals(Optional.of(b.id()))
                                && (b.isArchived() || b.isLost() && b.unconfirmedReason() == null)))
                .flatMap(e -> e.msids().stream());
        return Stream.of(generated, lost, notKept).flatMap(s -> s).anyMatch(missing::contains)
                ? Kind.UNPROTECTED
                : Kind.UNKNOWN;
    }

    private boolean isGenerationTold(EntssoEvent generated) {
        return isInLog(generated) || generated.equals(newest(this::isNaming));
    }

    /** Whether the file of a backup that is needed was not read for a week. */
    private boolean isUnread() {
        return covers().anyMatch(b -> b.verified().plus(WEEK).isBefore(now));
    }

    /** The newest backup of each secret. */
    private Stream<Backup> covers() {
        return needed().stream()
                .map(m -> held().filter(b -> b.msids().contains(m))
                        .max(Comparator.comparing(Backup::made))
                        .orElseThrow());
    }

    /** Whether the registry lacks the secret that the log says is the current one. */
    private boolean isContradicted() {
        EntssoEvent naming = newest(this::isNaming);
        return naming != null
                && facts.secrets().isKnown()
                && !facts.listed().contains(naming.currentMsid().orElseThrow());
    }

    /** Whether what can be read is enough for 'protected'. */
    private boolean reaches() {
        boolean hasRegistry = facts.secrets().isKnown();
        if (!facts.log().isKnown()) {
            boolean isRecent = logRead != null
                    && !facts.asked().isBefore(logRead)
                    && !facts.asked().isAfter(logRead.plus(WEEK));
            return hasRegistry && isRecent;
        }
        return hasRegistry || isUnbroken(facts.log().value());
    }

    private boolean isUnbroken(Log log) {
        if (log.channel() == null
                || !log.channel().registered()
                || log.channel().full() && !log.channel().overwrites()) {
            return false;
        }
        if (readings.contains(Reading.JOINED_LOGS)) {
            return true;
        }
        Set<String> ours = new HashSet<>();
        covers().forEach(b -> ours.add(b.id().toString()));
        boolean isSilent =
                log.newest() == null || log.newest().time().plus(WEEK).isBefore(facts.asked());
        Set<Msid> listedThen = new HashSet<>(lastListed);
        held().forEach(b -> {
            listedThen.removeAll(b.msids());
            listedThen.removeAll(b.listed());
        });
        return log.complete()
                && !isSilent
                && listedThen.isEmpty()
                && log.events().stream()
                        .filter(e -> e.id() == BACKED_UP && e.recordId() < newestRecord(log))
                        .anyMatch(e -> BackupName.id(e.string(1))
                                .filter(id -> ours.contains(id.toString()))
                                .isPresent());
    }

    private static long newestRecord(Log log) {
        return log.newest() == null ? 0 : log.newest().recordId();
    }
}
