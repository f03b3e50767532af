package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.hamcrest.CoreMatchers.allOf;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import java.time.Duration;
import org.junit.Test;

public class HostSettingsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    public void absolutePaths() {
        for (String path : new String[] {"C:\\Windows\\System32\\reg.exe", "d:/tools/reg.exe", "/opt/reg"}) {
            assertEquals(path, reg(path));
        }
    }

    @Test
    public void spaceAroundAPathIsNoPartOfIt() {
        assertEquals("C:\\reg.exe", reg(" C:\\reg.exe\t"));
        assertNull(reg("  "));
    }

    @Test
    public void relativePathsAreRefused() {
        for (String path : new String[] {"reg.exe", "..\\reg.exe", "C:reg.exe", "%SystemRoot%\\reg.exe"}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> reg(path));
            assertThat(e.getMessage(), allOf(containsString("'" + path + "'"), containsString("absolute")));
        }
    }

    /** The password is typed into a program: it has to be the host's own. */
    @Test
    public void programsOfOtherMachinesAreRefused() {
        for (String path : new String[] {"\\\\server\\share\\reg.exe", "//server/share/reg.exe", "\\/server/reg.exe"}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> reg(path));
            assertThat(e.getMessage(), allOf(containsString("'" + path + "'"), containsString("another machine")));
        }
    }

    @Test
    public void pathsOfSeveralLinesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> reg("C:\\a\nC:\\b"));
    }

    @Test
    public void timeLimits() {
        for (int seconds : new int[] {-1, 0, 3601}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> new HostSettings(null, null, null, null, MINUTE, Duration.ofSeconds(seconds)));
            assertThat(
                    e.getMessage(),
                    allOf(containsString("backup"), containsString(seconds + " seconds"), containsString("1 to 3600")));
        }
    }

    private static String reg(String path) {
        return new HostSettings(null, path, null, null, MINUTE, MINUTE).reg();
    }
}
