package io.jenkins.plugins.entsso.patrol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import hudson.Extension;
import hudson.ProxyConfiguration;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.patrol.Outbox;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Posts every change as JSON to the address that an administrator has set, by a thread of its own. */
@Extension
public final class Webhook implements EntssoVerdictListener {
    private static final Logger LOGGER = Logger.getLogger(Webhook.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Outbox<String> outbox = new Outbox<>("The webhook", Webhook::post, later(), System::nanoTime);

    /**
     * Refuses what is no address of a web server.
     *
     * @throws IllegalArgumentException with the remedy; the address is not in it, since it may hold a secret
     */
    static URI address(String text) {
        try {
            URI uri = URI.create(text);
            if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.FINEST, "Not an address", e);
        }
        throw new IllegalArgumentException(Messages.Webhook_noAddress());
    }

    private static Outbox.Later later() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
                1, new NamingThreadFactory(new DaemonThreadFactory(), "Enterprise SSO webhook"));
        // where there is no webhook, there is no thread
        thread.setKeepAliveTime(1, TimeUnit.MINUTES);
        thread.allowCoreThreadTimeOut(true);
        return (what, wait) -> thread.schedule(what, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void changed(VerdictChange change) {
        if (EntssoPatrolConfiguration.get().getWebhook() != null) {
            outbox.send(json(change).toString());
        }
    }

    /** To the address that is set now: it may have been corrected since the change. */
    private static void post(String body) throws IOException, InterruptedException {
        Secret secret = EntssoPatrolConfiguration.get().getWebhook();
        if (secret == null) {
            return;
        }
        URI address = address(secret.getPlainText());
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
            throw new IOException(address.getHost() + " answered with HTTP status " + status);
        }
    }

    /** A change as values, and in words that most chat programs show. */
    static JsonObject json(VerdictChange change) {
        Texts texts = new Texts(Locale.ENGLISH, ZoneId.systemDefault());
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
