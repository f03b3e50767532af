package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Change;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Mark;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Duration;
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
import java.util.SortedSet;
import java.util.TreeSet;

/** How the record of a host goes on from one check to the next. */
final class HostRecordUpdater {
    /** How long it is a concern that something else answers under a node's name than before; its history has it longer. */
    static final Duration CONCERN = Duration.ofDays(7);

    private static final Set<Code> IDENTITY = EnumSet.of(Code.WENT_BACK, Code.OTHER_COMPUTER, Code.OTHER_MACHINE);

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
     * @param facts what the host said; null where the verdict comes without
     */
    static HostRecord next(
            HostRecord last, String node, String computer, HostFacts facts, Verdict verdict, Instant now) {
        SortedSet<Msid> msids = facts == null ? new TreeSet<>(verdict.msids()) : msids(facts);
        long newest = facts == null ? 0 : newest(facts);
        Optional<Finding> note = last == null ? Optional.empty() : note(last, computer, msids, newest, now);
        boolean same = last != null && last.verdict().kind() == verdict.kind();
        List<Change> history = last == null ? List.of() : last.history();
        if (!same || note.isPresent()) {
            history = plus(history, new Change(now, verdict.kind(), note.orElse(null)));
        }
        Optional<String> error = verdict.evidence().stream()
                .filter(f -> f.code() == Code.NO_ANSWER)
                .map(f -> f.arguments().get(0))
                .findFirst();
        return new HostRecord(
                node,
                computer.isEmpty() && last != null ? last.computer() : computer,
                verdict.with(concerns(history, now)),
                now,
                same ? last.since() : now,
                history,
                error.isEmpty() ? now : last == null ? null : last.answered(),
                error.orElse(""),
                server(last, facts),
                msids.isEmpty() && last != null && !isAnswer(facts) ? last.msids() : msids,
                newest == 0 && last != null ? last.newestRecord() : newest,
                marks(last == null ? List.of() : last.marks(), facts));
    }

    static List<Change> plus(List<Change> history, Change change) {
        List<Change> longer = new ArrayList<>(history);
        longer.add(change);
        return longer;
    }

    private static boolean isAnswer(HostFacts facts) {
        return facts != null && facts.secrets().isKnown();
    }

    /** Whether it is still the machine that it was. */
    private static Optional<Finding> note(
            HostRecord last, String computer, SortedSet<Msid> msids, long newest, Instant now) {
        if (computer.isEmpty() || last.computer().isEmpty()) {
            return Optional.empty();
        }
        boolean others = !msids.isEmpty() && !last.msids().isEmpty() && Collections.disjoint(msids, last.msids());
        boolean back = newest > 0 && newest < last.newestRecord();
        if (!computer.equalsIgnoreCase(last.computer())) {
            return Optional.of(
                    Finding.of(others ? Code.OTHER_MACHINE : Code.OTHER_COMPUTER, last.computer(), computer, now));
        }
        if (!back) {
            return Optional.empty();
        }
        return Optional.of(
                others
                        ? Finding.of(Code.OTHER_MACHINE, last.computer(), computer, now)
                        : Finding.of(Code.WENT_BACK, last.newestRecord(), newest, now));
    }

    private static List<Finding> concerns(List<Change> history, Instant now) {
        return history.stream()
                .filter(c -> c.note() != null && IDENTITY.contains(c.note().code()))
                .filter(c -> c.at().plus(CONCERN).isAfter(now))
                .map(Change::note)
                .toList();
    }

    private static String server(HostRecord last, HostFacts facts) {
        if (facts != null
                && facts.secrets()
                        .asOptional()
                        .filter(HostFacts.Secrets::keyPresent)
                        .isPresent()) {
            return "";
        }
        if (facts == null || !facts.log().isKnown()) {
            return last == null ? "" : last.secretServer();
        }
        String name = facts.secretServer().map(e -> e.string(1).strip()).orElse("");
        // a name of Windows or of the Internet is never longer
        return facts.isCalled(name) ? "" : name.substring(0, Math.min(255, name.length()));
    }

    private static SortedSet<Msid> msids(HostFacts facts) {
        Optional<HostFacts.Secrets> secrets = facts.secrets().asOptional();
        if (secrets.isPresent() && secrets.get().keyPresent()) {
            return secrets.get().msids();
        }
        SortedSet<Msid> fetched = new TreeSet<>();
        facts.log().asOptional().ifPresent(log -> {
            log.newest(EventId.GOT_CURRENT_SECRET, EventId.GOT_CURRENT_SECRET_AGAIN)
                    .ifPresent(e -> fetched.addAll(e.msids()));
            log.newest(EventId.GOT_PREVIOUS_SECRET).ifPresent(e -> fetched.addAll(e.msids()));
        });
        return fetched;
    }

    private static long newest(HostFacts facts) {
        if (!facts.log().isKnown()) {
            return 0;
        }
        HostFacts.Log log = facts.log().value();
        long newest = log.oldest() == null ? 0 : log.oldest().recordId();
        if (!log.events().isEmpty()) {
            newest = Math.max(newest, log.events().get(0).recordId());
        }
        HostFacts.Mark required = log.required().last();
        return required == null ? newest : Math.max(newest, required.recordId());
    }

    private static List<Mark> marks(List<Mark> before, HostFacts facts) {
        if (facts == null || !facts.log().isKnown()) {
            return before;
        }
        HostFacts.Log log = facts.log().value();
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
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).event() == most) {
                sorted.remove(i);
                return;
            }
        }
    }
}
