package io.jenkins.plugins.entsso.engine.agent;

import static org.hamcrest.CoreMatchers.allOf;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import org.junit.Test;

public class HostSettingsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    public void absolutePaths() {
        for (String path : new String[] {"C:\\Windows\\ssoconfig.exe", "d:/tools/ssoconfig.exe", "/opt/ssoconfig"}) {
            assertEquals(path, ssoconfig(path));
        }
    }

    @Test
    public void spaceAroundAPathIsNoPartOfIt() {
        assertEquals("C:\\ssoconfig.exe", ssoconfig(" C:\\ssoconfig.exe\t"));
        assertNull(ssoconfig("  "));
    }

    @Test
    public void relativePathsAreRefused() {
        for (String path :
                new String[] {"ssoconfig.exe", "..\\ssoconfig.exe", "C:ssoconfig.exe", "%SystemRoot%\\ssoconfig.exe"}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ssoconfig(path));
            assertThat(e.getMessage(), allOf(containsString("'" + path + "'"), containsString("absolute")));
        }
    }

    /** The password is typed into a program: it has to be the host's own. */
    @Test
    public void programsOfOtherMachinesAreRefused() {
        for (String path : new String[] {
            "\\\\server\\share\\ssoconfig.exe", "//server/share/ssoconfig.exe", "\\/server/ssoconfig.exe"
        }) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ssoconfig(path));
            assertThat(e.getMessage(), allOf(containsString("'" + path + "'"), containsString("another machine")));
        }
    }

    @Test
    public void pathsOfSeveralLinesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ssoconfig("C:\\a\nC:\\b"));
    }

    @Test
    public void timeLimits() {
        for (int seconds : new int[] {-1, 0, 3601}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> new HostSettings(null, null, MINUTE, Duration.ofSeconds(seconds)));
            assertThat(
                    e.getMessage(),
                    allOf(containsString("backup"), containsString(seconds + " seconds"), containsString("1 to 3600")));
        }
    }

    private static String ssoconfig(String path) {
        return new HostSettings(path, null, MINUTE, MINUTE).ssoconfig();
    }
}
