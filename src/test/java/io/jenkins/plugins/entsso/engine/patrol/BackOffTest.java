package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import org.junit.Test;

public class BackOffTest {
    @Test
    public void aWaitDoublesUpToTheLongest() {
        BackOff hours = new BackOff(Duration.ofHours(1), Duration.ofDays(1));
        assertEquals(Duration.ofHours(1), hours.after(1));
        assertEquals(Duration.ofHours(4), hours.after(3));
        assertEquals(Duration.ofHours(16), hours.after(5));
        assertEquals(Duration.ofDays(1), hours.after(6));
        assertEquals(Duration.ofDays(1), hours.after(Integer.MAX_VALUE));
    }

    @Test
    public void theFirstWaitIsNoLongerThanTheLongest() {
        assertEquals(Duration.ofMinutes(1), new BackOff(Duration.ofMinutes(5), Duration.ofMinutes(1)).after(1));
    }
}
