package io.jenkins.plugins.entsso.embedded;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupTask;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.NewDirectory;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.NativeTools;
import io.jenkins.plugins.entsso.simulator.SimulatedBackup;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.simulator.WindowsHost;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** What the agent's side of the engine does in a Windows JVM, task by task. */
public class WindowsAgentIT {
    @ClassRule
    public static final TestServer SERVER = TestServer.withWindowsAgent();

    private static final String PASSWORD = "Correct-Horse-Battery-1";
    private static final Duration QUERY = Duration.ofSeconds(WindowsHost.SECONDS);
    private static final HostSettings SETTINGS = new HostSettings(null, null, QUERY, QUERY);

    private SimulatedHost host;
    private NativeTools tools;

    @Before
    public void newHost() throws Exception {
        host = SERVER.newHost();
        tools = NativeTools.of(host);
        SERVER.windows().become(tools);
    }

    @After
    public void closeHost() {
        tools.close();
    }

    @Test
    public void agentIsAWindowsJvm() throws Exception {
        assertTrue(property("os.name"), property("os.name").startsWith("Windows"));
        assertEquals("\\", property("file.separator"));
        assertEquals("Jürgen Test", property("user.name"));
        HostFacts facts = SERVER.onAgent(
                new CheckTask(io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost.FACTORY, SETTINGS, true));
        assertEquals("BÜRO-BTS01", facts.computer());
        assertTrue(facts.account(), facts.account().endsWith("\\Jürgen Test"));
        assertEquals(WindowsHost.SSO + "\\ssoconfig.exe", facts.tool().value());
    }

    /** The registry is Wine's own, and asked through its own {@code reg.exe}. */
    @Test
    public void registryTellsWhatTheHostIs() throws Exception {
        assertEquals(host.msids().size(), secrets().msids().size());
        host.generateSecret();
        SERVER.windows().showSecrets();
        assertEquals(2, secrets().msids().size());
        host.becomeOther("BTSMASTER");
        SERVER.windows().showSecrets();
        assertEquals(HostFacts.Secrets.NO_KEY, secrets());
        host.withoutEntsso();
        SERVER.windows().showSecrets();
        assertEquals(HostFacts.Secrets.NO_KEY, secrets());
    }

    @Test
    public void everyAnswerOfTheApiHasACauseAndARemedy() throws Exception {
        SERVER.windows().api(true);
        Map<Integer, Failure.Kind> kinds = new LinkedHashMap<>();
        kinds.put(0x80070005, Failure.Kind.ACCESS_DENIED);
        kinds.put(0x80070057, Failure.Kind.SETTINGS);
        kinds.put(0x800706BA, Failure.Kind.OFFLINE);
        kinds.put(0x80070070, Failure.Kind.WORK_DIRECTORY);
        kinds.put(0xC0002A07, Failure.Kind.WRONG_MEDIA);
        kinds.put(0xC0002A0E, Failure.Kind.NOT_SECRET_SERVER);
        kinds.put(0xC0002A10, Failure.Kind.OFFLINE);
        kinds.put(0x8000FFFF, Failure.Kind.ERROR);
        for (Map.Entry<Integer, Failure.Kind> kind : kinds.entrySet()) {
            host.apiAnswers(kind.getKey());
            Failure failure = backUp(Method.API, SETTINGS).failure();
            assertEquals(failure.detail(), kind.getValue(), failure.kind());
            String code = String.format(Locale.ROOT, "0x%08X", kind.getKey());
            assertTrue(failure.detail(), failure.detail().contains("BackupSecret answered " + code));
            assertTrue(failure.detail(), failure.detail().contains("ENTSSO runs as CONTOSO\\svc-entsso"));
        }
        assertTrue(host.backupRequired());
    }

    /** Whatever has a good form, ENTSSO has to be able to read it. */
    @Test
    public void backupWhoseReminderCannotBeReadIsNone() throws Exception {
        SERVER.windows().api(true);
        host.fault(Fault.ZERO_FILE);
        Failure failure = backUp(Method.API, SETTINGS).failure();
        assertEquals(Failure.Kind.NOT_PROVEN, failure.kind());
        assertTrue(failure.detail(), failure.detail().contains("GetFilePasswordReminder answered 0xC0002944"));
    }

    @Test
    public void apiThatDoesNotAnswerIsGivenUp() throws Exception {
        SERVER.windows().api(true);
        host.fault(Fault.HANG_AFTER_ANSWERS);
        BackupAnswer answer = backUp(Method.AUTO, new HostSettings(null, null, QUERY, Duration.ofSeconds(10)));
        assertEquals(Failure.Kind.TIMEOUT, answer.failure().kind());
        assertTrue("ENTSSO may have made a backup", answer.entered());
        assertTrue(
                "never both methods in one run: " + host.calls(),
                host.calls().stream().noneMatch(call -> call.tool().equals("ssoconfig")));
        assertEquals(List.of(), leftInTmp());
    }

    /** Languages, wordings, echoes, orders and what else is not known, through a Windows pseudo console. */
    @Test
    public void consoleIsLedWhateverItShows() throws Exception {
        SERVER.windows().api(false);
        for (long seed = 1; seed <= 3; seed++) {
            host.vary(seed);
            SERVER.windows().showSecrets();
            BackupAnswer answer = backUp(Method.CONSOLE, SETTINGS);
            assertNull(seed + ": " + answer.failure() + answer.story(), answer.failure());
            SimulatedBackup backup = SimulatedBackup.open(answer.file().content(), PASSWORD.toCharArray());
            assertEquals(TestServer.REMINDER, backup.reminder());
        }
    }

    /** Windows writes characters that XML 1.0 forbids. */
    @Test
    public void forbiddenCharactersDoNotKillACheck() throws Exception {
        host.logAt(
                Instant.now(),
                EventId.BACKUP_FAILED.number(),
                "C:\\a\u0001\u0008\u001F\uFFFE.bak",
                "{0}",
                "",
                "CONTOSO\\grö\uD83D\uDE00ße",
                "0x80070005");
        HostFacts facts = SERVER.onAgent(
                new CheckTask(io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost.FACTORY, SETTINGS, true));
        assertTrue(String.valueOf(facts.log().failure()), facts.log().isKnown());
        String user =
                facts.log().value().newest(EventId.BACKUP_FAILED).orElseThrow().string(4);
        assertEquals("CONTOSO\\grö\uD83D\uDE00ße", user);
    }

    @Test
    public void privateDirectoryIsPrivateFromItsCreation() throws Exception {
        List<String> list = SERVER.onAgent(new NewDirectory(WindowsHost.AGENT + "\\tmp\\new"));
        assertEquals(list.toString(), 2, list.size());
        assertTrue(list.toString(), list.contains("ALLOW NT AUTHORITY\\SYSTEM"));
        assertTrue(list.toString(), list.stream().anyMatch(entry -> entry.endsWith("\\Jürgen Test")));
    }

    @Test
    public void privateDirectoryIsTheAccountsAndTheSystemsAndIsWiped() throws Exception {
        List<String> access = SERVER.onAgent(new WindowsTasks.Access(WindowsHost.AGENT + "\\tmp"));
        List<String> first = access.subList(0, 2);
        assertTrue(access.toString(), first.contains("ALLOW NT AUTHORITY\\SYSTEM"));
        assertTrue(access.toString(), first.stream().anyMatch(entry -> entry.endsWith("\\Jürgen Test")));
        assertEquals("nobody admitted false", access.get(2));
        List<String> then = access.subList(4, access.size() - 2);
        first.forEach(entry -> assertTrue(access.toString(), then.contains("then " + entry)));
        // Wine keeps no more entries than Unix has a place for; what is said of them has to be true all the same.
        assertEquals("admitted " + then.contains("then ALLOW BUILTIN\\Administrators"), access.get(3));
        assertEquals(first.size() + (access.get(3).endsWith("true") ? 1 : 0), then.size());
        assertEquals(List.of("left []", "there false"), access.subList(access.size() - 2, access.size()));
    }

    /** Windows names a program's parent by a number, which may be another one's by now. */
    @Test
    public void programsThatOnlySeemToBeChildrenAreLeftAlone() throws Exception {
        assertEquals(
                List.of("running, alive: Optional[true]", "ended, alive: Optional[true]"),
                SERVER.onAgent(new WindowsTasks.Orphan()));
    }

    /** Not a test of speed, for the machine may be busy: says how long things took. */
    @Test
    public void figures() throws Exception {
        SERVER.onAgent(
                new CheckTask(io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost.FACTORY, SETTINGS, true));
        String check = seconds(
                new CheckTask(io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost.FACTORY, SETTINGS, true));
        SERVER.windows().api(true);
        backUp(Method.API, SETTINGS);
        String api = seconds(task(Method.API, SETTINGS));
        backUp(Method.CONSOLE, SETTINGS);
        String console = seconds(task(Method.CONSOLE, SETTINGS));
        System.out.println("WINDOWS TIER: " + SERVER.windows().version() + ", Java " + property("java.runtime.version")
                + ": a check took " + check + ", a backup with its checks " + api + " by the API, " + console
                + " at a console");
        assertNotNull(host.lastBackup().orElse(null));
    }

    private String seconds(AgentTask<?> task) throws Exception {
        long start = System.nanoTime();
        SERVER.onAgent(task);
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9);
    }

    private HostFacts.Secrets secrets() throws Exception {
        return SERVER.onAgent(new CheckTask(
                        io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost.FACTORY, SETTINGS, true))
                .secrets()
                .value();
    }

    private String property(String name) throws Exception {
        return SERVER.onAgent(new WindowsTasks.Property(name));
    }

    private BackupAnswer backUp(Method method, HostSettings settings) throws Exception {
        return SERVER.onAgent(task(method, settings));
    }

    private static BackupTask task(Method method, HostSettings settings) {
        return new BackupTask(
                io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost.FACTORY,
                settings,
                method,
                UUID.randomUUID(),
                new Password(PASSWORD.toCharArray()),
                TestServer.REMINDER);
    }

    private List<String> leftInTmp() throws Exception {
        return SERVER.onAgent(new WindowsTasks.List(WindowsHost.AGENT + "\\tmp")).stream()
                .filter(name -> name.endsWith(".bak"))
                .toList();
    }
}
