package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Wevtapi;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.Winevt.EVT_CHANNEL_CONFIG_PROPERTY_ID;
import com.sun.jna.platform.win32.Winevt.EVT_HANDLE;
import com.sun.jna.platform.win32.Winevt.EVT_LOG_PROPERTY_ID;
import com.sun.jna.platform.win32.Winevt.EVT_OPEN_LOG_FLAGS;
import com.sun.jna.platform.win32.Winevt.EVT_QUERY_FLAGS;
import com.sun.jna.platform.win32.Winevt.EVT_RENDER_CONTEXT_FLAGS;
import com.sun.jna.platform.win32.Winevt.EVT_RENDER_FLAGS;
import com.sun.jna.platform.win32.Winevt.EVT_SYSTEM_PROPERTY_ID;
import com.sun.jna.platform.win32.Winevt.EVT_VARIANT;
import com.sun.jna.ptr.IntByReference;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/**
 * What an event log says of ENTSSO, read through {@code wevtapi.dll} in this process. The event log's service evaluates the
 * queries, so that a log of gigabytes costs no more than what is asked for. For one thread, but for {@link #cancel}.
 */
final class WindowsEventLog {
    /** As many events of one query are looked at. */
    static final int MOST = 5000;

    /** As many 10589 are counted. */
    static final int MOST_REQUIRED = 10_000;

    /** As many events of one ID are kept, and as many again about temporary files of our own. */
    static final int KEPT = 32;

    /** The secret's life: of a backup or a restore none may be missed. */
    private static final String LIFE = "(EventID>=10520 and EventID<=10521) or (EventID>=10523 and EventID<=10526)"
            + " or EventID=10528 or EventID=10534 or EventID=10559 or (EventID>=10561 and EventID<=10562)"
            + " or EventID=10565 or (EventID>=10575 and EventID<=10576)";

    /**
     * Which events are asked for, in one query each: one with more than 20 conditions needs a form of its own [docs]. What
     * may flood the log is asked for apart, so that it pushes nothing else out.
     */
    static final List<String> QUERIES = List.of(
            LIFE,
            "EventID=10522 or EventID=10527 or (EventID>=10529 and EventID<=10530)"
                    + " or (EventID>=10532 and EventID<=10533) or EventID=10550 or (EventID>=10590 and EventID<=10591)"
                    + " or EventID=10599 or (EventID>=11039 and EventID<=11041)",
            "EventID=10613 or EventID=11009 or EventID=11042",
            "EventID=10531",
            "EventID=10536",
            "EventID=10560");

    private static final String REQUIRED = "EventID=10589";
    private static final int VARIANT = 16;
    private static final int INFINITE = -1;

    /** In units of 100 ns. */
    private static final Instant FILE_TIME_BEGINS = Instant.parse("1601-01-01T00:00:00Z");

    private final Wevtapi api;
    private final String name;
    private final boolean registered;
    private final IntByReference used = new IntByReference();
    private final IntByReference count = new IntByReference();
    private int batch = 128;
    private Memory buffer = new Memory(4096);
    private volatile EVT_HANDLE query;
    private EVT_HANDLE system;
    private EVT_HANDLE user;
    private boolean cancelled;

    /**
     * The log of that name.
     *
     * @param registered whether ENTSSO's source is registered under it
     */
    WindowsEventLog(Wevtapi api, String name, boolean registered) {
        this.api = api;
        this.name = name;
        this.registered = registered;
    }

    /** Asks for all of it; throws a {@link LastErrorException} with Windows' code where that fails. */
    HostFacts.Log read() {
        try {
            system = opened(api.EvtCreateRenderContext(0, null, EVT_RENDER_CONTEXT_FLAGS.EvtRenderContextSystem));
            user = opened(api.EvtCreateRenderContext(0, null, EVT_RENDER_CONTEXT_FLAGS.EvtRenderContextUser));
            while (true) {
                try {
                    return readOnce();
                } catch (LastErrorException e) {
                    int error = e.getErrorCode();
                    boolean isTooLarge =
                            error == WinError.RPC_S_INVALID_BOUND || error == WinError.ERROR_EVT_QUERY_RESULT_STALE;
                    if (!isTooLarge || batch == 1) {
                        throw e;
                    }
                    // to go on would pass over the events of this batch
                    batch = Math.max(1, batch / 4);
                }
            }
        } finally {
            close(system, user);
        }
    }

    /** Ends a call that hangs: it fails. Said by another thread. */
    synchronized void cancel() {
        cancelled = true;
        if (query != null) {
            api.EvtCancel(query);
        }
    }

    private HostFacts.Log readOnce() {
        Map<String, List<EntssoEvent>> newest = new HashMap<>();
        boolean complete = true;
        for (String ids : QUERIES) {
            int found = walk(entsso(ids), true, MOST, (events, n) -> {
                for (int i = 0; i < n; i++) {
                    entsso(events[i]).ifPresent(event -> keep(newest, event));
                }
            });
            complete &= !ids.equals(LIFE) || found <= MOST;
        }
        List<EntssoEvent> kept = new ArrayList<>();
        for (List<EntssoEvent> same : newest.values()) {
            kept.addAll(same.subList(0, Math.min(KEPT, same.size())));
        }
        List<HostFacts.Mark> ends = new ArrayList<>();
        int required = walk(entsso(REQUIRED), true, MOST_REQUIRED, (events, n) -> {
            // of each batch, since which one is the last is not known before the next one
            ends.add(mark(events[0]));
            ends.add(mark(events[n - 1]));
        });
        HostFacts.Repeats repeats = HostFacts.Repeats.NONE;
        if (required > 0) {
            HostFacts.Mark last = ends.get(0);
            repeats = new HostFacts.Repeats(
                    Math.min(required, MOST_REQUIRED), required > MOST_REQUIRED, ends.get(ends.size() - 1), last);
            kept.add(new EntssoEvent(EventId.BACKUP_REQUIRED, last.recordId(), last.time(), List.of()));
        }
        // asked last: of what was overwritten meanwhile, nothing is concluded
        return new HostFacts.Log(kept, repeats, end(false), end(true), channel(), complete);
    }

    /**
     * Keeps the newest events of each ID, those about our own temporary files apart: there may be one a night, which must
     * not push out the one backup that somebody else made. Neither must other audit records push out those of bad data.
     */
    private static void keep(Map<String, List<EntssoEvent>> newest, EntssoEvent event) {
        boolean isApart = event.file().flatMap(BackupName::id).isPresent()
                || event.id() == EventId.CALL_AUDITED
                        && ErrorCode.in(event.string(6)).equals(Optional.of(ErrorCode.BAD_DATA));
        List<EntssoEvent> same = newest.computeIfAbsent(event.id() + " " + isApart, key -> new ArrayList<>());
        // one more than are kept tells that there are more
        if (same.size() <= KEPT) {
            same.add(event);
        }
    }

    /** How the log is set up, group policies and all; null where that may not be known. */
    private LogChannel channel() {
        EVT_HANDLE config = null;
        EVT_HANDLE log = null;
        try {
            config = opened(api.EvtOpenChannelConfig(null, name, 0));
            log = opened(api.EvtOpenLog(null, name, EVT_OPEN_LOG_FLAGS.EvtOpenChannelPath));
            long keeps = setting(config, EVT_CHANNEL_CONFIG_PROPERTY_ID.EvtChannelLoggingConfigRetention);
            // a full log is put away, and a new one begun
            long archives = setting(config, EVT_CHANNEL_CONFIG_PROPERTY_ID.EvtChannelLoggingConfigAutoBackup);
            long size = setting(config, EVT_CHANNEL_CONFIG_PROPERTY_ID.EvtChannelLoggingConfigMaxSize);
            boolean told = api.EvtGetLogInfo(log, EVT_LOG_PROPERTY_ID.EvtLogFull, (int) buffer.size(), buffer, used);
            return new LogChannel(name, registered, keeps == 0 || archives != 0, told && buffer.getInt(0) != 0, size);
        } catch (LastErrorException e) {
            return null;
        } finally {
            close(config, log);
        }
    }

    private long setting(EVT_HANDLE config, int property) {
        // a truth value is shorter
        buffer.setLong(0, 0);
        if (!api.EvtGetChannelConfigProperty(config, property, 0, (int) buffer.size(), buffer, used)) {
            throw new LastErrorException(Native.getLastError());
        }
        return buffer.getLong(0);
    }

    private static String entsso(String ids) {
        return "*[System[Provider[@Name='ENTSSO'] and (" + ids + ")]]";
    }

    /** The newest or the oldest record of whatever source; null where the log is empty. */
    private HostFacts.Mark end(boolean newest) {
        HostFacts.Mark[] found = new HostFacts.Mark[1];
        walk("*", newest, 1, (events, n) -> found[0] = mark(events[0]));
        return found[0];
    }

    /** Has all records visited that match, up to the bound; returns how many there are, more than that if there are more. */
    private int walk(String xpath, boolean newestFirst, int most, ObjIntConsumer<EVT_HANDLE[]> visitor) {
        try {
            int direction =
                    newestFirst ? EVT_QUERY_FLAGS.EvtQueryReverseDirection : EVT_QUERY_FLAGS.EvtQueryForwardDirection;
            open(api.EvtQuery(null, name, xpath, EVT_QUERY_FLAGS.EvtQueryChannelPath | direction));
            EVT_HANDLE[] events = new EVT_HANDLE[batch];
            int read = 0;
            int got = next(events);
            while (got > 0) {
                try {
                    int wanted = Math.min(got, most - read);
                    if (wanted > 0) {
                        visitor.accept(events, wanted);
                    }
                } finally {
                    close(Arrays.copyOf(events, got));
                }
                read += got;
                got = read > most ? 0 : next(events);
            }
            return read;
        } finally {
            close();
        }
    }

    private static EVT_HANDLE opened(EVT_HANDLE handle) {
        if (handle == null) {
            throw new LastErrorException(Native.getLastError());
        }
        return handle;
    }

    private synchronized void open(EVT_HANDLE handle) {
        query = opened(handle);
        if (cancelled) {
            throw new LastErrorException(WinError.ERROR_CANCELLED);
        }
    }

    private synchronized void close() {
        close(query);
        query = null;
    }

    private void close(EVT_HANDLE... handles) {
        Arrays.stream(handles).filter(Objects::nonNull).forEach(api::EvtClose);
    }

    /** The next records; how many, 0 at the end. */
    private int next(EVT_HANDLE[] events) {
        IntByReference returned = new IntByReference();
        if (api.EvtNext(query, events.length, events, INFINITE, 0, returned)) {
            return returned.getValue();
        }
        int error = Native.getLastError();
        if (error != WinError.ERROR_NO_MORE_ITEMS) {
            throw new LastErrorException(error);
        }
        return 0;
    }

    /** An event of ENTSSO, if it is one of those that are looked at. */
    private Optional<EntssoEvent> entsso(EVT_HANDLE event) {
        HostFacts.Mark mark = mark(event);
        int number = value(EVT_SYSTEM_PROPERTY_ID.EvtSystemEventID).getShort(0) & 0xFFFF;
        return EventId.of(number).map(id -> {
            render(user, event);
            return new EntssoEvent(id, mark.recordId(), mark.time(), strings());
        });
    }

    private HostFacts.Mark mark(EVT_HANDLE event) {
        render(system, event);
        long ticks = value(EVT_SYSTEM_PROPERTY_ID.EvtSystemTimeCreated).getLong(0);
        return new HostFacts.Mark(
                value(EVT_SYSTEM_PROPERTY_ID.EvtSystemEventRecordId).getLong(0),
                FILE_TIME_BEGINS.plus(ticks / 10, ChronoUnit.MICROS).plusNanos(ticks % 10 * 100));
    }

    /** Writes the values of an event to the buffer, as an array of {@code EVT_VARIANT}s and what they point at. */
    private void render(EVT_HANDLE context, EVT_HANDLE event) {
        while (!api.EvtRender(
                context, event, EVT_RENDER_FLAGS.EvtRenderEventValues, (int) buffer.size(), buffer, used, count)) {
            int error = Native.getLastError();
            if (error != WinError.ERROR_INSUFFICIENT_BUFFER) {
                throw new LastErrorException(error);
            }
            buffer = new Memory(used.getValue());
        }
    }

    private Pointer value(int index) {
        return buffer.share((long) index * VARIANT);
    }

    /**
     * The insertion strings, of user values. They come one by one, or as an array of strings; an empty one as a string or as
     * null. Binary data behind them is none of them.
     */
    private List<String> strings() {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count.getValue(); i++) {
            EVT_VARIANT variant = new EVT_VARIANT(value(i));
            variant.read();
            Object value = variant.getValue();
            if (value instanceof String[] array) {
                strings.addAll(Arrays.asList(array));
            } else if (!(value instanceof byte[])) {
                // null keeps the places of those behind it
                strings.add(value instanceof String string ? string : null);
            }
        }
        strings.replaceAll(string -> string == null ? "" : string);
        return strings;
    }
}
