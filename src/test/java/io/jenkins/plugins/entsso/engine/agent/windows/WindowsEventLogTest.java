package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.jna.LastErrorException;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Test;

public class WindowsEventLogTest {
    private static final int OTHER = 1000;

    private final FakeWevtapi log = new FakeWevtapi();

    @After
    public void everyHandleIsClosed() {
        assertEquals(Map.of(), log.open);
    }

    /** With more, a query needs a form of its own; one of them is the source. */
    @Test
    public void queriesHaveNoMoreThanTwentyConditions() {
        for (String query : WindowsEventLog.QUERIES) {
            assertTrue(query, query.split("EventID", -1).length <= 20);
        }
    }

    @Test
    public void everyEventIsAskedForOnce() throws Exception {
        for (EventId id : EventId.values()) {
            log.add(id.number());
        }
        HostFacts.Log read = read();
        for (EventId id : EventId.values()) {
            assertEquals(id.toString(), 1, read.all(id).size());
        }
        assertTrue(read.complete());
        assertEquals(new HostFacts.Mark(1, FakeWevtapi.BEGIN), read.oldest());
        assertEquals(Set.of("BizTalk"), Set.copyOf(log.channels));
    }

    @Test
    public void stringsComeHoweverTheyAreRendered() throws Exception {
        String large = "x".repeat(6000);
        log.add(EventId.BACKUP_FAILED.number(), "D:\\grö\uD83D\uDE00ße.bak", "", large, "CONTOSO\\user");
        log.add(EventId.NO_SECRETS.number());
        for (boolean isArray : new boolean[] {false, true}) {
            log.isArray = isArray;
            HostFacts.Log read = read();
            assertEquals(
                    List.of(
                            "D:\\grö\uD83D\uDE00ße.bak",
                            "",
                            large.substring(0, EntssoEvent.MAX_STRING),
                            "CONTOSO\\user"),
                    read.newest(EventId.BACKUP_FAILED).orElseThrow().strings());
            assertEquals(
                    List.of(), read.newest(EventId.NO_SECRETS).orElseThrow().strings());
        }
    }

    @Test
    public void whatFloodsPushesNothingOut() throws Exception {
        add(EventId.BACKED_UP, "D:\\safe\\x.bak");
        add(EventId.CALL_AUDITED, "GetConfigInfo", "", "", "", "", "0x80090005");
        for (EventId flooding : List.of(
                EventId.GOT_CURRENT_SECRET,
                EventId.SECRET_FETCHED,
                EventId.CALL_REFUSED,
                EventId.BACKUP_FAILED,
                EventId.BACKUP_REQUIRED)) {
            IntStream.range(0, WindowsEventLog.MOST + 1).forEach(i -> add(flooding));
        }
        IntStream.range(0, 100).forEach(i -> add(EventId.CALL_AUDITED, "ValidateUser", "", "", "", "", "0x80070005"));
        HostFacts.Log read = read();
        assertEquals(1, read.all(EventId.BACKED_UP).size());
        assertEquals(WindowsEventLog.KEPT, read.all(EventId.SECRET_FETCHED).size());
        assertEquals(
                "the one of bad data, too",
                WindowsEventLog.KEPT + 1,
                read.all(EventId.CALL_AUDITED).size());
        assertEquals(WindowsEventLog.KEPT, read.all(EventId.GOT_CURRENT_SECRET).size());
        assertEquals(WindowsEventLog.KEPT, read.all(EventId.BACKUP_FAILED).size());
        assertTrue("they have no say in this", read.complete());
    }

    @Test
    public void requiredIsCountedAndItsEndsAreKept() throws Exception {
        log.add(OTHER);
        IntStream.range(0, 300).forEach(i -> add(EventId.BACKUP_REQUIRED));
        HostFacts.Log read = read();
        assertEquals(new HostFacts.Repeats(300, false, mark(2), mark(301)), read.required());
        assertEquals(301, read.newest(EventId.BACKUP_REQUIRED).orElseThrow().recordId());
        IntStream.range(0, WindowsEventLog.MOST_REQUIRED).forEach(i -> add(EventId.BACKUP_REQUIRED));
        assertEquals(WindowsEventLog.MOST_REQUIRED, read().required().count());
        assertTrue(read().required().capped());
    }

    @Test
    public void ownBackupsPushNobodyElsesOut() throws Exception {
        add(EventId.BACKED_UP, "D:\\safe\\x.bak");
        for (int i = 0; i < WindowsEventLog.KEPT; i++) {
            add(EventId.BACKED_UP, "C:\\tmp\\" + BackupName.of(UUID.randomUUID()));
        }
        HostFacts.Log read = read();
        assertEquals(WindowsEventLog.KEPT + 1, read.all(EventId.BACKED_UP).size());
        assertTrue(read.complete());
        add(EventId.BACKED_UP, "C:\\tmp\\" + BackupName.of(UUID.randomUUID()));
        assertTrue("one of many was dropped", read().complete());
    }

    @Test
    public void boundOfTheSecretsLifeIsTold() throws Exception {
        IntStream.range(0, WindowsEventLog.MOST).forEach(i -> add(EventId.SECRETS_NOT_LOADED));
        assertTrue(read().complete());
        add(EventId.SECRETS_NOT_LOADED);
        assertFalse(read().complete());
    }

    @Test
    public void channelTellsWhetherItTakesEvents() {
        log.add(OTHER);
        log.add(OTHER);
        HostFacts.Log read = read();
        assertEquals(new LogChannel("BizTalk", true, true, false, FakeWevtapi.MAX_BYTES), read.channel());
        assertEquals(mark(2), read.newest());
        log.keeps = true;
        log.full = true;
        assertEquals(new LogChannel("BizTalk", true, false, true, FakeWevtapi.MAX_BYTES), read().channel());
        log.archives = true;
        assertTrue("a new one is begun", read().channel().overwrites());
        log.hasConfig = false;
        assertNull(read().channel());
    }

    @Test
    public void emptyLogHasNoOldestRecord() throws Exception {
        HostFacts.Log read = read();
        assertNull(read.oldest());
        assertEquals(HostFacts.Repeats.NONE, read.required());
    }

    @Test
    public void tooLargeABatchIsAskedForAgainInSmallerOnes() throws Exception {
        add(EventId.BACKED_UP, "D:\\x.bak");
        add(EventId.BACKUP_REQUIRED);
        log.largestBatch = 8;
        HostFacts.Log read = read();
        assertEquals(8, log.batch);
        assertEquals("each event once", 1, read.all(EventId.BACKED_UP).size());
        assertEquals(1, read.required().count());
        log.largestBatch = 0;
        assertThrows(LastErrorException.class, this::read);
    }

    private void add(EventId id, String... strings) {
        log.add(id.number(), strings);
    }

    private HostFacts.Log read() {
        return new WindowsEventLog(log.api(), "BizTalk", true).read();
    }

    private static HostFacts.Mark mark(long number) {
        return new HostFacts.Mark(number, FakeWevtapi.BEGIN.plusSeconds(number - 1));
    }
}
