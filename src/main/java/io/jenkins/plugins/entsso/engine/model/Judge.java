package io.jenkins.plugins.entsso.engine.model;

import static io.jenkins.plugins.entsso.engine.model.EventId.BACKED_UP;
import static io.jenkins.plugins.entsso.engine.model.EventId.BACKUP_REQUIRED;
import static io.jenkins.plugins.entsso.engine.model.EventId.RESTORED;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The rules, worst first. Two asymmetries run through them: a bad verdict may rest on one answer alone, 'protected' needs
 * all of them; and what ENTSSO says of a backup counts against it ('none exists') but never for it.
 */
final class Judge {
    /** By so much may the clocks of hosts and of the controller differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(15);

    private final String node;
    private final HostFacts facts;
    private final HostFacts.Log log;
    private final HostFacts.Secrets secrets;
    private final List<Backup> backups;
    private final List<Finding> evidence = new ArrayList<>();

    /** What rests on the word of other nodes. */
    private final List<Finding> ofOthers = new ArrayList<>();

    Judge(String node, HostFacts facts, Collection<Backup> backups) {
        this.node = node;
        this.facts = facts;
        this.log = facts.log().value();
        this.secrets = facts.secrets().value();
        this.backups = backups.stream()
                .sorted(Comparator.comparing(Backup::made).reversed())
                .toList();
    }

    Verdict verdict() {
        if (!facts.windows()) {
            evidence.add(Finding.of(Code.NOT_WINDOWS, facts.operatingSystem()));
            return verdict(Kind.NOT_WINDOWS, Finding.of(Code.DO_NOTHING));
        }
        if (!facts.installed() && log == null && secrets == null) {
            evidence.add(Finding.of(Code.NO_ENTSSO));
            return verdict(Kind.NO_ENTSSO, Finding.of(Code.DO_NOTHING));
        }
        Optional<Damage> damage = damage();
        if (damage.isPresent()) {
            evidence.add(damage.get().finding);
            return verdict(Kind.DAMAGED, restore(damage.get().msids));
        }
        if (secrets != null && !secrets.keyPresent()) {
            return withoutKey();
        }
        Optional<Finding> required = required();
        if (required.isPresent()) {
            evidence.add(required.get());
            backedUpElsewhere().ifPresent(ofOthers::add);
            return verdict(Kind.UNPROTECTED, canBackUp() ? Finding.of(Code.DO_BACK_UP) : repair());
        }
        if (log == null || secrets == null) {
            return unreadable();
        }
        if (secrets.msids().isEmpty()) {
            evidence.add(Finding.of(Code.NO_MSID));
            return verdict(Kind.UNKNOWN, Finding.of(Code.DO_LOOK));
        }
        return coverage();
    }

    /**
     * Secrets that cannot be loaded.
     *
     * @param finding what shows it
     * @param msids which ones, if that is known
     */
    private record Damage(Finding finding, SortedSet<Msid> msids) {}

    /** Loading failed, and neither a restore nor a backup, which both need loaded secrets, has succeeded since. */
    private Optional<Damage> damage() {
        if (log == null) {
            return Optional.empty();
        }
        long healed = record(log.newest(RESTORED, BACKED_UP));
        long filled = Math.max(healed, record(log.newest(EventId.GENERATED)));
        List<EntssoEvent> invalid = log.all(EventId.SECRET_INVALID).stream()
                .filter(this::isStillInvalid)
                .filter(this::isOfPresentRole)
                .toList();
        if (!invalid.isEmpty()) {
            EntssoEvent event = invalid.get(0);
            SortedSet<Msid> msids = new TreeSet<>();
            invalid.forEach(e -> msids.addAll(e.msids()));
            return Optional.of(new Damage(at(Code.INVALID, event, msidOrNothing(event)), msids));
        }
        return unhealed(EventId.SECRETS_NOT_LOADED, healed, Code.NOT_LOADED)
                .or(() -> unhealed(EventId.NO_SECRETS, filled, Code.NO_SECRETS));
    }

    private Optional<Damage> unhealed(EventId id, long healed, Code code) {
        return log.newest(id)
                .filter(e -> e.recordId() > healed)
                .filter(this::isOfPresentRole)
                .map(e -> new Damage(at(code, e), new TreeSet<>()));
    }

    /** Whether this host has not, as far as is known, handed its role and its secrets on since. */
    private boolean isOfPresentRole(EntssoEvent event) {
        return secrets != null && secrets.keyPresent() || event.recordId() > record(facts.secretServer());
    }

    private boolean isStillInvalid(EntssoEvent event) {
        List<Msid> named = event.msids();
        if (!named.isEmpty() && secrets != null && !secrets.msids().contains(named.get(0))) {
            return false;
        }
        return log.events().stream()
                .filter(e -> e.id() == RESTORED || e.id() == BACKED_UP)
                .filter(e -> e.recordId() > event.recordId())
                .noneMatch(e -> named.isEmpty() || e.msids().contains(named.get(0)));
    }

    /**
     * From where to restore: a restore replaces all secrets, so a backup that has none in common with the host, though
     * made on a computer of that name, is of another system or of another time.
     */
    private Finding restore(SortedSet<Msid> damaged) {
        SortedSet<Msid> all = known();
        SortedSet<Msid> needed = damaged.isEmpty() ? all : damaged;
        List<Backup> candidates =
                needed.isEmpty() ? backups.stream().filter(this::isOfThisHost).toList() : backups;
        Optional<EntssoEvent> foreign = foreign().stream()
                .filter(e -> needed.isEmpty() || e.msids().stream().anyMatch(needed::contains))
                .max(Comparator.comparingInt(e -> BackupSelection.common(e.msids(), all)));
        Restore restore = Restore.of(candidates, needed, all, this::isKnownHere, foreign);
        restore.concern().ifPresent(ofOthers::add);
        return restore.step();
    }

    /** The secrets of this host by the registry or, where it shows none, by the log; empty if neither knows any. */
    private SortedSet<Msid> known() {
        SortedSet<Msid> known = new TreeSet<>(secrets == null ? List.of() : secrets.msids());
        if (known.isEmpty()) {
            log.events().forEach(e -> known.addAll(e.msids()));
        }
        return known;
    }

    /** The key exists on the master secret server only, so without it there is nothing to back up here. */
    private Verdict withoutKey() {
        if (log == null) {
            // what was not read says neither that there is no ENTSSO nor that this was never the server
            evidence.add(Finding.of(Code.NO_KEY));
            return unreadable();
        }
        if (log.events().isEmpty()) {
            boolean noTool = !facts.tool().isKnown();
            evidence.add(Finding.of(noTool ? Code.NO_ENTSSO : Code.NO_KEY));
            return verdict(noTool ? Kind.NO_ENTSSO : Kind.NOT_A_SECRET_SERVER, Finding.of(Code.DO_NOTHING));
        }
        Optional<EntssoEvent> elsewhere = facts.secretServer();
        Optional<EntssoEvent> here =
                log.events().stream().filter(this::isOfSecretServer).findFirst();
        if (here.isPresent() && record(here) > record(elsewhere)) {
            evidence.add(at(Code.ROLE_CONTRADICTION, here.get()));
            return verdict(Kind.UNKNOWN, Finding.of(Code.DO_LOOK));
        }
        evidence.add(Finding.of(Code.NO_KEY));
        elsewhere.ifPresent(e -> evidence.add(at(Code.SECRET_SERVER, e, e.string(1))));
        return verdict(
                Kind.NOT_A_SECRET_SERVER,
                elsewhere.map(e -> Finding.of(Code.DO_GO_TO, e.string(1))).orElse(Finding.of(Code.DO_NOTHING)));
    }

    /** Whether it makes this host the master secret server, or can only happen there. */
    private boolean isOfSecretServer(EntssoEvent event) {
        return switch (event.id()) {
            case SECRET_SERVER_STARTING, BACKUP_REQUIRED, BACKED_UP, RESTORED, GENERATED, SECRET_INVALID -> true;
            case SECRET_SERVER_CHANGED -> facts.isCalled(event.string(1));
            default -> false;
        };
    }

    private Optional<Finding> required() {
        if (log == null) {
            return Optional.empty();
        }
        HostFacts.Repeats repeats = log.required();
        if (repeats.last() == null || repeats.last().recordId() < record(log.newest(BACKED_UP, RESTORED))) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(
                Code.REQUIRED,
                repeats.count(),
                repeats.capped(),
                repeats.first().time(),
                repeats.last().time(),
                repeats.last().recordId()));
    }

    /**
     * The newest backup that another node made since the last 10589. After a failover, the log of a cluster's former node
     * goes on saying that there is none. But so it does on a host that was never backed up, and that the other node has the
     * same secrets is its own word: so this is for a person to judge, and changes no verdict.
     */
    private Optional<Finding> backedUpElsewhere() {
        if (!canBackUp()) {
            return Optional.empty();
        }
        Instant since = log.required().last().time().plus(CLOCKS);
        return backups.stream()
                .filter(Backup::isHeld)
                .filter(b -> !b.host().equals(node))
                .filter(b -> b.made().isAfter(since))
                .filter(b -> b.msids().containsAll(secrets.msids()))
                .findFirst()
                .map(b -> Finding.of(
                        Code.BACKED_UP_ON_OTHER_NODE,
                        b.job(),
                        b.build(),
                        b.artifact().path(),
                        b.host(),
                        b.made()));
    }

    private Verdict unreadable() {
        addFailures();
        return verdict(Kind.UNKNOWN, repair());
    }

    private void addFailures() {
        if (log == null) {
            evidence.add(failed(Code.LOG_FAILED, facts.log().failure()));
        }
        if (secrets == null) {
            evidence.add(failed(Code.REGISTRY_FAILED, facts.secrets().failure()));
        }
    }

    private Finding repair() {
        boolean denied =
                isDenied(facts.log().failure()) || isDenied(facts.secrets().failure());
        return denied ? Finding.of(Code.DO_GRANT_ACCESS, facts.account()) : Finding.of(Code.DO_REPAIR);
    }

    private static boolean isDenied(Failure failure) {
        return failure != null && failure.kind() == Failure.Kind.ACCESS_DENIED;
    }

    /** Log and registry are known, there are secrets, ENTSSO does not ask for a backup: do we hold one? */
    private Verdict coverage() {
        List<Backup> held = backups.stream()
                .filter(Backup::isHeld)
                .filter(this::isOfThisHost)
                .toList();
        List<EntssoEvent> foreign = foreign();
        SortedSet<Msid> missing = new TreeSet<>();
        boolean allReported = true;
        List<Finding> covered = new ArrayList<>();
        for (Msid msid : secrets.msids()) {
            List<Backup> holders =
                    held.stream().filter(b -> b.msids().contains(msid)).toList();
            if (!holders.isEmpty()) {
                Optional<Backup> own =
                        holders.stream().filter(this::isKnownHere).findFirst();
                Backup b = own.orElse(holders.get(0));
                if (own.isEmpty()) {
                    ofOthers.add(Finding.of(Code.COVERED_BY_OTHER_NODE, msid, b.host()));
                }
                covered.add(Finding.of(
                        Code.COVERED, msid, b.job(), b.build(), b.artifact().path()));
                continue;
            }
            missing.add(msid);
            evidence.add(Finding.of(Code.NOT_COVERED, msid));
            generated(msid).ifPresent(e -> evidence.add(at(Code.GENERATED, e, msid)));
            Optional<EntssoEvent> report =
                    foreign.stream().filter(e -> e.msids().contains(msid)).findFirst();
            report.ifPresent(e ->
                    evidence.add(at(e.id() == RESTORED ? Code.RESTORED_FROM : Code.REPORTED, e, msid, e.string(1))));
            allReported &= report.isPresent();
        }
        Optional<Finding> unlisted = unlisted();
        unlisted.ifPresent(evidence::add);
        if (unlisted.isPresent() && allReported) {
            // whatever is said of the secrets that are listed: there is one more
            evidence.addAll(covered);
            return verdict(Kind.UNKNOWN, Finding.of(Code.DO_LOOK));
        }
        if (missing.isEmpty()) {
            evidence.addAll(covered);
            return verdict(Kind.PROTECTED, Finding.of(Code.DO_NOTHING));
        }
        Optional<EntssoEvent> lost = lost();
        lost.ifPresent(e -> evidence.add(at(Code.LOST, e)));
        evidence.addAll(covered);
        Finding backUp = Finding.of(Code.DO_BACK_UP);
        if (allReported) {
            return verdict(Kind.HELD_ELSEWHERE, backUp);
        }
        if (!held.isEmpty() || !foreign.isEmpty()) {
            return verdict(Kind.OUTDATED, backUp);
        }
        if (lost.isPresent()) {
            return verdict(Kind.UNPROTECTED, backUp);
        }
        // Only a log that reaches back to the birth of a secret can tell that it was never backed up.
        if (log.complete() && missing.stream().anyMatch(m -> generated(m).isPresent())) {
            return verdict(Kind.UNPROTECTED, backUp);
        }
        evidence.add(Finding.of(
                Code.NO_PAST, log.oldest() == null ? "" : log.oldest().time()));
        return verdict(Kind.UNKNOWN, backUp);
    }

    /**
     * The current secret by the log, if the registry does not list it. Since the log is asked first, that is no question
     * of time: the answer of {@code reg} was cut where it cannot be told, or the key that was listed is not the one that
     * ENTSSO uses. The previous secret says nothing: when ENTSSO removes one is not known.
     */
    private Optional<Finding> unlisted() {
        return log.newest(EventId.GENERATED, BACKED_UP, RESTORED)
                .flatMap(e -> Msid.parse(e.string(e.id() == EventId.GENERATED ? 1 : 2))
                        .filter(msid -> !secrets.msids().contains(msid))
                        .map(msid -> at(Code.UNLISTED, e, msid)));
    }

    private Optional<EntssoEvent> generated(Msid msid) {
        return log.all(EventId.GENERATED).stream()
                .filter(e -> e.msids().contains(msid))
                .findFirst();
    }

    /** Backups and restores that name a file which is not a temporary one of ours: somebody may still have it. */
    private List<EntssoEvent> foreign() {
        if (log == null) {
            return List.of();
        }
        return log.events().stream()
                .filter(e -> e.id() == BACKED_UP || e.id() == RESTORED)
                .filter(e -> BackupName.id(e.string(1)).isEmpty())
                .toList();
    }

    /** The newest backup that went to a temporary file of ours and is not held here: ENTSSO is silent about it. */
    private Optional<EntssoEvent> lost() {
        return log.all(BACKED_UP).stream()
                .filter(e ->
                        BackupName.id(e.string(1)).filter(id -> !isHeld(id)).isPresent())
                .findFirst();
    }

    private boolean isHeld(UUID id) {
        return backups.stream().anyMatch(b -> b.isHeld() && b.id().equals(id));
    }

    private boolean isOfThisHost(Backup backup) {
        return backup.computer().equalsIgnoreCase(facts.computer())
                || secrets != null && BackupSelection.common(backup.msids(), secrets.msids()) > 0;
    }

    /** Whether a backup was made on this node, or the log of this host tells of it: no other agent can have made it up. */
    private boolean isKnownHere(Backup backup) {
        return backup.host().equals(node)
                || log.all(BACKED_UP).stream()
                        .anyMatch(e -> BackupName.id(e.string(1))
                                .filter(backup.id()::equals)
                                .isPresent());
    }

    private boolean canBackUp() {
        return log != null && secrets != null && !secrets.msids().isEmpty();
    }

    private Verdict verdict(Kind kind, Finding nextStep) {
        if (kind == Kind.UNPROTECTED || kind == Kind.DAMAGED) {
            addFailures();
        }
        return new Verdict(
                kind,
                evidence,
                concerns(),
                nextStep,
                secrets == null ? new TreeSet<>() : secrets.msids(),
                facts.windows() && canBackUp());
    }

    private List<Finding> concerns() {
        List<Finding> concerns = new ArrayList<>(ofOthers);
        if (!facts.windows() || log == null) {
            return concerns;
        }
        standing(EventId.OUT_OF_SERVICE, EventId.IN_SERVICE).ifPresent(e -> concerns.add(at(Code.OUT_OF_SERVICE, e)));
        log.newest(EventId.REENCRYPT_FAILED).ifPresent(e -> concerns.add(at(Code.REENCRYPT_FAILED, e, e.string(2))));
        log.newest(EventId.BACKUP_FAILED, EventId.BACKUP_FAILED_MEDIA)
                .filter(e -> e.recordId() > record(log.newest(BACKED_UP)))
                .ifPresent(e ->
                        concerns.add(at(Code.BACKUP_FAILED, e, e.string(e.id() == EventId.BACKUP_FAILED ? 5 : 4))));
        standing(EventId.RESTORE_FAILED, RESTORED)
                .ifPresent(e -> concerns.add(at(Code.RESTORE_FAILED, e, e.string(5))));
        facts.secretServer()
                .filter(e -> e.id() == EventId.LOST_SECRET_SERVER)
                .ifPresent(e -> concerns.add(at(Code.LOST_SECRET_SERVER, e, e.string(1))));
        unsavedRestore().ifPresent(e -> concerns.add(at(Code.NOT_BACKED_UP_SINCE, e)));
        if (canBackUp() && !facts.tool().isKnown()) {
            concerns.add(Finding.of(Code.TOOL_MISSING, facts.tool().failure().detail()));
        }
        return concerns;
    }

    /** The newest event of secrets that could not be loaded, if a restore has ended that and no backup was made since. */
    private Optional<EntssoEvent> unsavedRestore() {
        return log.newest(EventId.SECRETS_NOT_LOADED, EventId.SECRET_INVALID)
                .filter(e -> record(log.newest(RESTORED)) > e.recordId())
                .filter(e -> record(log.newest(BACKED_UP)) < e.recordId());
    }

    /** The newest event of that kind, unless one that ends the matter came later. */
    private Optional<EntssoEvent> standing(EventId bad, EventId good) {
        return log.newest(bad).filter(e -> e.recordId() > record(log.newest(good)));
    }

    private static long record(Optional<EntssoEvent> event) {
        return event.map(EntssoEvent::recordId).orElse(-1L);
    }

    private static String msidOrNothing(EntssoEvent event) {
        return event.msids().isEmpty() ? "" : event.msids().get(0).toString();
    }

    /** A finding about an event: what there is to say of it, then its time and record number. */
    private static Finding at(Code code, EntssoEvent event, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(more));
        arguments.add(event.time());
        arguments.add(event.recordId());
        return Finding.of(code, arguments.toArray());
    }

    private static Finding failed(Code code, Failure failure) {
        return Finding.of(code, failure.kind(), failure.detail());
    }
}
