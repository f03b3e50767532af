package io.jenkins.plugins.entsso.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * One query through the native {@code wevtapi.dll}: the channel, the query, {@code reverse} or {@code forward}. It fetches
 * the records in batches. Or a channel and {@code channel}: whether it keeps old records, whether it is full, its size.
 */
final class EventLogCalls extends Tool {
    private static final int ACCESS_DENIED = 5;
    private static final int NO_MORE_ITEMS = 259;
    private static final int INVALID_BOUND = 1734;
    private static final int INVALID_QUERY = 15001;
    private static final int CHANNEL_NOT_FOUND = 15007;

    /** In bytes; Windows refuses batches from about 2 MB on, of which it is not known what all counts. */
    private static final int LARGEST_BATCH = 1 << 20;

    /** Windows counts time in units of 100 ns, from then on. */
    private static final Instant FILE_TIME_BEGINS = Instant.parse("1601-01-01T00:00:00Z");

    private final RemoteMachine remote;

    EventLogCalls(SimulatedHost host, RemoteMachine machine) {
        super("wevtapi", host, machine);
        remote = machine;
    }

    @Override
    int run(List<String> arguments) throws IOException {
        boolean isEntssos = arguments.get(0).equalsIgnoreCase(state.log());
        if (!isEntssos && !arguments.get(0).equalsIgnoreCase("Application")) {
            return CHANNEL_NOT_FOUND;
        }
        if (state.has(Fault.LOG_ACCESS_DENIED)) {
            return ACCESS_DENIED;
        }
        if (state.has(Fault.LOG_HANGS)) {
            return hang();
        }
        if (arguments.get(1).equals("channel")) {
            String full = isEntssos && state.has(Fault.LOG_FULL) ? "1" : "0";
            remote.out().write(RemoteMachine.texts(List.of(full, full, Long.toString(HostState.LOG_BYTES))));
            return 0;
        }
        Predicate<LogEntry> condition;
        try {
            condition = EventQuery.parse(arguments.get(1));
        } catch (IllegalArgumentException e) {
            return INVALID_QUERY;
        }
        if (!isEntssos) {
            condition = condition.and(entry -> !entry.source().equals(LogEntry.ENTSSO));
        }
        return answer(condition, arguments.get(2).equals("reverse"));
    }

    private int answer(Predicate<LogEntry> condition, boolean newestFirst) throws IOException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        int size = remote.wanted();
        int count = 0;
        for (LogEntry entry : log(newestFirst)) {
            for (long i = 0; i < entry.count() && condition.test(entry); i++) {
                long record = newestFirst ? entry.next() - 1 - i : entry.first() + i;
                if (count == size) {
                    remote.out().write(batch.toByteArray());
                    batch.reset();
                    size = remote.wanted();
                    count = 0;
                }
                batch.write(record(entry, record));
                count++;
                if (batch.size() > LARGEST_BATCH && count > 1) {
                    return INVALID_BOUND;
                }
            }
        }
        if (count > 0) {
            remote.out().write(batch.toByteArray());
            remote.wanted();
        }
        return NO_MORE_ITEMS;
    }

    private List<LogEntry> log(boolean newestFirst) throws IOException {
        List<LogEntry> log = host.with(true, Session::logAsRead);
        if (newestFirst) {
            Collections.reverse(log);
        }
        return log;
    }

    private byte[] record(LogEntry entry, long record) {
        List<String> texts = new ArrayList<>(List.of(
                entry.source(),
                Integer.toString(entry.id()),
                Integer.toString(entry.qualifiers()),
                Integer.toString(entry.level()),
                Long.toString(fileTime(entry.time(record))),
                Long.toString(record),
                state.get(Variation.EVENT_STRINGS),
                state.get(Variation.BINARY)));
        texts.addAll(entry.strings());
        texts.add(0, Integer.toString(texts.size()));
        return RemoteMachine.texts(texts);
    }

    private static long fileTime(Instant time) {
        Duration since = Duration.between(FILE_TIME_BEGINS, time);
        return since.getSeconds() * 10_000_000 + since.getNano() / 100;
    }
}
