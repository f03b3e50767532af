package io.jenkins.plugins.entsso.ledger;

import io.jenkins.plugins.entsso.secret.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * The last word on one host and how it came to it.
 *
 * @param node the node's name in the CI server
 * @param computer the name that the host calls itself by: untrusted text; empty if it never answered
 * @param verdict the last verdict
 * @param checked when that was, by the controller's clock
 * @param since since when the verdict has been of this kind
 * @param history the changes of kind, oldest first, at most {@value #MAX_HISTORY}
 */
public record HostRecord(
        String node, String computer, Verdict verdict, Instant checked, Instant since, List<Change> history) {
    /** How many changes are kept. */
    public static final int MAX_HISTORY = 100;

    /**
     * A change of verdict.
     *
     * @param at when it was found
     * @param kind what it changed to
     */
    public record Change(Instant at, Verdict.Kind kind) {}

    /** Keeps the newest changes only. */
    public HostRecord {
        history = List.copyOf(history.subList(Math.max(0, history.size() - MAX_HISTORY), history.size()));
    }
}
