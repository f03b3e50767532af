package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Test;

/** Buffers as {@code EvtRender} fills them. */
public class EventValuesTest {
    private static final int NULL = 0;
    private static final int STRING = 1;
    private static final int UINT16 = 6;
    private static final int UINT64 = 10;
    private static final int BINARY = 14;
    private static final int FILE_TIME = 17;
    private static final int ARRAY = 128;

    private static final int VARIANT = 16;
    private static final int SYSTEM_VALUES = 18;

    /** Keeps what variants point at. */
    private final List<Memory> memory = new ArrayList<>();

    @Test
    public void systemValues() throws Exception {
        EventValues values = system(UINT16);
        assertEquals("an unsigned number", 50_000, values.id());
        assertEquals(4_294_967_297L, values.number());
        assertEquals(Instant.parse("2026-11-23T16:41:46.123456700Z"), values.time());
    }

    @Test
    public void systemValuesOfAnotherTypeAreRefused() {
        assertThrows(QueryFailedException.class, () -> system(STRING).id());
        assertThrows(QueryFailedException.class, () -> new EventValues(new Memory(VARIANT), 1).id());
    }

    @Test
    public void stringsOneByOne() {
        Memory variants = variants(4);
        set(variants, 0, STRING, 0, text("D:\\grö\uD83D\uDE00ße.bak"));
        set(variants, 1, NULL, 0, null);
        set(variants, 2, STRING, 0, text(""));
        set(variants, 3, STRING, 0, text("CONTOSO\\user"));
        assertEquals(
                List.of("D:\\grö\uD83D\uDE00ße.bak", "", "", "CONTOSO\\user"), new EventValues(variants, 4).strings());
    }

    @Test
    public void stringsAsAnArrayWithBinaryDataBehind() {
        Memory variants = variants(2);
        Memory array = keep(new Memory(3L * Long.BYTES));
        array.setPointer(0, text("one"));
        array.setPointer(Long.BYTES, null);
        array.setPointer(2L * Long.BYTES, text("three"));
        set(variants, 0, STRING | ARRAY, 3, array);
        set(variants, 1, BINARY, 6, text("bin"));
        assertEquals(List.of("one", "", "three"), new EventValues(variants, 2).strings());
    }

    @Test
    public void noStrings() {
        assertEquals(List.of(), new EventValues(variants(1), 0).strings());
        Memory variants = variants(1);
        set(variants, 0, BINARY, 6, text("bin"));
        assertEquals(List.of(), new EventValues(variants, 1).strings());
    }

    @Test
    public void stringsAreBounded() {
        int many = EntssoEvent.MAX_STRINGS + 1;
        Memory variants = variants(many);
        for (int i = 0; i < many; i++) {
            set(variants, i, STRING, 0, text("x".repeat(EntssoEvent.MAX_STRING + 1)));
        }
        assertEquals(
                Collections.nCopies(EntssoEvent.MAX_STRINGS, "x".repeat(EntssoEvent.MAX_STRING)),
                new EventValues(variants, many).strings());
    }

    private EventValues system(int typeOfId) {
        Memory variants = variants(SYSTEM_VALUES);
        variants.setShort(2L * VARIANT, (short) 50_000);
        variants.setInt(2L * VARIANT + 12, typeOfId);
        variants.setLong(8L * VARIANT, 134_399_257_061_234_567L);
        variants.setInt(8L * VARIANT + 12, FILE_TIME);
        variants.setLong(9L * VARIANT, 4_294_967_297L);
        variants.setInt(9L * VARIANT + 12, UINT64);
        return new EventValues(variants, SYSTEM_VALUES);
    }

    private Memory variants(int count) {
        Memory variants = keep(new Memory((long) count * VARIANT));
        variants.clear();
        return variants;
    }

    private static void set(Memory variants, int index, int type, int count, Pointer value) {
        variants.setPointer((long) index * VARIANT, value);
        variants.setInt((long) index * VARIANT + 8, count);
        variants.setInt((long) index * VARIANT + 12, type);
    }

    private Memory text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_16LE);
        Memory written = keep(new Memory(bytes.length));
        written.write(0, bytes, 0, bytes.length);
        return written;
    }

    private Memory keep(Memory kept) {
        memory.add(kept);
        return kept;
    }
}
