package io.jenkins.plugins.entsso.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Node;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.engine.report.ManyHosts;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * How long Jenkins takes for our widget and page beside its own executors widget and nodes page, with the same agents in one
 * run. By {@code mvn -Pbench test -Dtest=RenderingBenchmark}. The figures are in docs/performance.md.
 */
public class RenderingBenchmark {
    private static final int HOSTS = Integer.getInteger("hosts", 1000);
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 40;

    /** Ours, and Jenkins' own to compare with. */
    private static final List<String> PAGES =
            List.of("entsso/widget", "widget/ExecutorsWidget/ajax", "entsso/table", "entsso/", "computer/", "");

    @Rule
    public final JenkinsRule j = new JenkinsRule();

    {
        j.timeout = 1800;
    }

    @Test
    public void render() throws Exception {
        // looked for just now, so that what is entered here stays as it is
        EntssoPatrol.get().audit().run(true);
        ManyHosts.fill(EntssoLedger.get().ledger(), HOSTS, Instant.now());
        List<Node> nodes = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            nodes.add(new DumbSlave(ManyHosts.node(host), "/none", new JNLPLauncher()));
        }
        j.jenkins.setNodes(nodes);
        Map<String, long[]> micros = new LinkedHashMap<>();
        Map<String, Integer> bytes = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            // in turns, so that what else the machine does meets all of them alike
            for (String page : PAGES) {
                long start = System.nanoTime();
                int length = get(page);
                long took = (System.nanoTime() - start) / 1000;
                if (round >= 0) {
                    micros.computeIfAbsent(page, p -> new long[ROUNDS])[round] = took;
                    bytes.put(page, length);
                }
            }
        }
        micros.values().forEach(Arrays::sort);
        micros.forEach((page, sorted) -> System.out.printf(
                "| `/%s` | %.1f | %.1f | %.1f | %d |%n",
                page,
                sorted[ROUNDS / 10] / 1000.0,
                sorted[ROUNDS / 2] / 1000.0,
                sorted[ROUNDS * 9 / 10] / 1000.0,
                bytes.get(page)));
        assertTrue(
                "the widget costs less than the executors",
                micros.get("entsso/widget")[ROUNDS / 2] < micros.get("widget/ExecutorsWidget/ajax")[ROUNDS / 2]);
        assertTrue(
                "the page costs less than that of the nodes",
                micros.get("entsso/")[ROUNDS / 2] < micros.get("computer/")[ROUNDS / 2]);
    }

    private int get(String page) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) new URL(j.getURL(), page).openConnection();
        assertEquals(page, HttpURLConnection.HTTP_OK, connection.getResponseCode());
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes().length;
        }
    }
}
