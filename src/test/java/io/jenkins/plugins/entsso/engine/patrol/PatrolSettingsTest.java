package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import java.time.Duration;
import org.junit.Test;

public class PatrolSettingsTest {
    @Test
    public void oneMissedAnswerPutsNoVerdictOutOfDate() {
        Duration longest = Duration.ofDays(3);
        assertEquals(longest, new PatrolSettings(longest, 10, 0, false).interval());
        assertTrue(longest.multipliedBy(2).compareTo(HostRecord.FRESH) < 0);
        assertThrows(InvalidSettingException.class, () -> new PatrolSettings(longest.plusMinutes(1), 10, 0, false));
    }
}
