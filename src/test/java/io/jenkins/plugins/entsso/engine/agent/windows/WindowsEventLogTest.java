package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.Test;

public class WindowsEventLogTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final int OTHER = 1000;

    private final FakeLog log = new FakeLog();

    @Test
    public void queriesAreOfRanges() {
        assertEquals(
                List.of("*[System[Provider[@Name='ENTSSO'] and (EventID=10589)]]"),
                WindowsEventLog.queries(EnumSet.of(EventId.BACKUP_REQUIRED)));
        assertEquals(
                List.of("*[System[Provider[@Name='ENTSSO'] and"
                        + " ((EventID>=10523 and EventID<=10525) or EventID=10559)]]"),
                WindowsEventLog.queries(
                        EnumSet.of(EventId.RESTORED, EventId.BACKED_UP, EventId.GENERATED, EventId.RESTORE_FAILED)));
    }

    @Test
    public void queriesHaveNoMoreThanTwentyConditions() {
        // no two of them are neighbors: a condition each, and one for the source in each query
        Set<Integer> scattered = new java.util.TreeSet<>(
                IntStream.range(0, 40).map(i -> 10_501 + 2 * i).boxed().toList());
        List<String> queries = WindowsEventLog.queriesOf(scattered);
        assertEquals(3, queries.size());
        List<Integer> asked = new ArrayList<>();
        for (String query : queries) {
            int conditions = query.split("EventID|Provider", -1).length - 1;
            assertTrue(query, conditions <= 20);
            asked.addAll(numbers(query));
        }
        assertEquals(List.copyOf(scattered), asked);
    }

    @Test
    public void everyEventIsAskedFor() throws Exception {
        for (EventId id : EventId.values()) {
            log.add(id);
        }
        HostFacts.Log read = read();
        for (EventId id : EventId.values()) {
            assertEquals(id.toString(), 1, read.all(id).size());
        }
        assertTrue(read.complete());
        assertEquals(new HostFacts.Mark(1, BEGIN), read.oldest());
    }

    @Test
    public void whatFloodsPushesNothingOut() throws Exception {
        log.add(EventId.BACKED_UP, "D:\\safe\\x.bak");
        for (EventId flooding : List.of(EventId.GOT_CURRENT_SECRET, EventId.BACKUP_FAILED, EventId.BACKUP_REQUIRED)) {
            IntStream.range(0, WindowsEventLog.MOST + 1).forEach(i -> log.add(flooding));
        }
        HostFacts.Log read = read();
        assertEquals(1, read.all(EventId.BACKED_UP).size());
        assertEquals(WindowsEventLog.KEPT, read.all(EventId.GOT_CURRENT_SECRET).size());
        assertEquals(WindowsEventLog.KEPT, read.all(EventId.BACKUP_FAILED).size());
        assertTrue("they have no say in this", read.complete());
    }

    @Test
    public void requiredIsCountedAndItsEndsAreKept() throws Exception {
        log.add(OTHER);
        IntStream.range(0, 300).forEach(i -> log.add(EventId.BACKUP_REQUIRED));
        HostFacts.Log read = read();
        assertEquals(new HostFacts.Repeats(300, false, mark(2), mark(301)), read.required());
        assertEquals(301, read.newest(EventId.BACKUP_REQUIRED).orElseThrow().recordId());
        IntStream.range(0, WindowsEventLog.MOST_REQUIRED).forEach(i -> log.add(EventId.BACKUP_REQUIRED));
        assertEquals(WindowsEventLog.MOST_REQUIRED, read().required().count());
        assertTrue(read().required().capped());
    }

    @Test
    public void ownBackupsPushNobodyElsesOut() throws Exception {
        log.add(EventId.BACKED_UP, "D:\\safe\\x.bak");
        for (int i = 0; i < WindowsEventLog.KEPT; i++) {
            log.add(EventId.BACKED_UP, "C:\\tmp\\" + BackupName.of(UUID.randomUUID()));
        }
        HostFacts.Log read = read();
        assertEquals(WindowsEventLog.KEPT + 1, read.all(EventId.BACKED_UP).size());
        assertTrue(read.complete());
        log.add(EventId.BACKED_UP, "C:\\tmp\\" + BackupName.of(UUID.randomUUID()));
        assertFalse("one was dropped", read().complete());
    }

    @Test
    public void boundOfTheSecretsLifeIsTold() throws Exception {
        IntStream.range(0, WindowsEventLog.MOST).forEach(i -> log.add(EventId.SECRETS_NOT_LOADED));
        assertTrue(read().complete());
        log.add(EventId.SECRETS_NOT_LOADED);
        assertFalse(read().complete());
    }

    @Test
    public void emptyLogHasNoOldestRecord() throws Exception {
        HostFacts.Log read = read();
        assertNull(read.oldest());
        assertEquals(HostFacts.Repeats.NONE, read.required());
    }

    /** Whatever was overwritten meanwhile, absence proves something only from there on. */
    @Test
    public void oldestRecordIsTheOneOfTheEnd() throws Exception {
        IntStream.range(0, 10).forEach(i -> log.add(OTHER));
        log.add(EventId.BACKED_UP, "D:\\x.bak");
        log.afterCount = () -> log.records.subList(0, 5).clear();
        assertEquals(mark(6), read().oldest());
    }

    @Test
    public void logThatBeganAnewMeanwhileIsNoAnswer() {
        log.add(OTHER);
        log.add(OTHER);
        log.records.remove(0);
        log.afterCount = () -> {
            log.records.clear();
            log.add(OTHER);
        };
        QueryFailedException e = assertThrows(QueryFailedException.class, this::read);
        assertTrue(e.getMessage(), e.getMessage().contains("cleared while it was read"));
    }

    @Test
    public void olderRecordAfterANewerOneIsNoAnswer() {
        log.add(EventId.BACKED_UP, "D:\\x.bak");
        log.add(EventId.BACKED_UP, "D:\\y.bak");
        log.ordered = false;
        QueryFailedException e = assertThrows(QueryFailedException.class, this::read);
        assertEquals(Failure.Kind.NOT_UNDERSTOOD, e.failure().kind());
    }

    @Test
    public void tooLargeABatchIsAskedForAgainInSmallerOnes() throws Exception {
        log.add(EventId.BACKED_UP, "D:\\x.bak");
        log.add(EventId.BACKUP_REQUIRED);
        log.largestBatch = 8;
        HostFacts.Log read = read();
        assertEquals(8, log.batch);
        assertEquals("each event once", 1, read.all(EventId.BACKED_UP).size());
        assertEquals(1, read.required().count());
        log.largestBatch = 0;
        assertThrows(QueryFailedException.class, this::read);
    }

    private HostFacts.Log read() throws QueryFailedException {
        return new WindowsEventLog(log).read();
    }

    private static HostFacts.Mark mark(long number) {
        return new HostFacts.Mark(number, BEGIN.plusSeconds(number - 1));
    }

    private static List<Integer> numbers(String query) {
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher = Pattern.compile("EventID>=(\\d+) and EventID<=(\\d+)|EventID=(\\d+)")
                .matcher(query);
        while (matcher.find()) {
            if (matcher.group(3) != null) {
                numbers.add(Integer.parseInt(matcher.group(3)));
            } else {
                IntStream.rangeClosed(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                        .forEach(numbers::add);
            }
        }
        return numbers;
    }

    /** Records of which a query asks for some by number. */
    private static final class FakeLog implements WindowsEventLog.Records {
        private final List<EventRecord> records = new ArrayList<>();
        private int batch = 32;
        private int largestBatch = 1000;
        private boolean ordered = true;
        private Runnable afterCount = () -> {};

        void add(EventId id, String... strings) {
            records.add(new EventRecord(
                    id.number(), records.size() + 1, BEGIN.plusSeconds(records.size()), List.of(strings)));
        }

        void add(int id) {
            records.add(new EventRecord(id, records.size() + 1, BEGIN.plusSeconds(records.size()), List.of()));
        }

        private List<EventRecord> matching(String xpath, boolean newestFirst)
                throws WindowsEventLog.BatchTooLargeException {
            if (batch > largestBatch) {
                throw new WindowsEventLog.BatchTooLargeException("too large");
            }
            List<Integer> numbers = numbers(xpath);
            Predicate<EventRecord> asked = record -> xpath.equals("*") || numbers.contains(record.id());
            Comparator<EventRecord> order = Comparator.comparing(EventRecord::number);
            return records.stream()
                    .filter(asked)
                    .sorted(newestFirst && ordered ? order.reversed() : order)
                    .toList();
        }

        @Override
        public boolean read(String xpath, boolean newestFirst, int most, Consumer consumer)
                throws QueryFailedException, WindowsEventLog.BatchTooLargeException {
            List<EventRecord> found = matching(xpath, newestFirst);
            for (EventRecord record : found.subList(0, Math.min(most, found.size()))) {
                consumer.accept(record);
            }
            return found.size() <= most;
        }

        @Override
        public int count(String xpath, int most, Consumer ends)
                throws QueryFailedException, WindowsEventLog.BatchTooLargeException {
            List<EventRecord> found = matching(xpath, true);
            if (!found.isEmpty()) {
                ends.accept(found.get(0));
                ends.accept(found.get(Math.min(most, found.size()) - 1));
            }
            afterCount.run();
            return Math.min(found.size(), most + 1);
        }

        @Override
        public boolean shrinkBatch() {
            batch /= 4;
            return batch > 0;
        }
    }
}
