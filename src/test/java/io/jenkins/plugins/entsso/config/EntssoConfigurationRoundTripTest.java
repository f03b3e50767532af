package io.jenkins.plugins.entsso.config;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.casc.misc.RoundTripAbstractTest;
import java.time.Duration;
import org.jvnet.hudson.test.RestartableJenkinsRule;

/** Through the page of configuration as code, and over a restart. */
@SuppressWarnings("deprecation")
public class EntssoConfigurationRoundTripTest extends RoundTripAbstractTest {
    @Override
    protected void assertConfiguredAsExpected(RestartableJenkinsRule j, String configContent) {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        assertEquals("E:\\temp", configuration.getWorkDirectory());
        assertEquals(
                Duration.ofSeconds(30),
                configuration.hostSettings(j.j.jenkins.getNode("biztalk")).backupTimeout());
    }

    @Override
    protected String stringInLogExpected() {
        return "E:\\temp";
    }
}
