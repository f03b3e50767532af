package io.jenkins.plugins.entsso.steps;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import jenkins.model.Jenkins;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Who is warned that everybody can download the backups of a job. */
public class EntssoJobActionTest {
    @Rule
    public final JenkinsRule j = new JenkinsRule();

    private FreeStyleProject guard;
    private FreeStyleProject other;

    @Before
    public void jobs() throws Exception {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        guard = j.createFreeStyleProject("guard");
        guard.getBuildersList().add(new EntssoBackupBuilder());
        other = j.createFreeStyleProject("other");
    }

    @Test
    public void whoCanChangeTheJobIsWarned() throws Exception {
        j.jenkins.setAuthorizationStrategy(
                strategy().grant(Jenkins.READ, Item.READ).everywhere().toEveryone());
        assertTrue(warns("owner", guard));
        assertFalse("no signpost for others", warns("reader", guard));
        assertFalse("a job without backups", warns("owner", other));
    }

    @Test
    public void nobodyIsWarnedOfAClosedJob() throws Exception {
        j.jenkins.setAuthorizationStrategy(
                strategy().grant(Jenkins.READ, Item.READ).everywhere().to("reader"));
        assertFalse(warns("owner", guard));
        j.jenkins.setAuthorizationStrategy(
                strategy().grant(Item.READ).everywhere().toEveryone());
        assertFalse("without Overall/Read the job cannot be reached", warns("owner", guard));
    }

    private static MockAuthorizationStrategy strategy() {
        return new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("owner");
    }

    private boolean warns(String user, FreeStyleProject job) throws Exception {
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            return client.login(user)
                    .getPage(job)
                    .getWebResponse()
                    .getContentAsString()
                    .contains("Everybody can download the backups");
        }
    }
}
