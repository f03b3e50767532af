package io.jenkins.plugins.entsso.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Node;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.time.Duration;
import org.htmlunit.FailingHttpStatusCodeException;
import org.htmlunit.html.HtmlForm;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.recipes.LocalData;

public class EntssoConfigurationTest {
    @Rule
    public JenkinsRule j = new JenkinsRule();

    @Test
    public void beginsWithTheDefaults() throws Exception {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        assertEquals(HostSettings.DEFAULTS, configuration.hostSettings(j.jenkins));
        assertEquals(HostSettings.DEFAULTS, configuration.hostSettings(null));
        assertEquals(When.REQUIRED, configuration.getWhen());
        assertEquals(OnBad.FAIL, configuration.getOnBad());
        assertNull(configuration.getCredentialsId());
        j.configRoundtrip();
        assertEquals("a form that is only looked at", HostSettings.DEFAULTS, configuration.hostSettings(null));
    }

    @Test
    public void formRoundTrip() throws Exception {
        addCredentials("entsso-backup");
        EntssoConfiguration configuration = fill();
        j.configRoundtrip();
        assertFilled(configuration);
    }

    @Test
    public void whatIsEmptiedInTheFormIsReset() throws Exception {
        EntssoConfiguration configuration = fill();
        configuration.setCredentialsId(null);
        HtmlForm form = j.createWebClient().goTo("configure").getFormByName("config");
        for (String field : new String[] {"wevtutil", "reg", "ssoconfig", "workDirectory"}) {
            form.getInputByName("_." + field).setValue("");
        }
        form.getInputByName("_.querySeconds").setValue("");
        form.getInputByName("_.backupSeconds").setValue("");
        j.submit(form);
        assertEquals(HostSettings.DEFAULTS, configuration.hostSettings(null));
        configuration.load();
        assertEquals(HostSettings.DEFAULTS, configuration.hostSettings(null));
    }

    @Test
    public void theFormRefusesWhatIsUnfitAndChangesNothing() throws Exception {
        addCredentials("entsso-backup");
        EntssoConfiguration configuration = fill();
        JenkinsRule.WebClient client = j.createWebClient();
        HtmlForm form = client.goTo("configure").getFormByName("config");
        form.getInputByName("_.wevtutil").setValue("D:\\other\\wevtutil.exe");
        form.getInputByName("_.ssoconfig").setValue("ssoconfig.exe");
        FailingHttpStatusCodeException e = assertThrows(FailingHttpStatusCodeException.class, () -> j.submit(form));
        assertEquals(400, e.getStatusCode());
        assertThat(e.getResponse().getContentAsString(), containsString("The path of ssoconfig is"));
        assertFilled(configuration);
        configuration.load();
        assertFilled(configuration);
    }

    @Test
    public void settersRefuseWhatIsUnfit() {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        assertThrows(IllegalArgumentException.class, () -> configuration.setReg("reg.exe"));
        assertThrows(IllegalArgumentException.class, () -> configuration.setWorkDirectory("%TEMP%"));
        assertThrows(IllegalArgumentException.class, () -> configuration.setQuerySeconds(0));
        assertThrows(IllegalArgumentException.class, () -> configuration.setBackupSeconds(3601));
        assertEquals(HostSettings.DEFAULTS, configuration.hostSettings(null));
    }

    @Test
    public void theFormSaysWhatIsUnfit() {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        assertEquals(FormValidation.Kind.OK, configuration.doCheckSsoconfig("").kind);
        assertEquals(FormValidation.Kind.OK, configuration.doCheckSsoconfig("D:\\SSO\\ssoconfig.exe").kind);
        assertEquals(FormValidation.Kind.ERROR, configuration.doCheckSsoconfig("ssoconfig.exe").kind);
        assertEquals(FormValidation.Kind.ERROR, configuration.doCheckWevtutil("wevtutil").kind);
        assertEquals(FormValidation.Kind.ERROR, configuration.doCheckReg("reg").kind);
        assertEquals(FormValidation.Kind.ERROR, configuration.doCheckWorkDirectory("temp").kind);
        assertEquals(FormValidation.Kind.OK, configuration.doCheckQuerySeconds(" 30 ").kind);
        assertEquals(FormValidation.Kind.ERROR, configuration.doCheckQuerySeconds("soon").kind);
        assertEquals(FormValidation.Kind.OK, configuration.doCheckBackupSeconds("").kind);
        assertEquals(FormValidation.Kind.ERROR, configuration.doCheckBackupSeconds("0").kind);
        String escaped = configuration.doCheckReg("<b>reg</b>").renderHtml();
        assertThat(escaped, containsString("&lt;b&gt;reg"));
    }

    @Test
    public void aNodeGoesBeforeAll() throws Exception {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        configuration.setReg("C:\\all\\reg.exe");
        configuration.setWevtutil("C:\\all\\wevtutil.exe");
        configuration.setQuerySeconds(20);
        Node node = j.createSlave();
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setReg("C:\\one\\reg.exe");
        property.setBackupSeconds(30);
        node.getNodeProperties().add(property);
        assertEquals(
                new HostSettings(
                        "C:\\all\\wevtutil.exe",
                        "C:\\one\\reg.exe",
                        null,
                        null,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30)),
                configuration.hostSettings(node));
        assertEquals("C:\\all\\reg.exe", configuration.hostSettings(j.jenkins).reg());
    }

    /** Files as the first version that had these settings wrote them; what is not in them has its default. */
    @Test
    @LocalData
    public void readsTheOldestForm() {
        assertFilled(EntssoConfiguration.get());
        Node node = j.jenkins.getNode("biztalk");
        assertEquals(
                "C:\\one\\reg.exe", EntssoConfiguration.get().hostSettings(node).reg());
        assertEquals(
                Duration.ofSeconds(30),
                EntssoConfiguration.get().hostSettings(node).backupTimeout());
        assertEquals(
                Duration.ofSeconds(10),
                EntssoConfiguration.get().hostSettings(node).queryTimeout());
    }

    private static EntssoConfiguration fill() {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        configuration.setWevtutil("C:\\tools\\wevtutil.exe");
        configuration.setReg("C:\\tools\\reg.exe");
        configuration.setSsoconfig("D:\\Enterprise Single Sign-On\\ssoconfig.exe");
        configuration.setWorkDirectory("E:\\temp");
        configuration.setQuerySeconds(10);
        configuration.setBackupSeconds(20);
        configuration.setCredentialsId("entsso-backup");
        configuration.setWhen(When.ALWAYS);
        configuration.setOnBad(OnBad.UNSTABLE);
        return configuration;
    }

    private static void assertFilled(EntssoConfiguration configuration) {
        assertEquals(
                new HostSettings(
                        "C:\\tools\\wevtutil.exe",
                        "C:\\tools\\reg.exe",
                        "D:\\Enterprise Single Sign-On\\ssoconfig.exe",
                        "E:\\temp",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20)),
                configuration.hostSettings(null));
        assertEquals("entsso-backup", configuration.getCredentialsId());
        assertEquals(When.ALWAYS, configuration.getWhen());
        assertEquals(OnBad.UNSTABLE, configuration.getOnBad());
    }

    private static void addCredentials(String id) throws Exception {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString("not a real one")));
        provider.save();
    }
}
