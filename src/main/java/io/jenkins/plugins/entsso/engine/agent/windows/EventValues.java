package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Winevt;
import com.sun.jna.platform.win32.Winevt.EVT_SYSTEM_PROPERTY_ID;
import com.sun.jna.platform.win32.Winevt.EVT_VARIANT_TYPE;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Values of an event, as {@code EvtRender} writes them: an array of {@code EVT_VARIANT}s. What they point at is valid only
 * as long as the buffer is, so all of it is copied.
 *
 * @param variants the first one
 * @param count how many
 */
record EventValues(Pointer variants, int count) {
    private static final int SIZE = 16;
    private static final int COUNT = 8;
    private static final int TYPE = 12;

    private static final long TICKS_A_SECOND = 10_000_000;
    private static final int NANOS_A_TICK = 100;
    /** From 1601, where Windows' time begins, to 1970. */
    private static final long SECONDS_TO_EPOCH = 11_644_473_600L;

    /** The event ID, of system values. */
    int id() throws QueryFailedException {
        return value(EVT_SYSTEM_PROPERTY_ID.EvtSystemEventID, EVT_VARIANT_TYPE.EvtVarTypeUInt16)
                        .getShort(0)
                & 0xFFFF;
    }

    /** The record's number, of system values. */
    long number() throws QueryFailedException {
        return value(EVT_SYSTEM_PROPERTY_ID.EvtSystemEventRecordId, EVT_VARIANT_TYPE.EvtVarTypeUInt64)
                .getLong(0);
    }

    /** When it was logged, of system values. */
    Instant time() throws QueryFailedException {
        long ticks = value(EVT_SYSTEM_PROPERTY_ID.EvtSystemTimeCreated, EVT_VARIANT_TYPE.EvtVarTypeFileTime)
                .getLong(0);
        return Instant.ofEpochSecond(ticks / TICKS_A_SECOND - SECONDS_TO_EPOCH, ticks % TICKS_A_SECOND * NANOS_A_TICK);
    }

    private Pointer value(int index, EVT_VARIANT_TYPE type) throws QueryFailedException {
        int found = index < count ? variants.getInt(index * SIZE + TYPE) : -1;
        if (found != type.ordinal()) {
            throw new QueryFailedException(
                    Failure.Kind.NOT_UNDERSTOOD,
                    "The event log gave value " + index + " of a record the type " + found + " instead of "
                            + type.ordinal());
        }
        return variants.share((long) index * SIZE);
    }

    /**
     * The insertion strings, of user values. They come one by one, or as an array of strings; an empty one as a string or as
     * null. Binary data behind them is none of them.
     */
    List<String> strings() {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count && strings.size() < EntssoEvent.MAX_STRINGS; i++) {
            Pointer variant = variants.share((long) i * SIZE);
            int type = variant.getInt(TYPE);
            if (type == (EVT_VARIANT_TYPE.EvtVarTypeString.ordinal() | Winevt.EVT_VARIANT_TYPE_ARRAY)) {
                int length = Math.min(variant.getInt(COUNT), EntssoEvent.MAX_STRINGS - strings.size());
                Pointer array = variant.getPointer(0);
                for (int j = 0; j < length; j++) {
                    strings.add(text(array.getPointer((long) j * Native.POINTER_SIZE)));
                }
            } else if (type == EVT_VARIANT_TYPE.EvtVarTypeString.ordinal()) {
                strings.add(text(variant.getPointer(0)));
            } else if (type != EVT_VARIANT_TYPE.EvtVarTypeBinary.ordinal()) {
                // keeps the places of those behind it
                strings.add("");
            }
        }
        return strings;
    }

    private static String text(Pointer characters) {
        StringBuilder text = new StringBuilder();
        char c = characters == null ? '\0' : (char) characters.getShort(0);
        while (c != '\0' && text.length() < EntssoEvent.MAX_STRING) {
            text.append(c);
            c = (char) characters.getShort((long) text.length() * Character.BYTES);
        }
        return text.toString();
    }
}
