package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure.Kind;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Questions to a simulated host, through its programs as processes of their own. */
public class CheckTaskTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SimulatedHost host;

    @Before
    public void createHost() throws IOException {
        host = SimulatedHost.create(folder.getRoot().toPath().resolve("a höst"));
    }

    @Test
    public void factsOfAHealthyHost() throws Exception {
        host.requireBackup(3);
        HostFacts facts = ask();
        assertTrue(facts.windows());
        HostFacts.Log log = facts.log().value();
        assertEquals(3, log.required().count());
        assertFalse(log.required().capped());
        assertTrue(log.required().first().recordId() < log.required().last().recordId());
        assertTrue(log.complete());
        assertEquals(
                host.msids().stream().map(Msid::new).collect(Collectors.toSet()),
                facts.secrets().value().msids());
        assertEquals(QueryResult.of(host.ssoconfig().toString()), facts.tool());
    }

    @Test
    public void whatWindowsVariesDoesNotMatter() throws Exception {
        host.requireBackup(2);
        for (long seed = 1; seed <= 4; seed++) {
            host.vary(seed);
            HostFacts facts = ask();
            assertEquals(
                    "seed " + seed + facts.log(),
                    2,
                    facts.log().value().required().count());
        }
    }

    @Test
    public void aFloodHidesNothing() throws Exception {
        host.backedUpElsewhere("D:\\safe\\x.bak").requireBackup(1_000_000);
        HostFacts.Log log = ask().log().value();
        assertEquals(EventLog.MOST_REQUIRED, log.required().count());
        assertTrue(log.required().capped());
        assertEquals(1, log.all(EventId.BACKED_UP).size());
        assertEquals(1, log.all(EventId.BACKUP_REQUIRED).size());
        assertTrue("the flood is not in the way of the others", log.complete());
    }

    @Test
    public void aFloodOfAnotherKindIsToldAndBounded() throws Exception {
        for (int i = 0; i < EventLog.KEPT + 8; i++) {
            host.log(10525, "{00000000-0000-0000-0000-0000000000" + (10 + i) + "}", "user", "pc", "x");
        }
        HostFacts.Log log = ask().log().value();
        assertEquals(EventLog.KEPT, log.all(EventId.GENERATED).size());
        assertEquals(
                Msid.of("{00000000-0000-0000-0000-0000000000" + (10 + EventLog.KEPT + 7) + "}"),
                log.newest(EventId.GENERATED).orElseThrow().msids().get(0));
    }

    @Test
    public void otherServer() throws Exception {
        host.becomeOther("MASTER1");
        HostFacts facts = ask();
        assertEquals(HostFacts.Secrets.NO_KEY, facts.secrets().value());
        assertTrue(
                facts.log().value().events().stream().anyMatch(e -> e.string(1).equals("MASTER1")));
    }

    @Test
    public void hostWithoutEntsso() throws Exception {
        host.withoutEntsso();
        HostFacts facts = ask();
        assertEquals(HostFacts.Secrets.NO_KEY, facts.secrets().value());
        assertEquals(0, facts.log().value().events().size());
    }

    @Test
    public void everyFaultOfATool() throws Exception {
        host.requireBackup(2);
        Map<Fault, Kind> log = new EnumMap<>(Fault.class);
        log.put(Fault.LOG_ACCESS_DENIED, null);
        log.put(Fault.LOG_HANGS, Kind.TIMEOUT);
        log.put(Fault.LOG_GARBAGE, Kind.NOT_UNDERSTOOD);
        log.put(Fault.LOG_GARBAGE_FLOOD, Kind.NOT_UNDERSTOOD);
        log.put(Fault.LOG_TRUNCATED, Kind.TRUNCATED);
        log.put(Fault.LOG_SILENT, Kind.SILENT);
        log.put(Fault.LOG_SILENT_TO_CONDITIONS, Kind.SILENT);
        Map<Fault, Kind> registry = new EnumMap<>(Fault.class);
        registry.put(Fault.REGISTRY_ACCESS_DENIED, Kind.ACCESS_DENIED);
        registry.put(Fault.REGISTRY_HANGS, Kind.TIMEOUT);
        registry.put(Fault.REGISTRY_GARBAGE, Kind.NOT_UNDERSTOOD);
        registry.put(Fault.REGISTRY_GARBAGE_FLOOD, Kind.NOT_UNDERSTOOD);
        registry.put(Fault.REGISTRY_SILENT, Kind.SILENT);
        for (Fault fault : log.keySet()) {
            host.clearFaults().fault(fault);
            QueryResult<HostFacts.Log> answer =
                    eventLog(fault == Fault.LOG_HANGS ? 3 : 30).ask();
            assertFalse(fault + ": " + answer, answer.isKnown());
            if (log.get(fault) == null) {
                // which exit code wevtutil has for it is not known
                Kind kind = answer.failure().kind();
                assertTrue(fault + ": " + answer, kind == Kind.ACCESS_DENIED || kind == Kind.TOOL_FAILED);
            } else {
                assertEquals(
                        fault + ": " + answer, log.get(fault), answer.failure().kind());
            }
        }
        for (Fault fault : registry.keySet()) {
            host.clearFaults().fault(fault);
            QueryResult<HostFacts.Secrets> answer =
                    registry(fault == Fault.REGISTRY_HANGS ? 3 : 30).ask();
            assertFalse(fault + ": " + answer, answer.isKnown());
            assertEquals(
                    fault + ": " + answer, registry.get(fault), answer.failure().kind());
        }
    }

    @Test
    public void clearedLog() throws Exception {
        host.requireBackup(2).clearLog();
        QueryResult<HostFacts.Log> log = ask().log();
        assertTrue(
                log.toString(),
                log.isKnown() ? log.value().events().isEmpty() : log.failure().kind() == Kind.SILENT);
    }

    @Test
    public void missingTools() throws Exception {
        HostSettings nowhere = new HostSettings(
                "/no/wevtutil.exe",
                "/no/reg.exe",
                "/no/ssoconfig.exe",
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
        HostFacts facts = new CheckTask(nowhere).run();
        assertEquals(Kind.TOOL_MISSING, facts.log().failure().kind());
        assertEquals(Kind.TOOL_MISSING, facts.secrets().failure().kind());
        assertEquals(Kind.TOOL_MISSING, facts.tool().failure().kind());
        assertThat(facts.tool().failure().detail(), containsString("/no/ssoconfig.exe"));
    }

    @Test
    public void aHostThatIsNotWindowsIsNotAsked() throws Exception {
        assertEquals(
                HostTools.isWindows(),
                new CheckTask(HostSettings.DEFAULTS).run().windows());
    }

    @Test
    public void patienceReachesForEveryQuestion() {
        Duration limit = Duration.ofHours(1);
        Duration all = limit.multipliedBy(EventLog.MOST_QUESTIONS + Registry.MOST_QUESTIONS);
        Duration patience =
                new CheckTask(new HostSettings(null, null, null, null, limit, Duration.ofSeconds(1))).patience();
        assertTrue(patience.toString(), patience.compareTo(all) > 0 && patience.compareTo(all.plus(limit)) < 0);
    }

    @Test
    public void programsOfWindowsMakeNoWindowsHost() throws Exception {
        Duration limit = Duration.ofSeconds(5);
        for (String folder : List.of("C:\\no such folder\\", "\\\\server\\share\\", "d:/no such folder/")) {
            HostSettings ofAllHosts = new HostSettings(
                    folder + "wevtutil.exe", folder + "reg.exe", folder + "ssoconfig.exe", null, limit, limit);
            assertEquals(HostTools.isWindows(), new CheckTask(ofAllHosts).run().windows());
        }
        HostSettings some = new HostSettings("/no/wevtutil", "/no/reg", null, null, limit, limit);
        assertEquals(HostTools.isWindows(), new CheckTask(some).run().windows());
    }

    private HostFacts ask() throws InterruptedException {
        return new CheckTask(new HostSettings(
                        host.wevtutil().toString(),
                        host.reg().toString(),
                        host.ssoconfig().toString(),
                        null,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60)))
                .run();
    }

    private EventLog eventLog(int seconds) {
        return new EventLog(new Processes(), host.wevtutil().toString(), Duration.ofSeconds(seconds));
    }

    private Registry registry(int seconds) {
        return new Registry(new Processes(), host.reg().toString(), Duration.ofSeconds(seconds));
    }
}
