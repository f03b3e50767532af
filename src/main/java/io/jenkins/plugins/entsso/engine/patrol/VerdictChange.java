package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change that people are told of: of the verdict on a host, or of what answers under a node's name.
 *
 * @param node the node's name
 * @param computer the name that the host calls itself by: untrusted text
 * @param before the verdict before; null if the host was not known
 * @param after the verdict now; the same as before if only the machine has changed
 * @param machine what was found of the machine: {@link Finding.Code#WENT_BACK}, {@link Finding.Code#OTHER_COMPUTER} or
 *     {@link Finding.Code#OTHER_MACHINE}; null if it is the same
 * @param evidence what the verdict rests on, with untrusted text
 * @param nextStep what a person should do
 * @param at when it was found, by the controller's clock
 */
public record VerdictChange(
        String node,
        String computer,
        Verdict.Kind before,
        Verdict.Kind after,
        Finding machine,
        List<Finding> evidence,
        Finding nextStep,
        Instant at) {

    /** Copies the evidence. */
    public VerdictChange {
        evidence = List.copyOf(evidence);
    }

    /** Whether somebody should do something now, and not before, or something more urgent than before. */
    public boolean isWorse() {
        return after.isBad() && (before == null || after.compareTo(before) < 0) || machine != null;
    }

    /**
     * What to tell of a change of the ledger. Of a host that was not known only if it is bad, and nothing of a node's new
     * name: whoever gave it knows it.
     *
     * @param before null if the host was not known
     */
    public static Optional<VerdictChange> of(HostRecord before, HostRecord after) {
        Verdict verdict = after.verdict();
        HostRecord.Change change = after.newestChange();
        boolean renamed = change.note() != null && change.note().code() == Finding.Code.NODE_RENAMED;
        Verdict.Kind kind = before == null ? null : before.verdict().kind();
        if (renamed || kind == null && !verdict.kind().isBad()) {
            return Optional.empty();
        }
        return Optional.of(new VerdictChange(
                after.node(),
                after.computer(),
                kind,
                verdict.kind(),
                change.note(),
                verdict.evidence(),
                verdict.nextStep(),
                change.at()));
    }
}
