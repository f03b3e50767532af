package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that people are told of: of the verdict on a host, or of what answers under a node's name.
 *
 * @param before the verdict before; null if the host was not known
 * @param host the host as it is now, with untrusted text in it
 */
public record VerdictChange(Verdict.Kind before, HostRecord host) {
    /**
     * What to tell of a change of the ledger. Of a host that was not known only if it is bad, and nothing of a node's new
     * name, or of a word that changes no verdict: whoever gave it knows it.
     *
     * @param before null if the host was not known
     */
    public static Optional<VerdictChange> of(HostRecord before, HostRecord after) {
        Finding note = after.newestChange().note();
        boolean isKnown = note != null
                && (note.code() == Finding.Code.NODE_RENAMED
                        || note.code() == Finding.Code.RESOLVED
                                && before.verdict().kind() == after.verdict().kind());
        return isKnown || before == null && !after.verdict().kind().isBad()
                ? Optional.empty()
                : Optional.of(new VerdictChange(
                        before == null ? null : before.verdict().kind(), after));
    }

    /** The verdict now; the same as before if only the machine has changed. */
    public Verdict.Kind after() {
        return host.verdict().kind();
    }

    /**
     * What was found of the machine: {@link Finding.Code#WENT_BACK}, {@link Finding.Code#OTHER_COMPUTER} or
     * {@link Finding.Code#OTHER_MACHINE}; null if it is the same.
     */
    public Finding machine() {
        Finding note = host.newestChange().note();
        return note == null || note.code() == Finding.Code.RESOLVED ? null : note;
    }

    /** When it was found, by the controller's clock. */
    public Instant at() {
        return host.newestChange().at();
    }

    /** Whether somebody should do something now, and not before, or something more urgent than before. */
    public boolean isWorse() {
        return after().isBad() && (before == null || after().compareTo(before) < 0) || machine() != null;
    }
}
