package io.jenkins.plugins.entsso.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.slaves.NodePropertyDescriptor;
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
        property.setWevtutil("C:\\tools\\wevtutil.exe");
        property.setReg("C:\\tools\\reg.exe");
        property.setSsoconfig("D:\\SSO\\ssoconfig.exe");
        property.setWorkDirectory("E:\\temp");
        property.setQuerySeconds(10);
        property.setBackupSeconds(20);
        node.getNodeProperties().add(property);
        DumbSlave after = J.configRoundtrip(node);
        J.assertEqualDataBoundBeans(property, after.getNodeProperty(EntssoNodeProperty.class));
    }

    @Test
    public void everythingMayBeLeftOpen() throws Exception {
        DumbSlave node = J.createSlave();
        node.getNodeProperties().add(new EntssoNodeProperty());
        EntssoNodeProperty after = J.configRoundtrip(node).getNodeProperty(EntssoNodeProperty.class);
        J.assertEqualDataBoundBeans(new EntssoNodeProperty(), after);
        assertNull(after.getSsoconfig());
        assertNull(after.getQuerySeconds());
    }

    @Test
    public void theFormRefusesWhatIsUnfitAndChangesNothing() throws Exception {
        DumbSlave node = J.createSlave();
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setReg("C:\\tools\\reg.exe");
        node.getNodeProperties().add(property);
        HtmlForm form = J.createWebClient()
                .goTo("computer/" + node.getNodeName() + "/configure")
                .getFormByName("config");
        form.getInputByName("_.reg").setValue("reg.exe");
        FailingHttpStatusCodeException e = assertThrows(FailingHttpStatusCodeException.class, () -> J.submit(form));
        assertEquals(400, e.getStatusCode());
        assertThat(e.getResponse().getContentAsString(), containsString("The path of reg is"));
        Node after = J.jenkins.getNode(node.getNodeName());
        assertEquals(
                "C:\\tools\\reg.exe",
                after.getNodeProperty(EntssoNodeProperty.class).getReg());
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
