package io.jenkins.plugins.entsso.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Failure;
import hudson.model.FreeStyleProject;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import org.htmlunit.FailingHttpStatusCodeException;
import org.htmlunit.html.HtmlForm;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LoggerRule;

public class EntssoConfigurationTest {
    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Rule
    public final LoggerRule log =
            new LoggerRule().record(Settings.class, Level.WARNING).capture(10);

    @Test
    public void beginsWithTheDefaults() throws Exception {
        assertDefaults(EntssoConfiguration.get());
        j.configRoundtrip();
        assertDefaults(EntssoConfiguration.get());
    }

    @Test
    public void formKeepsEverything() throws Exception {
        SimulatedAgent.addCredentials(SimulatedAgent.secretText("entsso-backup"));
        EntssoConfiguration configuration = EntssoConfiguration.get();
        fill(configuration);
        j.configRoundtrip();
        assertFilled(configuration);
        configuration.load();
        assertFilled(configuration);
        assertThat(Files.readString(file()), not(containsString("hooks.example")));
    }

    @Test
    public void whatIsEmptiedInTheFormIsReset() throws Exception {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        fill(configuration);
        HtmlForm form = j.createWebClient().goTo("configure").getFormByName("config");
        for (String field : new String[] {
            "ssoconfig",
            "workDirectory",
            "querySeconds",
            "backupSeconds",
            "label",
            "intervalMinutes",
            "atOnce",
            "maxAgeDays",
            "job"
        }) {
            form.getInputByName("_." + field).setValue("");
        }
        j.submit(form);
        assertEquals(HostSettings.DEFAULTS, configuration.hostSettings(null));
        assertEquals(
                PatrolSettings.DEFAULTS.interval(),
                configuration.patrolSettings().interval());
        assertNull(configuration.getLabel());
        assertNull(configuration.getAtOnce());
        assertNull(configuration.getMaxAgeDays());
        assertNull(configuration.getJob());
    }

    @Test
    public void theFormRefusesWhatIsUnfitAndChangesNothing() throws Exception {
        SimulatedAgent.addCredentials(SimulatedAgent.secretText("entsso-backup"));
        EntssoConfiguration configuration = EntssoConfiguration.get();
        fill(configuration);
        configuration.save();
        HtmlForm form = j.createWebClient().goTo("configure").getFormByName("config");
        form.getInputByName("_.workDirectory").setValue("D:\\other");
        form.getInputByName("_.job").setValue("other");
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
        EntssoConfiguration c = EntssoConfiguration.get();
        assertThrows(Failure.class, () -> new HostOptions("ssoconfig.exe", null, null, null));
        assertThrows(Failure.class, () -> new HostOptions(null, "%TEMP%", null, null));
        assertThrows(Failure.class, () -> new HostOptions(null, null, 0, null));
        assertThrows(Failure.class, () -> new HostOptions(null, null, null, 3601));
        assertThrows(Failure.class, () -> c.setLabel("a &&"));
        assertThrows(Failure.class, () -> c.setIntervalMinutes(0));
        assertThrows(Failure.class, () -> c.setAtOnce(10_000));
        assertThrows(Failure.class, () -> c.setMaxAgeDays(-1));
        for (String bad : new String[] {"file:///etc/passwd", "hooks.example", "http:///x", "https://h/ x"}) {
            String message = assertThrows(Failure.class, () -> c.setWebhook(Secret.fromString(bad)))
                    .getMessage();
            assertThat(message, not(containsString(bad)));
        }
        assertDefaults(c);
    }

    @Test
    public void theFormSaysWhatIsUnfit() throws Exception {
        HostOptions.DescriptorImpl host = j.jenkins.getDescriptorByType(HostOptions.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.OK, host.doCheckSsoconfig(null, "").kind);
        assertEquals(FormValidation.Kind.OK, host.doCheckSsoconfig(null, "D:\\SSO\\ssoconfig.exe").kind);
        assertEquals(FormValidation.Kind.ERROR, host.doCheckSsoconfig(null, "\\\\server\\ssoconfig.exe").kind);
        assertEquals(FormValidation.Kind.ERROR, host.doCheckWorkDirectory(null, "temp").kind);
        assertThat(host.doCheckSsoconfig(null, "<b>sso</b>").renderHtml(), containsString("&lt;b&gt;sso"));

        EntssoConfiguration c = EntssoConfiguration.get();
        FreeStyleProject job = j.createFreeStyleProject();
        assertEquals(FormValidation.Kind.ERROR, c.doCheckLabel("a &&", "REPORT").kind);
        assertEquals(FormValidation.Kind.ERROR, c.doCheckLabel("", "START").kind);
        assertEquals(FormValidation.Kind.OK, c.doCheckLabel("", "REPORT").kind);
        assertEquals(FormValidation.Kind.ERROR, c.doCheckWebhook("hooks.example").kind);
        assertEquals(FormValidation.Kind.ERROR, c.doCheckJob("", "START").kind);
        assertEquals(FormValidation.Kind.WARNING, c.doCheckJob("no/such", "REPORT").kind);
        assertEquals(FormValidation.Kind.OK, c.doCheckJob(job.getFullName(), "START").kind);
        assertEquals(FormValidation.Kind.OK, c.doCheckJob("backups/{node}", "START").kind);
    }

    /** A file that was written by hand, or before a limit was narrowed, stops nothing. */
    @Test
    public void storedSettingsThatAreUnfitHaveTheirDefaultsAndAreWarnedOf() throws Exception {
        Files.writeString(file(), """
                <io.jenkins.plugins.entsso.config.EntssoConfiguration>
                  <when>SOMETIMES</when>
                  <host>
                    <ssoconfig>D:\\SSO\\ssoconfig.exe</ssoconfig>
                    <querySeconds>0</querySeconds>
                  </host>
                  <label>a &amp;&amp;</label>
                  <intervalMinutes>0</intervalMinutes>
                  <atOnce>many</atOnce>
                  <maxAgeDays>30</maxAgeDays>
                </io.jenkins.plugins.entsso.config.EntssoConfiguration>
                """);
        EntssoConfiguration configuration = EntssoConfiguration.get();
        configuration.load();
        assertEquals(When.REQUIRED, configuration.getWhen());
        assertEquals(HostSettings.DEFAULTS, configuration.hostSettings(null));
        assertFalse("what is no expression names nobody", configuration.isInScope(j.jenkins));
        assertEquals(
                PatrolSettings.DEFAULTS.interval(),
                configuration.patrolSettings().interval());
        assertEquals(
                PatrolSettings.DEFAULTS.atOnce(), configuration.patrolSettings().atOnce());
        assertEquals(30, configuration.patrolSettings().maxAgeDays());
        assertThat(log.getMessages(), hasItem(containsString("The time limit of a query is 0 seconds")));
        assertThat(log.getMessages(), hasItem(containsString("The interval of the patrol is 0 minutes")));
    }

    private Path file() {
        return j.jenkins.getRootDir().toPath().resolve(EntssoConfiguration.class.getName() + ".xml");
    }

    private static void assertDefaults(EntssoConfiguration configuration) {
        assertEquals(HostSettings.DEFAULTS, configuration.hostSettings(null));
        assertEquals(PatrolSettings.DEFAULTS, configuration.patrolSettings());
        assertEquals(When.REQUIRED, configuration.getWhen());
        assertEquals(OnBad.FAIL, configuration.getOnBad());
        assertEquals(PatrolAction.REPORT, configuration.getAction());
        assertTrue(configuration.isPatrolEnabled());
        assertFalse(configuration.isRenewAfterRestore());
        assertNull(configuration.getLabel());
        assertNull(configuration.getCredentialsId());
        assertNull(configuration.getJob());
        assertNull(configuration.getWebhook());
    }

    private static void fill(EntssoConfiguration configuration) {
        configuration.setHost(new HostOptions("D:\\Enterprise Single Sign-On\\ssoconfig.exe", "E:\\temp", 10, 20));
        configuration.setCredentialsId("entsso-backup");
        configuration.setWhen(When.ALWAYS);
        configuration.setOnBad(OnBad.UNSTABLE);
        configuration.setLabel("biztalk && !test");
        configuration.setIntervalMinutes(60);
        configuration.setAtOnce(50);
        configuration.setMaxAgeDays(30);
        configuration.setRenewAfterRestore(true);
        configuration.setAction(PatrolAction.START);
        configuration.setJob("backups/{node}");
        configuration.setWebhook(Secret.fromString("https://hooks.example/services/T0"));
    }

    static void assertFilled(EntssoConfiguration configuration) {
        assertEquals(
                new HostSettings(
                        "D:\\Enterprise Single Sign-On\\ssoconfig.exe",
                        "E:\\temp",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20)),
                configuration.hostSettings(null));
        assertEquals("entsso-backup", configuration.getCredentialsId());
        assertEquals(When.ALWAYS, configuration.getWhen());
        assertEquals(OnBad.UNSTABLE, configuration.getOnBad());
        assertTrue(configuration.isPatrolEnabled());
        assertEquals("biztalk && !test", configuration.getLabel());
        assertEquals(Duration.ofHours(1), configuration.patrolSettings().interval());
        assertEquals(50, configuration.patrolSettings().atOnce());
        assertEquals(30, configuration.patrolSettings().maxAgeDays());
        assertTrue(configuration.patrolSettings().renewAfterLoadFailure());
        assertEquals(PatrolAction.START, configuration.getAction());
        assertEquals("backups/n1", configuration.jobOf("n1"));
        assertEquals(
                "https://hooks.example/services/T0", configuration.getWebhook().getPlainText());
    }
}
