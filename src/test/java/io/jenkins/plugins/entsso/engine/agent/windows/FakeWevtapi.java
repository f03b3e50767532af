package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Wevtapi;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.Winevt.EVT_CHANNEL_CONFIG_PROPERTY_ID;
import com.sun.jna.platform.win32.Winevt.EVT_HANDLE;
import com.sun.jna.platform.win32.Winevt.EVT_QUERY_FLAGS;
import com.sun.jna.platform.win32.Winevt.EVT_RENDER_CONTEXT_FLAGS;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event log as {@code wevtapi.dll} shows it: what {@link WindowsEventLog} calls of it, in Java. */
final class FakeWevtapi implements InvocationHandler {
    static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00.1234567Z");
    static final long MAX_BYTES = 20L << 20;
    private static final Instant FILE_TIME_BEGINS = Instant.parse("1601-01-01T00:00:00Z");
    private static final Pattern RANGES = Pattern.compile("EventID>=(\\d+) and EventID<=(\\d+)|EventID=(\\d+)");
    private static final int VARIANT = 16;
    private static final int SYSTEM_VALUES = 18;
    private static final int STRING = 1;
    private static final int BINARY = 14;
    private static final int ARRAY = 128;

    static {
        // The interface looks for its library as soon as it is used: any will do.
        String any = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + System.mapLibraryName("jnidispatch");
        try (InputStream in = Native.class.getResourceAsStream(any)) {
            Path directory = Files.createTempDirectory("wevtapi");
            Path library = directory.resolve(System.mapLibraryName("wevtapi"));
            Files.copy(in, library);
            // in the order that they are removed in: the last one first
            directory.toFile().deleteOnExit();
            library.toFile().deleteOnExit();
            NativeLibrary.addSearchPath("wevtapi", directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Larger batches are refused. */
    int largestBatch = 1000;
    /** The largest one that was answered. */
    int batch;

    boolean keeps;
    boolean archives;
    boolean full;
    boolean hasConfig = true;
    /** Whether an event's strings are one value, and binary data follows them. */
    boolean isArray;

    final List<String> channels = new ArrayList<>();
    final List<Record> records = new ArrayList<>();
    /** What the handles that are not closed stand for. */
    final Map<Pointer, Object> open = new HashMap<>();

    private long handles = 1;

    record Record(int id, long number, Instant time, List<String> strings) {}

    Wevtapi api() {
        return (Wevtapi) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Wevtapi.class}, this);
    }

    void add(int id, String... strings) {
        int before = records.size();
        records.add(new Record(id, before + 1, BEGIN.plusSeconds(before), List.of(strings)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "EvtQuery" -> query((String) arguments[1], (String) arguments[2], (int) arguments[3]);
            case "EvtNext" ->
                next(arguments[0], (int) arguments[1], (EVT_HANDLE[]) arguments[2], (IntByReference) arguments[5]);
            case "EvtCreateRenderContext" -> handle(arguments[2]);
            case "EvtRender" ->
                render(
                        open.get(((EVT_HANDLE) arguments[0]).getPointer()),
                        (Record) open.get(((EVT_HANDLE) arguments[1]).getPointer()),
                        (int) arguments[3],
                        (Memory) arguments[4],
                        (IntByReference) arguments[5],
                        (IntByReference) arguments[6]);
            case "EvtOpenChannelConfig", "EvtOpenLog" -> hasConfig ? handle(arguments[1]) : null;
            case "EvtGetChannelConfigProperty" -> setting((int) arguments[1], (Memory) arguments[4]);
            case "EvtGetLogInfo" -> {
                ((Memory) arguments[3]).setInt(0, full ? 1 : 0);
                yield true;
            }
            case "EvtClose" -> open.remove(((EVT_HANDLE) arguments[0]).getPointer()) != null;
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private boolean setting(int property, Memory buffer) {
        switch (property) {
            case EVT_CHANNEL_CONFIG_PROPERTY_ID.EvtChannelLoggingConfigRetention -> buffer.setInt(0, keeps ? 1 : 0);
            case EVT_CHANNEL_CONFIG_PROPERTY_ID.EvtChannelLoggingConfigAutoBackup -> buffer.setInt(0, archives ? 1 : 0);
            default -> buffer.setLong(0, MAX_BYTES);
        }
        return true;
    }

    private EVT_HANDLE handle(Object of) {
        EVT_HANDLE handle = new EVT_HANDLE(Pointer.createConstant(handles++));
        open.put(handle.getPointer(), of);
        return handle;
    }

    private EVT_HANDLE query(String channel, String xpath, int flags) {
        channels.add(channel);
        List<Record> found = new ArrayList<>(records.stream()
                .filter(r -> xpath.equals("*") || asks(xpath, r.id))
                .toList());
        if ((flags & EVT_QUERY_FLAGS.EvtQueryReverseDirection) != 0) {
            Collections.reverse(found);
        }
        return handle(found.iterator());
    }

    /** Whether a query asks for events with that ID. */
    static boolean asks(String xpath, int id) {
        for (Matcher range = RANGES.matcher(xpath); range.find(); ) {
            int first = Integer.parseInt(range.group(range.group(1) == null ? 3 : 1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first <= id && id <= last) {
                return true;
            }
        }
        return false;
    }

    private boolean next(Object query, int size, EVT_HANDLE[] events, IntByReference returned) {
        if (size > largestBatch) {
            return failed(WinError.RPC_S_INVALID_BOUND);
        }
        batch = Math.max(batch, size);
        Iterator<?> left = (Iterator<?>) open.get(((EVT_HANDLE) query).getPointer());
        int n = 0;
        while (n < size && left.hasNext()) {
            events[n++] = handle(left.next());
        }
        returned.setValue(n);
        return n > 0 || failed(WinError.ERROR_NO_MORE_ITEMS);
    }

    private boolean render(
            Object context, Record event, int size, Memory buffer, IntByReference used, IntByReference count) {
        List<String> strings = event.strings;
        boolean system = context.equals(EVT_RENDER_CONTEXT_FLAGS.EvtRenderContextSystem);
        int values = system ? SYSTEM_VALUES : isArray ? 2 : strings.size();
        long next = values * VARIANT + (isArray ? strings.size() * Native.POINTER_SIZE : 0);
        long all = system
                ? next
                : next
                        + strings.stream()
                                .mapToInt(s -> (s.length() + 1) * Native.WCHAR_SIZE)
                                .sum();
        used.setValue((int) all);
        count.setValue(values);
        if (all > size) {
            return failed(WinError.ERROR_INSUFFICIENT_BUFFER);
        }
        buffer.clear();
        if (system) {
            Duration time = Duration.between(FILE_TIME_BEGINS, event.time);
            buffer.setShort(2L * VARIANT, (short) event.id);
            buffer.setLong(8L * VARIANT, time.getSeconds() * 10_000_000 + time.getNano() / 100);
            buffer.setLong(9L * VARIANT, event.number);
            return true;
        }
        if (isArray) {
            set(buffer, 0, STRING | ARRAY, strings.size(), buffer.share(values * VARIANT));
            set(buffer, 1, BINARY, 4, buffer.share(0));
        }
        for (int i = 0; i < strings.size(); i++) {
            Pointer text = buffer.share(next);
            if (isArray) {
                buffer.setPointer(values * VARIANT + (long) i * Native.POINTER_SIZE, text);
            } else if (!strings.get(i).isEmpty()) {
                set(buffer, i, STRING, 0, text);
            }
            text.setWideString(0, strings.get(i));
            next += (strings.get(i).length() + 1L) * Native.WCHAR_SIZE;
        }
        return true;
    }

    private static void set(Memory variants, int index, int type, int count, Pointer value) {
        variants.setPointer((long) index * VARIANT, value);
        variants.setInt((long) index * VARIANT + 8, count);
        variants.setInt((long) index * VARIANT + 12, type);
    }

    private static boolean failed(int error) {
        Native.setLastError(error);
        return false;
    }
}
