package io.jenkins.plugins.entsso.config;

import hudson.PluginWrapper;
import hudson.model.Computer;
import io.jenkins.plugins.entsso.engine.agent.backup.DiagnoseTask;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.DiagnosisRun;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The diagnosis of an agent's host. Who calls it has seen to the permission. */
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
        return new DiagnosisRun(
                        JenkinsAgent.of(node, computer.getChannel()),
                        task,
                        EntssoLedger.get().ledgerOrNull(),
                        product)
                .run(texts);
    }
}
