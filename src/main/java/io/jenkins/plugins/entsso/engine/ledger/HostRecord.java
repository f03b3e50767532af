package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;

/**
 * The last word on one host and how it came to it. Whatever a file of an earlier version of this plugin lacks is empty.
 *
 * @param node the node's name in the CI server
 * @param computer the name that the host calls itself by: untrusted text; empty if it never answered
 * @param verdict the last verdict
 * @param checked when the host was last asked, by the controller's clock, whether it answered or not
 * @param since since when the verdict has been of this kind
 * @param history the changes, oldest first, at most {@value #MAX_HISTORY}
 * @param answered when the host last answered; null if it never did
 * @param error why it did not answer when it was last asked: untrusted text; empty if it did
 * @param secretServer the name that the host gives for its master secret server: untrusted text; empty if that is itself,
 *     or not known
 * @param msids the secrets that the host was last known to have: those in its registry if it is a secret server, else those
 *     that it fetched
 * @param newestRecord number of the newest record known of the host's log; 0 if none is
 * @param marks what the host's log told of the secret's life, also what has since been overwritten there, oldest first, at
 *     most {@value #MAX_MARKS}
 */
public record HostRecord(
        String node,
        String computer,
        Verdict verdict,
        Instant checked,
        Instant since,
        List<Change> history,
        Instant answered,
        String error,
        String secretServer,
        SortedSet<Msid> msids,
        long newestRecord,
        List<Mark> marks) {
    /** How long it counts that a host was protected, or had no secret to protect, if nobody has looked since. */
    public static final Duration FRESH = Duration.ofDays(7);

    /** What was just entered may be so much later than the moment that is looked at. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /** How many changes are kept. */
    public static final int MAX_HISTORY = 100;

    /** How many marks are kept. */
    public static final int MAX_MARKS = 200;

    /**
     * A change of verdict, or of what answers under the node's name.
     *
     * @param at when it was found
     * @param kind the verdict from then on
     * @param note what else was found: {@link Finding.Code#WENT_BACK}, {@link Finding.Code#OTHER_COMPUTER},
     *     {@link Finding.Code#OTHER_MACHINE} or {@link Finding.Code#NODE_RENAMED}; null where only the verdict changed
     */
    public record Change(Instant at, Verdict.Kind kind, Finding note) {
        /** Refuses a change of nothing, and one at a time that no clock can have shown. */
        public Change {
            Bounds.time("of a change", at);
            Objects.requireNonNull(kind, "kind");
        }

        /** A change of verdict. */
        public Change(Instant at, Verdict.Kind kind) {
            this(at, kind, null);
        }
    }

    /**
     * Something that the host's log told of the secret's life.
     *
     * @param event what; {@link EventId#BACKUP_REQUIRED} stands for a whole run of them, at its first
     * @param recordId number of the record; numbers begin anew after a log was cleared
     * @param time when it was logged, by the host's clock
     */
    public record Mark(EventId event, long recordId, Instant time) {
        /** Refuses a mark of nothing, and one at a time that no clock can have shown. */
        public Mark {
            Objects.requireNonNull(event, "event");
            Bounds.time("of a mark", time);
        }
    }

    /** Keeps the newest changes only. Refuses times that no clock can have shown. */
    public HostRecord {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(computer, "computer");
        Objects.requireNonNull(verdict, "verdict");
        Bounds.time("of a check", checked);
        Bounds.time("of a verdict", since);
        if (answered != null) {
            Bounds.time("of an answer", answered);
        }
        history = List.copyOf(history.subList(Math.max(0, history.size() - MAX_HISTORY), history.size()));
        error = error == null ? "" : error;
        secretServer = secretServer == null ? "" : secretServer;
        msids = Bounds.msids(msids == null ? verdict.msids() : msids);
        marks = marks == null ? List.of() : List.copyOf(marks);
    }

    /**
     * Whether a good verdict does not count any more because nobody has looked for too long. A bad one stays bad; and that
     * there is no ENTSSO or no Windows at all does not change overnight, while agents are off for weeks: it would be an alarm
     * about nothing. When a check that lies ahead was made is not known, since the clock was wrong then.
     */
    public boolean isOld(Instant now) {
        boolean ages = verdict.kind() == Verdict.Kind.PROTECTED || verdict.kind() == Verdict.Kind.NOT_A_SECRET_SERVER;
        return ages && (checked.isBefore(now.minus(FRESH)) || isAhead(checked, now));
    }

    /** Whether this is the master secret server, or was when that was last known. */
    public boolean isSecretServer() {
        return secretServer.isEmpty() && !msids.isEmpty();
    }

    /** Whether a time lies ahead, so that the clock which it was taken from was wrong. */
    public static boolean isAhead(Instant time, Instant now) {
        return time.isAfter(now.plus(AHEAD));
    }

    /** The same host once its verdict has grown old. */
    HostRecord grownOld(Instant now) {
        return under(
                new Verdict(
                        Verdict.Kind.UNKNOWN,
                        List.of(Finding.of(Finding.Code.GROWN_OLD, checked)),
                        List.of(),
                        Finding.of(Finding.Code.DO_REPAIR),
                        verdict.msids(),
                        false),
                now);
    }

    /** The same host under another verdict, found without asking it. */
    HostRecord under(Verdict newVerdict, Instant now) {
        boolean same = newVerdict.kind() == verdict.kind();
        List<Change> changes = same ? history : HostRecordUpdater.plus(history, new Change(now, newVerdict.kind()));
        return new HostRecord(
                node,
                computer,
                newVerdict,
                checked,
                same ? since : now,
                changes,
                answered,
                error,
                secretServer,
                msids,
                newestRecord,
                marks);
    }

    /** The same host under another name of its node. */
    HostRecord renamed(String newNode, Instant now) {
        Finding note = Finding.of(Finding.Code.NODE_RENAMED, node, now);
        return new HostRecord(
                newNode,
                computer,
                verdict,
                checked,
                since,
                HostRecordUpdater.plus(history, new Change(now, verdict.kind(), note)),
                answered,
                error,
                secretServer,
                msids,
                newestRecord,
                marks);
    }
}
