package io.jenkins.plugins.entsso.config;

import hudson.PluginWrapper;
import hudson.model.Computer;
import io.jenkins.plugins.entsso.engine.agent.backup.DiagnoseTask;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.DiagnosisText;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The diagnosis of an agent's host. Nothing of it is entered anywhere. Who calls it has seen to the permission. */
@Restricted(NoExternalUse.class)
public final class HostDiagnosis {
    private HostDiagnosis() {}

    /**
     * Asks the host now, which may take minutes.
     *
     * @return plain text
     * @throws IOException if the agent is gone or silent
     */
    public static String of(Computer computer, Texts texts) throws IOException, InterruptedException {
        String node = JenkinsAgent.name(computer);
        DiagnoseTask task = new DiagnoseTask(
                JenkinsAgent.hosts.apply(node), EntssoConfiguration.get().hostSettings(computer.getNode()));
        PluginWrapper plugin = Jenkins.get().getPluginManager().whichPlugin(HostDiagnosis.class);
        String product = (plugin == null ? "entsso-master-secret" : plugin.getShortName() + " " + plugin.getVersion())
                + ", Jenkins " + Jenkins.VERSION;
        Diagnosis diagnosis = JenkinsAgent.of(node, computer.getChannel()).call(task);
        Ledger ledger = EntssoLedger.get().ledgerOrNull();
        Verdict verdict = ledger == null
                ? Verdict.of(node, Set.of(node), diagnosis.facts().in(""), List.of(), LastKnown.NOTHING)
                : ledger.judge(node, diagnosis.facts());
        return DiagnosisText.of(node, diagnosis, verdict, product, Instant.now(), texts);
    }
}
