package io.jenkins.plugins.entsso.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Descriptor;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Who may have a value checked, or see what there is to choose. */
public class FormPermissionsTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    @BeforeClass
    public static void grant() throws Exception {
        J.jenkins.setSecurityRealm(J.createDummySecurityRealm());
        J.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("auditor"));
        SimulatedAgent.addCredentials(SimulatedAgent.secretText("for-builds"));
        SimulatedAgent.addCredentials(
                new StringCredentialsImpl(CredentialsScope.SYSTEM, "for-jenkins", "", Secret.fromString("x")));
    }

    @Test
    public void checksOfTheSystemAreForAdministratorsAndByPost() throws Exception {
        int checked = 0;
        for (Class<? extends Descriptor<?>> type :
                List.<Class<? extends Descriptor<?>>>of(EntssoConfiguration.class, HostOptions.DescriptorImpl.class)) {
            Descriptor<?> descriptor = J.jenkins.getDescriptorByType(type.asSubclass(Descriptor.class));
            for (Method method : type.getMethods()) {
                if (method.getName().startsWith("doCheck") && method.getDeclaringClass() == type) {
                    String name = "check" + method.getName().substring("doCheck".length());
                    String path = descriptor.getDescriptorUrl() + "/" + name + "?value=1";
                    assertEquals(path, HttpURLConnection.HTTP_FORBIDDEN, status("auditor", HttpMethod.POST, path));
                    assertEquals(path, HttpURLConnection.HTTP_OK, status("admin", HttpMethod.POST, path));
                    assertEquals(path, HttpURLConnection.HTTP_NOT_FOUND, status("admin", HttpMethod.GET, path));
                    checked++;
                }
            }
        }
        assertTrue("checked only " + checked, checked >= 6);
    }

    @Test
    public void credentialsAreNamedToAdministratorsOnlyAndOnlyWhatBuildsCanUse() {
        assertEquals(List.of("", "for-builds"), choices("admin", ""));
        assertEquals(List.of("chosen"), choices("auditor", "chosen"));
    }

    private static List<String> choices(String user, String chosen) {
        try (ACLContext context = ACL.as(User.getById(user, true))) {
            ListBoxModel items = EntssoConfiguration.get().doFillCredentialsIdItems(chosen);
            return items.stream().map(item -> item.value).toList();
        }
    }

    private static int status(String user, HttpMethod method, String path) throws Exception {
        try (JenkinsRule.WebClient client = J.createWebClient()) {
            client.login(user);
            client.getOptions().setThrowExceptionOnFailingStatusCode(false);
            client.getOptions().setPrintContentOnFailingStatusCode(false);
            WebRequest request = new WebRequest(new URL(J.getURL(), path), method);
            return client.getPage(client.addCrumb(request)).getWebResponse().getStatusCode();
        }
    }
}
