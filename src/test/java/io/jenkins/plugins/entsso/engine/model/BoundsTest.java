package io.jenkins.plugins.entsso.engine.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.Test;

/** What a hostile agent can put into the values that it sends, past the types that the compiler knows. */
public class BoundsTest {
    private static final Msid MSID = Msid.of("{AAAAAAAA-0000-0000-0000-000000000001}");
    private static final Instant NOON = Instant.parse("2026-05-12T12:00:00Z");
    private static final List<Instant> IMPOSSIBLE = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.parse("+999999999-12-31T23:59:59Z"),
            Instant.parse("1969-12-31T23:59:59Z"),
            Instant.parse("2200-01-01T00:00:00Z"));

    @Test
    public void textsThatXmlHolds() {
        String cut = "x".repeat(511);
        assertEquals("a\uFFFDb", Bounds.text("a\uFFFEb", 512));
        assertEquals("\uFFFD\t\n\uFFFD\uFFFD\uD83D\uDE00", Bounds.text("\0\t\n\uDE00\uFFFF\uD83D\uDE00", 512));
        assertEquals(cut + "\uFFFD", Bounds.text(cut + "\uD83D\uDE00", 512));
        assertEquals(cut + "\uFFFD", Bounds.line(cut + "\uD83D\uDE00", 512));
        assertEquals(" \uFFFD", Bounds.line("\0\uFFFE", 512));
    }

    @Test
    public void computersHaveTheNamesThatWindowsAllows() {
        for (String name : List.of("BÜRO-BTS01", "host.corp.example", "a b_(1)", "サーバー")) {
            assertEquals(name, HostFacts.notWindows(name, "a", "Linux", NOON).computer());
        }
        assertEquals(
                "\uFFFDb onerror=\uFFFD\uFFFD \uFFFD \uFFFD",
                HostFacts.notWindows("<b onerror=\"*\n\\\r\uD800", "a", "Linux", NOON)
                        .computer());
    }

    @Test
    public void timesThatAClockShows() {
        assertTrue(Bounds.isTime(Instant.EPOCH));
        assertTrue(Bounds.isTime(Instant.parse("2199-12-31T23:59:59Z")));
        IMPOSSIBLE.forEach(time -> assertFalse(time.toString(), Bounds.isTime(time)));
    }

    @Test
    public void noTimeThatNoClockShows() {
        List<Instant> bad = new ArrayList<>(IMPOSSIBLE);
        bad.add(null);
        for (Instant time : bad) {
            refused(() -> new EntssoEvent(EventId.GENERATED, 5, time, List.of()));
            refused(() -> new HostFacts.Mark(5, time));
            refused(() -> HostFacts.notWindows("c", "a", "Linux", time));
        }
    }

    @Test
    public void nothingMissing() {
        refused(() -> new EntssoEvent(null, 5, NOON, List.of()));
        refused(() -> new EntssoEvent(EventId.GENERATED, 5, NOON, Collections.singletonList(null)));
        refused(() -> new HostFacts.Log(Collections.singletonList(null), HostFacts.Repeats.NONE, null, true));
        refused(() -> new HostFacts.Log(List.of(), null, null, true));
        HostFacts.Mark mark = new HostFacts.Mark(5, NOON);
        refused(() -> new HostFacts.Repeats(1, false, null, mark));
        refused(() -> new HostFacts.Repeats(1, false, mark, null));
        refused(() -> new HostFacts.Repeats(1, false, null, null));
        refused(() -> new HostFacts.Repeats(0, false, mark, mark));
        refused(() -> new Failure(null, "x"));
        refused(() -> new Finding(Finding.Code.DO_GO_TO, Collections.singletonList(null)));
    }

    /** The types of a list's elements and of an answer's value are the compiler's alone. */
    @Test
    public void nothingOfAnotherClass() {
        refused(() -> new EntssoEvent(EventId.GENERATED, 5, NOON, of("x", 5)));
        refused(() -> new HostFacts.Log(of("x"), HostFacts.Repeats.NONE, null, true));
        refused(() -> new RegistrySecrets(true, new TreeSet<>(BoundsTest.<Msid>of("x"))));
        refused(() -> new Finding(Finding.Code.DO_GO_TO, of(5)));
        QueryResult<HostFacts.Log> log = QueryResult.failed(Failure.Kind.ERROR, "");
        QueryResult<RegistrySecrets> secrets = QueryResult.failed(Failure.Kind.ERROR, "");
        QueryResult<String> tool = QueryResult.of("tool");
        refused(() -> WindowsFacts.of("c", "a", "W", NOON, any("x"), secrets, tool));
        refused(() -> WindowsFacts.of("c", "a", "W", NOON, log, any("x"), tool));
        refused(() -> WindowsFacts.of("c", "a", "W", NOON, log, secrets, any(5)));
    }

    /** More could be written to the ledger than is read back from it. Without the older ones, the log is not complete. */
    @Test
    public void aFloodOfLongEventsIsCut() {
        List<EntssoEvent> flood = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            EventId id = EventId.values()[i % EventId.values().length];
            flood.add(new EntssoEvent(id, i, NOON, Collections.nCopies(8, "\u2028".repeat(512))));
        }
        HostFacts.Mark mark = new HostFacts.Mark(5000, NOON);
        HostFacts.Repeats once = new HostFacts.Repeats(1, false, mark, mark);
        HostFacts.Log log = new HostFacts.Log(flood, once, mark, true);
        assertFalse(log.complete());
        assertEquals(EventId.BACKUP_REQUIRED, log.events().get(0).id());
        assertTrue(log.events().size() < 100);
        List<EntssoEvent> many = flood.stream()
                .map(e -> new EntssoEvent(e.id(), e.recordId(), NOON, List.of()))
                .toList();
        HostFacts.Log full = new HostFacts.Log(many, once, mark, true);
        assertEquals(2000, full.events().size());
        assertEquals(full, new HostFacts.Log(full.events(), once, mark, full.complete()));
        refused(() -> new Finding(Finding.Code.DO_GO_TO, Collections.nCopies(Integer.MAX_VALUE, "x")));
    }

    @Test
    public void secretsAreInTheirOwnOrder() {
        TreeSet<Msid> reversed = new TreeSet<>(Collections.reverseOrder());
        Msid other = Msid.of("{BBBBBBBB-0000-0000-0000-000000000002}");
        reversed.addAll(List.of(MSID, other));
        assertEquals(List.of(MSID, other), List.copyOf(new RegistrySecrets(true, reversed).msids()));
    }

    /** A value is made anew on this side of a channel, whatever was done to it on the other. */
    @Test
    public void whatComesOverAChannelPassesTheSameBounds() throws Exception {
        Instant rare = Instant.parse("2111-11-11T11:11:11Z");
        byte[] good = bytes(new HostFacts.Mark(5, rare));
        assertEquals(new HostFacts.Mark(5, rare), value(good));
        byte[] seconds = bytes(rare.getEpochSecond());
        byte[] more = bytes(Instant.MAX.getEpochSecond());
        // a number is written as it is in both
        byte[] from = Arrays.copyOfRange(seconds, seconds.length - 8, seconds.length);
        byte[] to = Arrays.copyOfRange(more, more.length - 8, more.length);
        byte[] bad = good.clone();
        System.arraycopy(to, 0, bad, indexOf(good, from), 8);
        assertThrows(InvalidObjectException.class, () -> value(bad));
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    private static byte[] bytes(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static Object value(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    private interface Making {
        Object make();
    }

    private static void refused(Making making) {
        assertThrows(RuntimeException.class, making::make);
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> of(Object... elements) {
        return (List<T>) List.of(elements);
    }

    @SuppressWarnings("unchecked")
    private static <T extends java.io.Serializable> QueryResult<T> any(java.io.Serializable value) {
        return (QueryResult<T>) QueryResult.of(value);
    }
}
