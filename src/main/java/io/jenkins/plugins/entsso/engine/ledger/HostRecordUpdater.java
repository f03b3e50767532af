package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Change;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Check;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Mark;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupSelection;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Duration;
import java.time.Instant;
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
import java.util.stream.Stream;

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

    /** How long it is a concern that something else answers under a node's name than before; its history has it longer. */
    static final Duration CONCERN = Duration.ofDays(7);

    /** So old a backup may be where nobody says how old, in days: Microsoft advises to back up monthly. */
    private static final int MONTH = 30;

    private static final Set<Code> IDENTITY = EnumSet.of(Code.WENT_BACK, Code.OTHER_COMPUTER, Code.OTHER_MACHINE);

    private static final Comparator<Mark> BY_AGE =
            Comparator.comparing(Mark::time).thenComparingLong(Mark::recordId);

    private HostRecordUpdater() {}

    /**
     * The record after a check, or after its backups changed or time has passed: then by the check that was the last.
     *
     * @param last the record before; null if there is none
     * @param cluster the nodes whose word counts for it, see {@link Verdict#of}
     * @param maxAgeDays how many days old its backup may be before that is a concern; 0 for a month
     */
    static HostRecord next(
            HostRecord last,
            String node,
            Set<String> cluster,
            Check check,
            Collection<Backup> backups,
            int maxAgeDays,
            Instant now) {
        HostFacts said = check.failure() == null ? check.facts() : null;
        LastKnown before = last == null ? LastKnown.NOTHING : last.known();
        LastKnown known = said == null ? before : before.after(said, check.checked());
        Verdict verdict = said == null
                ? Verdict.unreachable(check.failure())
                : judge(node, cluster, check, known, backups, maxAgeDays, now);
        Optional<Finding> note = last == null || said == null ? Optional.empty() : note(last, said, now);
        boolean same = last != null && last.verdict().kind() == verdict.kind();
        List<Change> history = last == null ? List.of() : last.history();
        if (!same || note.isPresent()) {
            history = HostRecord.plus(history, new Change(now, verdict.kind(), note.orElse(null)));
        }
        List<Mark> marks = last == null ? List.of() : last.marks();
        return new HostRecord(
                node,
                verdict.with(identity(history, now)),
                same ? last.since() : now,
                check,
                known,
                history,
                said == null || !said.log().isKnown()
                        ? marks
                        : marks(marks, said.log().value()),
                last != null && isSameReason(last.verdict().kind(), verdict.kind()) ? last.starts() : null);
    }

    /** Whether backups would be for the same reason: what comes after a good verdict is another, but for a short silence. */
    private static boolean isSameReason(Verdict.Kind before, Verdict.Kind now) {
        return before == Verdict.Kind.UNKNOWN || now == Verdict.Kind.UNKNOWN || before.isBad() == now.isBad();
    }

    /** What was found long ago makes no host green, whoever has backed its secret up since. */
    private static Verdict judge(
            String node,
            Set<String> cluster,
            Check check,
            LastKnown known,
            Collection<Backup> backups,
            int maxAgeDays,
            Instant now) {
        Verdict verdict = Verdict.of(node, cluster, check.facts(), backups, known);
        if (HostRecord.isOld(verdict, check.checked(), now)) {
            return HostRecord.outOfDate(verdict, check.checked(), now);
        }
        if (verdict.kind() != Verdict.Kind.PROTECTED) {
            return verdict;
        }
        Set<Backup> covers = BackupSelection.covers(node, cluster, check.facts(), backups);
        Optional<Backup> unread =
                covers.stream().filter(b -> b.isUnread(now)).min(Comparator.comparing(Backup::lastGood));
        Optional<Finding> notRead = unread.map(b -> Finding.of(Code.BACKUP_NOT_READ, b.job(), b.build(), b.lastGood()));
        if (unread.filter(b -> b.lastGood().isBefore(now.minus(HostRecord.FRESH)))
                .isPresent()) {
            return verdict.outOfDate(notRead.get(), Code.DO_LOOK);
        }
        int days = maxAgeDays == 0 ? MONTH : maxAgeDays;
        Optional<Finding> tooOld = covers.stream()
                .min(Comparator.comparing(Backup::made))
                .filter(b -> Duration.between(b.made(), now).toDays() >= days)
                .map(b -> Finding.of(Code.TOO_OLD, b.job(), b.build(), b.made(), days));
        return verdict.with(Stream.concat(tooOld.stream(), notRead.stream()).toList());
    }

    /** The concern that something else answers under the node's name than before: the newest, for a while. */
    private static List<Finding> identity(List<Change> history, Instant now) {
        return history.stream()
                .filter(c -> c.note() != null && IDENTITY.contains(c.note().code()))
                .filter(c -> c.at().plus(CONCERN).isAfter(now))
                .reduce((older, newer) -> newer)
                .map(Change::note)
                .stream()
                .toList();
    }

    /** Whether it is still the machine that it was. */
    private static Optional<Finding> note(HostRecord last, HostFacts facts, Instant now) {
        LastKnown said = LastKnown.NOTHING.after(facts);
        boolean others =
                !said.msids().isEmpty() && !last.msids().isEmpty() && Collections.disjoint(said.msids(), last.msids());
        boolean renamed = !facts.computer().equalsIgnoreCase(last.computer());
        if (last.computer().isEmpty() || !renamed && !last.known().wentBack(facts)) {
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
        Map<EventId, Integer> counts = new EnumMap<>(EventId.class);
        return all.stream()
                .sorted(BY_AGE.reversed())
                .filter(mark -> counts.merge(mark.event(), 1, Integer::sum) <= HostRecord.MAX_MARKS)
                .sorted(BY_AGE)
                .toList();
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
}
