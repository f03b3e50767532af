package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Log;
import io.jenkins.plugins.entsso.engine.model.Role.Place;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a verdict is made from, see {@link Verdict#of}.
 *
 * @param log the event log; without events where it was not read
 * @param last what is known of the host with this answer
 * @param backups those that the host vouches for, newest first: made on it or on another node of its cluster, or told of by its
 *     own log
 * @param claims all others, newest first: what they have in them is what another agent says
 */
record VerdictInput(
        String node, HostFacts facts, Log log, Role role, LastKnown last, List<Backup> backups, List<Backup> claims) {
    /** By so much may the clocks of hosts and of the controller differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(15);

    /** So long it counts that a backup was answered with 10766: then it is tried again. */
    private static final Duration WRONG_HOST = Duration.ofDays(7);

    static VerdictInput of(
            String node, Set<String> cluster, HostFacts facts, Collection<Backup> all, LastKnown before) {
        LastKnown last = before.after(facts);
        Log log = facts.log().asOptional().orElse(Log.EMPTY);
        Set<UUID> logged = log.all(EventId.BACKED_UP).stream()
                .flatMap(e -> BackupName.id(e.string(1)).stream())
                .collect(Collectors.toSet());
        Map<Boolean, List<Backup>> split = all.stream()
                .sorted(Comparator.comparing(Backup::made).reversed())
                .collect(Collectors.partitioningBy(b -> cluster.contains(b.host()) || logged.contains(b.id())));
        List<Backup> own = split.get(true);
        return new VerdictInput(node, facts, log, role(node, facts, own, last), last, own, split.get(false));
    }

    /** ENTSSO's answer to a backup counts too; and where the log was not read for long, the role may have moved since. */
    private static Role role(String node, HostFacts facts, List<Backup> backups, LastKnown last) {
        boolean isTold = facts.ownStatus().isPresent()
                || facts.log().isKnown()
                || last.hasReadLog(facts.asked())
                || last.role().isElsewhere();
        Role role = isTold ? last.role() : Role.byKey(facts);
        Optional<Backup> answer = backups.stream()
                .filter(b -> b.host().equals(node) && (b.isHeld() || b.state() == Backup.State.WRONG_HOST))
                .findFirst()
                .filter(b -> !b.isHeld()
                        && b.made().isAfter(role.time())
                        && b.made().isAfter(facts.asked().minus(WRONG_HOST)));
        // where the interface is redirected, the answer was another host's
        boolean isOfThisHost = !facts.isServerByStatus() && facts.redirectedTo().isEmpty();
        return answer.isPresent() && !role.isElsewhere() && isOfThisHost ? new Role(Place.ELSEWHERE, "", null) : role;
    }

    /**
     * The same with the registry as it was last read, where it cannot be read now and nothing that names the current secret was
     * logged since. Where it showed no secret, that stays a riddle.
     */
    Optional<VerdictInput> asRegistryWas() {
        RegistrySecrets was = last.registry();
        boolean counts = !hasSecrets()
                && was != null
                && (was.msids().isEmpty() || told().stream().noneMatch(last.registryRead()::isBefore));
        return counts
                ? Optional.of(new VerdictInput(
                        node, facts.with(QueryResult.of(was), facts.cluster()), log, role, last, backups, claims))
                : Optional.empty();
    }

    SortedSet<Msid> listed() {
        return facts.listed();
    }

    boolean hasLog() {
        return facts.log().isKnown();
    }

    boolean hasSecrets() {
        return facts.secrets().isKnown();
    }

    Finding backUp() {
        if (facts.canBackUp()) {
            return Finding.of(Code.DO_BACK_UP);
        }
        String cluster = facts.cluster();
        if (facts.isServiceStarting()) {
            return Finding.of(Code.DO_WAIT);
        }
        if (!facts.redirectedTo().isEmpty()) {
            return Finding.of(Code.DO_RUN_THERE, facts.redirectedTo());
        }
        return cluster.isEmpty() ? Finding.of(Code.DO_FIND_ACTIVE_NODE) : Finding.of(Code.DO_GO_TO, cluster);
    }

    /** The next step where the registry shows no secret: one that the log knows is backed up all the same. */
    Finding look() {
        boolean isNew = role.isHere()
                && log.newest(EventId.GENERATED)
                        .or(() -> standing(EventId.GENERATED).stream().findFirst())
                        .filter(e -> backups.stream()
                                .noneMatch(b -> b.isArchived()
                                        && b.host().equals(node)
                                        && b.made().isAfter(e.time())))
                        .isPresent();
        return isNew ? backUp() : Finding.of(Code.DO_LOOK);
    }

    /** Whether ENTSSO is known to be stopped on this node of a cluster, and another one has backed up. */
    boolean isPassive() {
        return facts.isServiceStopped()
                && !facts.cluster().isEmpty()
                && backups.stream().anyMatch(b -> b.isHeld() && !b.host().equals(node));
    }

    /**
     * The events of these IDs that nothing has ended: no event, no word of a person, nor, of what is not in the log any more, a
     * confirmed backup of the secrets concerned.
     */
    List<EntssoEvent> standing(EventId... ids) {
        return notEnded()
                .filter(e -> List.of(ids).contains(e.id()) && !isResolved(e))
                .toList();
    }

    private Stream<EntssoEvent> notEnded() {
        return last.standing().stream()
                .filter(e -> log.events().contains(e) || backups.stream().noneMatch(b -> isEndedBy(e, b)))
                // whether a secret can be loaded is another matter on each node
                .filter(e ->
                        e.id() != EventId.BACKUP_REQUIRED && e.currentMsid().isEmpty() || !isPast(e));
    }

    /** Whether a person has said that it was mended otherwise. A secret that the registry lists has to be covered all the same. */
    private boolean isResolved(EntssoEvent event) {
        return last.resolutions().stream().anyMatch(r -> r.isOf(event))
                && (LastKnown.BAD.contains(event.id()) || isUnlisted(event));
    }

    /** What persons have said that counts. */
    List<Resolution> resolutions() {
        return last.resolutions().stream()
                .filter(r -> notEnded().anyMatch(e -> r.isOf(e) && isResolved(e)))
                .toList();
    }

    /** Whether it names a current secret that the registry does not list. */
    private boolean isUnlisted(EntssoEvent event) {
        return !listed().isEmpty()
                && event.currentMsid().filter(msid -> !listed().contains(msid)).isPresent();
    }

    /** The events that make the verdict bad, as far as a person may say that it was mended otherwise. */
    List<EntssoEvent> resolvable() {
        List<EntssoEvent> damage =
                DamageRule.standing(this, EventId.SECRET_INVALID, EventId.SECRETS_NOT_LOADED, EventId.NO_SECRETS);
        if (!damage.isEmpty() || role.isElsewhere()) {
            return damage;
        }
        List<EntssoEvent> required = standing(EventId.BACKUP_REQUIRED);
        return required.isEmpty() ? told().stream().takeWhile(this::isUnlisted).toList() : required;
    }

    private boolean isEndedBy(EntssoEvent event, Backup backup) {
        // any later backup or restore ends one, as its event would; a new secret is there until it is backed up itself
        boolean isOfAll = event.msids().isEmpty() || event.file().isPresent() || event.id() == EventId.REENCRYPTED;
        Collection<Msid> concerned = isOfAll ? listed() : event.msids();
        boolean isDamage = LastKnown.BAD.contains(event.id()) && event.id() != EventId.BACKUP_REQUIRED;
        return backup.isHeld()
                && (backup.host().equals(node) || !isDamage)
                && isAfter(backup, event)
                && (concerned.isEmpty() || !Collections.disjoint(backup.msids(), concerned));
    }

    /**
     * By the clock and the log of this host where both are of it; if their numbers disagree, by the controller's clock too. By
     * that, no backup is later that was made before the host told of the event, whatever its own clock said then.
     */
    private boolean isAfter(Backup backup, EntssoEvent event) {
        boolean isLater = backup.made().isAfter(event.time().plus(CLOCKS))
                && (last.told() == null || !backup.made().isBefore(last.told()));
        HostFacts.Mark logged = backup.logged();
        boolean isOfThisLog =
                logged != null && backup.host().equals(node) && ComputerNames.same(backup.computer(), facts.computer());
        return isOfThisLog
                ? logged.time().isAfter(event.time()) && (isLater || logged.recordId() > event.recordId())
                : isLater;
    }

    /**
     * Whether another node of the cluster has backed up secrets of this host since: the log of the node that it has failed over
     * from does not go on.
     */
    private boolean isPast(EntssoEvent event) {
        return backups.stream()
                .filter(b -> b.isHeld() && !b.host().equals(node))
                .filter(b -> b.made().isAfter(event.time().plus(CLOCKS)))
                .anyMatch(b -> listed().isEmpty() || !Collections.disjoint(b.msids(), listed()));
    }

    /** The current secret by the log, then the previous one, as far as they are told. */
    List<Msid> named() {
        Set<Msid> named = new LinkedHashSet<>();
        for (EntssoEvent event : told()) {
            // before a new secret, what was the current one is the previous one
            named.addAll(
                    named.isEmpty()
                            ? event.msids()
                            : event.currentMsid().stream().toList());
            if (event.id() != EventId.GENERATED || named.size() > 1) {
                break;
            }
        }
        return List.copyOf(named);
    }

    /** The events that name a current secret, newest first; where the log has none any more, the last one that it had. */
    List<EntssoEvent> told() {
        List<EntssoEvent> logged = log.events().stream()
                .filter(e -> e.currentMsid().isPresent() && !isResolved(e))
                .toList();
        List<EntssoEvent> kept = standing(EventId.GENERATED, EventId.BACKED_UP, EventId.RESTORED, EventId.REENCRYPTED);
        return (logged.isEmpty() ? kept : logged)
                .stream().filter(e -> !isPast(e)).toList();
    }

    /**
     * The secrets that a backup has to cover: the current one by the log and the previous one, if the registry still lists
     * it or the newest event is of a backup or a restore with it that is not held; and what else the registry lists, though that may be an
     * older key.
     */
    SortedSet<Msid> needed() {
        List<Msid> named = named();
        boolean isInFile = told().stream()
                .findFirst()
                .flatMap(EntssoEvent::file)
                .filter(file -> backups.stream()
                        .noneMatch(b -> b.isHeld() && BackupName.id(file).equals(Optional.of(b.id()))))
                .isPresent();
        SortedSet<Msid> needed = new TreeSet<>(listed());
        named.stream()
                .filter(msid -> msid.equals(named.get(0)) || isInFile || !hasSecrets())
                .forEach(needed::add);
        return needed;
    }

    /** The secrets that are known, by the registry or by the log. */
    SortedSet<Msid> known() {
        SortedSet<Msid> known = new TreeSet<>(listed());
        log.events().forEach(e -> known.addAll(e.msids()));
        return known;
    }

    /** Backups and restores that name a file which is not a temporary one of ours: somebody may still have it. */
    List<EntssoEvent> foreign() {
        return Stream.concat(
                        log.all(EventId.BACKED_UP, EventId.RESTORED).stream(),
                        standing(EventId.BACKED_UP, EventId.RESTORED).stream())
                .distinct()
                .filter(e -> BackupName.id(e.string(1)).isEmpty())
                .toList();
    }

    boolean isOfThisHost(Backup backup) {
        return !backup.host().equals(node)
                || ComputerNames.same(backup.computer(), facts.computer())
                || !Collections.disjoint(backup.msids(), needed());
    }

    /** The event 10559 for the file of a backup. */
    Optional<EntssoEvent> event(Backup backup) {
        return log.all(EventId.BACKED_UP).stream()
                .filter(e -> BackupName.id(e.string(1)).equals(Optional.of(backup.id())))
                .findFirst();
    }

    /** The newest backup of this node that was archived and not confirmed, unless a confirmed one came after it. */
    Optional<Backup> unconfirmed() {
        return backups.stream()
                .filter(b -> b.isArchived() && b.host().equals(node))
                .findFirst()
                .filter(b -> !b.isHeld());
    }

    Verdict verdict(Kind kind, List<Finding> evidence, Finding nextStep) {
        return new Verdict(
                kind,
                evidence,
                List.of(),
                nextStep,
                hasSecrets() ? listed() : needed(),
                facts.canBackUp() && kind != Kind.NOT_WINDOWS && kind != Kind.NO_ENTSSO);
    }

    /** These findings, then what could not be read, and why. */
    List<Finding> andFailures(Finding... findings) {
        return Stream.of(
                        Stream.of(findings),
                        failed(Code.LOG_FAILED, facts.log()),
                        failed(Code.REGISTRY_FAILED, facts.secrets()))
                .flatMap(f -> f)
                .toList();
    }

    private static Stream<Finding> failed(Code code, QueryResult<?> result) {
        return Stream.ofNullable(result.failure()).map(why -> Finding.of(code, why.kind(), why.detail()));
    }

    Finding repair() {
        return isDenied(facts.log()) || isDenied(facts.secrets())
                ? Finding.of(Code.DO_GRANT_ACCESS, facts.account())
                : Finding.of(Code.DO_REPAIR);
    }

    private static boolean isDenied(QueryResult<?> result) {
        return !result.isKnown() && result.failure().kind() == Failure.Kind.ACCESS_DENIED;
    }
}
