package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;

import com.pty4j.PtyProcess;
import org.junit.Test;

public class NativeLibrariesTest {
    /** A library in use cannot be replaced by one of another version. */
    @Test
    public void directoryIsNamedByTheVersionThatIsUsed() {
        String jar = PtyProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(jar, containsString(NativeLibraries.PTY4J + ".jar"));
    }
}
