package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure.Kind;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.Test;

public class EventLogTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    /** Another source's record, of a shape that ENTSSO's never has. */
    private static final String ANCHOR = "<Event><System><Provider Name='Microsoft-Windows-Other' Guid='{0}'/>"
            + "<EventID>4</EventID><TimeCreated SystemTime='2026-10-01T00:00:00Z'/><EventRecordID>7</EventRecordID></System>"
            + "<UserData><Other xmlns='urn:o'><EventID>10589</EventID></Other></UserData></Event>";

    private final FakeWevtutil wevtutil = new FakeWevtutil();

    @Test
    public void everyEventIsAskedForOnceInQueriesThatWindowsTakes() throws InterruptedException {
        log();
        Set<EventId> asked = EnumSet.noneOf(EventId.class);
        for (List<String> command : wevtutil.commands) {
            assertEquals(List.of("wevtutil.exe", "qe", "Application"), command.subList(0, 3));
            assertTrue(command.toString(), command.containsAll(List.of("/f:xml", "/u:true", "/e:Events")));
            Set<EventId> ids = ids(command);
            assertTrue(command.toString(), ids.size() + 2 <= 15);
            assertEquals(command.toString(), !ids.isEmpty(), command.contains("/rd:true"));
            assertTrue(command.toString(), command.stream().anyMatch(a -> a.matches("/c:[1-9][0-9]*")));
            for (EventId id : ids) {
                assertTrue(id + " twice", asked.add(id));
            }
        }
        assertEquals(EnumSet.allOf(EventId.class), asked);
        assertEquals(
                "the flood has a query of its own",
                1,
                wevtutil.commands.stream()
                        .filter(c -> ids(c).equals(EnumSet.of(EventId.BACKUP_REQUIRED)))
                        .count());
    }

    @Test
    public void factsOfALog() throws InterruptedException {
        wevtutil.events =
                query -> asks(query, 10559) ? event(10559, 90) : asks(query, 10589) ? event(10589, 99, 95, 80) : "";
        HostFacts.Log log = log();
        assertEquals(new HostFacts.Mark(7, Instant.parse("2026-10-01T00:00:00Z")), log.oldest());
        assertEquals(new HostFacts.Repeats(3, false, mark(80), mark(99)), log.required());
        assertEquals(
                List.of(99L, 90L), log.events().stream().map(e -> e.recordId()).toList());
        assertTrue(log.complete());
    }

    @Test
    public void noEventIsBelievedWhereTheOldestRecordIsShownWithIt() throws InterruptedException {
        HostFacts.Log log = log();
        assertEquals(List.of(), log.events());
        assertEquals(HostFacts.Repeats.NONE, log.required());
        assertTrue(log.complete());
        assertEquals(4, wevtutil.commands.size());
    }

    @Test
    public void anEmptyLogProvesNothing() throws InterruptedException {
        wevtutil.anchor = "";
        assertFails(Kind.SILENT, "not a single event");
        wevtutil.emptyPrintsRoot = false;
        assertFails(Kind.SILENT, "not a single event");
    }

    @Test
    public void silenceToALaterQuestionProvesNothing() throws InterruptedException {
        wevtutil.emptyPrintsRoot = false;
        for (int id : new int[] {10559, 10532, 10589}) {
            wevtutil.commands.clear();
            wevtutil.gone = query -> asks(query, id);
            assertFails(Kind.SILENT, "printed nothing");
            assertTrue(wevtutil.commands.size() <= EventLog.MOST_QUESTIONS);
        }
        assertEquals(EventLog.MOST_QUESTIONS, wevtutil.commands.size());
    }

    @Test
    public void anAnswerThatDoesNotReachTheOldestRecordIsNotBelieved() throws InterruptedException {
        wevtutil.events = query -> asks(query, 10589) ? event(10589, 99, 95) : "";
        wevtutil.gone = query -> asks(query, 10589);
        assertFails(Kind.NOT_UNDERSTOOD, "cleared");
        wevtutil.events = query -> "";
        assertFails(Kind.NOT_UNDERSTOOD, "cleared");
    }

    @Test
    public void aLogThatOverwroteItsOldestRecordMeanwhileIsAskedAgain() throws InterruptedException {
        wevtutil.gone = query -> asks(query, 10589) && wevtutil.commands.size() < 5;
        wevtutil.events = query -> asks(query, 10589) ? event(10589, 99, 95) : "";
        assertEquals(2, log().required().count());
        assertEquals(8, wevtutil.commands.size());
    }

    @Test
    public void theOldestRecordMayBeOneOfThoseAskedFor() throws InterruptedException {
        wevtutil.anchor = event(10589, 7);
        wevtutil.events = query -> asks(query, 10589) ? event(10589, 99, 95) : "";
        HostFacts.Log log = log();
        assertEquals(new HostFacts.Repeats(3, false, mark(7), mark(99)), log.required());
        assertEquals(1, log.events().size());
    }

    @Test
    public void aFloodBetweenServersHidesNoBackup() throws InterruptedException {
        wevtutil.events = query -> asks(query, 10532) ? event(10532, descending(20_000, EventLog.MOST)) : "";
        HostFacts.Log log = log();
        assertTrue(log.complete());
        assertEquals(EventLog.KEPT, log.all(EventId.LOST_SECRET_SERVER).size());
        assertEquals(20_000, log.events().get(0).recordId());
    }

    @Test
    public void aFloodInTheLifeOfTheSecretMayHideABackup() throws InterruptedException {
        wevtutil.events = query -> asks(query, 10560) ? event(10560, descending(20_000, EventLog.MOST - 1)) : "";
        assertTrue("there were no more", log().complete());
        wevtutil.events = query -> asks(query, 10560) ? event(10560, descending(20_000, EventLog.MOST)) : "";
        assertFalse(log().complete());
    }

    @Test
    public void backupsThatAreNotKeptAreMissing() throws InterruptedException {
        for (int id : new int[] {10559, 10523}) {
            wevtutil.events = query -> asks(query, id) ? event(id, descending(90, EventLog.KEPT)) : "";
            assertTrue(log().complete());
            wevtutil.events = query -> asks(query, id) ? event(id, descending(90, EventLog.KEPT + 1)) : "";
            assertFalse(log().complete());
        }
        wevtutil.events = query -> asks(query, 10560) ? event(10560, descending(90, EventLog.KEPT + 1)) : "";
        assertTrue("a backup that failed is none", log().complete());
    }

    @Test
    public void ourOwnBackupsDoNotPushOutSomebodyElses() throws InterruptedException {
        String ours = event(10559, descending(90, EventLog.KEPT + 1))
                .replace(
                        "</System>",
                        "</System><EventData><Data>C:\\" + BackupName.of(new UUID(1, 1)) + "</Data></EventData>");
        wevtutil.events = query -> asks(query, 10559) ? ours + event(10559, 20) : "";
        List<EntssoEvent> backups = log().all(EventId.BACKED_UP);
        assertEquals(EventLog.KEPT + 1, backups.size());
        assertEquals(20, backups.get(EventLog.KEPT).recordId());
    }

    @Test
    public void aFloodOf10589IsCountedToItsBound() throws InterruptedException {
        wevtutil.events = query -> asks(query, 10589) ? event(10589, descending(20_000, EventLog.MOST_REQUIRED)) : "";
        HostFacts.Log log = log();
        assertEquals(
                new HostFacts.Repeats(
                        EventLog.MOST_REQUIRED, true, mark(20_001 - EventLog.MOST_REQUIRED), mark(20_000)),
                log.required());
        assertEquals(1, log.events().size());
        assertTrue(log.complete());
    }

    @Test
    public void whatWasNotAskedForIsNotBelieved() throws InterruptedException {
        wevtutil.events = query -> asks(query, 10589) ? event(10559, 90) : "";
        assertFails(Kind.NOT_UNDERSTOOD, "10559");
        wevtutil.events = query -> asks(query, 10589) ? event(10589, 90).replace("ENTSSO", "Other") : "";
        assertFails(Kind.NOT_UNDERSTOOD, "10589");
    }

    @Test
    public void anAnswerInAnotherOrderIsNotBelieved() throws InterruptedException {
        // The newest ones are what a verdict rests on: of a bounded answer in the wrong order they are missing.
        wevtutil.events = query -> asks(query, 10559) ? event(10559, 80, 90) : "";
        assertFails(Kind.NOT_UNDERSTOOD, "newest first");
        wevtutil.events = query -> asks(query, 10589) ? event(10589, 80, 90) : "";
        assertFails(Kind.NOT_UNDERSTOOD, "newest first");
        wevtutil.events = query -> asks(query, 10589) ? event(10589, 80, 80) : "";
        assertFails(Kind.NOT_UNDERSTOOD, "newest first");
    }

    @Test
    public void aLogThatWasClearedMeanwhileIsNotBelieved() throws InterruptedException {
        wevtutil.anchor = ANCHOR.replace("<EventRecordID>7<", "<EventRecordID>91<");
        wevtutil.gone = query -> asks(query, 10589);
        wevtutil.events = query -> asks(query, 10589) ? event(10589, 92, 90) : "";
        assertFails(Kind.NOT_UNDERSTOOD, "cleared");
        // as many as were asked for, but from before and after
        wevtutil.anchor = ANCHOR.replace("<EventRecordID>7<", "<EventRecordID>19999<");
        wevtutil.events = query -> asks(query, 10589) ? event(10589, descending(20_000, EventLog.MOST_REQUIRED)) : "";
        assertFails(Kind.NOT_UNDERSTOOD, "cleared");
        // the same number, of another record
        wevtutil.anchor = ANCHOR;
        wevtutil.events = query -> asks(query, 10589) ? event(10589, 9, 7) : "";
        assertFails(Kind.NOT_UNDERSTOOD, "cleared");
    }

    @Test
    public void exitCodes() throws InterruptedException {
        wevtutil.exitCode = 5;
        assertFails(Kind.ACCESS_DENIED, "Zugriff verweigert");
        wevtutil.exitCode = 15007;
        assertFails(Kind.TOOL_FAILED, "15007");
    }

    @Test
    public void aBrokenAnswerToAnyQuestionIsAFailureOfTheWhole() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            wevtutil.commands.clear();
            wevtutil.breaksAt = i;
            assertFails(Kind.TRUNCATED, "broke off");
        }
    }

    private QueryResult<HostFacts.Log> ask() throws InterruptedException {
        return new EventLog(wevtutil, "wevtutil.exe", Duration.ofSeconds(5)).ask();
    }

    private HostFacts.Log log() throws InterruptedException {
        QueryResult<HostFacts.Log> answer = ask();
        assertNull(answer.failure());
        return answer.value();
    }

    private void assertFails(Kind kind, String detail) throws InterruptedException {
        QueryResult<HostFacts.Log> answer = ask();
        assertFalse(answer.toString(), answer.isKnown());
        assertEquals(answer.toString(), kind, answer.failure().kind());
        assertThat(answer.failure().detail(), containsString(detail));
    }

    private static Set<EventId> ids(List<String> command) {
        Set<EventId> ids = EnumSet.noneOf(EventId.class);
        Matcher matcher = Pattern.compile("EventID=(\\d+)").matcher(command.toString());
        while (matcher.find()) {
            ids.add(EventId.of(Integer.parseInt(matcher.group(1))).orElseThrow());
        }
        return ids;
    }

    private static boolean asks(String query, int id) {
        return query.contains("EventID=" + id);
    }

    private static HostFacts.Mark mark(long record) {
        return new HostFacts.Mark(record, START.plusSeconds(record));
    }

    private static long[] descending(long newest, int count) {
        return LongStream.range(0, count).map(i -> newest - i).toArray();
    }

    private static String event(int id, long... records) {
        return LongStream.of(records)
                .mapToObj(record -> "<Event><System><Provider Name='ENTSSO'/><EventID>" + id
                        + "</EventID><TimeCreated SystemTime='" + START.plusSeconds(record) + "'/><EventRecordID>"
                        + record
                        + "</EventRecordID></System></Event>")
                .collect(Collectors.joining("\r\n"));
    }

    /** Answers as {@code wevtutil} does: the events, and the oldest record as long as it is there and there is room. */
    private static final class FakeWevtutil implements Commands {
        private final List<List<String>> commands = new ArrayList<>();
        private Function<String, String> events = query -> "";
        private String anchor = ANCHOR;
        private boolean emptyPrintsRoot = true;
        private Predicate<String> gone = query -> false;
        private int exitCode;
        private int breaksAt = -1;

        @Override
        public <T> Output<T> run(List<String> arguments, Duration timeout, Parser<T> parser)
                throws QueryFailedException {
            commands.add(arguments);
            String query = arguments.get(3);
            assertTrue(query, query.startsWith("/q:*"));
            String found = query.equals("/q:*") ? anchor : found(query, most(arguments));
            String text = found.isEmpty() && !emptyPrintsRoot ? "" : "<Events>\r\n" + found + "\r\n</Events>\r\n";
            if (commands.size() - 1 == breaksAt) {
                text = "<Events>\r\n"
                        + event(
                                ids(arguments).stream()
                                        .findFirst()
                                        .orElse(EventId.IN_SERVICE)
                                        .number(),
                                90) + "\r\n";
            }
            if (exitCode != 0) {
                return new Output<>(exitCode, null, "Zugriff verweigert");
            }
            try {
                return new Output<>(
                        0, parser.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_16LE))), "");
            } catch (QueryFailedException e) {
                throw e;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private String found(String query, int most) {
            String number = anchor.replaceAll("(?s).*<EventRecordID>(\\d+)<.*", "$1");
            assertTrue(query, query.endsWith(") or EventRecordID=" + number + "]]"));
            String found = events.apply(query);
            boolean room = found.split("<Event>", -1).length - 1 < most;
            return gone.test(query) || !room ? found : found + anchor;
        }

        private static int most(List<String> arguments) {
            return arguments.stream()
                    .filter(a -> a.startsWith("/c:"))
                    .mapToInt(a -> Integer.parseInt(a.substring(3)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
