package io.jenkins.plugins.entsso.config;

import io.jenkins.plugins.casc.misc.RoundTripAbstractTest;
import org.jvnet.hudson.test.RestartableJenkinsRule;

/** Through the page of configuration as code, and over a restart. */
@SuppressWarnings("deprecation")
public class EntssoConfigurationRoundTripTest extends RoundTripAbstractTest {
    @Override
    protected void assertConfiguredAsExpected(RestartableJenkinsRule j, String configContent) {
        EntssoConfigurationTest.assertFilled(EntssoConfiguration.get());
    }

    @Override
    protected String stringInLogExpected() {
        return "E:\\temp";
    }
}
