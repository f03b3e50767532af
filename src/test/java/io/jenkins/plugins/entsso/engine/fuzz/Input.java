package io.jenkins.plugins.entsso.engine.fuzz;

import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The bytes of a fuzzer as values. Where they have ended, all are 0: the first of each choice is the plainest. */
public final class Input {
    /** What a text may be mistaken for. The plainest first. */
    private static final List<String> TEXTS = List.of(
            "BIZTALK1",
            "",
            "biztalk1.corp.example",
            "MASTER2",
            ".",
            " ",
            "\u0000",
            "\uD800",
            "x\uDC00\uD83D",
            "\uFFFE\uFFFF",
            "\u2028\u0085\u007f",
            "\uD83D\uDE00",
            "one\r\ntwo\tthree",
            "\u001b[2J\u001b]0;title\u0007",
            "<script>alert(1)</script> &amp; <!channel> <https://example.org|click>",
            "]]>",
            "\"'\\",
            "{0} {1,number} '{",
            "${jndi:ldap://example.org}",
            "true",
            "ACCESS_DENIED",
            "0xC0002A0E",
            "-1073741824",
            "9999999999",
            "2026-05-12T08:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "-1Z",
            "{00000000-0000-0000-0000-000000000000}",
            "C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssoconfig.exe",
            "..\\..\\x/../../y",
            "d:\\x.bak");

    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-05-12T12:00:00Z"),
            Instant.EPOCH,
            Instant.parse("2199-12-31T23:59:59.999999999Z"),
            Instant.parse("2200-01-01T00:00:00Z"),
            Instant.MIN,
            Instant.MAX);

    private static final List<Long> NUMBERS =
            List.of(1L, 0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE);

    private static final List<Integer> LENGTHS = List.of(255, 256, 512, 513, 1024, 2000, 4000);

    private final byte[] bytes;
    private int at;

    public Input(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A number from 0, less than that one, which is 256 at most. */
    public int below(int end) {
        return at < bytes.length ? (bytes[at++] & 0xFF) % end : 0;
    }

    public boolean isOneOf(int n) {
        return below(n) == n - 1;
    }

    public <E> E of(List<E> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    public final <E> E of(E... choices) {
        return of(Arrays.asList(choices));
    }

    /** As many as the input has of it, at most that many. */
    public <E> List<E> list(int most, Supplier<E> element) {
        List<E> list = new ArrayList<>();
        int size = below(most + 1);
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }

    public long number() {
        int kind = below(4);
        if (kind == 3) {
            return of(NUMBERS);
        }
        long number = 0;
        for (int i = 0; i < 1 << kind; i++) {
            number = number << 8 | below(256);
        }
        return number;
    }

    /** A time near noon of that day, or any. */
    public Instant time() {
        int kind = below(8);
        return kind == 7
                ? of(TIMES)
                : kind == 6
                        ? TIMES.get(0).plusSeconds((long) (below(256) - 128) * 86_400)
                        : TIMES.get(0).plusSeconds((long) (below(256) - 128) * 60);
    }

    /** One of five, or another one. */
    public Msid msid() {
        int n = below(6);
        return new Msid(new UUID(0xAAAAAAAA00000000L, n < 5 ? n + 1 : 1000 + below(256)));
    }

    public String text() {
        return switch (below(8)) {
            case 0, 1, 2, 3 -> of(TEXTS);
            case 4 -> of(TEXTS) + of(TEXTS);
            case 5 -> msid().toString();
            case 6 -> new String(take(below(64)), StandardCharsets.UTF_16BE);
            default -> {
                String part = of(
                        "a", "\u2028", "\uD83D\uDE00", "\"", of(TEXTS), new String(take(8), StandardCharsets.UTF_16BE));
                yield part.isEmpty() ? part : part.repeat(of(LENGTHS) / part.length() + 1);
            }
        };
    }

    public Failure failure() {
        return new Failure(of(Failure.Kind.values()), text());
    }

    public EventId event() {
        return of(EventId.values());
    }

    /** The next bytes, as many as there are. */
    public byte[] take(int most) {
        int end = Math.min(bytes.length, at + most);
        byte[] taken = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return taken;
    }

    /** All that is left. */
    public byte[] rest() {
        return take(bytes.length - at);
    }
}
