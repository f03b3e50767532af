package io.jenkins.plugins.entsso.patrol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import hudson.Extension;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.engine.patrol.BackOff;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Posts every change as JSON to the address that an administrator has set. */
@Extension
@Restricted(NoExternalUse.class)
public final class Webhook implements EntssoVerdictListener {
    private static final Logger LOGGER = Logger.getLogger(Webhook.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofSeconds(10), Duration.ofMinutes(1));
    private static final int TRIES = 4;

    /** What waited longer behind others is tried only once. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public void changed(VerdictChange change) {
        Secret address = EntssoConfiguration.get().getWebhook();
        if (address == null) {
            return;
        }
        String body = json(change).toString();
        URI uri = URI.create(address.getPlainText());
        try {
            for (int attempt = 1; !isPosted(uri, body, change, attempt); attempt++) {
                Thread.sleep(BACK_OFF.after(attempt).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOGGER.log(Level.WARNING, () -> Texts.ofLog().text("log.webhook.interrupted", change.node()));
        }
    }

    /** Whether it was posted, or is given up. */
    private static boolean isPosted(URI address, String body, VerdictChange change, int attempt)
            throws InterruptedException {
        try {
            post(address, body);
            return true;
        } catch (IOException e) {
            boolean last = attempt >= TRIES || change.at().plus(PATIENCE).isBefore(Instant.now());
            LOGGER.log(
                    last ? Level.WARNING : Level.FINE,
                    () -> Texts.ofLog()
                            .text(
                                    "log.webhook.failed",
                                    change.node(),
                                    address.getHost(),
                                    attempt,
                                    String.valueOf(e.getMessage())));
            return last;
        }
    }

    private static void post(URI address, String body) throws IOException, InterruptedException {
        HttpClient client = ProxyConfiguration.newHttpClientBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
        HttpRequest request = ProxyConfiguration.newHttpRequestBuilder(address)
                .header("Content-Type", "application/json; charset=utf-8")
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("HTTP " + status);
        }
    }

    /** A change as values, and in words that most chat programs show. */
    static JsonObject json(VerdictChange change) {
        Texts texts = Texts.ofLog();
        JsonObject json = new JsonObject();
        json.addProperty("text", ChangeNotifier.sentence(change));
        json.addProperty("node", change.node());
        json.addProperty("computer", change.computer());
        json.addProperty(
                "before", change.before() == null ? null : change.before().name());
        json.addProperty("after", change.after().name());
        json.addProperty("worse", change.isWorse());
        json.addProperty("at", change.at().toString());
        JsonArray evidence = new JsonArray();
        change.evidence().forEach(finding -> evidence.add(texts.sentence(finding)));
        json.add("evidence", evidence);
        json.addProperty("machine", change.machine() == null ? null : texts.sentence(change.machine()));
        json.addProperty("nextStep", texts.sentence(change.nextStep()));
        String root = Jenkins.get().getRootUrl();
        json.addProperty("url", root == null ? null : root + "entsso/");
        return json;
    }
}
