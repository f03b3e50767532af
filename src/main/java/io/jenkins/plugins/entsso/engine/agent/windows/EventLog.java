package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the Application log says of ENTSSO, asked through {@code wevtutil}. The event log service evaluates the queries, so
 * that a flood of 10589 costs no more than what is asked for; and each kind of event is asked for apart, so that the flood
 * of one does not push out another.
 *
 * <p>Whether {@code wevtutil} prints anything at all where it finds nothing is not known, and a program that prints nothing
 * proves nothing. So each question asks for the log's oldest record too: an answer with neither that record nor as many
 * events as were asked for is none. It shows also that the log was neither cleared between two questions nor cut short.
 */
public final class EventLog {
    /** As many events of one query are looked at. */
    static final int MOST = 5000;

    /** As many 10589 are counted. */
    static final int MOST_REQUIRED = 10_000;

    /** As many events of one ID are kept, and as many again about temporary files of our own. */
    static final int KEPT = 32;

    /** As many questions are asked at most: four, and again if the log's oldest record is gone meanwhile. */
    static final int MOST_QUESTIONS = 8;

    private static final String SOURCE = "ENTSSO";
    private static final String ROOT = "Events";

    /** What goes on all the time between servers; apart from the life of the secret, for it may flood. */
    private static final Set<EventId> SERVICE = EnumSet.of(
            EventId.REENCRYPT_FAILED,
            EventId.GOT_CURRENT_SECRET,
            EventId.GOT_PREVIOUS_SECRET,
            EventId.GOT_CURRENT_SECRET_AGAIN,
            EventId.LOST_SECRET_SERVER,
            EventId.OUT_OF_SERVICE,
            EventId.IN_SERVICE);

    private static final Set<EventId> LIFE = life();

    private final Commands commands;
    private final String wevtutil;
    private final Duration timeout;

    /** Asks through that {@code wevtutil}, each question within that time. */
    public EventLog(Commands commands, String wevtutil, Duration timeout) {
        this.commands = commands;
        this.wevtutil = wevtutil;
        this.timeout = timeout;
    }

    private static Set<EventId> life() {
        Set<EventId> rest = EnumSet.complementOf(EnumSet.copyOf(SERVICE));
        rest.remove(EventId.BACKUP_REQUIRED);
        return rest;
    }

    /**
     * Asks.
     *
     * @throws InterruptedException if interrupted
     */
    public QueryResult<HostFacts.Log> ask() throws InterruptedException {
        try {
            return askOnce();
        } catch (Moved first) {
            try {
                // a full log gives up its oldest records as it goes on: that is no mishap, and seldom happens twice
                return askOnce();
            } catch (Moved again) {
                return QueryResult.failed(again.failure);
            }
        }
    }

    private QueryResult<HostFacts.Log> askOnce() throws Moved, InterruptedException {
        try {
            HostFacts.Mark oldest = oldest();
            Newest newest = new Newest();
            boolean allOfLife = query(LIFE, oldest, MOST, newest);
            query(SERVICE, oldest, MOST, newest);
            Run run = new Run();
            boolean counted = query(EnumSet.of(EventId.BACKUP_REQUIRED), oldest, MOST_REQUIRED, run);
            List<EntssoEvent> events = newest.events();
            if (run.newest != null) {
                events.add(run.newest);
            }
            return QueryResult.of(
                    new HostFacts.Log(events, run.repeats(!counted), oldest, allOfLife && !newest.backupDropped));
        } catch (QueryFailedException e) {
            return QueryResult.failed(e.failure());
        }
    }

    private HostFacts.Mark oldest() throws QueryFailedException, InterruptedException {
        HostFacts.Mark[] found = new HostFacts.Mark[1];
        run("*", false, 1, record -> found[0] = mark(record));
        if (found[0] == null) {
            throw new QueryFailedException(
                    Failure.Kind.SILENT,
                    wevtutil
                            + " shows not a single event in the Application log, of whatever source: the log is empty, or"
                            + " the program is not the one of Windows. Neither proves anything.");
        }
        return found[0];
    }

    /** Asks for the newest events of these IDs; returns whether these were all, down to the log's oldest record. */
    private boolean query(Set<EventId> ids, HostFacts.Mark oldest, int most, Consumer<EntssoEvent> consumer)
            throws QueryFailedException, Moved, InterruptedException {
        String conditions = ids.stream().map(id -> "EventID=" + id.number()).collect(Collectors.joining(" or "));
        String query = "*[System[(Provider[@Name='" + SOURCE + "'] and (" + conditions + ")) or EventRecordID="
                + oldest.recordId() + "]]";
        Reading reading = new Reading(ids, oldest, consumer);
        boolean spoke = run(query, true, most, reading);
        if (!reading.beyond && (reading.whole || reading.count >= most)) {
            return reading.whole;
        }
        throw spoke
                ? new Moved(
                        Failure.Kind.NOT_UNDERSTOOD,
                        "The event log's oldest record, " + oldest.recordId()
                                + ", is gone a moment after it was shown: the log was cleared meanwhile, or overwrites its"
                                + " records that fast. Ask again, or let the log keep more")
                : new Moved(
                        Failure.Kind.SILENT,
                        wevtutil + " printed nothing, though the log's record " + oldest.recordId()
                                + ", which it had shown before, was asked for as well. This proves nothing.");
    }

    private static HostFacts.Mark mark(LogRecord record) {
        return new HostFacts.Mark(record.recordId(), record.time());
    }

    /** Asks, and returns whether the program printed anything. */
    private boolean run(String query, boolean newestFirst, int most, Consumer<LogRecord> events)
            throws QueryFailedException, InterruptedException {
        Commands.Output<Boolean> output = commands.run(
                List.of(
                        wevtutil,
                        "qe",
                        "Application",
                        "/q:" + query,
                        "/f:xml",
                        "/rd:" + newestFirst,
                        "/c:" + most,
                        "/u:true",
                        "/e:" + ROOT),
                timeout,
                bytes -> {
                    try {
                        return EventXml.read(OutputText.of(bytes), ROOT, events);
                    } catch (NotBelieved e) {
                        throw new QueryFailedException(Failure.Kind.NOT_UNDERSTOOD, e.getMessage());
                    }
                });
        if (output.exitCode() != 0) {
            // 5 is ERROR_ACCESS_DENIED; which exit codes wevtutil has is not documented
            throw new QueryFailedException(
                    output.exitCode() == 5 ? Failure.Kind.ACCESS_DENIED : Failure.Kind.TOOL_FAILED,
                    wevtutil + " failed with exit code " + output.exitCode() + ": " + output.errors());
        }
        return output.parsed();
    }

    /** The log is not the one any more whose oldest record was asked for, or the program does not answer. */
    private static final class Moved extends Exception {
        private static final long serialVersionUID = 1L;
        private final Failure failure;

        Moved(Failure.Kind kind, String detail) {
            super(detail);
            this.failure = new Failure(kind, detail);
        }
    }

    /** Believes of an answer what was asked for, and looks for the log's oldest record at its end. */
    private static final class Reading implements Consumer<LogRecord> {
        private final Set<EventId> ids;
        private final HostFacts.Mark oldest;
        private final Consumer<EntssoEvent> consumer;
        private long previous = Long.MAX_VALUE;
        private int count;
        private boolean whole;
        private boolean beyond;

        Reading(Set<EventId> ids, HostFacts.Mark oldest, Consumer<EntssoEvent> consumer) {
            this.ids = ids;
            this.oldest = oldest;
            this.consumer = consumer;
        }

        @Override
        public void accept(LogRecord record) {
            count++;
            if (record.recordId() >= previous) {
                // of a bounded answer in another order the newest events, on which all rests, would be missing
                throw new NotBelieved("The event log answered with record " + record.recordId() + " after record "
                        + previous + ", though the newest first were asked for");
            }
            previous = record.recordId();
            // the time as well: in a log that was cleared, the numbers may come again
            boolean isOldest = mark(record).equals(oldest);
            EventId id = EventId.of(record.id())
                    .filter(ids::contains)
                    .filter(i -> record.isFrom(SOURCE))
                    .orElse(null);
            if (id != null) {
                consumer.accept(new EntssoEvent(id, record.recordId(), record.time(), record.strings()));
            } else if (record.recordId() != oldest.recordId()) {
                throw new NotBelieved("The event log answered with event " + record.id()
                        + " of another source or kind than was asked for");
            }
            whole |= isOldest;
            beyond |= record.recordId() <= oldest.recordId() && !isOldest;
        }
    }

    /** An event that cannot be an answer to the query. */
    private static final class NotBelieved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotBelieved(String why) {
            super(why);
        }
    }

    /**
     * Keeps the newest events of each ID, those about our own temporary files apart: there may be one a night, which must
     * not push out the one backup that somebody else made.
     */
    private static final class Newest implements Consumer<EntssoEvent> {
        private final Map<EventId, List<EntssoEvent>> ours = new EnumMap<>(EventId.class);
        private final Map<EventId, List<EntssoEvent>> others = new EnumMap<>(EventId.class);
        private boolean backupDropped;

        @Override
        public void accept(EntssoEvent event) {
            boolean isOurs = event.file().flatMap(BackupName::id).isPresent();
            List<EntssoEvent> same = (isOurs ? ours : others).computeIfAbsent(event.id(), id -> new ArrayList<>());
            // they come newest first
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

    /** Counts a run of one event, and keeps its ends. */
    private static final class Run implements Consumer<EntssoEvent> {
        private int count;
        private EntssoEvent newest;
        private HostFacts.Mark oldest;

        @Override
        public void accept(EntssoEvent event) {
            if (newest == null) {
                newest = event;
            }
            oldest = new HostFacts.Mark(event.recordId(), event.time());
            count++;
        }

        HostFacts.Repeats repeats(boolean capped) {
            return newest == null
                    ? HostFacts.Repeats.NONE
                    : new HostFacts.Repeats(
                            count, capped, oldest, new HostFacts.Mark(newest.recordId(), newest.time()));
        }
    }
}
