package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.DiagnoseTask;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.DiagnosisText;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.ClassRule;
import org.junit.Test;

/** A diagnosis over a real channel. */
public class DiagnoseIT {
    @ClassRule
    public static final TestServer SERVER = new TestServer();

    @Test
    public void theHostExplainsItself() throws Exception {
        SimulatedHost host = SERVER.newHost();
        DiagnoseTask task = new DiagnoseTask(host.factory(WindowsHost.FACTORY), HostSettings.DEFAULTS);
        String node = TestServer.NODE;
        Diagnosis diagnosis = HudsonAgent.of(node, SERVER.agent().getChannel()).call(task);
        Verdict verdict = Verdict.of(node, Set.of(node), diagnosis.facts(), List.of(), LastKnown.NOTHING);
        String text = DiagnosisText.of(node, diagnosis, verdict, "a test", Instant.now(), Texts.of(Locale.ENGLISH));
        assertTrue(text, text.startsWith("Diagnosis of " + TestServer.NODE + ", made at "));
        assertTrue(text, text.contains("10589 BACKUP_REQUIRED"));
        assertTrue(text, text.contains("A backup would be made: the verdict asks for one."));
        assertEquals(List.of(), host.calls());
    }
}
