package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import org.junit.Test;

public class TimesTest {
    private static final Duration INTERVAL = Duration.ofHours(4);

    private final Times times = new Times(1);

    @Test
    public void whatIsLeftToChanceCanBeToldBeforehand() {
        assertEquals(times.next("a", INTERVAL, 3), new Times(1).next("a", INTERVAL, 3));
        assertNotEquals(times.next("a", INTERVAL, 3), new Times(2).next("a", INTERVAL, 3));
        assertNotEquals(times.next("a", INTERVAL, 3), times.next("a", INTERVAL, 4));
        assertNotEquals(times.next("a", INTERVAL, 3), times.next("b", INTERVAL, 3));
    }

    /** In ten parts of equal width, a thousand nodes are about a hundred each. */
    @Test
    public void nodesAreSpreadEvenly() {
        int[] first = new int[10];
        int[] next = new int[10];
        for (int i = 0; i < 1000; i++) {
            String node = "biztalk-" + i;
            double f = (double) times.first(node, INTERVAL) / Times.FIRST_ROUND.toNanos();
            first[(int) (f * 10)]++;
            double n = (double) times.next(node, INTERVAL, 1) / INTERVAL.toNanos();
            assertTrue(n >= 0.9 && n <= 1.1);
            next[(int) ((n - 0.9) * 50)]++;
        }
        for (int i = 0; i < 10; i++) {
            assertTrue(first[i] > 60 && first[i] < 140);
            assertTrue(next[i] > 60 && next[i] < 140);
        }
    }

    @Test
    public void retriesComeEverLaterButNeverLaterThanUsual() {
        Duration before = Duration.ZERO;
        for (int failures = 1; failures < 100; failures++) {
            Duration wait = Duration.ofNanos(times.retry("a", INTERVAL, failures, 7));
            assertTrue(wait.compareTo(before) >= 0);
            assertTrue(wait.compareTo(Duration.ofMinutes(4)) > 0);
            assertTrue(wait.compareTo(Duration.ofMinutes(265)) < 0);
            before = wait;
        }
        assertEquals(times.next("a", INTERVAL, 7), before.toNanos());
        assertTrue(times.retry("a", Duration.ofMinutes(1), 1, 7)
                < Duration.ofMinutes(2).toNanos());
    }

    @Test
    public void startsThatDoNotHelpComeEverLater() {
        assertEquals(Duration.ofHours(1).toNanos(), Times.restart(1));
        assertEquals(Duration.ofHours(4).toNanos(), Times.restart(3));
        assertEquals(Duration.ofDays(1).toNanos(), Times.restart(1000));
    }
}
