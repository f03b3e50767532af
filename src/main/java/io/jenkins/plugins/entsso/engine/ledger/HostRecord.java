package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * The last word on one host and how it came to it.
 *
 * @param node the node's name in the CI server
 * @param verdict the last verdict
 * @param since since when the verdict has been of this kind
 * @param check how it was last asked
 * @param known what it was last known to be
 * @param history the changes, oldest first, at most {@value #MAX_HISTORY}
 * @param marks what the host's log told of the secret's life, also what has since been overwritten there, oldest first, at
 *     most {@value #MAX_MARKS} of each event, so that a failure which repeats does not push out what is rare
 * @param starts the backups of it that were started in a row without success; null if none was
 */
public record HostRecord(
        String node,
        Verdict verdict,
        Instant since,
        Check check,
        LastKnown known,
        List<Change> history,
        List<Mark> marks,
        Starts starts) {
    /**
     * How long it counts that a host was protected, or had no secret to protect, if nobody has looked since. The longest
     * interval at which hosts are asked is less than half of it.
     */
    public static final Duration FRESH = Duration.ofDays(7);

    public static final int MAX_HISTORY = 100;
    public static final int MAX_MARKS = 20;

    /**
     * How a host was asked, and what the verdict rests on.
     *
     * @param checked when it was last asked, by the controller's clock, whether it answered or not
     * @param answered when it last answered; null if it never did
     * @param facts what it answered then; null if it never did
     * @param failure why it did not answer when it was last asked; null if it did
     */
    public record Check(Instant checked, Instant answered, HostFacts facts, Failure failure) {
        /** Refuses times that no clock can have shown, and an answer of which only a part is there. */
        public Check {
            Bounds.time("of a check", checked);
            if ((answered == null) != (facts == null) || facts == null && failure == null) {
                throw new IllegalArgumentException("A host answers with facts, or fails to");
            }
            if (answered != null) {
                Bounds.time("of an answer", answered);
            }
        }

        /** The same check of a node in that cluster, see {@link HostFacts#in}. */
        Check in(String cluster) {
            return facts == null ? this : new Check(checked, answered, facts.in(cluster), failure);
        }

        /** The host did not answer; what it said last stays known. */
        static Check failed(Instant now, Failure failure, Check last) {
            return new Check(now, last == null ? null : last.answered, last == null ? null : last.facts, failure);
        }
    }

    /**
     * A change of verdict, or of what answers under the node's name.
     *
     * @param at when it was found
     * @param kind the verdict from then on
     * @param note what else was found: {@link Code#WENT_BACK}, {@link Code#OTHER_COMPUTER}, {@link Code#OTHER_MACHINE},
     *     {@link Code#NODE_RENAMED} or {@link Code#RESOLVED}; null where only the verdict changed
     */
    public record Change(Instant at, Verdict.Kind kind, Finding note) {
        public Change {
            Bounds.time("of a change", at);
            Objects.requireNonNull(kind, "kind");
        }

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
        public Mark {
            Objects.requireNonNull(event, "event");
            Bounds.time("of a mark", time);
        }
    }

    /**
     * The backups of a host that were started without anybody's asking for them, and have not helped.
     *
     * @param number how many
     * @param last when the last of them was started
     */
    public record Starts(int number, Instant last) {
        public Starts {
            Bounds.time("of a start", last);
        }
    }

    /**
     * The record of a host whose node was removed.
     *
     * @param at when it was removed
     */
    record Removed(HostRecord host, Instant at) {
        Removed {
            Objects.requireNonNull(host, "host");
            Bounds.time("of a removal", at);
        }
    }

    /** Keeps the newest changes only. Refuses times that no clock can have shown. */
    public HostRecord {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(known, "known");
        Bounds.time("of a verdict", since);
        if (history.isEmpty()) {
            throw new IllegalArgumentException("There is no verdict without its first change");
        }
        history = List.copyOf(history.subList(Math.max(0, history.size() - MAX_HISTORY), history.size()));
        marks = List.copyOf(marks);
    }

    /** The name that the host calls itself by: untrusted text; empty if it never answered. */
    public String computer() {
        return check.facts == null ? "" : check.facts.computer();
    }

    public Instant checked() {
        return check.checked;
    }

    public Instant answered() {
        return check.answered;
    }

    /** Why it did not answer when it was last asked: untrusted text; empty if it did. */
    public String error() {
        return check.failure == null ? "" : check.failure.detail();
    }

    public Optional<HostFacts> facts() {
        return Optional.ofNullable(check.facts);
    }

    /** Whether an older backup may be better than a new one: secrets cannot be loaded, or data does not decrypt. */
    public boolean mayNeedOlderBackups() {
        return verdict.kind() == Verdict.Kind.DAMAGED
                || facts().filter(HostFacts::hasBadData).isPresent();
    }

    /** The name that the host gives for its master secret server: untrusted text; empty if that is itself, or not known. */
    public String secretServer() {
        return known.secretServer();
    }

    /** The secrets that the host was last known to have: its own if it is a secret server, else those that it fetched. */
    public SortedSet<Msid> msids() {
        return known.msids();
    }

    /**
     * Whether a good verdict does not count any more because nobody has looked for too long. A bad one stays bad; and that
     * there is no ENTSSO or no Windows at all does not change overnight, while agents are off for weeks: it would be an alarm
     * about nothing. When a check that lies ahead was made is not known, since the clock was wrong then.
     */
    public boolean isOld(Instant now) {
        return isOld(verdict, check.checked, now);
    }

    static boolean isOld(Verdict verdict, Instant checked, Instant now) {
        boolean ages = verdict.kind() == Verdict.Kind.PROTECTED || verdict.kind() == Verdict.Kind.NOT_A_SECRET_SERVER;
        return ages && (checked.isBefore(now.minus(FRESH)) || Bounds.isAhead(checked, now));
    }

    /** The verdict that is left of the last one, if that {@linkplain #isOld is old}. */
    public Verdict outOfDate(Instant now) {
        return outOfDate(verdict, check.checked, now);
    }

    static Verdict outOfDate(Verdict verdict, Instant checked, Instant now) {
        Code why = Bounds.isAhead(checked, now) ? Code.CHECKED_AHEAD : Code.GROWN_OLD;
        return verdict.outOfDate(Finding.of(why, checked), Code.DO_REPAIR);
    }

    /** The same host under another name of its node. */
    HostRecord withNode(String newNode, Instant now) {
        Change change = new Change(now, verdict.kind(), Finding.of(Code.NODE_RENAMED, node, now));
        return new HostRecord(newNode, verdict, since, check, known, plus(history, change), marks, starts);
    }

    HostRecord with(LastKnown nowKnown, List<Change> nowHistory) {
        return new HostRecord(node, verdict, since, check, nowKnown, nowHistory, marks, starts);
    }

    HostRecord withStarts(int number, Instant now) {
        Starts tried = number == 0 ? null : new Starts(number, now);
        return new HostRecord(node, verdict, since, check, known, history, marks, tried);
    }

    public Change newestChange() {
        return history.get(history.size() - 1);
    }

    static List<Change> plus(List<Change> history, Change change) {
        return Stream.concat(history.stream(), Stream.of(change)).toList();
    }
}
