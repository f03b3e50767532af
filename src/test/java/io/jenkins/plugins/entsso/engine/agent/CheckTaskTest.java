package io.jenkins.plugins.entsso.engine.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** What is asked of which host. */
public class CheckTaskTest {
    private final List<String> asked = new ArrayList<>();
    private boolean windows = true;
    private boolean entsso = true;

    @Test
    public void everythingIsAskedWhereEntssoIs() throws Exception {
        HostFacts facts = check(false);
        assertEquals(List.of("log", "secrets", "status", "service"), asked);
        assertTrue(facts.installed());
        assertEquals("ssoconfig", facts.tool().value());
        assertEquals("BIZTALK01", facts.computer());
    }

    @Test
    public void nothingIsAskedWhereEntssoIsNot() throws Exception {
        entsso = false;
        HostFacts facts = check(false);
        assertEquals(List.of(), asked);
        assertTrue(facts.windows());
        assertFalse(facts.installed());
        assertEquals(Failure.Kind.TOOL_MISSING, facts.log().failure().kind());
    }

    @Test
    public void everythingIsAskedOfAKnownSecretServer() throws Exception {
        entsso = false;
        HostFacts facts = check(true);
        assertEquals(List.of("log", "secrets", "status", "service"), asked);
        assertFalse(facts.installed());
    }

    @Test
    public void nothingIsAskedOfAnotherSystem() throws Exception {
        windows = false;
        HostFacts facts = check(true);
        assertEquals(List.of(), asked);
        assertFalse(facts.windows());
    }

    @Test
    public void patienceReachesForEveryQuestion() {
        HostSettings slow = new HostSettings(null, null, Duration.ofMinutes(10), Duration.ofMinutes(1));
        Duration patience = new CheckTask(settings -> new FakeHost(), slow, true).patience();
        assertTrue(patience.toString(), patience.compareTo(Duration.ofMinutes(30)) > 0);
    }

    private HostFacts check(boolean known) throws InterruptedException {
        return new CheckTask(settings -> new Noting(), HostSettings.DEFAULTS, known).run();
    }

    private final class Noting extends FakeHost {
        @Override
        public boolean isWindows() {
            return windows;
        }

        @Override
        public boolean hasEntsso() {
            return entsso;
        }

        @Override
        public QueryResult<HostFacts.Log> eventLog(Duration limit) throws InterruptedException {
            assertEquals(HostSettings.DEFAULTS.queryTimeout(), limit);
            asked.add("log");
            return super.eventLog(limit);
        }

        @Override
        public QueryResult<RegistrySecrets> secrets(Duration limit) {
            asked.add("secrets");
            return super.secrets(limit);
        }

        @Override
        public QueryResult<EntssoService> service(Duration limit) {
            asked.add("service");
            return super.service(limit);
        }

        @Override
        public QueryResult<ServerStatus> status(Duration limit) {
            asked.add("status");
            return super.status(limit);
        }
    }
}
