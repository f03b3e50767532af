package io.jenkins.plugins.entsso.patrol;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

public class WebhookTest {
    @ClassRule
    public static final JenkinsRule J = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private VerdictChange change(String why) throws IOException {
        HostRecord silent =
                new Ledger(folder.newFolder().toPath()).enter("n", new Failure(Failure.Kind.ERROR, why), Hosts.NOON);
        return VerdictChange.of(null, silent).orElseThrow();
    }

    /** Whoever may write to a host's log must not call a whole company together, or have it follow a link. */
    @Test
    public void nothingThatAHostSaysIsMarkupToAChatProgram() throws Exception {
        JsonObject json = Webhook.json(change("<!channel> <https://evil.example|a&b>"));
        String text = json.get("text").getAsString();
        assertFalse(text, text.contains("<") || text.contains(">"));
        assertThat(text, containsString("&lt;!channel&gt; &lt;https://evil.example|a&amp;b&gt;"));
        assertThat("values stay values", json.get("evidence").toString(), containsString("<!channel>"));
    }

    @Test
    public void manyPostsTakeNoMoreThreadsThanOne() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            posts.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            EntssoConfiguration.get()
                    .setWebhook(Secret.fromString(
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/"));
            Webhook webhook = new Webhook();
            VerdictChange change = change("B");
            webhook.changed(change);
            long before = selectors();
            for (int i = 0; i < 50; i++) {
                webhook.changed(change);
            }
            assertEquals(51, posts.get());
            assertTrue(before + " before, " + selectors() + " now", selectors() <= before);
        } finally {
            server.stop(0);
        }
    }

    /** One for each client. */
    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
                .count();
    }
}
