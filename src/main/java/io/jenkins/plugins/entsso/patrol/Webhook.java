package io.jenkins.plugins.entsso.patrol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Posts every change and every backup as JSON to the address that an administrator has set. */
@Extension
@Restricted(NoExternalUse.class)
public final class Webhook implements EntssoVerdictListener {
    private static final Logger LOGGER = Logger.getLogger(Webhook.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final int TRIES = 4;

    /** What waited longer behind others is tried only once. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private HttpClient client;

    /** What the client was made for. */
    private ProxyConfiguration proxy;

    @Override
    public void changed(VerdictChange change) {
        send(change.host().node(), change.at(), () -> json(change));
    }

    @Override
    public void backedUp(Backup backup) {
        send(backup.host(), Objects.requireNonNullElse(backup.verified(), backup.made()), () -> json(backup));
    }

    /** Tries again after 10, 20 and 40 seconds. */
    private void send(String node, Instant at, Supplier<JsonObject> json) {
        Secret address = EntssoConfiguration.get().getWebhook();
        if (address == null) {
            return;
        }
        URI uri = URI.create(address.getPlainText());
        String body = json.get().toString();
        try {
            String failure = post(uri, body);
            for (int attempt = 1; failure != null; attempt++) {
                if (attempt == TRIES || at.plus(PATIENCE).isBefore(Instant.now())) {
                    String text = Texts.ofLog().text("log.webhook.failed", node, uri.getHost(), attempt, failure);
                    LOGGER.log(Level.WARNING, text);
                    return;
                }
                Thread.sleep(FIRST_WAIT.toMillis() << (attempt - 1));
                failure = post(uri, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOGGER.log(Level.WARNING, Texts.ofLog().text("log.webhook.interrupted", node));
        }
    }

    private synchronized HttpClient client() {
        if (client == null || proxy != Jenkins.get().getProxy()) {
            proxy = Jenkins.get().getProxy();
            client = ProxyConfiguration.newHttpClientBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build();
        }
        return client;
    }

    /** Why it could not be posted; null if it was. */
    @CheckForNull
    private String post(URI address, String body) throws InterruptedException {
        HttpRequest request = ProxyConfiguration.newHttpRequestBuilder(address)
                .header("Content-Type", "application/json; charset=utf-8")
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status = client().send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status / 100 == 2 ? null : "HTTP " + status;
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Nothing that a host says is a link or calls people together, as Slack and its like take {@code <!channel>}. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A change as values, and in words that most chat programs show. */
    static JsonObject json(VerdictChange change) {
        Texts texts = Texts.ofLog();
        Verdict verdict = change.host().verdict();
        JsonObject json = json(
                ChangeNotifier.sentence(change),
                change.host().node(),
                change.host().computer(),
                change.at());
        json.addProperty(
                "before", change.before() == null ? null : change.before().name());
        json.addProperty("after", change.after().name());
        json.addProperty("worse", change.isWorse());
        JsonArray evidence = new JsonArray();
        verdict.evidence().forEach(finding -> evidence.add(texts.sentence(finding)));
        json.add("evidence", evidence);
        json.addProperty("machine", change.machine() == null ? null : texts.sentence(change.machine()));
        json.addProperty("nextStep", texts.sentence(verdict.nextStep()));
        return json;
    }

    /** The same of a backup that was made. */
    static JsonObject json(Backup backup) {
        JsonObject json = json(ChangeNotifier.sentence(backup), backup.host(), backup.computer(), backup.made());
        JsonObject made = new JsonObject();
        made.addProperty("job", backup.job());
        made.addProperty("build", backup.build());
        made.addProperty("artifact", backup.artifact().path());
        made.addProperty("sha256", backup.sha256());
        made.addProperty("confirmed", backup.isHeld());
        made.addProperty(
                "credentialsId",
                backup.credentials() == null ? null : backup.credentials().id());
        json.add("backup", made);
        return json;
    }

    /** What both have. */
    private static JsonObject json(String text, String node, String computer, Instant at) {
        String root = Jenkins.get().getRootUrl();
        JsonObject json = new JsonObject();
        json.addProperty("text", escape(text));
        json.addProperty("node", node);
        json.addProperty("computer", computer);
        json.addProperty("at", at.toString());
        json.addProperty("url", root == null ? null : root + "entsso/");
        return json;
    }
}
