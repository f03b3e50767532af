package io.jenkins.plugins.entsso.patrol;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.slaves.DumbSlave;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.entsso.config.EntssoNodeProperty;
import io.jenkins.plugins.entsso.engine.patrol.PatrolSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class EntssoPatrolConfigurationTest {
    @Rule
    public final JenkinsRule j = new JenkinsRule();

    @Test
    public void whatIsNotSetIsTheEnginesDefault() {
        assertEquals(PatrolSettings.DEFAULTS, EntssoPatrolConfiguration.get().settings());
        assertEquals(PatrolAction.REPORT, EntssoPatrolConfiguration.get().getActing());
    }

    @Test
    public void formKeepsEverything() throws Exception {
        fill(EntssoPatrolConfiguration.get());
        j.configRoundtrip();
        EntssoPatrolConfiguration after = EntssoPatrolConfiguration.get();
        assertFilled(after);
        after.load();
        assertFilled(after);
        String stored = Files.readString(
                j.jenkins.getRootDir().toPath().resolve(EntssoPatrolConfiguration.class.getName() + ".xml"));
        assertThat(stored, containsString("<atOnce>50</atOnce>"));
        assertThat(stored, not(containsString("hooks.example")));
    }

    @Test
    public void emptyFormMeansDefaults() throws Exception {
        j.configRoundtrip();
        assertEquals(PatrolSettings.DEFAULTS, EntssoPatrolConfiguration.get().settings());
        assertNull(EntssoPatrolConfiguration.get().getWebhook());
        assertNull(EntssoPatrolConfiguration.get().getJob());
    }

    @Test
    public void unfitValuesAreRefused() {
        EntssoPatrolConfiguration c = EntssoPatrolConfiguration.get();
        assertThrows(IllegalArgumentException.class, () -> c.setIntervalMinutes(0));
        assertThrows(IllegalArgumentException.class, () -> c.setAtOnce(10_000));
        assertThrows(IllegalArgumentException.class, () -> c.setMaxAgeDays(-1));
        for (String bad : new String[] {"file:///etc/passwd", "hooks.example", "http:///x", "https://h/ x"}) {
            String message = assertThrows(IllegalArgumentException.class, () -> c.setWebhook(Secret.fromString(bad)))
                    .getMessage();
            assertThat(message, not(containsString(bad)));
        }
        assertEquals(PatrolSettings.DEFAULTS, c.settings());
        assertEquals(FormValidation.Kind.ERROR, c.doCheckAtOnce("0").kind);
        assertEquals(FormValidation.Kind.ERROR, c.doCheckIntervalMinutes("soon").kind);
        assertEquals(FormValidation.Kind.OK, c.doCheckMaxAgeDays("").kind);
        assertEquals(FormValidation.Kind.ERROR, c.doCheckJob("", "START").kind);
        assertEquals(FormValidation.Kind.WARNING, c.doCheckJob("no/such", "REPORT").kind);
    }

    @Test
    public void jobMayBeOneForEachNode() throws Exception {
        EntssoPatrolConfiguration c = EntssoPatrolConfiguration.get();
        FreeStyleProject job = j.createFreeStyleProject();
        c.setJob(job.getFullName());
        assertEquals(job.getFullName(), c.jobOf("n1"));
        assertEquals(FormValidation.Kind.OK, c.doCheckJob(job.getFullName(), "START").kind);
        c.setJob("backups/{node}");
        assertEquals("backups/n1", c.jobOf("n1"));
    }

    @Test
    public void nodeMaySayOtherwise() throws Exception {
        DumbSlave node = j.createSlave();
        EntssoPatrolConfiguration c = EntssoPatrolConfiguration.get();
        c.setActing(PatrolAction.START);
        assertEquals(PatrolAction.START, c.acting(node));
        EntssoNodeProperty property = new EntssoNodeProperty();
        node.getNodeProperties().replace(property);
        // each time the form is sent, the node becomes another object
        DumbSlave same = j.configRoundtrip(node);
        assertNull(same.getNodeProperty(EntssoNodeProperty.class).getActing());
        assertEquals(PatrolAction.START, c.acting(same));
        property.setActing("REPORT");
        same.getNodeProperties().replace(property);
        DumbSlave again = j.configRoundtrip(same);
        assertEquals(PatrolAction.REPORT, c.acting(again));
        assertThrows(IllegalArgumentException.class, () -> property.setActing("EXPLODE"));
    }

    @Test
    public void configurationAsCode() throws Exception {
        ConfigurationAsCode.get()
                .configure(getClass().getResource("configuration-as-code.yaml").toString());
        assertFilled(EntssoPatrolConfiguration.get());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        String exported = out.toString(StandardCharsets.UTF_8);
        assertThat(exported, containsString("entssoPatrol:"));
        assertThat(exported, not(containsString("hooks.example")));
    }

    private static void fill(EntssoPatrolConfiguration c) {
        c.setIntervalMinutes(60);
        c.setAtOnce(50);
        c.setMaxAgeDays(30);
        c.setRenewAfterRestore(true);
        c.setActing(PatrolAction.START);
        c.setJob("backups/{node}");
        c.setWebhook(Secret.fromString("https://hooks.example/services/T0"));
    }

    private static void assertFilled(EntssoPatrolConfiguration c) {
        assertEquals(Duration.ofHours(1), c.settings().interval());
        assertEquals(50, c.settings().atOnce());
        assertEquals(30, c.settings().age().maxDays());
        assertTrue(c.settings().age().renewAfterLoadFailure());
        assertEquals(PatrolAction.START, c.getActing());
        assertEquals("backups/{node}", c.getJob());
        assertEquals("https://hooks.example/services/T0", c.getWebhook().getPlainText());
        assertFalse(c.getDisplayName().isEmpty());
    }
}
