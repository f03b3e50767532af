package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.platform.win32.Wevtapi;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.Winevt.EVT_HANDLE;
import com.sun.jna.platform.win32.Winevt.EVT_QUERY_FLAGS;
import com.sun.jna.platform.win32.Winevt.EVT_RENDER_CONTEXT_FLAGS;
import com.sun.jna.platform.win32.Winevt.EVT_RENDER_FLAGS;
import com.sun.jna.ptr.IntByReference;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import java.util.Arrays;

/**
 * Reads the Application log through {@code wevtapi.dll}, in this process. The event log's service evaluates the queries, so
 * that a log of gigabytes costs no more than what is asked for. For one thread, but for {@link #cancel}.
 */
final class EventLogReader implements WindowsEventLog.Records {
    private static final String CHANNEL = "Application";
    private static final int FIRST_BUFFER = 4096;
    private static final int INFINITE = -1;

    private final Wevtapi api = Wevtapi.INSTANCE;
    private final IntByReference used = new IntByReference();
    private final IntByReference count = new IntByReference();
    private int batch = 128;
    private Memory buffer = new Memory(FIRST_BUFFER);
    private volatile EVT_HANDLE query;
    private EVT_HANDLE system;
    private EVT_HANDLE user;
    private boolean cancelled;

    /** What is done with some records at once. */
    @FunctionalInterface
    private interface Visitor {
        void visit(EVT_HANDLE[] events, int count) throws QueryFailedException;
    }

    @Override
    public boolean read(String xpath, boolean newestFirst, int most, Consumer consumer)
            throws QueryFailedException, WindowsEventLog.BatchTooLargeException {
        int read = walk(xpath, newestFirst, most, (events, count) -> {
            for (int i = 0; i < count; i++) {
                consumer.accept(render(events[i]));
            }
        });
        return read <= most;
    }

    @Override
    public int count(String xpath, int most, Consumer ends)
            throws QueryFailedException, WindowsEventLog.BatchTooLargeException {
        // of each batch, since which one is the last is not known before the next one
        return walk(xpath, true, most, (events, count) -> {
            ends.accept(render(events[0]));
            ends.accept(render(events[count - 1]));
        });
    }

    @Override
    public boolean shrinkBatch() {
        batch /= 4;
        return batch > 0;
    }

    /** Ends a call that hangs: it fails. Said by another thread. */
    synchronized void cancel() {
        cancelled = true;
        if (query != null) {
            api.EvtCancel(query);
        }
    }

    /** Returns how many there are, more than the bound if there are more. */
    private int walk(String xpath, boolean newestFirst, int most, Visitor visitor)
            throws QueryFailedException, WindowsEventLog.BatchTooLargeException {
        try {
            open(xpath, newestFirst);
            EVT_HANDLE[] events = new EVT_HANDLE[batch];
            int read = 0;
            for (int got = next(events); got > 0; got = next(events)) {
                try {
                    int wanted = Math.min(got, most - read);
                    if (wanted > 0) {
                        visitor.visit(events, wanted);
                    }
                } finally {
                    Arrays.stream(events, 0, got).forEach(api::EvtClose);
                }
                read += got;
                if (read > most) {
                    return read;
                }
            }
            return read;
        } finally {
            close();
        }
    }

    private void open(String xpath, boolean newestFirst) throws QueryFailedException {
        int direction =
                newestFirst ? EVT_QUERY_FLAGS.EvtQueryReverseDirection : EVT_QUERY_FLAGS.EvtQueryForwardDirection;
        EVT_HANDLE opened =
                opened("EvtQuery", api.EvtQuery(null, CHANNEL, xpath, EVT_QUERY_FLAGS.EvtQueryChannelPath | direction));
        synchronized (this) {
            query = opened;
            if (cancelled) {
                throw WindowsErrors.failed("EvtQuery", WinError.ERROR_CANCELLED);
            }
        }
        system = context(EVT_RENDER_CONTEXT_FLAGS.EvtRenderContextSystem);
        user = context(EVT_RENDER_CONTEXT_FLAGS.EvtRenderContextUser);
    }

    private EVT_HANDLE context(int flag) throws QueryFailedException {
        return opened("EvtCreateRenderContext", api.EvtCreateRenderContext(0, null, flag));
    }

    private static EVT_HANDLE opened(String what, EVT_HANDLE handle) throws QueryFailedException {
        if (handle == null) {
            throw WindowsErrors.failed(what, Native.getLastError());
        }
        return handle;
    }

    private synchronized void close() {
        for (EVT_HANDLE handle : new EVT_HANDLE[] {query, system, user}) {
            if (handle != null) {
                api.EvtClose(handle);
            }
        }
        query = null;
        system = null;
        user = null;
    }

    /** The next records; how many, 0 at the end. */
    private int next(EVT_HANDLE[] events) throws QueryFailedException, WindowsEventLog.BatchTooLargeException {
        IntByReference returned = new IntByReference();
        if (api.EvtNext(query, events.length, events, INFINITE, 0, returned)) {
            return returned.getValue();
        }
        int error = Native.getLastError();
        switch (error) {
            case WinError.ERROR_NO_MORE_ITEMS -> {
                return 0;
            }
            // to go on would pass over the events of this batch
            case WinError.RPC_S_INVALID_BOUND, WinError.ERROR_EVT_QUERY_RESULT_STALE ->
                throw new WindowsEventLog.BatchTooLargeException(
                        WindowsErrors.failed("EvtNext", error).getMessage());
            default -> throw WindowsErrors.failed("EvtNext", error);
        }
    }

    private EventRecord render(EVT_HANDLE event) throws QueryFailedException {
        EventValues values = render(system, event);
        int id = values.id();
        long number = values.number();
        var time = values.time();
        return new EventRecord(id, number, time, render(user, event).strings());
    }

    /** Valid until the next call. */
    private EventValues render(EVT_HANDLE context, EVT_HANDLE event) throws QueryFailedException {
        while (!api.EvtRender(
                context, event, EVT_RENDER_FLAGS.EvtRenderEventValues, (int) buffer.size(), buffer, used, count)) {
            int error = Native.getLastError();
            if (error != WinError.ERROR_INSUFFICIENT_BUFFER || used.getValue() <= buffer.size()) {
                throw WindowsErrors.failed("EvtRender", error);
            }
            buffer = new Memory(used.getValue());
        }
        return new EventValues(buffer, count.getValue());
    }
}
