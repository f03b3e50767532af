package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.FakeHost;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.agent.Rights.TriState;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.Diagnosis.Detail;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.DiagnosisText;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.simulator.Variation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a person is told of a host, whatever of it cannot be had. */
public class DiagnoseTaskTest {
    private static final String PASSWORD = "correct horse 1";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<Locale> LANGUAGES =
            List.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("pt-BR"));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SimulatedHost host;
    private Path work;
    private Duration query = PATIENCE;

    @Before
    public void host() throws IOException {
        host = SimulatedHost.create(folder.newFolder("host").toPath()).requireBackup(3);
        work = folder.newFolder("work").toPath();
    }

    @Test
    public void everythingIsAskedAndNothingIsChanged() throws Exception {
        host.set(Variation.API, "installed");
        Diagnosis diagnosis = diagnose();
        assertEquals(Detail.values().length, diagnosis.details().size());
        diagnosis.details().forEach((detail, answer) -> assertTrue(detail + " " + answer.failure(), answer.isKnown()));
        assertEquals(
                List.of(Finding.Code.RIGHTS, Finding.Code.ACCOUNT_NOT_ADMITTED, Finding.Code.API_USED),
                codes(diagnosis));
        String text = text(diagnosis, Locale.ENGLISH);
        host.msids().forEach(msid -> assertContains(text, msid.toString().toUpperCase(Locale.ROOT)));
        assertContains(text, "10589 BACKUP_REQUIRED");
        assertContains(text, "A backup would be made: the verdict asks for one.");
        assertContains(text, "master secret server " + host.computer());
        assertContains(text, "By the API of ENTSSO");
        assertContains(text, "Free bytes: ");
        assertNothingDone();
    }

    @Test
    public void nothingOfABackupIsInIt() throws Exception {
        UUID id = UUID.randomUUID();
        BackupAnswer answer = new BackupTask(
                        host.factory(WindowsHost.FACTORY),
                        settings(work.toString()),
                        Method.CONSOLE,
                        id,
                        new Password(PASSWORD.toCharArray()),
                        "In the safe")
                .run();
        byte[] content = answer.file().content();
        for (Locale language : LANGUAGES) {
            String text = text(diagnose(), language);
            assertContains(text, "10559 BACKED_UP");
            assertFalse(text, text.contains("correct"));
            assertFalse(text, text.contains("In the safe"));
            assertFalse(text, text.contains(HexFormat.of().formatHex(content, 0, 16)));
            assertFalse(text, text.contains(new String(content, 0, 16, StandardCharsets.ISO_8859_1)));
            assertFalse(
                    text,
                    text.contains(Base64.getEncoder().encodeToString(content).substring(0, 16)));
        }
    }

    /** Each source alone, then all of them: what is missing is a line, and the rest is there. */
    @Test
    public void whatCannotBeHadIsToldInItsPlace() throws Exception {
        host.fault(Fault.LOG_ACCESS_DENIED);
        assertWhole(diagnose(), "not known (access denied): The event log denied access");
        host.clearFaults().fault(Fault.LOG_HANGS);
        query = Duration.ofSeconds(2);
        assertWhole(diagnose(), "not known (no answer in time): The event log did not answer");
        query = PATIENCE;
        host.clearFaults().fault(Fault.REGISTRY_ACCESS_DENIED);
        assertWhole(diagnose(), "64-bit view: not known (access denied)");
        host.clearFaults();
        assertWhole(diagnose(), "GetServerStatus: not known (not installed)", "answered 0x80040154", "pseudo-terminal");
        Files.delete(host.ssoconfig());
        assertWhole(diagnose(), "ssoconfig: not known (not there)", "ssoconfig was not found");
        String nowhere = work.resolve("nowhere").toString();
        assertWhole(
                diagnose(host.factory(WindowsHost.FACTORY), nowhere),
                "Path: not known (work directory)",
                "The work directory " + nowhere + " is not there");
        assertWhole(diagnose(settings -> new FakeHost(), nowhere), "The API of ENTSSO cannot be called (no COM here).");
        host.withoutEntsso();
        assertWhole(diagnose(), "No backup would be tried here, not even with ALWAYS.");
        HostFactory unix = settings -> new FakeHost() {
            @Override
            public boolean isWindows() {
                return false;
            }
        };
        assertWhole(diagnose(unix, work.toString()), "Groups: not known (not there): not a Windows host");
        assertNothingDone();
    }

    @Test
    public void missingRightsAreToldAndTheRestGoesOn() throws Exception {
        HostFactory denied = settings -> new FakeHost() {
            @Override
            public Rights rights() {
                return new Rights(TriState.NO, TriState.NO, TriState.UNKNOWN);
            }
        };
        Diagnosis diagnosis = diagnose(denied, work.toString());
        assertEquals(
                List.of(
                        Finding.Code.RIGHTS,
                        Finding.Code.NOT_ADMINISTRATOR,
                        Finding.Code.ACCOUNT_UNKNOWN,
                        Finding.Code.API_MISSING,
                        Finding.Code.API_UNUSABLE,
                        Finding.Code.CONSOLE_USED),
                codes(diagnosis));
    }

    @Test
    public void aFloodIsCountedAsFarAsItGoes() throws Exception {
        host.requireBackup(20_000);
        assertWhole(diagnose(), "10000 or more");
    }

    @Test
    public void whatAHostSaysIsBoundedAndStaysInItsLine() throws Exception {
        String hostile = "<b>\r\n  Groups: all\u001B[2J" + "x".repeat(100_000);
        HostFactory factory = settings -> new Hostile(hostile);
        Diagnosis diagnosis = diagnose(factory, work.toString());
        for (Locale language : LANGUAGES) {
            String text = text(diagnosis, language);
            assertTrue(text.length() + " characters", text.length() < 1_000_000);
            assertTrue(text.lines().count() < 2000);
            assertFalse(text.contains("\u001B"));
            assertFalse(text.contains("\r"));
            assertTrue(text.lines().noneMatch(line -> line.startsWith("  Groups: all")));
            assertTrue(text.lines().allMatch(line -> line.length() <= 1010));
        }
    }

    @Test
    public void aPersonDoesNotWaitForEver() {
        HostSettings slow = new HostSettings(null, null, Duration.ofHours(1), Duration.ofHours(1));
        Duration patience = new DiagnoseTask(WindowsHost.FACTORY, slow).patience();
        assertTrue(patience.toString(), patience.compareTo(Duration.ofMinutes(5)) < 0);
    }

    /** All that it can, it answers with this text. */
    private static final class Hostile extends FakeHost {
        private final String text;

        Hostile(String text) {
            this.text = text;
        }

        @Override
        public String computer() {
            return text;
        }

        @Override
        public String account() {
            return text;
        }

        @Override
        public QueryResult<String> ssoconfig() {
            return QueryResult.failed(Failure.Kind.TOOL_MISSING, text);
        }

        @Override
        public QueryResult<ArrayList<String>> detail(Detail detail, Duration limit) {
            return detail == Detail.GROUPS
                    ? QueryResult.failed(Failure.Kind.ERROR, text)
                    : QueryResult.of(new ArrayList<>(Collections.nCopies(10_000, text)));
        }
    }

    private Diagnosis diagnose() throws Exception {
        return diagnose(host.factory(WindowsHost.FACTORY), work.toString());
    }

    /** As it arrives over a channel. */
    private Diagnosis diagnose(HostFactory factory, String workDirectory) throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(new DiagnoseTask(factory, settings(workDirectory)).run());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            return (Diagnosis) in.readObject();
        }
    }

    private HostSettings settings(String workDirectory) {
        return new HostSettings(null, workDirectory, query, PATIENCE);
    }

    private static String text(Diagnosis diagnosis, Locale language) {
        Verdict verdict = Verdict.of("biztalk", Set.of("biztalk"), diagnosis.facts(), List.of(), LastKnown.NOTHING);
        return DiagnosisText.of(
                "biztalk",
                diagnosis,
                verdict,
                "entsso-master-secret 1",
                Instant.now(),
                new Texts(language, ZoneOffset.UTC));
    }

    private static List<Finding.Code> codes(Diagnosis diagnosis) {
        return diagnosis.plan().stream().map(Finding::code).toList();
    }

    /** Every section is there in every language. */
    private static void assertWhole(Diagnosis diagnosis, String... parts) {
        Stream.of(parts).forEach(part -> assertContains(text(diagnosis, Locale.ENGLISH), part));
        for (Locale language : LANGUAGES) {
            String text = text(diagnosis, language);
            assertEquals(text, 10, text.lines().filter(String::isEmpty).count());
            assertFalse(text, text.contains("{" + "0}"));
        }
    }

    private static void assertContains(String text, String part) {
        assertTrue(part + " is not in " + text, text.contains(part));
    }

    private void assertNothingDone() throws IOException {
        assertEquals(List.of(), host.calls());
        assertTrue(host.lastBackup().isEmpty());
        try (Stream<Path> left = Files.list(work)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
