package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class EventQueryTest {
    private static final LogEntry REMINDERS = LogEntry.entsso(5, Instant.EPOCH, 60_000, 10589, List.of());

    private static boolean matches(String query) {
        return EventQuery.parse(query).test(REMINDERS);
    }

    @Test
    public void queriesSelect() {
        assertTrue(matches("*"));
        assertTrue(matches("*[System[Provider[@Name='ENTSSO'] and (EventID=10589 or EventID=10559)]]"));
        assertFalse(matches("*[System[Provider[@Name='Entsso']]]"));
        assertFalse(matches("*[System[(EventID=10559)]]"));
        assertTrue(matches("*[System[EventID>=10589 and EventID<=10589]]"));
        assertFalse(matches("*[System[EventID=1 or (EventID>=10590 and EventID<=10600)]]"));
        assertTrue("and binds closer than or", matches("*[System[EventID=10589 or EventID=1 and EventID=2]]"));
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
                "*[EventData[Data='x']]",
                "*[System[EventID=10589]] or *")) {
            assertThrows(query, IllegalArgumentException.class, () -> EventQuery.parse(query));
        }
    }

    @Test
    public void moreThanTwentyConditionsAreRefused() {
        String twenty = IntStream.range(0, 20).mapToObj(i -> "EventID=" + i).collect(Collectors.joining(" or "));
        assertFalse(matches("*[System[" + twenty + "]]"));
        assertThrows(
                IllegalArgumentException.class, () -> EventQuery.parse("*[System[" + twenty + " or EventID=10589]]"));
    }
}
