package io.jenkins.plugins.entsso.dashboard;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import java.io.File;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.HudsonHomeLoader;
import org.jvnet.hudson.test.JenkinsRule;

/** A file is where the directory of the ledger has to be. */
public class ClosedLedgerTest {
    @Rule
    public final JenkinsRule j = new JenkinsRule().with(() -> {
        File home = HudsonHomeLoader.NEW.allocate();
        Files.writeString(home.toPath().resolve("entsso"), "");
        return home;
    });

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
