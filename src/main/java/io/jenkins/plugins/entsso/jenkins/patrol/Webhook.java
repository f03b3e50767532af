package io.jenkins.plugins.entsso.jenkins.patrol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import hudson.Extension;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.patrol.VerdictChange;
import io.jenkins.plugins.entsso.report.Texts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Posts every change as JSON to the address that an administrator has set. */
@Extension
public final class Webhook implements EntssoVerdictListener {
    private static final Logger LOGGER = Logger.getLogger(Webhook.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    /** That it fails is said once, until it works again. */
    private boolean failing;

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

    @Override
    public synchronized void changed(VerdictChange change) {
        Secret address = EntssoPatrolConfiguration.get().getWebhook();
        if (address == null) {
            return;
        }
        try {
            post(address(address.getPlainText()), json(change).toString());
            failing = false;
        } catch (IOException | IllegalArgumentException e) {
            if (!failing) {
                failing = true;
                LOGGER.log(Level.WARNING, "The webhook was not told of a change; what else fails is not logged", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
            throw new IOException(address.getHost() + " answered with HTTP status " + status);
        }
    }

    /** A change as values, and in words that most chat programs show. */
    static JsonObject json(VerdictChange change) {
        Texts texts = new Texts(Locale.ENGLISH, ZoneId.systemDefault());
        JsonObject json = new JsonObject();
        json.addProperty("text", Telling.sentence(change));
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
