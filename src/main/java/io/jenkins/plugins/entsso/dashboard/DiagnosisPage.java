package io.jenkins.plugins.entsso.dashboard;

import hudson.model.Computer;
import io.jenkins.plugins.entsso.config.HostDiagnosis;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
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
    private static final Logger LOGGER = Logger.getLogger(DiagnosisPage.class.getName());

    /** So long a request waits, whatever the agent does. */
    static final int SECONDS = 120;

    /** So many hosts are asked at once: a request waits for each. */
    static final int MOST = 5;

    /** The hosts that are being asked. */
    private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();

    /** Asks the host now; why it does not answer is an answer, too. A host is asked once at a time. */
    static DiagnosisPage of(Computer computer) throws InterruptedException {
        String node = JenkinsAgent.name(computer);
        Texts texts = Presentation.texts();
        if (ASKED.size() >= MOST || !ASKED.add(node)) {
            return new DiagnosisPage(node, texts.text("diagnosis.busy", node, MOST));
        }
        Future<String> answer = Computer.threadPoolForRemoting.submit(() -> {
            try {
                return HostDiagnosis.of(computer, texts);
            } finally {
                ASKED.remove(node);
            }
        });
        try {
            return new DiagnosisPage(node, answer.get(SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return new DiagnosisPage(node, texts.text("run.agent.silent", node, SECONDS));
        } catch (ExecutionException e) {
            boolean isGone = e.getCause() instanceof IOException;
            LOGGER.log(
                    isGone ? Level.FINE : Level.WARNING,
                    e.getCause(),
                    () -> Texts.ofLog().text("log.diagnosis.failed", node));
            return new DiagnosisPage(node, isGone ? e.getCause().getMessage() : String.valueOf(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }
}
