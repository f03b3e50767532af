package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** Log and registry are known, there are secrets, ENTSSO does not ask for a backup: is one held here? */
final class CoverageRule {
    private final VerdictInput in;
    private final List<Backup> held;
    private final List<EntssoEvent> foreign;
    private final SortedSet<Msid> missing = new TreeSet<>();
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
        in.msids().forEach(this::look);
        List<Finding> lost = lostArtifacts();
        evidence.addAll(0, lost);
        boolean allReported = missing.stream().allMatch(msid -> report(msid).isPresent());
        Optional<Finding> unlisted = unlisted();
        unlisted.ifPresent(evidence::add);
        if (unlisted.isPresent() && allReported) {
            // whatever is said of the secrets that are listed: there is one more
            return verdict(Kind.UNKNOWN, Code.DO_LOOK);
        }
        if (missing.isEmpty()) {
            return verdict(Kind.PROTECTED, Code.DO_NOTHING);
        }
        Optional<EntssoEvent> notKept = notKept();
        notKept.ifPresent(e -> evidence.add(Finding.at(Code.LOST, e)));
        if (allReported) {
            return verdict(Kind.HELD_ELSEWHERE, Code.DO_BACK_UP);
        }
        if (!held.isEmpty() || !foreign.isEmpty()) {
            return verdict(Kind.OUTDATED, Code.DO_BACK_UP);
        }
        if (!lost.isEmpty() || notKept.isPresent() || isBirthKnown()) {
            return verdict(Kind.UNPROTECTED, Code.DO_BACK_UP);
        }
        HostFacts.Mark oldest = in.log().oldest();
        covered.add(Finding.of(Code.NO_PAST, oldest == null ? "" : oldest.time()));
        return verdict(Kind.UNKNOWN, Code.DO_BACK_UP);
    }

    private Verdict verdict(Kind kind, Code nextStep) {
        evidence.addAll(covered);
        return in.verdict(kind, evidence, Finding.of(nextStep)).with(concerns);
    }

    private void look(Msid msid) {
        Optional<Backup> cover = BackupSelection.newestCover(msid, held, in::isKnownHere);
        if (cover.isPresent()) {
            Backup backup = cover.get();
            covered.add(Finding.of(Code.COVERED, msid, backup));
            if (!in.isKnownHere(backup)) {
                concerns.add(Finding.of(Code.COVERED_BY_OTHER_NODE, msid, backup.host()));
            }
            return;
        }
        missing.add(msid);
        evidence.add(Finding.of(Code.NOT_COVERED, msid));
        generated(msid).ifPresent(e -> evidence.add(Finding.at(Code.GENERATED, e, msid)));
        report(msid)
                .ifPresent(e -> evidence.add(Finding.at(
                        e.id() == EventId.RESTORED ? Code.RESTORED_FROM : Code.REPORTED, e, msid, e.string(1))));
    }

    private Optional<EntssoEvent> report(Msid msid) {
        return foreign.stream().filter(e -> e.msids().contains(msid)).findFirst();
    }

    private Optional<EntssoEvent> generated(Msid msid) {
        return in.log().all(EventId.GENERATED).stream()
                .filter(e -> e.msids().contains(msid))
                .findFirst();
    }

    /** Only a log that reaches back to the birth of a secret can tell that it was never backed up. */
    private boolean isBirthKnown() {
        return in.log().complete()
                && missing.stream().anyMatch(m -> generated(m).isPresent());
    }

    /** The newest backup of each missing secret that was held once. */
    private List<Finding> lostArtifacts() {
        return missing.stream()
                .flatMap(msid ->
                        in.backups().stream()
                                .filter(b -> b.isLost() && b.msids().contains(msid))
                                .findFirst()
                                .stream())
                .distinct()
                .map(b -> Finding.of(b.state() == Backup.State.CHANGED ? Code.ARTIFACT_CHANGED : Code.ARTIFACT_GONE, b))
                .toList();
    }

    /** The newest backup that went to a temporary file of ours and was never kept here: ENTSSO is silent about it. */
    private Optional<EntssoEvent> notKept() {
        return in.log().all(EventId.BACKED_UP).stream()
                .filter(e ->
                        BackupName.id(e.string(1)).filter(id -> !wasHeld(id)).isPresent())
                .findFirst();
    }

    private boolean wasHeld(UUID id) {
        return in.backups().stream().anyMatch(b -> b.id().equals(id) && (b.isHeld() || b.isLost()));
    }

    /**
     * The current secret by the log, if the registry does not list it. Since the log is asked first, that is no question
     * of time: the key that was listed is not the one that ENTSSO uses. The previous secret says nothing: when ENTSSO
     * removes one is not known.
     */
    private Optional<Finding> unlisted() {
        return in.log()
                .newest(EventId.GENERATED, EventId.BACKED_UP, EventId.RESTORED)
                .flatMap(e -> e.currentMsid()
                        .filter(msid -> !in.msids().contains(msid))
                        .map(msid -> Finding.at(Code.UNLISTED, e, msid)));
    }
}
