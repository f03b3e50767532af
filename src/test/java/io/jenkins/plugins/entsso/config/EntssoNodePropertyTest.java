package io.jenkins.plugins.entsso.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.slaves.NodePropertyDescriptor;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.htmlunit.FailingHttpStatusCodeException;
import org.htmlunit.html.HtmlForm;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class EntssoNodePropertyTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    @Test
    public void formRoundTrip() throws Exception {
        DumbSlave node = J.createSlave();
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setPatrolDisabled(true);
        property.setHost(new HostOptions("D:\\SSO\\ssoconfig.exe", "E:\\temp", 10, 20));
        node.getNodeProperties().add(property);
        EntssoNodeProperty after = J.configRoundtrip(node).getNodeProperty(EntssoNodeProperty.class);
        assertTrue(after.isPatrolDisabled());
        J.assertEqualDataBoundBeans(property.getHost(), after.getHost());
    }

    @Test
    public void everythingMayBeLeftOpen() throws Exception {
        DumbSlave node = J.createSlave();
        node.getNodeProperties().add(new EntssoNodeProperty());
        DumbSlave after = J.configRoundtrip(node);
        assertFalse(after.getNodeProperty(EntssoNodeProperty.class).isPatrolDisabled());
        assertEquals(HostSettings.DEFAULTS, EntssoConfiguration.get().hostSettings(after));
    }

    @Test
    public void aNodeGoesBeforeAll() throws Exception {
        EntssoConfiguration configuration = EntssoConfiguration.get();
        configuration.setHost(new HostOptions("C:\\all\\ssoconfig.exe", null, 20, null));
        try {
            Node node = J.createSlave();
            EntssoNodeProperty property = new EntssoNodeProperty();
            property.setHost(new HostOptions("C:\\one\\ssoconfig.exe", null, null, 30));
            node.getNodeProperties().add(property);
            assertEquals(
                    new HostSettings("C:\\one\\ssoconfig.exe", null, Duration.ofSeconds(20), Duration.ofSeconds(30)),
                    configuration.hostSettings(node));
            assertEquals(
                    "C:\\all\\ssoconfig.exe",
                    configuration.hostSettings(J.jenkins).ssoconfig());
        } finally {
            configuration.setHost(null);
        }
    }

    @Test
    public void theFormRefusesWhatIsUnfitAndChangesNothing() throws Exception {
        DumbSlave node = J.createSlave();
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setHost(new HostOptions("C:\\tools\\ssoconfig.exe", null, null, null));
        node.getNodeProperties().add(property);
        HtmlForm form = J.createWebClient()
                .goTo("computer/" + node.getNodeName() + "/configure")
                .getFormByName("config");
        form.getInputByName("_.ssoconfig").setValue("ssoconfig.exe");
        FailingHttpStatusCodeException e = assertThrows(FailingHttpStatusCodeException.class, () -> J.submit(form));
        assertEquals(400, e.getStatusCode());
        assertThat(e.getResponse().getContentAsString(), containsString("The path of ssoconfig is"));
        Node after = J.jenkins.getNode(node.getNodeName());
        assertEquals(
                "C:\\tools\\ssoconfig.exe",
                after.getNodeProperty(EntssoNodeProperty.class).getHost().getSsoconfig());
    }

    /** As somebody may post it to config.xml: nothing is looked at but by its settings, so nothing may break. */
    @Test
    public void storedSettingsThatAreUnfitAreLeftOut() throws Exception {
        DumbSlave node = J.createSlave();
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setHost(new HostOptions("D:\\SSO\\ssoconfig.exe", null, 10, null));
        node.getNodeProperties().add(property);
        String xml = Jenkins.XSTREAM2.toXML(node).replace("<querySeconds>10<", "<querySeconds>0<");
        Node stored = (Node) Jenkins.XSTREAM2.fromXML(xml);
        HostSettings settings = EntssoConfiguration.get().hostSettings(stored);
        assertEquals(HostSettings.DEFAULTS, settings);
    }

    /** What holds for all nodes has a place of its own. */
    @Test
    public void isNoGlobalNodeProperty() {
        NodePropertyDescriptor descriptor =
                (NodePropertyDescriptor) Jenkins.get().getDescriptorOrDie(EntssoNodeProperty.class);
        assertThat(
                hudson.Functions.getGlobalNodePropertyDescriptors(),
                not(hasItem(instanceOf(EntssoNodeProperty.DescriptorImpl.class))));
        assertThat(hudson.Functions.getNodePropertyDescriptors(DumbSlave.class), hasItem(descriptor));
    }
}
