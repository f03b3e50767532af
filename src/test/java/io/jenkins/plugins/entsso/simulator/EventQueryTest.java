package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class EventQueryTest {
    private static final LogEntry REMINDERS =
            new LogEntry(10, 5, Instant.parse("2026-01-01T00:00:00Z"), 60_000, "ENTSSO", 10589, 0, 2, List.of());

    private static long matches(String query) {
        EventQuery.Condition condition = EventQuery.parse(query);
        return IntStream.range(10, 15)
                .filter(n -> condition.matches(REMINDERS, n))
                .count();
    }

    @Test
    public void queriesSelect() {
        assertEquals(5, matches("*"));
        assertEquals(5, matches("*[System[Provider[@Name='ENTSSO'] and (EventID=10589 or EventID=10559)]]"));
        assertEquals(5, matches(" * [ System [ EventID = 10589 and Provider[@Name=\"ENTSSO\"] ] ] "));
        assertEquals(0, matches("*[System[Provider[@Name='Entsso']]]"));
        assertEquals(0, matches("*[System[(EventID=10559)]]"));
        assertEquals(2, matches("*[System[Provider[@Name='ENTSSO'] and EventRecordID > 12]]"));
        assertEquals(3, matches("*[System[EventRecordID>=12]]"));
        assertEquals(1, matches("*[System[(EventRecordID<11) and EventID!=3]]"));
        assertEquals(2, matches("*[System[EventRecordID<=10 or EventRecordID=14]]"));
        assertEquals(3, matches("*[System[TimeCreated[@SystemTime>='2026-01-01T00:01:30Z']]]"));
        assertEquals(
                "one record besides those of a kind",
                1,
                matches(
                        "*[System[(Provider[@Name='ENTSSO'] and (EventID=10559 or EventID=10560)) or EventRecordID=12]]"));
        assertEquals("and binds closer than or", 5, matches("*[System[EventID=10589 or EventID=1 and EventID=2]]"));
    }

    @Test
    public void whatIsNotUnderstoodIsRefused() {
        for (String query : List.of(
                "",
                "**",
                "*[",
                "*[System]",
                "*[System[]]",
                "*[System[EventID=]]",
                "*[System[EventID=10589 EventID=1]]",
                "*[System[EventID=10589 andEventID]]",
                "*[System[Provider[@Name=ENTSSO]]]",
                "*[System[Provider[@Name='ENTSSO]]]",
                "*[System[EventID=99999999999999999999]]",
                "*[System[TimeCreated[@SystemTime>='yesterday']]]",
                "*[EventData[Data='x']]",
                "*[System[EventID=10589]] or *")) {
            assertThrows(query, IllegalArgumentException.class, () -> EventQuery.parse(query));
        }
    }

    @Test
    public void moreThanTwentyConditionsAreRefused() {
        String twenty = IntStream.range(0, 20).mapToObj(i -> "EventID=" + i).collect(Collectors.joining(" or "));
        assertEquals(0, matches("*[System[" + twenty + "]]"));
        assertThrows(
                IllegalArgumentException.class, () -> EventQuery.parse("*[System[" + twenty + " or EventID=10589]]"));
    }
}
