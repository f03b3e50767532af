package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SimulatedHostTest {
    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Path folder;
    private SimulatedHost host;

    @Before
    public void create() {
        folder = temporary.getRoot().toPath().resolve("a host");
        host = SimulatedHost.create(folder);
    }

    private List<Integer> ids(int atMost) {
        return host.records(atMost).stream().map(SimulatedHost.LogRecord::id).toList();
    }

    @Test
    public void aNewHostIsAMasterWithOneSecretThatWasNeverBackedUp() {
        assertEquals(SimulatedHost.Role.MASTER, host.role());
        assertEquals(1, host.msids().size());
        assertFalse(host.lastBackup().isPresent());
        assertFalse(host.backupRequired());
        List<SimulatedHost.LogRecord> entsso = host.records(100).stream()
                .filter(r -> r.source().equals("ENTSSO"))
                .toList();
        assertEquals(
                List.of(10525, 10534),
                entsso.stream().map(SimulatedHost.LogRecord::id).toList());
        assertEquals(
                "{" + host.msids().get(0).toString().toUpperCase(Locale.ROOT) + "}",
                entsso.get(0).strings().get(0));
    }

    @Test
    public void aFolderHoldsOneHost() {
        assertThrows(IllegalStateException.class, () -> SimulatedHost.create(folder));
        Path empty = temporary.getRoot().toPath();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SimulatedHost.open(empty))
                .getMessage()
                .contains("create one"));
        assertFalse(Files.exists(empty.resolve("lock")));
    }

    @Test
    public void whatIsSetIsSeenByWhoeverOpensTheHost() {
        host.computer("A=B\\c\td\ne").fault(Fault.LOG_HANGS, Fault.OFFLINE).set(Variation.LANGUAGE, "ja");
        host.requireBackup(2).backedUpElsewhere("C:\\new\\the file");
        SimulatedHost same = SimulatedHost.open(folder);
        assertEquals("A=B\\c\td\ne", same.computer());
        assertEquals(Set.of(Fault.LOG_HANGS, Fault.OFFLINE), same.faults());
        assertEquals("ja", same.get(Variation.LANGUAGE));
        assertEquals(host.lastBackup(), same.lastBackup());
        assertEquals("C:\\new\\the file", same.lastBackup().orElseThrow().file());
        assertEquals(host.msids(), same.lastBackup().orElseThrow().msids());
        assertFalse(same.backupRequired());
        assertEquals(host.records(100), same.records(100));
    }

    @Test
    public void strangeStringsSurvive() {
        host.logForeign("A\tB", 7, "", "x\ty\r\nz\\n\\", "日本語 ü");
        assertEquals(
                List.of("", "x\ty\r\nz\\n\\", "日本語 ü"), host.records(1).get(0).strings());
        assertEquals("A\tB", host.records(1).get(0).source());
    }

    @Test
    public void aGeneratedSecretPushesTheCurrentOneBackAndThePreviousOneOut() {
        UUID first = host.msids().get(0);
        UUID second = host.generateSecret();
        assertEquals(List.of(second, first), host.msids());
        UUID third = host.generateSecret();
        assertEquals(List.of(third, second), host.msids());
        assertEquals(10525, host.records(1).get(0).id());
        assertFalse("no 10589 announces it", host.backupRequired());
    }

    @Test
    public void aMillionRemindersAreOneLine() throws Exception {
        long before = Files.size(folder.resolve("events.txt"));
        long last = host.records(1).get(0).recordId();
        host.requireBackup(1_000_000);
        assertTrue(Files.size(folder.resolve("events.txt")) - before < 100);
        List<SimulatedHost.LogRecord> newest = host.records(2);
        assertEquals(last + 1_000_000, newest.get(0).recordId());
        assertEquals(last + 999_999, newest.get(1).recordId());
        assertTrue(newest.get(1).time().isBefore(newest.get(0).time()));
        assertTrue(host.backupRequired());
    }

    @Test
    public void aClearedLogStartsAgain() {
        host.requireBackup(5).clearLog();
        assertEquals(List.of(), host.records(10));
        host.log(10534);
        assertEquals(1, host.records(10).get(0).recordId());
    }

    @Test
    public void aWrappedLogGoesOn() {
        host.requireBackup(10);
        long last = host.records(1).get(0).recordId();
        host.wrapLog(3);
        List<SimulatedHost.LogRecord> left = host.records(10);
        assertEquals(
                List.of(last, last - 1, last - 2),
                left.stream().map(SimulatedHost.LogRecord::recordId).toList());
        host.wrapLog(0).log(10534);
        assertEquals(List.of(10534), ids(10));
        assertEquals(last + 1, host.records(1).get(0).recordId());
    }

    @Test
    public void wrappingKeepsTheTimesOfWhatIsLeft() {
        host.requireBackup(10);
        Instant time = host.records(2).get(1).time();
        assertEquals(time, host.wrapLog(2).records(2).get(1).time());
    }

    @Test
    public void anotherServerNamesTheMaster() {
        UUID previous = host.msids().get(0);
        UUID current = host.generateSecret();
        host.becomeOther("SSO99");
        assertEquals(List.of(), host.msids());
        assertEquals(List.of(10530, 10529), ids(2));
        assertEquals("SSO99", host.records(1).get(0).strings().get(0));
        assertTrue(host.records(2).get(1).strings().get(1).equalsIgnoreCase("{" + current + "}"));
        assertTrue(host.records(2).get(0).strings().get(1).equalsIgnoreCase("{" + previous + "}"));
        host.becomeMaster();
        assertEquals(1, host.msids().size());
        assertEquals(List.of(10525, 10534), ids(2));
    }

    @Test
    public void withoutEntssoThereIsNoTool() {
        assertTrue(Files.isExecutable(host.ssoconfig()));
        host.withoutEntsso();
        assertFalse(Files.exists(host.ssoconfig()));
        assertTrue(host.records(100).stream().noneMatch(r -> r.source().equals("ENTSSO")));
        host.becomeMaster();
        assertTrue(Files.isExecutable(host.ssoconfig()));
    }

    @Test
    public void whatIsWrongWithItsSurroundingsIsTold() throws Exception {
        Host windows = host.factory(settings -> null).host(HostSettings.DEFAULTS);
        HostFacts.Log log = windows.eventLog(LIMIT).value();
        assertTrue(log.channel().overwrites());
        assertEquals(host.records(1).get(0).recordId(), log.newest().recordId());
        assertEquals(EntssoService.State.RUNNING, windows.service(LIMIT).value().state());

        host.fault(Fault.LOG_FULL, Fault.SOURCE_MOVED, Fault.SERVICE_STOPPED);
        host.requireBackup(5);
        HostFacts.Log full = windows.eventLog(LIMIT).value();
        assertEquals("BizTalk", full.channel().name());
        assertTrue(full.channel().full());
        assertEquals("it takes none", log.newest(), full.newest());
        assertEquals(EntssoService.State.STOPPED, windows.service(LIMIT).value().state());

        host.clearFaults().fault(Fault.LEFTOVER_KEY).becomeOther("BTSMASTER");
        assertEquals(1, windows.secrets(LIMIT).value().msids().size());
        host.clearFaults();
        assertFalse(windows.secrets(LIMIT).value().keyPresent());
    }

    @Test
    public void onlyValuesThatAreKnownCanBeSet() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> host.set(Variation.LANGUAGE, "xx"))
                .getMessage()
                .contains("[en, de, ja, pt]"));
        assertThrows(IllegalArgumentException.class, () -> host.requireBackup(0));
    }

    @Test
    public void aSeedIsAHostAndSeedsDiffer() {
        Map<Variation, String> one = host.vary(1).variations();
        Map<Variation, Set<String>> seen = new EnumMap<>(Variation.class);
        for (long seed = 0; seed < 100; seed++) {
            host.vary(seed).variations().forEach((variation, value) -> {
                assertTrue(variation + " " + value, variation.plausible().contains(value));
                seen.computeIfAbsent(variation, v -> new HashSet<>()).add(value);
            });
        }
        for (Variation variation : Variation.values()) {
            assertEquals(variation.name(), Set.copyOf(variation.plausible()), seen.get(variation));
        }
        assertEquals(one, host.vary(1).variations());
        assertNotEquals(one, host.vary(2).variations());
    }

    @Test
    public void aLineThatWasCutOffIsNoEvent() throws Exception {
        List<SimulatedHost.LogRecord> before = host.records(100);
        Files.writeString(folder.resolve("events.txt"), "999\t1\t2026-01-", StandardOpenOption.APPEND);
        assertEquals(before, host.records(100));
        host.log(10534);
        assertEquals(before.get(0).recordId() + 1, host.records(1).get(0).recordId());
        assertEquals(before, host.records(100).subList(1, before.size() + 1));
    }

    @Test
    public void processesAndThreadsShareOneHost() throws Exception {
        int each = 10;
        long last = host.records(1).get(0).recordId();
        String jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of(SimulatedHost.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            boolean process = t % 2 == 0;
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < each; i++) {
                        if (process) {
                            Program run = Program.run(
                                    Path.of(jvm),
                                    "-cp",
                                    classes,
                                    Simulator.class.getName(),
                                    folder.toString(),
                                    "generate");
                            assertEquals(run.errors(StandardCharsets.UTF_8), 0, run.exit());
                        } else {
                            SimulatedHost.open(folder).generateSecret();
                        }
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        List<SimulatedHost.LogRecord> records = host.records(4 * each);
        for (int i = 0; i < records.size(); i++) {
            assertEquals(10525, records.get(i).id());
            assertEquals(last + 4 * each - i, records.get(i).recordId());
        }
        assertTrue(records.get(0)
                .strings()
                .get(0)
                .equalsIgnoreCase("{" + host.msids().get(0) + "}"));
        assertTrue(records.get(1)
                .strings()
                .get(0)
                .equalsIgnoreCase("{" + host.msids().get(1) + "}"));
    }
}
