package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Change;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Check;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Mark;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the record of a host goes on from one check to the next. */
final class HostRecordUpdater {
    /** What the timeline of a secret shows. What goes on all the time between servers is not its life. */
    private static final Set<EventId> NOTEWORTHY = EnumSet.of(
            EventId.NO_SECRETS,
            EventId.SECRETS_NOT_LOADED,
            EventId.RESTORED,
            EventId.RESTORE_FAILED,
            EventId.GENERATED,
            EventId.GENERATE_FAILED,
            EventId.BACKED_UP,
            EventId.BACKUP_FAILED,
            EventId.BACKUP_FAILED_MEDIA,
            EventId.SECRET_INVALID,
            EventId.SECRET_SERVER_CHANGED);

    private static final Comparator<Mark> BY_AGE =
            Comparator.comparing(Mark::time).thenComparingLong(Mark::recordId);

    private HostRecordUpdater() {}

    /**
     * The record after a check.
     *
     * @param last the record before; null if there is none
     */
    static HostRecord next(HostRecord last, String node, Check check, Collection<Backup> backups, Instant now) {
        HostFacts said = check.failure() == null ? check.facts() : null;
        LastKnown before = last == null ? LastKnown.NOTHING : last.known();
        LastKnown known = said == null ? before : before.after(said);
        Verdict verdict = HostRecord.judge(node, check, known, backups, now);
        Optional<Finding> note = last == null || said == null ? Optional.empty() : note(last, said, now);
        boolean same = last != null && last.verdict().kind() == verdict.kind();
        List<Change> history = last == null ? List.of() : last.history();
        if (!same || note.isPresent()) {
            history = HostRecord.plus(history, new Change(now, verdict.kind(), note.orElse(null)));
        }
        List<Mark> marks = last == null ? List.of() : last.marks();
        return new HostRecord(
                node,
                verdict.with(HostRecord.identity(history, now)),
                same ? last.since() : now,
                check,
                known,
                history,
                said == null || !said.log().isKnown()
                        ? marks
                        : marks(marks, said.log().value()));
    }

    /** The record after its host was judged again by what it said last; the very same if nothing changes. */
    static HostRecord judged(HostRecord host, Check check, Collection<Backup> backups, Instant now) {
        HostRecord judged = next(host, host.node(), check, backups, now);
        return judged.equals(host) ? host : judged;
    }

    /** Whether it is still the machine that it was. */
    private static Optional<Finding> note(HostRecord last, HostFacts facts, Instant now) {
        LastKnown said = LastKnown.NOTHING.after(facts);
        boolean others =
                !said.msids().isEmpty() && !last.msids().isEmpty() && Collections.disjoint(said.msids(), last.msids());
        boolean renamed = !facts.computer().equalsIgnoreCase(last.computer());
        boolean back =
                facts.newestRecord() > 0 && facts.newestRecord() < last.known().newestRecord();
        if (last.computer().isEmpty() || !renamed && !back) {
            return Optional.empty();
        }
        if (renamed || others) {
            Code code = others ? Code.OTHER_MACHINE : Code.OTHER_COMPUTER;
            return Optional.of(Finding.of(code, last.computer(), facts.computer(), now));
        }
        return Optional.of(Finding.of(Code.WENT_BACK, last.known().newestRecord(), facts.newestRecord(), now));
    }

    private static List<Mark> marks(List<Mark> before, HostFacts.Log log) {
        Set<Mark> all = new LinkedHashSet<>(before);
        for (EntssoEvent event : log.events()) {
            if (NOTEWORTHY.contains(event.id())) {
                all.add(new Mark(event.id(), event.recordId(), event.time()));
            }
        }
        required(all, log).ifPresent(all::add);
        if (all.size() == before.size()) {
            return before;
        }
        List<Mark> sorted = new ArrayList<>(all);
        sorted.sort(BY_AGE);
        while (sorted.size() > HostRecord.MAX_MARKS) {
            dropOne(sorted);
        }
        return sorted;
    }

    /** The first 10589 of a run that is not marked yet: a run ends with a backup or a restore. */
    private static Optional<Mark> required(Collection<Mark> marks, HostFacts.Log log) {
        HostFacts.Mark first = log.required().first();
        HostFacts.Mark last = log.required().last();
        if (first == null || last == null) {
            return Optional.empty();
        }
        Optional<EntssoEvent> done = log.newest(EventId.BACKED_UP, EventId.RESTORED);
        long end = done.map(EntssoEvent::recordId).orElse(-1L);
        HostFacts.Mark mark = first.recordId() < end && last.recordId() > end ? last : first;
        Instant doneAt = mark.recordId() < end
                ? Instant.MIN
                : done.map(EntssoEvent::time).orElse(Instant.MIN);
        boolean known = marks.stream()
                .anyMatch(m -> m.event() == EventId.BACKUP_REQUIRED && m.time().isAfter(doneAt));
        return known ? Optional.empty() : Optional.of(new Mark(EventId.BACKUP_REQUIRED, mark.recordId(), mark.time()));
    }

    /** Drops the oldest of the most frequent kind, so that a failure which repeats does not push out what is rare. */
    private static void dropOne(List<Mark> sorted) {
        Map<EventId, Integer> counts = new EnumMap<>(EventId.class);
        sorted.forEach(m -> counts.merge(m.event(), 1, Integer::sum));
        EventId most =
                Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
        sorted.stream().filter(m -> m.event() == most).findFirst().ifPresent(sorted::remove);
    }
}
