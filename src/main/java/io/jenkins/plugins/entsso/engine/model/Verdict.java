package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How safe the master secret of one host is: the worst thing that is true of it, the evidence, and what a person should
 * do next.
 *
 * @param kind the worst thing that is true
 * @param evidence what it rests on, the weightiest first
 * @param concerns what else is not as it should be, without changing the verdict
 * @param nextStep what a person should do
 * @param msids the secrets on the host, as far as known
 * @param canBackUp whether a backup may be tried here if a person wants one: not where there is no ENTSSO, the host did not
 *     answer, or ENTSSO's status or service says that the file would be written on another host
 */
public record Verdict(
        Kind kind,
        List<Finding> evidence,
        List<Finding> concerns,
        Finding nextStep,
        SortedSet<Msid> msids,
        boolean canBackUp)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** ENTSSO cannot load its secrets: a restore is needed. */
        DAMAGED,
        /** No backup exists. */
        UNPROTECTED,
        /** A backup exists, but not of every secret that is on the host. */
        OUTDATED,
        /** ENTSSO reported a backup of these secrets, or a restore from one, but no copy of it is held here. */
        HELD_ELSEWHERE,
        /** The facts do not reach. */
        UNKNOWN,
        /** Every secret on the host is covered by a backup that was archived, verified, and is still held. */
        PROTECTED,
        /** An ENTSSO server that fetches its secret from another one. */
        NOT_A_SECRET_SERVER,
        /** No ENTSSO here. */
        NO_ENTSSO,
        /** Not a Windows host. */
        NOT_WINDOWS;

        /** Whether there is nothing to protect here. */
        public boolean isNothingToProtect() {
            return this == NOT_A_SECRET_SERVER || this == NO_ENTSSO || this == NOT_WINDOWS;
        }

        /** Whether somebody should do something. */
        public boolean isBad() {
            return this != PROTECTED && !isNothingToProtect();
        }
    }

    public Verdict {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(nextStep, "nextStep");
        evidence = Bounds.list("evidence", Finding.class, evidence);
        concerns = Bounds.list("concern", Finding.class, concerns);
        msids = Bounds.msids(msids);
    }

    /**
     * Judges a host.
     *
     * @param node what the controller calls it
     * @param cluster the nodes whose word counts for it: itself, and those named as nodes of the same cluster
     * @param facts what the host said
     * @param backups every backup that the controller knows of, in whatever state and of whatever host
     * @param last what was known of the host before
     */
    public static Verdict of(
            String node, Set<String> cluster, HostFacts facts, Collection<Backup> backups, LastKnown last) {
        return VerdictRules.judge(VerdictInput.of(node, cluster, facts, backups, last));
    }

    /**
     * The events that make a verdict bad and that a person may say were mended otherwise, see {@link Resolution}. Parameters as
     * of {@link #of}.
     */
    public static List<EntssoEvent> resolvable(
            String node, Set<String> cluster, HostFacts facts, Collection<Backup> backups, LastKnown last) {
        return facts.windows() && (facts.installed() || last.isSecretServer())
                ? VerdictInput.of(node, cluster, facts, backups, last).resolvable()
                : List.of();
    }

    /** The verdict on a host that could not be asked at all. */
    public static Verdict unreachable(Failure failure) {
        return new Verdict(
                Kind.UNKNOWN,
                List.of(Finding.of(Code.NO_ANSWER, failure.detail())),
                List.of(),
                Finding.of(Code.DO_REPAIR),
                new TreeSet<>(),
                false);
    }

    /** What is left of a verdict that does not count any more, for that reason. */
    public Verdict outOfDate(Finding why, Code nextCode) {
        List<Finding> reasons = new ArrayList<>(List.of(why));
        reasons.addAll(evidence);
        return new Verdict(Kind.UNKNOWN, reasons, concerns, Finding.of(nextCode), msids, false);
    }

    /** The same verdict with further concerns. */
    public Verdict with(Collection<Finding> further) {
        List<Finding> all = new ArrayList<>(concerns);
        further.stream().filter(f -> !all.contains(f)).forEach(all::add);
        return all.size() == concerns.size() ? this : new Verdict(kind, evidence, all, nextStep, msids, canBackUp);
    }

    /** Whether a backup is what the host needs now, and may be tried. A damaged host needs a restore. */
    public boolean asksForBackup() {
        return canBackUp && nextStep.code() == Code.DO_BACK_UP;
    }
}
