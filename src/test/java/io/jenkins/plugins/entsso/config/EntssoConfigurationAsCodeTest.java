package io.jenkins.plugins.entsso.config;

import static io.jenkins.plugins.casc.misc.Util.getUnclassifiedRoot;
import static io.jenkins.plugins.casc.misc.Util.toStringFromYamlFile;
import static io.jenkins.plugins.casc.misc.Util.toYamlString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import hudson.Functions;
import hudson.model.Node;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
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
        Node node = j.jenkins.getNode("biztalk");
        assertEquals("C:\\one\\reg.exe", configuration.hostSettings(node).reg());
        assertEquals(Duration.ofSeconds(30), configuration.hostSettings(node).backupTimeout());
        assertEquals(Duration.ofSeconds(10), configuration.hostSettings(node).queryTimeout());
    }

    @Test
    @ConfiguredWithCode("configuration-as-code.yaml")
    public void exportsEverySetting() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        CNode exported = getUnclassifiedRoot(context).get("entsso");
        assertEquals(toStringFromYamlFile(this, "export.yaml"), toYamlString(exported));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(all);
        String yaml = all.toString(StandardCharsets.UTF_8);
        assertThat(yaml, containsString("- entsso:"));
        assertThat(yaml, containsString("C:\\\\one\\\\reg.exe"));
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
