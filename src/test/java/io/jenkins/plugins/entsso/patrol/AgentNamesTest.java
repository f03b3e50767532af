package io.jenkins.plugins.entsso.patrol;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import hudson.model.Computer;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.SimulatedAgent;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class AgentNamesTest {
    @Rule
    public final JenkinsRule j = new JenkinsRule();

    /** Whoever may name agents must not have the controller's verdict, nor end it. */
    @Test
    public void noAgentTakesTheControllersPlace() throws Exception {
        DumbSlave agent = j.createSlave(JenkinsAgent.BUILT_IN, "", null);
        j.waitOnline(agent);
        Computer controller = j.jenkins.toComputer();
        String name = JenkinsAgent.name(agent.toComputer());
        assertEquals(JenkinsAgent.BUILT_IN, JenkinsAgent.name(controller));
        assertSame(controller, JenkinsAgent.computer(JenkinsAgent.BUILT_IN));
        assertSame(agent.toComputer(), JenkinsAgent.computer(name));
        assertEquals(List.of(JenkinsAgent.BUILT_IN, name), List.copyOf(new JenkinsHosts().known()));

        EntssoPatrol.get().patrol().request(JenkinsAgent.BUILT_IN);
        EntssoPatrol.get().patrol().request(name);
        await().until(() -> SimulatedAgent.ledger().hosts().size() == 2);
        j.jenkins.removeNode(agent);
        await().until(() -> SimulatedAgent.ledger().hosts().size() == 1);
        assertTrue(SimulatedAgent.ledger().host(JenkinsAgent.BUILT_IN).isPresent());
    }
}
