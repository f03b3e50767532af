package io.jenkins.plugins.entsso.dashboard;

import hudson.model.Computer;
import io.jenkins.plugins.entsso.config.HostDiagnosis;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What a host told when it was asked for its diagnosis. It lives as long as a request.
 *
 * @param node what the ledger calls the host
 * @param text plain text, some of it the host's
 */
@Restricted(NoExternalUse.class)
public record DiagnosisPage(String node, String text) {
    /** So long a request waits, whatever the agent does. */
    private static final int SECONDS = 120;

    /** Asks the host now; why it does not answer is an answer, too. */
    static DiagnosisPage of(Computer computer) throws InterruptedException {
        String node = JenkinsAgent.name(computer);
        Texts texts = Presentation.texts();
        Future<String> answer = Computer.threadPoolForRemoting.submit(() -> HostDiagnosis.of(computer, texts));
        try {
            return new DiagnosisPage(node, answer.get(SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return new DiagnosisPage(node, texts.text("run.agent.silent", node, SECONDS));
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof IOException ? e.getCause().getMessage() : String.valueOf(e.getCause());
            return new DiagnosisPage(node, why);
        } finally {
            answer.cancel(true);
        }
    }
}
