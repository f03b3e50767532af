package io.jenkins.plugins.entsso.engine.run;

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

/**
 * Has a host tell a person why it does not do what it should. Nothing of it is entered anywhere.
 *
 * @param agent of the host
 * @param task what is asked
 * @param ledger what is known of its backups; null if that cannot be read
 * @param product what asks: names and versions
 */
public record DiagnosisRun(RemoteAgent agent, DiagnoseTask task, Ledger ledger, String product) {
    /**
     * Asks the host now.
     *
     * @return plain text
     * @throws IOException if the agent is gone or silent
     */
    public String run(Texts texts) throws IOException, InterruptedException {
        Diagnosis diagnosis = agent.call(task);
        String node = agent.node();
        Verdict verdict = ledger == null
                ? Verdict.of(node, Set.of(node), diagnosis.facts().in(""), List.of(), LastKnown.NOTHING)
                : ledger.judge(node, diagnosis.facts());
        return DiagnosisText.of(node, diagnosis, verdict, product, Instant.now(), texts);
    }
}
