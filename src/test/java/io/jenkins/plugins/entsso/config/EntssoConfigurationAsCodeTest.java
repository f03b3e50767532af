package io.jenkins.plugins.entsso.config;

import static io.jenkins.plugins.casc.misc.Util.getUnclassifiedRoot;
import static io.jenkins.plugins.casc.misc.Util.toYamlString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.Functions;
import hudson.model.Node;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;

public class EntssoConfigurationAsCodeTest {
    @Rule
    public JenkinsConfiguredWithCodeRule j = new JenkinsConfiguredWithCodeRule();

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    public void importsEverySetting() {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        EntssoConfigurationTest.assertFilled(configuration);
        Node node = j.jenkins.getNode("biztalk");
        assertEquals(
                new HostSettings("C:\\one\\ssoconfig.exe", "E:\\temp", Duration.ofSeconds(10), Duration.ofSeconds(30)),
                configuration.hostSettings(node));
        assertTrue(node.getNodeProperty(EntssoNodeProperty.class).isPatrolDisabled());
    }

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    public void exportsEverySetting() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        String yaml = toYamlString(getUnclassifiedRoot(context).get("entsso"));
        for (String setting : new String[] {
            "action: START",
            "atOnce: 50",
            "backupSeconds: 20",
            "credentialsId: \"entsso-backup\"",
            "intervalMinutes: 60",
            "job: \"backups/{node}\"",
            "maxAgeDays: 30",
            "onBad: UNSTABLE",
            "patrolEnabled: true",
            "label: \"biztalk && !test\"",
            "querySeconds: 10",
            "renewAfterRestore: true",
            "ssoconfig: \"D:\\\\Enterprise Single Sign-On\\\\ssoconfig.exe\"",
            "webhook: ",
            "when: ALWAYS",
            "workDirectory: \"E:\\\\temp\"",
        }) {
            assertThat(yaml, containsString(setting));
        }
        assertThat(yaml, not(containsString("hooks.example")));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(all);
        assertThat(all.toString(StandardCharsets.UTF_8), containsString("C:\\\\one\\\\ssoconfig.exe"));
    }

    @Test
    public void refusesWhatIsUnfit() {
        String file = getClass().getResource("unfit.yaml").toExternalForm();
        ConfiguratorException e = assertThrows(
                ConfiguratorException.class, () -> ConfigurationAsCode.get().configure(file));
        assertThat(Functions.printThrowable(e), containsString("The path of ssoconfig is 'ssoconfig.exe'"));
        assertEquals(HostSettings.DEFAULTS, EntssoConfiguration.get().hostSettings(null));
    }
}
