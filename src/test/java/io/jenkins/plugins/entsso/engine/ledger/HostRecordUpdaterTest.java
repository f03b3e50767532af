package io.jenkins.plugins.entsso.engine.ledger;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID2;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID3;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.NOON;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.host;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Check;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord.Mark;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class HostRecordUpdaterTest {
    private static final Failure LOST = new Failure(Failure.Kind.TIMEOUT, "no answer within a minute");

    @Test
    public void whatAHostSaidStaysWhileItIsSilent() {
        HostRecord one = check(null, host("A").secrets(MSID1).event(EventId.GENERATED, 5, MSID1.toString()), 0);
        HostRecord silent = silent(one, NOON.plusSeconds(60));

        assertEquals(Verdict.Kind.UNKNOWN, silent.verdict().kind());
        assertEquals(LOST.detail(), silent.error());
        assertEquals(one.answered(), silent.answered());
        assertEquals(NOON.plusSeconds(60), silent.checked());
        assertEquals(one.msids(), silent.msids());
        assertEquals(one.marks(), silent.marks());
        assertEquals(5, silent.known().newestRecord());

        HostRecord back = check(silent, host("A").secrets(MSID1).event(EventId.GENERATED, 5, MSID1.toString()), 120);
        assertEquals("", back.error());
        assertEquals(NOON.plusSeconds(120), back.answered());
    }

    /** Else a connection that comes and goes would have a backup started each time. */
    @Test
    public void aShortSilenceIsNoNewReasonToBackUp() {
        HostRecord started = check(null, host("A"), 0).withStarts(4, NOON);
        HostRecord silent = silent(started, NOON.plusSeconds(60));
        assertEquals(started.starts(), check(silent, host("A"), 120).starts());
    }

    @Test
    public void aHostThatNeverAnsweredHasNoAnswer() {
        HostRecord silent = silent(null, NOON);
        assertNull(silent.answered());
        assertEquals("", silent.computer());
    }

    /** KB 3000847: what a backup holds that was made since is not known to be any good. */
    @Test
    public void whereDataDoesNotDecryptAnOlderBackupMayBeNeeded() {
        Hosts host = host("A").secrets(MSID1);
        assertTrue(!check(null, host, 0).mayNeedOlderBackups());
        host.event(EventId.CALL_AUDITED, 5, "f", "t", "c", "u", "a", "0x80090005");
        assertTrue(check(null, host, 0).mayNeedOlderBackups());
        host.event(EventId.BACKED_UP, 6, "f", MSID1.toString(), "");
        assertTrue("a backup mends nothing", check(null, host, 0).mayNeedOlderBackups());
        host.event(EventId.RESTORED, 7, "f", MSID1.toString(), "");
        assertTrue(!check(null, host, 0).mayNeedOlderBackups());
        host.event(EventId.SECRETS_NOT_LOADED, 8);
        assertTrue(check(null, host, 0).mayNeedOlderBackups());
    }

    @Test
    public void dependentsNameTheirServerAndItsSecrets() {
        HostRecord record = check(
                null,
                host("APP1")
                        .event(EventId.GOT_CURRENT_SECRET, 4, "old", MSID3.toString())
                        .event(EventId.GOT_PREVIOUS_SECRET, 5, "SSO1", MSID1.toString())
                        .event(EventId.GOT_CURRENT_SECRET, 6, "SSO1", MSID2.toString())
                        .event(EventId.LOST_SECRET_SERVER, 7, "SSO1", "1722")
                        .event(EventId.FOUND_SECRET_SERVER, 8, "SSO1.corp"),
                0);
        assertEquals("SSO1", record.secretServer());
        assertEquals(Set.of(MSID1, MSID2), record.msids());
    }

    @Test
    public void aSecretServerNamesNoOther() {
        HostRecord record = check(
                null,
                host("SSO1")
                        .secrets(MSID1)
                        .event(EventId.GOT_CURRENT_SECRET, 4, "OTHER", MSID3.toString())
                        .event(EventId.SECRET_SERVER_STARTING, 5),
                0);
        assertEquals("", record.secretServer());
        assertEquals(Set.of(MSID1), record.msids());
        assertEquals(
                "",
                check(null, host("SSO1").event(EventId.LOST_SECRET_SERVER, 4, "sso1.corp", "5"), 0)
                        .secretServer());
    }

    @Test
    public void marksOutliveTheLog() {
        HostRecord one = check(
                null,
                host("A")
                        .secrets(MSID1)
                        .event(EventId.GENERATED, 5, MSID1.toString())
                        .event(EventId.GOT_CURRENT_SECRET, 6, "x", MSID1.toString()),
                0);
        HostRecord two = check(
                one,
                host("A")
                        .secrets(MSID1)
                        .event(EventId.BACKED_UP, 50, "f.bak", MSID1.toString(), "", "", "")
                        .oldest(40),
                60);
        assertEquals(List.of(mark(EventId.GENERATED, 5), mark(EventId.BACKED_UP, 50)), two.marks());
        assertEquals(50, two.known().newestRecord());
        assertTrue(two.verdict().concerns().isEmpty());
    }

    @Test
    public void aRunOf10589IsOneMark() {
        HostRecord record = check(null, host("A").secrets(MSID1).required(10, 20), 0);
        record = check(record, host("A").secrets(MSID1).required(12, 30), 60);
        assertEquals(List.of(mark(EventId.BACKUP_REQUIRED, 10)), record.marks());

        Hosts backedUp = host("A").secrets(MSID1).event(EventId.BACKED_UP, 31, "f", MSID1.toString(), "", "", "");
        record = check(record, backedUp.required(12, 30), 120);
        record = check(record, backedUp.required(12, 41), 180);
        record = check(record, backedUp.required(12, 45), 240);
        assertEquals(
                List.of(
                        mark(EventId.BACKUP_REQUIRED, 10),
                        mark(EventId.BACKED_UP, 31),
                        mark(EventId.BACKUP_REQUIRED, 41)),
                record.marks());
    }

    @Test
    public void whatRepeatsDoesNotPushOutWhatIsRare() {
        HostRecord record = check(null, host("A").secrets(MSID1).event(EventId.GENERATED, 1, MSID1.toString()), 0);
        for (int i = 2; i < 1000; i += 20) {
            Hosts hourly = host("A").secrets(MSID1).oldest(2);
            for (int j = i; j < i + 20; j++) {
                hourly.event(EventId.BACKUP_FAILED, j, "f", MSID1.toString(), "", "", "5");
            }
            record = check(record, hourly, i);
        }
        assertEquals(1 + HostRecord.MAX_MARKS, record.marks().size());
        assertEquals(mark(EventId.GENERATED, 1), record.marks().get(0));
        assertEquals(1001, record.marks().get(HostRecord.MAX_MARKS).recordId());
    }

    @Test
    public void aSnapshotIsToldByRecordNumbers() {
        HostRecord before = check(
                null, host("A").secrets(MSID1).event(EventId.BACKED_UP, 90, "f", MSID1.toString(), "", "", ""), 0);
        HostRecord after = check(before, host("A").secrets(MSID1).event(EventId.GENERATED, 50, MSID1.toString()), 60);

        Finding note = Finding.of(Code.WENT_BACK, 90, 50, NOON.plusSeconds(60));
        assertEquals(note, newest(after).note());
        assertEquals(List.of(note), identity(after));
        assertEquals(50, after.known().newestRecord());
        // the mark of what the snapshot does not know is kept
        assertEquals(2, after.marks().size());

        Hosts same = host("A").secrets(MSID1).event(EventId.GENERATED, 50, MSID1.toString());
        HostRecord nextDay = check(after, same, 86_400);
        assertEquals(List.of(note), identity(nextDay));
        assertEquals(newest(after), newest(nextDay));
        assertEquals(List.of(), identity(check(nextDay, same, HostRecordUpdater.CONCERN.toSeconds() + 61)));
    }

    @Test
    public void anotherMachineIsToldByNameAndSecrets() {
        HostRecord before = check(null, host("A").secrets(MSID1).oldest(90), 0);
        assertEquals(
                Code.OTHER_COMPUTER,
                newest(check(before, host("B").secrets(MSID1).oldest(5), 60))
                        .note()
                        .code());
        assertEquals(
                Code.OTHER_MACHINE,
                newest(check(before, host("B").secrets(MSID2).oldest(95), 60))
                        .note()
                        .code());
        assertEquals(
                Code.OTHER_MACHINE,
                newest(check(before, host("A").secrets(MSID2).oldest(5), 60))
                        .note()
                        .code());
        // secrets that were generated while nobody looked
        assertNull(newest(check(before, host("a").secrets(MSID2, MSID3).oldest(95), 60))
                .note());
    }

    @Test
    public void onlyTheNewestOfSeveralMachinesIsAConcern() {
        HostRecord host = check(null, host("A").secrets(MSID1), 0);
        host = check(host, host("B").secrets(MSID1), 60);
        host = check(host, host("C").secrets(MSID1), 120);
        assertEquals(List.of(Finding.of(Code.OTHER_COMPUTER, "B", "C", NOON.plusSeconds(120))), identity(host));
        assertEquals(3, host.history().size());
    }

    @Test
    public void aMachineThatWasReplacedWhileSilentIsTold() {
        HostRecord before = check(null, host("A").secrets(MSID1), 0);
        HostRecord silent = silent(before, NOON.plusSeconds(60));
        assertEquals(
                Code.OTHER_MACHINE,
                newest(check(silent, host("B").secrets(MSID2), 120)).note().code());
    }

    private static List<Finding> identity(HostRecord record) {
        return record.verdict().concerns().stream()
                .filter(f ->
                        f.code() == Code.WENT_BACK || f.code() == Code.OTHER_COMPUTER || f.code() == Code.OTHER_MACHINE)
                .toList();
    }

    private static HostRecord.Change newest(HostRecord record) {
        return record.history().get(record.history().size() - 1);
    }

    private static Mark mark(EventId id, long record) {
        return new Mark(id, record, NOON.plusSeconds(record));
    }

    private static HostRecord check(HostRecord last, Hosts host, long second) {
        Instant now = NOON.plus(Duration.ofSeconds(second));
        return HostRecordUpdater.next(
                last, "n", Set.of("n"), new Check(now, now, host.facts(), null), List.of(), 0, now);
    }

    private static HostRecord silent(HostRecord last, Instant now) {
        return HostRecordUpdater.next(
                last, "n", Set.of("n"), Check.failed(now, LOST, last == null ? null : last.check()), List.of(), 0, now);
    }
}
