package io.jenkins.plugins.entsso.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.cli.CLICommandInvoker;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Who may say which cluster a node belongs to: backups of the nodes of a cluster count for one another. */
public class NodeClusterTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    private DumbSlave node;

    @Before
    public void setUp() throws Exception {
        J.jenkins.setSecurityRealm(J.createDummySecurityRealm());
        J.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Computer.CONFIGURE, Computer.EXTENDED_READ, Computer.CREATE, Computer.CONNECT)
                .everywhere()
                .to("operator"));
        node = new DumbSlave("sso-a", J.createTmpDir().getPath(), new JNLPLauncher(false));
        EntssoNodeProperty property = new EntssoNodeProperty();
        property.setCluster("SSOCLUSTER");
        node.getNodeProperties().add(property);
        J.jenkins.addNode(node);
    }

    @After
    public void tearDown() throws Exception {
        for (Node each : J.jenkins.getNodes()) {
            J.jenkins.removeNode(each);
        }
    }

    @Test
    public void administratorsSetItByForm() throws Exception {
        HtmlForm form = form("admin", "computer/sso-a/configure");
        form.getInputByName("_.cluster").setValue(" OTHER ");
        J.submit(form);
        assertEquals("OTHER", cluster("sso-a"));
        J.jenkins.reload();
        assertEquals("OTHER", cluster("sso-a"));
    }

    @Test
    public void othersKeepItByForm() throws Exception {
        HtmlForm form = form("operator", "computer/sso-a/configure");
        assertTrue(form.getInputsByName("_.cluster").isEmpty());
        form.getInputByName("_.patrolDisabled").setChecked(true);
        J.submit(form);
        assertEquals("SSOCLUSTER", cluster("sso-a"));
        assertTrue(J.jenkins
                .getNode("sso-a")
                .getNodeProperty(EntssoNodeProperty.class)
                .isPatrolDisabled());

        HtmlForm without = form("operator", "computer/sso-a/configure");
        without.getInputByName("io-jenkins-plugins-entsso-config-EntssoNodeProperty")
                .setChecked(false);
        J.submit(without);
        assertEquals("SSOCLUSTER", cluster("sso-a"));
        J.jenkins.reload();
        assertEquals("SSOCLUSTER", cluster("sso-a"));
    }

    @Test
    public void othersKeepItByConfigXml() throws Exception {
        String xml = Jenkins.XSTREAM2.toXML(node);
        assertEquals(200, post("operator", xml.replace(">SSOCLUSTER<", ">OTHER<")));
        assertEquals("SSOCLUSTER", cluster("sso-a"));
        assertEquals(200, post("operator", xml.replace("<cluster>SSOCLUSTER</cluster>", "")));
        assertEquals("SSOCLUSTER", cluster("sso-a"));
        assertEquals(200, post("operator", xml.replaceFirst("(?s)<nodeProperties>.*</nodeProperties>", "")));
        assertEquals("SSOCLUSTER", cluster("sso-a"));
        J.jenkins.reload();
        assertEquals("SSOCLUSTER", cluster("sso-a"));

        assertEquals(200, post("admin", xml.replace(">SSOCLUSTER<", ">OTHER<")));
        assertEquals("OTHER", cluster("sso-a"));
        assertEquals(200, post("admin", xml.replace("<cluster>SSOCLUSTER</cluster>", "")));
        assertNull(cluster("sso-a"));
    }

    @Test
    public void othersBringNoNodeIn() throws Exception {
        J.jenkins.removeNode(node);
        J.createSlave("sso-a", null, null);
        String xml = Jenkins.XSTREAM2.toXML(node);
        cli("update-node", "sso-a", xml);
        assertNull(cluster("sso-a"));
        cli("create-node", "new", xml);
        assertNull(cluster("new"));
    }

    @Test
    public void aCopyIsInNoCluster() throws Exception {
        try (JenkinsRule.WebClient client = J.createWebClient()) {
            client.login("operator");
            String path = "computer/createItem?name=copy&mode=copy&from=sso-a";
            client.getPage(client.addCrumb(new WebRequest(new URL(J.getURL(), path), HttpMethod.POST)));
        }
        assertNull(cluster("copy"));
        assertEquals("SSOCLUSTER", cluster("sso-a"));
    }

    @Test
    public void whoIsNamedVouchesAtOnce() throws Exception {
        J.createSlave("sso-b", null, null);
        Ledger ledger = EntssoLedger.get().ledger();
        Instant now = Instant.now();
        HostFacts facts = Hosts.host("SSO1A")
                .secrets(Hosts.MSID1)
                .event(EventId.SECRET_SERVER_STARTING, 5)
                .facts();
        ledger.enter("sso-a", facts, now);
        ledger.enter(
                "sso-b",
                Hosts.host("SSO1B")
                        .secrets(Hosts.MSID1)
                        .event(EventId.BACKED_UP, 9999, "f", Hosts.MSID1.toString(), "")
                        .facts(),
                now);
        ledger.enter(Hosts.backup("sso-b", 1, 9999, Hosts.MSID1).withVerified(now));
        assertEquals(Kind.UNKNOWN, kind(ledger));
        HtmlForm form = form("admin", "computer/sso-b/configure");
        form.getInputByName("io-jenkins-plugins-entsso-config-EntssoNodeProperty")
                .setChecked(true);
        form.getInputByName("_.cluster").setValue("ssocluster");
        J.submit(form);
        assertEquals(Kind.PROTECTED, kind(ledger));
        assertEquals(
                "SSOCLUSTER",
                ledger.host("sso-a").orElseThrow().facts().orElseThrow().cluster());
        assertEquals(Set.of("sso-a", "sso-b"), ledger.cluster("sso-a"));
        String page = J.createWebClient().login("admin").goTo("entsso/").asNormalizedText();
        for (String node : List.of("sso-a", "sso-b")) {
            String line = node + ": protected. This node has the current secret.";
            assertTrue(page, page.contains(line));
        }
    }

    private static Kind kind(Ledger ledger) {
        return ledger.host("sso-a").orElseThrow().verdict().kind();
    }

    private static void cli(String command, String name, String xml) {
        assertEquals(
                0,
                new CLICommandInvoker(J, command)
                        .asUser("operator")
                        .withStdin(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                        .invokeWithArgs(name)
                        .returnCode());
    }

    private static HtmlForm form(String user, String path) throws Exception {
        return J.createWebClient().login(user).goTo(path).getFormByName("config");
    }

    private static int post(String user, String xml) throws Exception {
        try (JenkinsRule.WebClient client = J.createWebClient()) {
            client.login(user);
            WebRequest request = new WebRequest(client.createCrumbedUrl("computer/sso-a/config.xml"), HttpMethod.POST);
            request.setAdditionalHeader("Content-Type", "application/xml");
            request.setRequestBody(xml);
            return client.getPage(request).getWebResponse().getStatusCode();
        }
    }

    private static String cluster(String node) {
        return EntssoNodeProperty.clusterOf(Objects.requireNonNull(J.jenkins.getNode(node), node));
    }
}
