package io.jenkins.plugins.entsso.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.entsso.config.EntssoPermissions;
import java.io.File;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.HudsonHomeLoader;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A file is where the directory of the ledger has to be. */
public class ClosedLedgerTest {
    @Rule
    public final JenkinsRule j = new JenkinsRule().with(() -> {
        File home = HudsonHomeLoader.NEW.allocate();
        Files.writeString(home.toPath().resolve("entsso"), "");
        return home;
    });

    /** Where the controller keeps its files is nothing for who may only look and have hosts checked. */
    @Test
    public void pathsAreForAdministrators() throws Exception {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, EntssoPermissions.VIEW, EntssoPermissions.CHECK)
                .everywhere()
                .to("checker"));
        try (JenkinsRule.WebClient client = j.createWebClient().login("checker")) {
            client.getOptions().setThrowExceptionOnFailingStatusCode(false);
            client.getOptions().setPrintContentOnFailingStatusCode(false);
            WebRequest check = new WebRequest(new URL(j.getURL(), "entsso/check"), HttpMethod.POST);
            WebResponse response = client.getPage(client.addCrumb(check)).getWebResponse();
            assertEquals(HttpURLConnection.HTTP_UNAVAILABLE, response.getStatusCode());
            assertThat(
                    response.getContentAsString(),
                    not(containsString(j.jenkins.getRootDir().getPath())));
        }
    }

    @Test
    public void isToldAndNothingIsSaidToBeDone() throws Exception {
        try (JenkinsRule.WebClient client = j.createWebClient()) {
            client.getOptions().setThrowExceptionOnFailingStatusCode(false);
            client.getOptions().setPrintContentOnFailingStatusCode(false);
            String page = client.goTo("entsso/").getWebResponse().getContentAsString();
            assertThat(page, containsString("cannot be opened"));
            WebRequest check = new WebRequest(new URL(j.getURL(), "entsso/check"), HttpMethod.POST);
            WebResponse response = client.getPage(client.addCrumb(check)).getWebResponse();
            assertEquals(HttpURLConnection.HTTP_UNAVAILABLE, response.getStatusCode());
            assertThat(response.getContentAsString(), containsString("cannot be opened"));
        }
    }
}
