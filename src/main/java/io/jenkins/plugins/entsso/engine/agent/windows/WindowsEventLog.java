package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the Application log says of ENTSSO. What may flood the log is asked for apart, so that it does not push out the
 * events of the secret's life; of each event ID the newest are kept.
 */
final class WindowsEventLog {
    /** As many events of one query are looked at. */
    static final int MOST = 5000;

    /** As many 10589 are counted. */
    static final int MOST_REQUIRED = 10_000;

    /** As many events of one ID are kept, and as many again about temporary files of our own. */
    static final int KEPT = 32;

    /** A query with more of them needs a form of its own [docs]. */
    static final int MOST_CONDITIONS = 20;

    private static final String SOURCE = "ENTSSO";

    /** What goes on between servers, and may flood. */
    private static final Set<EventId> SERVICE = EnumSet.of(
            EventId.REENCRYPT_FAILED,
            EventId.GOT_CURRENT_SECRET,
            EventId.GOT_PREVIOUS_SECRET,
            EventId.GET_SECRET_FAILED,
            EventId.SECRET_FETCHED,
            EventId.LOST_SECRET_SERVER,
            EventId.FOUND_SECRET_SERVER,
            EventId.REENCRYPTING,
            EventId.OUT_OF_SERVICE,
            EventId.IN_SERVICE,
            EventId.CALL_REFUSED,
            EventId.NOT_SSO_ADMIN,
            EventId.ACCESS_DENIED_ACCOUNTS);

    /** Each of these alone may flood: they repeat until somebody does something. */
    private static final Set<EventId> REPEATED = EnumSet.of(EventId.BACKUP_FAILED, EventId.CALL_AUDITED);

    private final Records records;

    WindowsEventLog(Records records) {
        this.records = records;
    }

    /** The records of the Application log. */
    interface Records {
        /** Takes records. */
        @FunctionalInterface
        interface Consumer {
            /** Takes one. */
            void accept(EventRecord record) throws QueryFailedException;
        }

        /**
         * Hands over the records that match.
         *
         * @param most no more than these
         * @return whether there are no others
         */
        boolean read(String xpath, boolean newestFirst, int most, Consumer consumer)
                throws QueryFailedException, BatchTooLargeException;

        /**
         * Counts the records that match, newest first.
         *
         * @param most where counting may stop
         * @param ends is given the newest, some of those in between, and the oldest
         * @return how many; more than the bound if there are more
         */
        int count(String xpath, int most, Consumer ends) throws QueryFailedException, BatchTooLargeException;

        /** Fetches fewer at once from now on; false if these are none. */
        boolean shrinkBatch();
    }

    /** Some records are too large to be fetched at once: the query has to be repeated with smaller batches. */
    static final class BatchTooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        BatchTooLargeException(String detail) {
            super(detail);
        }
    }

    /** Asks for all of it. */
    HostFacts.Log read() throws QueryFailedException {
        while (true) {
            try {
                return readOnce();
            } catch (BatchTooLargeException e) {
                if (!records.shrinkBatch()) {
                    throw new QueryFailedException(Failure.Kind.TOOL_FAILED, e.getMessage());
                }
            }
        }
    }

    private HostFacts.Log readOnce() throws QueryFailedException, BatchTooLargeException {
        HostFacts.Mark before = oldest();
        Set<EventId> life = EnumSet.complementOf(EnumSet.copyOf(SERVICE));
        life.removeAll(REPEATED);
        life.remove(EventId.BACKUP_REQUIRED);
        Newest newest = new Newest();
        boolean complete = newest.read(life);
        newest.read(SERVICE);
        for (EventId id : REPEATED) {
            newest.read(EnumSet.of(id));
        }
        Required required = new Required();
        String query = queries(EnumSet.of(EventId.BACKUP_REQUIRED)).get(0);
        int count = records.count(query, MOST_REQUIRED, required);
        // asked last: of what was overwritten or cleared meanwhile, nothing is concluded
        HostFacts.Mark oldest = oldest();
        if (before != null && (oldest == null || oldest.recordId() < before.recordId())) {
            throw new QueryFailedException(
                    Failure.Kind.NOT_UNDERSTOOD, "The event log was cleared while it was read; ask again");
        }
        List<EntssoEvent> events = newest.events();
        events.addAll(required.newest());
        return new HostFacts.Log(events, required.repeats(count), oldest, complete && !newest.backupDropped);
    }

    private HostFacts.Mark oldest() throws QueryFailedException, BatchTooLargeException {
        HostFacts.Mark[] found = new HostFacts.Mark[1];
        records.read("*", false, 1, record -> found[0] = mark(record));
        return found[0];
    }

    private static HostFacts.Mark mark(EventRecord record) {
        return new HostFacts.Mark(record.number(), record.time());
    }

    private static EntssoEvent event(EventId id, EventRecord record) {
        return new EntssoEvent(id, record.number(), record.time(), record.strings());
    }

    /** Asks for the events of these IDs, in as many queries as it takes. */
    static List<String> queries(Set<EventId> ids) {
        return queriesOf(ids.stream().map(EventId::number).toList());
    }

    static List<String> queriesOf(Collection<Integer> ids) {
        TreeSet<Integer> numbers = new TreeSet<>(ids);
        List<String> queries = new ArrayList<>();
        List<String> ranges = new ArrayList<>();
        int conditions = 1;
        while (!numbers.isEmpty()) {
            int first = numbers.pollFirst();
            int last = first;
            while (numbers.remove(last + 1)) {
                last++;
            }
            int more = first == last ? 1 : 2;
            if (conditions + more > MOST_CONDITIONS) {
                queries.add(query(ranges));
                ranges.clear();
                conditions = 1;
            }
            ranges.add(first == last ? "EventID=" + first : "(EventID>=" + first + " and EventID<=" + last + ")");
            conditions += more;
        }
        queries.add(query(ranges));
        return queries;
    }

    private static String query(List<String> ranges) {
        return "*[System[Provider[@Name='" + SOURCE + "'] and (" + String.join(" or ", ranges) + ")]]";
    }

    /**
     * Keeps the newest events of each ID, those about our own temporary files apart: there may be one a night, which must
     * not push out the one backup that somebody else made.
     */
    private final class Newest {
        private final Map<EventId, List<EntssoEvent>> ours = new EnumMap<>(EventId.class);
        private final Map<EventId, List<EntssoEvent>> others = new EnumMap<>(EventId.class);
        private boolean backupDropped;

        /** Asks for these; returns whether it saw all of them. */
        boolean read(Set<EventId> ids) throws QueryFailedException, BatchTooLargeException {
            boolean all = true;
            for (String query : queries(ids)) {
                all &= records.read(query, true, MOST, record -> {
                    EventId id = EventId.of(record.id()).orElse(null);
                    if (ids.contains(id)) {
                        add(event(id, record));
                    }
                });
            }
            return all;
        }

        private void add(EntssoEvent event) throws QueryFailedException {
            boolean isOurs = event.file().flatMap(BackupName::id).isPresent();
            List<EntssoEvent> same = (isOurs ? ours : others).computeIfAbsent(event.id(), id -> new ArrayList<>());
            if (!same.isEmpty() && same.get(same.size() - 1).recordId() <= event.recordId()) {
                // in another order the newest, on which all rests, could be the ones that are dropped
                throw new QueryFailedException(
                        Failure.Kind.NOT_UNDERSTOOD,
                        "The event log answered with record " + event.recordId()
                                + " after an older one, though the newest" + " first were asked for");
            }
            if (same.size() < KEPT) {
                same.add(event);
            } else if (event.id() == EventId.BACKED_UP || event.id() == EventId.RESTORED) {
                backupDropped = true;
            }
        }

        List<EntssoEvent> events() {
            List<EntssoEvent> all = new ArrayList<>();
            ours.values().forEach(all::addAll);
            others.values().forEach(all::addAll);
            return all;
        }
    }

    /** The ends of a run of 10589. */
    private static final class Required implements Records.Consumer {
        private EventRecord newest;
        private EventRecord oldest;

        @Override
        public void accept(EventRecord record) {
            newest = newest == null ? record : newest;
            oldest = record;
        }

        List<EntssoEvent> newest() {
            return newest == null ? List.of() : List.of(event(EventId.BACKUP_REQUIRED, newest));
        }

        HostFacts.Repeats repeats(int count) {
            return newest == null
                    ? HostFacts.Repeats.NONE
                    : new HostFacts.Repeats(
                            Math.min(count, MOST_REQUIRED), count > MOST_REQUIRED, mark(oldest), mark(newest));
        }
    }
}
