package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.Test;

/** Time passes as fast as it can be computed; there is one thread, as there is in a server. */
public class OutboxTest {
    /** Near the overflow of System.nanoTime, which must not matter. */
    private long nanos = Long.MAX_VALUE - 1;

    private final long start = nanos;
    private final List<Integer> delivered = new ArrayList<>();
    private final List<Duration> tries = new ArrayList<>();
    private final Outbox<Integer> outbox = new Outbox<>("The test", this::deliver, this::later, () -> nanos);
    private Exception failure;
    private Runnable next;
    private long at;

    private void deliver(int message) throws IOException {
        tries.add(Duration.ofNanos(nanos - start));
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure != null) {
            throw new IOException(failure);
        }
        delivered.add(message);
    }

    private void later(Runnable what, Duration wait) {
        assertTrue("one at a time", next == null);
        next = what;
        at = nanos + wait.toNanos();
    }

    private void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (next != null && at - end <= 0) {
            nanos = at;
            Runnable due = next;
            next = null;
            due.run();
        }
        nanos = end;
    }

    @Test
    public void deliversInOrderAndNotInTheThreadThatSends() {
        IntStream.range(0, 5).forEach(outbox::send);
        assertEquals(List.of(), delivered);
        pass(Duration.ofSeconds(1));
        outbox.send(5);
        pass(Duration.ofSeconds(1));
        assertEquals(List.of(0, 1, 2, 3, 4, 5), delivered);
    }

    @Test
    public void whatFailsIsTriedAgainEverLessOften() {
        failure = new IOException("connection refused");
        outbox.send(1);
        pass(Duration.ofSeconds(75));
        outbox.send(2);
        assertEquals(
                List.of(0, 10, 30, 70),
                tries.stream().map(t -> (int) t.toSeconds()).toList());
        pass(Duration.ofHours(2));
        assertTrue("" + tries.size(), tries.size() >= 12 && tries.size() <= 16);
        failure = null;
        pass(Outbox.LONGEST_WAIT);
        assertEquals("nothing is lost, and in order", List.of(1, 2), delivered);
        outbox.send(3);
        pass(Duration.ofSeconds(1));
        assertEquals(List.of(1, 2, 3), delivered);
    }

    @Test
    public void whatCannotBeDeliveredIsGivenUp() {
        failure = new IllegalArgumentException("no address");
        outbox.send(1);
        pass(Duration.ofHours(5));
        outbox.send(2);
        pass(Duration.ofMinutes(90));
        failure = null;
        pass(Outbox.LONGEST_WAIT);
        assertEquals(List.of(2), delivered);
        failure = new IOException("connection refused");
        outbox.send(3);
        pass(Duration.ofDays(1));
        int tried = tries.size();
        pass(Duration.ofDays(1));
        assertEquals("there is nothing to try", tried, tries.size());
        failure = null;
        outbox.send(4);
        pass(Duration.ofSeconds(1));
        assertEquals(List.of(2, 4), delivered);
    }

    @Test
    public void noMoreWaitThanFit() {
        failure = new IOException("connection refused");
        IntStream.range(0, Outbox.MOST + 7).forEach(outbox::send);
        pass(Duration.ofMinutes(1));
        failure = null;
        pass(Outbox.LONGEST_WAIT);
        assertEquals(IntStream.range(7, Outbox.MOST + 7).boxed().toList(), delivered);
    }
}
