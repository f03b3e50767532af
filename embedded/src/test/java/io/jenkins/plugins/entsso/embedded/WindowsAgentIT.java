package io.jenkins.plugins.entsso.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.sun.jna.Native;
import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupFailure;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupTask;
import io.jenkins.plugins.entsso.engine.agent.backup.DiagnoseTask;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.NewDirectory;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.NativeTools;
import io.jenkins.plugins.entsso.simulator.SimulatedBackup;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.simulator.Variation;
import io.jenkins.plugins.entsso.simulator.WineHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** What the agent's side of the engine does in a Windows JVM, task by task. */
public class WindowsAgentIT {
    @ClassRule
    public static final TestServer SERVER = TestServer.withWindowsAgent();

    private static final String ENTSSO = "HKLM\\SOFTWARE\\Microsoft\\ENTSSO";
    private static final String SECRETS = ENTSSO + "\\SSOSS";
    private static final String LIBRARIES = "C:\\users\\Jürgen Test\\AppData\\Local\\entsso-master-secret";
    private static final String PASSWORD = "Correct-Horse-Battery-1";
    private static final Duration QUERY = Duration.ofSeconds(WineHost.SECONDS);
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
        HostFacts facts = SERVER.onAgent(check(SETTINGS));
        assertEquals("BÜRO-BTS01", facts.computer());
        assertTrue(facts.account(), facts.account().endsWith("\\Jürgen Test"));
        assertEquals(WineHost.SSO + "\\ssoconfig.exe", facts.tool().value());
    }

    @Test
    public void registryTellsWhatTheHostIs() throws Exception {
        assertEquals(host.msids().size(), secrets().msids().size());
        host.generateSecret();
        SERVER.windows().showSecrets();
        assertEquals(2, secrets().msids().size());
        host.fault(Fault.LEFTOVER_KEY).becomeOther("BTSMASTER");
        SERVER.windows().showSecrets();
        assertEquals(2, secrets().msids().size());
        host.clearFaults().becomeOther("BTSMASTER");
        SERVER.windows().showSecrets();
        assertEquals(RegistrySecrets.NO_KEY, secrets());
    }

    @Test
    public void logIsTheOneThatTheSourceIsRegisteredUnder() throws Exception {
        host.backedUpElsewhere("D:\\safe\\x.bak");
        HostFacts.Log log = log(SETTINGS);
        assertEquals(new LogChannel("Application", true, true, false, 20L << 20), log.channel());
        assertEquals(
                log.newest(EventId.BACKED_UP).orElseThrow().recordId(),
                log.newest().recordId());
        host.fault(Fault.LOG_FULL);
        assertEquals(
                new LogChannel("Application", true, false, true, 20L << 20),
                log(SETTINGS).channel());
        host.clearFaults().fault(Fault.SOURCE_MOVED);
        SERVER.windows().showSecrets();
        HostFacts.Log moved = log(SETTINGS);
        assertEquals("BizTalk", moved.channel().name());
        assertEquals(1, moved.all(EventId.BACKED_UP).size());
        host.withoutEntsso();
        SERVER.windows().showSecrets();
        HostFacts.Log none = log(SETTINGS);
        assertEquals("Application", none.channel().name());
        assertFalse(none.channel().registered());
    }

    @Test
    public void serviceTellsItsStateAndItsAccount() throws Exception {
        Failure missing = SERVER.onAgent(check(SETTINGS)).service().failure();
        assertTrue(missing.detail(), missing.detail().contains("Windows' error 1060"));
        SERVER.windows()
                .run(
                        "sc",
                        "create",
                        "ENTSSO",
                        "binPath=",
                        WineHost.SSO + "\\entsso.exe",
                        "obj=",
                        "CONTOSO\\svc-entsso");
        try {
            EntssoService service = SERVER.onAgent(check(SETTINGS)).service().value();
            assertEquals(EntssoService.State.STOPPED, service.state());
            assertEquals("CONTOSO\\svc-entsso", service.account());
            assertTrue(service.toString(), service.booted().isBefore(Instant.now()));
        } finally {
            SERVER.windows().run("sc", "delete", "ENTSSO");
        }
    }

    @Test
    public void bothViewsOfTheRegistryCount() throws Exception {
        Msid other = Msid.of("{00000000-0000-0000-0000-00000000ABCD}");
        registry("add", SECRETS + "\\" + other, "/reg:32", "/f");
        try {
            SortedSet<Msid> msids = secrets().msids();
            assertEquals(host.msids().size() + 1, msids.size());
            assertTrue(msids.toString(), msids.contains(other));
            assertTrue("which view counts cannot be told", secrets().inBothViews());
        } finally {
            registry("delete", ENTSSO, "/reg:32", "/f");
        }
    }

    @Test
    public void keyThatIsNoMsidIsPassedOverAndTold() throws Exception {
        registry("add", SECRETS + "\\other", "/reg:64", "/f");
        assertEquals(host.msids().size(), secrets().msids().size());
        assertEquals(List.of("other"), secrets().others());
    }

    @Test
    public void hostWithoutEntssoIsAskedNothingElse() throws Exception {
        HostSettings nowhere = new HostSettings("C:\\no\\ssoconfig.exe", null, QUERY, QUERY);
        assertTrue(SERVER.onAgent(check(nowhere)).installed());
        host.withoutEntsso();
        SERVER.windows().showSecrets();
        assertTrue("the program is there", SERVER.onAgent(check(SETTINGS)).installed());
        HostFacts facts = SERVER.onAgent(check(nowhere));
        assertFalse(facts.installed());
        assertFalse(facts.log().isKnown());
        assertTrue(SERVER.onAgent(new CheckTask(WindowsHost.FACTORY, nowhere, true))
                .log()
                .isKnown());
    }

    @Test
    public void eventsComeWithTheirStringsHoweverTheyAreRendered() throws Exception {
        String large = "x".repeat(6000);
        host.logAt(
                Instant.now(),
                EventId.BACKUP_FAILED.number(),
                "C:\\a.bak",
                "",
                large,
                "CONTOSO\\grö\uD83D\uDE00ße",
                "0x80070005");
        for (String form : List.of("single", "array")) {
            for (String binary : List.of("no", "yes")) {
                host.set(Variation.EVENT_STRINGS, form).set(Variation.BINARY, binary);
                EntssoEvent event = log(SETTINGS).newest(EventId.BACKUP_FAILED).orElseThrow();
                assertEquals(
                        List.of(
                                "C:\\a.bak",
                                "",
                                large.substring(0, EntssoEvent.MAX_STRING),
                                "CONTOSO\\grö\uD83D\uDE00ße",
                                "0x80070005"),
                        event.strings());
                assertEquals(
                        List.of(),
                        log(SETTINGS)
                                .newest(EventId.BACKUP_REQUIRED)
                                .orElseThrow()
                                .strings());
            }
        }
    }

    @Test
    public void floodIsCountedAndHidesNothing() throws Exception {
        host.backedUpElsewhere("D:\\safe\\x.bak").requireBackup(100_000);
        HostFacts.Log log = log(SETTINGS);
        assertEquals(10_000, log.required().count());
        assertTrue(log.required().capped());
        assertTrue(log.complete());
        assertEquals(1, log.all(EventId.BACKED_UP).size());
        assertEquals(1, log.oldest().recordId());
    }

    /** Windows refuses a batch that is too large together, and would pass over it. */
    @Test
    public void recordsTooLargeForABatchAreAllRead() throws Exception {
        String large = "x".repeat(30_000);
        for (int i = 0; i < 40; i++) {
            host.log(EventId.GENERATE_FAILED.number(), "user " + i, large);
        }
        List<EntssoEvent> failed = log(SETTINGS).all(EventId.GENERATE_FAILED);
        assertEquals("user 39", failed.get(0).string(1));
        assertEquals("user 8", failed.get(31).string(1));
    }

    @Test
    public void logThatMayNotBeReadSaysSo() throws Exception {
        host.fault(Fault.LOG_ACCESS_DENIED);
        Failure failure = SERVER.onAgent(check(SETTINGS)).log().failure();
        assertEquals(failure.detail(), Failure.Kind.ACCESS_DENIED, failure.kind());
    }

    @Test
    public void logThatHangsIsCancelled() throws Exception {
        HostSettings hasty = new HostSettings(null, null, Duration.ofSeconds(2), QUERY);
        host.fault(Fault.LOG_HANGS);
        Failure failure = SERVER.onAgent(check(hasty)).log().failure();
        assertEquals(failure.detail(), Failure.Kind.TIMEOUT, failure.kind());
        host.clearFaults();
        assertTrue("no thread hangs in it", log(SETTINGS).complete());
    }

    @Test
    public void statusTellsTheRole() throws Exception {
        SERVER.windows().api(false);
        Failure failure = SERVER.onAgent(check(SETTINGS)).status().failure();
        assertEquals(failure.detail(), Failure.Kind.METHOD_MISSING, failure.kind());
        SERVER.windows().api(true);
        ServerStatus status = SERVER.onAgent(check(SETTINGS)).status().value();
        assertTrue(status.toString(), status.isSecretServer());
        assertTrue(status.toString(), status.isOf(WineHost.COMPUTER));
        assertEquals("CONTOSO\\svc-entsso", status.serviceAccount());
        host.becomeOther("BTSMASTER");
        status = SERVER.onAgent(check(SETTINGS)).status().value();
        assertFalse(status.toString(), status.isSecretServer());
        assertEquals("BTSMASTER", status.secretServer());
    }

    @Test
    public void accountsAreFoundWhateverTheirNames() throws Exception {
        registry("add", "HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO", "/v", "ObjectName", "/d", ".\\svc", "/f");
        List<String> accounts = SERVER.onAgent(new WindowsTasks.Accounts());
        registry("delete", "HKLM\\SYSTEM\\CurrentControlSet\\Services\\ENTSSO", "/f");
        assertEquals(
                List.of(
                        "Rights[elevated=YES, administrator=YES, ssoAdministrator=UNKNOWN]",
                        "service BÜRO-BTS01\\svc",
                        "S-1-5-18 = NT AUTHORITY\\SYSTEM",
                        "LocalSystem = NT AUTHORITY\\SYSTEM"),
                accounts.subList(0, 4));
        assertTrue(accounts.get(4), accounts.get(4).matches("(.*\\\\Jürgen Test) = \\1"));
        assertEquals("CONTOSO\\nobody = ?", accounts.get(5));
    }

    @Test
    public void programsTellTheirVersion() throws Exception {
        String version = SERVER.onAgent(new WindowsTasks.FileVersion(property("java.home") + "\\bin\\java.exe"));
        assertTrue(version, version.startsWith("17.0."));
        assertEquals("none", SERVER.onAgent(new WindowsTasks.FileVersion(WineHost.SSO + "\\ssoconfig.exe")));
    }

    @Test
    public void checkStartsNoProcess() throws Exception {
        SERVER.windows().api(true);
        SERVER.onAgent(check(SETTINGS));
        try (ProcessWatch watch =
                new ProcessWatch("WINEPREFIX=" + SERVER.windows().path("C:\\").getParent())) {
            await("checks without a process: Wine may start one of its own in the midst of some")
                    .until(() -> {
                        watch.look();
                        Set<String> before = Set.copyOf(watch.found());
                        for (int i = 0; i < 20; i++) {
                            assertTrue(SERVER.onAgent(check(SETTINGS)).status().isKnown());
                        }
                        watch.look();
                        return before.equals(watch.found());
                    });
            int before = watch.found().size();
            await("a process is seen").until(() -> {
                registry("query", "HKLM\\Software");
                return watch.found().size() > before;
            });
        }
    }

    /** Its path is what a rule of AppLocker names. */
    @Test
    public void nativeLibrariesAreInOneDirectoryThatNobodyElseCanWriteTo() throws Exception {
        SERVER.onAgent(check(SETTINGS));
        SERVER.windows().api(false);
        assertNull(backUp(Method.CONSOLE, SETTINGS).failure());
        Path directory = SERVER.windows().path(LIBRARIES);
        Path jna = directory.resolve("jna-" + Native.VERSION);
        assertTrue(Files.isDirectory(jna));
        assertTrue(Files.isDirectory(directory.resolve("pty4j-0.13.12")));
        SERVER.loseAgent();
        Set<PosixFilePermission> ours = Files.getPosixFilePermissions(jna);
        Files.setPosixFilePermissions(jna, PosixFilePermissions.fromString("rwxrwxrwx"));
        SERVER.reconnect();
        assertTrue(SERVER.onAgent(check(SETTINGS)).log().isKnown());
        assertEquals(ours, Files.getPosixFilePermissions(jna));
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
            BackupFailure failure = backUp(Method.API, SETTINGS).failure();
            assertEquals(failure.toString(), kind.getValue(), failure.kind());
            String code = String.format(Locale.ROOT, "0x%08X", kind.getKey());
            assertTrue(failure.toString(), failure.toString().contains("BackupSecret, " + code));
        }
        assertTrue(host.backupRequired());
    }

    /** Whatever has a good form, ENTSSO has to be able to read it. */
    @Test
    public void backupWhoseReminderCannotBeReadIsNone() throws Exception {
        SERVER.windows().api(true);
        host.fault(Fault.ZERO_FILE);
        BackupFailure failure = backUp(Method.API, SETTINGS).failure();
        assertEquals(Failure.Kind.NOT_PROVEN, failure.kind());
        assertTrue(failure.toString(), failure.toString().contains("REMINDER_READABLE, 0xC0002944"));
    }

    @Test
    public void apiThatDoesNotAnswerIsGivenUp() throws Exception {
        SERVER.windows().api(true);
        assertTrue("loaded by now", SERVER.onAgent(check(SETTINGS)).status().isKnown());
        host.fault(Fault.HANG_AFTER_ANSWERS);
        BackupAnswer answer = backUp(Method.AUTO, new HostSettings(null, null, QUERY, Duration.ofSeconds(20)));
        assertEquals(Failure.Kind.TIMEOUT, answer.failure().kind());
        assertTrue("ENTSSO may have made a backup", answer.failure().entered());
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
            assertNull(seed + ": " + answer.failure() + answer.messages(), answer.failure());
            SimulatedBackup backup = SimulatedBackup.open(answer.file().content(), PASSWORD.toCharArray());
            assertEquals(TestServer.REMINDER, backup.reminder());
        }
    }

    @Test
    public void privateDirectoryIsPrivateFromItsCreation() throws Exception {
        List<String> list = SERVER.onAgent(new NewDirectory(WineHost.AGENT + "\\tmp\\new"));
        assertEquals(list.toString(), 2, list.size());
        assertTrue(list.toString(), list.contains("ALLOW NT AUTHORITY\\SYSTEM"));
        assertTrue(list.toString(), list.stream().anyMatch(entry -> entry.endsWith("\\Jürgen Test")));
    }

    @Test
    public void privateDirectoryIsTheAccountsAndTheSystemsAndIsWiped() throws Exception {
        List<String> access = SERVER.onAgent(new WindowsTasks.Access(WineHost.AGENT + "\\tmp"));
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

    /** Not a test of speed, for the machine may be busy: says how long things took. */
    @Test
    public void figures() throws Exception {
        SERVER.onAgent(check(SETTINGS));
        String check = seconds(check(SETTINGS));
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

    private static CheckTask check(HostSettings settings) {
        return new CheckTask(WindowsHost.FACTORY, settings, false);
    }

    private HostFacts.Log log(HostSettings settings) throws Exception {
        QueryResult<HostFacts.Log> log = SERVER.onAgent(check(settings)).log();
        assertTrue(String.valueOf(log.failure()), log.isKnown());
        return log.value();
    }

    /** Real keys, groups, libraries and lists: all of it can be had, and no value under a key of a secret is. */
    @Test
    public void diagnosisHasAllThatIsAskedAndNoSecret() throws Exception {
        String value = "Value-That-Nobody-Reads";
        SERVER.windows().api(true);
        String odd = SECRETS + "\\other";
        registry("add", odd, "/v", "Secret", "/d", value, "/reg:64", "/f");
        registry("add", SECRETS, "/v", "Secret", "/d", value, "/reg:64", "/f");
        try {
            Diagnosis diagnosis = SERVER.onAgent(new DiagnoseTask(WindowsHost.FACTORY, SETTINGS));
            diagnosis
                    .details()
                    .forEach((detail, answer) -> assertTrue(detail + " " + answer.failure(), answer.isKnown()));
            Map<Diagnosis.Detail, QueryResult<ArrayList<String>>> details = diagnosis.details();
            assertTrue(
                    details.toString(),
                    lines(details, Diagnosis.Detail.SECRETS_64).contains("other"));
            assertEquals(List.of(), lines(details, Diagnosis.Detail.SECRETS_32));
            assertTrue(
                    details.toString(),
                    lines(details, Diagnosis.Detail.GROUPS).toString().contains("S-1-5-32-544"));
            assertTrue(
                    details.toString(),
                    lines(details, Diagnosis.Detail.COM_CLASS).get(0).contains("ssoconfigom.dll"));
            assertEquals(List.of(Native.VERSION), lines(details, Diagnosis.Detail.JNA));
            assertTrue(
                    details.toString(),
                    lines(details, Diagnosis.Detail.WORK_DIRECTORY_ACCESS).size() > 1);
            assertTrue(diagnosis.plan().stream().anyMatch(m -> m.code() == Finding.Code.API_USED));
            assertFalse(diagnosis.toString(), diagnosis.toString().contains(value));
        } finally {
            SERVER.windows().api(false);
            registry("delete", SECRETS, "/v", "Secret", "/reg:64", "/f");
            registry("delete", odd, "/reg:64", "/f");
        }
    }

    private static List<String> lines(
            Map<Diagnosis.Detail, QueryResult<ArrayList<String>>> details, Diagnosis.Detail detail) {
        return details.get(detail).value();
    }

    private static void registry(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("reg"));
        command.addAll(List.of(arguments));
        SERVER.windows().run(command.toArray(new String[0]));
    }

    private RegistrySecrets secrets() throws Exception {
        return SERVER.onAgent(check(SETTINGS)).secrets().value();
    }

    private String property(String name) throws Exception {
        return SERVER.onAgent(new WindowsTasks.Property(name));
    }

    private BackupAnswer backUp(Method method, HostSettings settings) throws Exception {
        return SERVER.onAgent(task(method, settings));
    }

    private static BackupTask task(Method method, HostSettings settings) {
        return new BackupTask(
                WindowsHost.FACTORY,
                settings,
                method,
                UUID.randomUUID(),
                new Password(PASSWORD.toCharArray()),
                TestServer.REMINDER);
    }

    private List<String> leftInTmp() throws Exception {
        return SERVER.onAgent(new WindowsTasks.List(WineHost.AGENT + "\\tmp")).stream()
                .filter(name -> name.endsWith(".bak"))
                .toList();
    }
}
