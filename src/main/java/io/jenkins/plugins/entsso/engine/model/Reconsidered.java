package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * What the loss of a backup does to a verdict that rests on it. The host is not asked: what it said stays, only what the
 * controller holds has changed.
 */
final class Reconsidered {
    private final String node;
    private final Verdict verdict;
    private final Collection<Backup> backups;

    Reconsidered(String node, Verdict verdict, Collection<Backup> backups) {
        this.node = node;
        this.verdict = verdict;
        this.backups = backups;
    }

    Verdict verdict() {
        return switch (verdict.kind()) {
            case PROTECTED, OUTDATED -> coverage();
            case DAMAGED -> restore();
            default -> withoutLost();
        };
    }

    private Verdict coverage() {
        List<Finding> lost = new ArrayList<>();
        List<Finding> missing = new ArrayList<>();
        List<Finding> rest = new ArrayList<>();
        List<Finding> concerns = new ArrayList<>(verdict.concerns());
        boolean someLeft = false;
        for (Finding finding : verdict.evidence()) {
            if (finding.code() != Code.COVERED) {
                rest.add(finding);
                continue;
            }
            Msid msid = Msid.of(finding.arguments().get(0));
            Optional<Backup> holder = newest(msid, true);
            if (holder.isPresent()) {
                someLeft = true;
                boolean same = isHeldAt(finding.arguments().subList(1, 4));
                rest.add(same ? finding : covered(msid, holder.get()));
                if (!same) {
                    concerns.removeIf(c -> isBorrowed(c, msid));
                    if (!isKnownHere(holder.get())) {
                        concerns.add(Finding.of(
                                Code.COVERED_BY_OTHER_NODE, msid, holder.get().host()));
                    }
                }
            } else {
                concerns.removeIf(c -> isBorrowed(c, msid));
                newest(msid, false).map(Reconsidered::loss).ifPresent(lost::add);
                missing.add(Finding.of(Code.NOT_COVERED, msid));
            }
        }
        if (missing.isEmpty()) {
            return rest.equals(verdict.evidence()) ? verdict : with(verdict.kind(), rest, concerns, verdict.nextStep());
        }
        List<Finding> evidence = new ArrayList<>(lost.stream().distinct().toList());
        evidence.addAll(missing);
        evidence.addAll(rest);
        return with(someLeft ? Kind.OUTDATED : Kind.UNPROTECTED, evidence, concerns, Finding.of(Code.DO_BACK_UP));
    }

    /** A damaged host is not to be sent to an artifact that is gone. */
    private Verdict restore() {
        Finding step = verdict.nextStep();
        boolean names = step.code() == Code.DO_RESTORE || step.code() == Code.DO_RESTORE_OTHER;
        if (!names || isHeldAt(step.arguments())) {
            return withoutLost();
        }
        Optional<Backup> named =
                backups.stream().filter(b -> isAt(b, step.arguments())).findFirst();
        if (named.isEmpty()) {
            return withoutLost();
        }
        SortedSet<Msid> all = verdict.msids().isEmpty() ? named.get().msids() : verdict.msids();
        Set<Msid> damaged = verdict.evidence().stream()
                .filter(f -> f.code() == Code.INVALID)
                .flatMap(f -> Msid.parse(f.arguments().get(0)).stream())
                .collect(Collectors.toSet());
        Restore next = Restore.of(backups, damaged.isEmpty() ? all : damaged, all, this::isKnownHere, Optional.empty());
        List<Finding> concerns = new ArrayList<>(verdict.concerns());
        concerns.removeIf(c -> c.code() == Code.MORE_ON_OTHER_NODE);
        next.concern().ifPresent(concerns::add);
        List<Finding> evidence = new ArrayList<>(verdict.evidence());
        evidence.add(loss(named.get()));
        return with(verdict.kind(), evidence, concerns, next.step());
    }

    /** Whether a backup was made on this node; what the host's log said is not known any more. */
    private boolean isKnownHere(Backup backup) {
        return backup.host().equals(node);
    }

    private static boolean isBorrowed(Finding concern, Msid msid) {
        return concern.code() == Code.COVERED_BY_OTHER_NODE
                && concern.arguments().get(0).equals(msid.toString());
    }

    /** The same verdict without concerns that name what is lost. */
    private Verdict withoutLost() {
        List<Finding> concerns = verdict.concerns().stream()
                .filter(c -> c.code() != Code.MORE_ON_OTHER_NODE && c.code() != Code.BACKED_UP_ON_OTHER_NODE
                        || isHeldAt(c.arguments()))
                .toList();
        return concerns.equals(verdict.concerns())
                ? verdict
                : with(verdict.kind(), verdict.evidence(), concerns, verdict.nextStep());
    }

    private Verdict with(Kind kind, List<Finding> evidence, List<Finding> concerns, Finding nextStep) {
        return new Verdict(kind, evidence, concerns, nextStep, verdict.msids(), verdict.canBackUp());
    }

    private Optional<Backup> newest(Msid msid, boolean held) {
        return backups.stream()
                .filter(b -> held ? b.isHeld() : b.isLost())
                .filter(b -> b.msids().contains(msid))
                .max(Comparator.comparing(this::isKnownHere).thenComparing(Backup::made));
    }

    private boolean isHeldAt(List<String> place) {
        return backups.stream().anyMatch(b -> b.isHeld() && isAt(b, place));
    }

    private static Finding covered(Msid msid, Backup backup) {
        return Finding.of(
                Code.COVERED,
                msid,
                backup.job(),
                backup.build(),
                backup.artifact().path());
    }

    private static Finding loss(Backup backup) {
        Code code = backup.state() == Backup.State.CHANGED ? Code.ARTIFACT_CHANGED : Code.ARTIFACT_GONE;
        return Finding.of(code, backup.job(), backup.build(), backup.artifact().path());
    }

    private static boolean isAt(Backup backup, List<String> place) {
        return backup.job().equals(place.get(0))
                && Integer.toString(backup.build()).equals(place.get(1))
                && backup.artifact().path().equals(place.get(2));
    }
}
