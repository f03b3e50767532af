package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** This host is the master secret server, or may be, and ENTSSO does not ask for a backup: is one held here? */
final class CoverageRule {
    private final VerdictInput in;
    private final List<Backup> held;
    private final List<EntssoEvent> foreign;
    private final SortedSet<Msid> missing = new TreeSet<>();
    private final List<Backup> covers = new ArrayList<>();
    private final List<Finding> evidence = new ArrayList<>();
    private final List<Finding> covered = new ArrayList<>();
    private final List<Finding> concerns = new ArrayList<>();

    private CoverageRule(VerdictInput in) {
        this.in = in;
        this.held = in.backups().stream()
                .filter(Backup::isHeld)
                .filter(in::isOfThisHost)
                .toList();
        this.foreign = in.foreign();
    }

    static Optional<Verdict> judge(VerdictInput in) {
        return Optional.of(new CoverageRule(in).judge());
    }

    private Verdict judge() {
        in.needed().forEach(this::look);
        missing.removeIf(this::isOlderKey);
        missing.forEach(this::tellMissing);
        List<Finding> lost = lostArtifacts();
        evidence.addAll(0, lost);
        unlisted().ifPresent(evidence::add);
        if (missing.isEmpty()) {
            return covers.isEmpty() ? nothingNamed() : allCovered();
        }
        Optional<EntssoEvent> notKept = notKept();
        notKept.ifPresent(e -> evidence.add(Finding.at(Code.LOST, e)));
        if (missing.stream().allMatch(msid -> report(msid).isPresent())) {
            return verdict(Kind.HELD_ELSEWHERE, in.backUp());
        }
        if (!held.isEmpty() || !foreign.isEmpty()) {
            return verdict(Kind.OUTDATED, in.backUp());
        }
        if (!lost.isEmpty() || notKept.isPresent() || isBirthKnown()) {
            return verdict(Kind.UNPROTECTED, in.backUp());
        }
        if (!in.hasLog()) {
            covered.addAll(in.andFailures());
            // an unconfirmed backup is all that can be had without the log
            return verdict(Kind.UNKNOWN, isInUnconfirmed() ? in.repair() : in.backUp());
        }
        HostFacts.Mark oldest = in.log().oldest();
        covered.add(Finding.of(Code.NO_PAST, oldest == null ? "" : oldest.time()));
        return verdict(Kind.UNKNOWN, in.backUp());
    }

    /** No source names a secret. On the secret server a backup tells: its event names what is in it. */
    private Verdict nothingNamed() {
        boolean wanted = in.role().isHere()
                && in.backups().stream()
                        .noneMatch(b -> b.isArchived() && b.host().equals(in.node()));
        evidence.addAll(in.andFailures());
        return verdict(Kind.UNKNOWN, wanted ? in.backUp() : in.repair());
    }

    /** Every source that can be read has to agree; one that cannot is done without only for a while, or with good reason. */
    private Verdict allCovered() {
        if (unlisted().isPresent()) {
            return verdict(Kind.UNKNOWN, Finding.of(Code.DO_LOOK));
        }
        if (in.hasLog()
                && !in.log().complete()
                && covers.stream().allMatch(b -> in.event(b).isEmpty())) {
            // what was pushed out may have come after the backup
            List<EntssoEvent> read = in.log().events();
            evidence.add(Finding.of(
                    Code.NO_PAST,
                    read.isEmpty() ? "" : read.get(read.size() - 1).time()));
            return verdict(Kind.UNKNOWN, in.backUp());
        }
        boolean isLogDispensable =
                in.hasSecrets() && in.last().hasReadLog(in.facts().asked());
        if (!in.hasLog() && !isLogDispensable || !in.hasSecrets() && !(isLogUnbroken() && isLastListKnown())) {
            evidence.addAll(in.andFailures());
            return verdict(Kind.UNKNOWN, in.repair());
        }
        concerns.addAll(in.andFailures());
        return verdict(Kind.PROTECTED, Finding.of(Code.DO_NOTHING));
    }

    /** Whether the log reaches back to the event of a covering backup and goes on after it. */
    private boolean isLogUnbroken() {
        HostFacts.Log log = in.log();
        LogChannel channel = log.channel();
        return log.newest() != null
                && !log.isFull()
                && !Concerns.isSilent(in)
                && channel != null
                && channel.registered()
                && covers.stream()
                        .flatMap(b -> in.event(b).stream())
                        .anyMatch(e -> e.recordId() < log.newest().recordId());
    }

    /** Whether all that the registry listed when it was last read is covered, or was there when a backup was made. */
    private boolean isLastListKnown() {
        return in.last().msids().stream()
                .allMatch(msid -> held.stream()
                        .anyMatch(b -> b.msids().contains(msid) || b.listed().contains(msid)));
    }

    private Verdict verdict(Kind kind, Finding nextStep) {
        evidence.addAll(covered);
        return in.verdict(kind, evidence, nextStep).with(concerns);
    }

    private void look(Msid msid) {
        Optional<Backup> cover = BackupSelection.newestCover(msid, held);
        cover.ifPresentOrElse(
                backup -> {
                    covers.add(backup);
                    covered.add(Finding.of(Code.COVERED, msid, backup));
                },
                () -> missing.add(msid));
    }

    private void tellMissing(Msid msid) {
        evidence.add(Finding.of(Code.NOT_COVERED, msid));
        generated(msid).ifPresent(e -> evidence.add(Finding.at(Code.GENERATED, e, msid)));
        report(msid)
                .ifPresent(e -> evidence.add(Finding.at(
                        e.id() == EventId.RESTORED ? Code.RESTORED_FROM : Code.REPORTED, e, msid, e.string(1))));
    }

    /**
     * Whether a secret was there already when the newest backup of the current one was made: that names the current and the
     * previous secret, so this is an older key. What becomes of these is not documented.
     */
    private boolean isOlderKey(Msid msid) {
        List<Msid> named = in.named();
        if (named.contains(msid)) {
            return false;
        }
        boolean isOlder = held.stream()
                .filter(b -> named.isEmpty() || b.msids().contains(named.get(0)))
                // one of which the registry lists nothing shows nothing of it
                .filter(b -> !Collections.disjoint(b.msids(), in.listed()))
                .findFirst()
                .filter(b -> b.listed().contains(msid) || wasThereBefore(b.made(), msid))
                .isPresent();
        if (isOlder) {
            concerns.add(Finding.of(Code.OLDER_KEY, msid));
        }
        return isOlder;
    }

    private boolean wasThereBefore(Instant time, Msid msid) {
        Stream<Instant> logged =
                in.log().all(EventId.GENERATED, EventId.BACKED_UP, EventId.RESTORED, EventId.REENCRYPTED).stream()
                        .filter(e -> e.msids().contains(msid))
                        .map(EntssoEvent::time);
        Stream<Instant> backedUp = in.backups().stream()
                .filter(b -> b.msids().contains(msid) || b.listed().contains(msid))
                .map(Backup::made);
        return Stream.concat(logged, backedUp).anyMatch(time::isAfter);
    }

    private Optional<EntssoEvent> report(Msid msid) {
        return foreign.stream().filter(e -> e.msids().contains(msid)).findFirst();
    }

    private Optional<EntssoEvent> generated(Msid msid) {
        return Stream.concat(in.log().all(EventId.GENERATED).stream(), in.standing(EventId.GENERATED).stream())
                .filter(e -> e.msids().contains(msid))
                .findFirst();
    }

    /**
     * Only a log that reaches back to the birth of a secret can tell that it was never backed up; and what it told stays true
     * where it cannot be read any more.
     */
    private boolean isBirthKnown() {
        return (in.log().complete() || !in.hasLog())
                && missing.stream().anyMatch(m -> generated(m).isPresent());
    }

    /** Whether what is listed now was listed already when an unconfirmed backup was made, so that another adds nothing. */
    private boolean isInUnconfirmed() {
        return in.unconfirmed().filter(b -> b.listed().containsAll(in.listed())).isPresent();
    }

    /** The newest backup of each missing secret that was held once. */
    private List<Finding> lostArtifacts() {
        return missing.stream()
                .flatMap(msid -> in.backups().stream()
                        .filter(b -> wasHeld(b) && !b.isHeld() && b.msids().contains(msid))
                        .findFirst()
                        .stream())
                .distinct()
                .map(b -> Finding.of(b.state() == Backup.State.CHANGED ? Code.ARTIFACT_CHANGED : Code.ARTIFACT_GONE, b))
                .toList();
    }

    private static boolean wasHeld(Backup backup) {
        return backup.isHeld() || backup.isLost() && backup.unconfirmedReason() == null;
    }

    /** The newest backup that went to a temporary file of ours and was never kept here: ENTSSO is silent about it. */
    private Optional<EntssoEvent> notKept() {
        return in.log().all(EventId.BACKED_UP).stream()
                .filter(e -> BackupName.id(e.string(1))
                        .filter(id -> in.backups().stream().noneMatch(b -> isOf(b, id)))
                        .isPresent())
                .findFirst();
    }

    private static boolean isOf(Backup backup, UUID id) {
        return backup.id().equals(id) && (wasHeld(backup) || backup.isArchived());
    }

    /**
     * The current secret by the log, if the registry does not list it. Since the log is asked first, that is no question
     * of time: the key that was listed is not the one that ENTSSO uses. The previous secret says nothing: when ENTSSO
     * removes one is not known.
     */
    private Optional<Finding> unlisted() {
        return in.told().stream()
                .findFirst()
                .filter(e -> in.hasSecrets())
                .filter(e -> !in.listed().contains(e.currentMsid().orElseThrow()))
                .map(e -> Finding.at(Code.UNLISTED, e, e.currentMsid().orElseThrow()));
    }
}
