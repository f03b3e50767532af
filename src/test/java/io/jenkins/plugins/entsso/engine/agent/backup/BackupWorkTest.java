package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What happens around a method that does as told, on a host that says as told. */
public class BackupWorkTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Msid MSID = new Msid(new UUID(1, 1));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final UUID id = UUID.randomUUID();
    private int asked;
    private int eventFrom = 2;
    private Duration eventDelay = Duration.ofSeconds(20);
    private BackupMethod method = this::writes;
    private QueryResult<String> tool = QueryResult.of("/bin/sh");

    @Test
    public void waitsForALateEvent() throws Exception {
        eventFrom = 4;
        BackupAnswer answer = run();
        assertNull(String.valueOf(answer.failure()), answer.failure());
        assertEquals("until it came", 4, asked);
        assertEquals(NOW, answer.file().made());
        assertEquals(17, answer.file().recordId());
        assertEquals(Map.of("java", Runtime.version().toString()), answer.file().versions());
    }

    @Test
    public void patienceReachesForTheSlowestHost() throws Exception {
        HostSettings slow = new HostSettings("/w", "/r", "/s", null, Duration.ofHours(1), Duration.ofMinutes(30));
        Duration check = new CheckTask(slow).patience();
        Duration slowest = check.multipliedBy(2).plusMinutes(30).plus(BackupTask.EVENT_DELAY);
        try (Password password = new Password("correct horse 1".toCharArray())) {
            assertEquals(slowest, new BackupTask(slow, Method.CONSOLE, id, password, "in the safe").patience());
            assertEquals(
                    "one way after the other",
                    slowest.plusMinutes(30),
                    new BackupTask(slow, Method.AUTO, id, password, "in the safe").patience());
        }
    }

    @Test
    public void doesNotAskAgainOnceTheEventIsLate() throws Exception {
        eventFrom = Integer.MAX_VALUE;
        eventDelay = Duration.ZERO;
        assertEquals(Failure.Kind.NOT_PROVEN, run().failure().kind());
        assertEquals("before and after", 2, asked);
    }

    @Test
    public void doesNotWaitForAnEventOfABackupThatWasRefused() throws Exception {
        eventFrom = Integer.MAX_VALUE;
        method = (directory, name, password, reminder, limit) ->
                new BackupMethod.Made(List.of(), null, true, true, "ended with exit code 4; it showed: no");
        BackupAnswer answer = run();
        assertEquals(Failure.Kind.TOOL_FAILED, answer.failure().kind());
        assertTrue(answer.failure().detail(), answer.failure().detail().contains("exit code 4"));
        assertEquals(2, asked);
        assertTrue(answer.entered());
    }

    @Test
    public void startsNothingWithoutTheProgram() throws Exception {
        tool = QueryResult.failed(Failure.Kind.TOOL_MISSING, "looked for it");
        method = (directory, name, password, reminder, limit) -> {
            throw new AssertionError("not to be called");
        };
        assertSame(tool.failure(), run().failure());
        assertNothingLeft();
    }

    @Test
    public void gettingNowhereIsPassedOn() throws Exception {
        method = (directory, name, password, reminder, limit) ->
                BackupMethod.Made.not(Failure.Kind.METHOD_MISSING, "no pseudo-terminal");
        BackupAnswer answer = run();
        assertEquals(Failure.Kind.METHOD_MISSING, answer.failure().kind());
        assertFalse(answer.entered());
        assertEquals("there is nothing to prove", 1, asked);
    }

    @Test
    public void wipesWhateverHappens() throws Exception {
        method = (directory, name, password, reminder, limit) -> {
            writes(directory, name, password, reminder, limit);
            throw new InterruptedException("aborted");
        };
        assertThrows(InterruptedException.class, this::run);
        assertNothingLeft();
        method = (directory, name, password, reminder, limit) -> {
            writes(directory, name, password, reminder, limit);
            throw new IllegalStateException("a mistake of ours");
        };
        assertThrows(IllegalStateException.class, this::run);
        assertNothingLeft();
    }

    @Test
    public void saysLoudlyWhatItCouldNotRemove() throws Exception {
        Path[] stuck = new Path[1];
        method = (directory, name, password, reminder, limit) -> {
            BackupMethod.Made made = writes(directory, name, password, reminder, limit);
            stuck[0] = directory.path().resolve(name);
            assumeTrue("needs a file system with immutable files", chattr("+i", stuck[0]));
            return made;
        };
        try {
            BackupAnswer answer = run();
            assertEquals(Failure.Kind.WORK_DIRECTORY, answer.failure().kind());
            assertTrue(answer.entered());
            for (String text : List.of(answer.failure().detail(), String.join("\n", answer.story()))) {
                assertTrue(text, text.contains("MAY BE LEFT") && text.contains(stuck[0].toString()));
            }
        } finally {
            assertTrue(chattr("-i", stuck[0]));
        }
    }

    @Test
    public void removesWhatAnAgentThatDiedHasLeft() throws Exception {
        Path dead = Files.createDirectory(
                folder.getRoot().toPath().resolve("entsso-1-1-000000000000dead"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(dead.resolve("lock"), "");
        Files.writeString(dead.resolve("entsso-backup-x.bak"), "a copy of the secret");
        BackupAnswer answer = run();
        assertFalse(Files.exists(dead));
        assertTrue(answer.story().toString(), answer.story().get(0).contains(dead.toString()));
    }

    private BackupMethod.Made writes(
            PrivateDirectory directory, String name, Password password, String reminder, Duration limit) {
        try {
            byte[] content = new byte[200];
            content[7] = 1;
            Files.write(directory.path().resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new BackupMethod.Made(List.of("asked and answered"), null, true, false, "ended with exit code 0");
    }

    private BackupAnswer run() throws InterruptedException {
        HostSettings settings = new HostSettings(
                "/w", "/r", "/s", folder.getRoot().toString(), Duration.ofSeconds(5), Duration.ofSeconds(5));
        asked = 0;
        try (Password password = new Password("correct horse 1".toCharArray())) {
            return new BackupWork(
                            new BackupTask(settings, Method.AUTO, id, password, "in the safe"),
                            this::facts,
                            new BackupWork.Methods(
                                    (directory, name, word, hint, limit) ->
                                            BackupMethod.Made.not(Failure.Kind.METHOD_MISSING, "no COM here"),
                                    program -> method,
                                    () -> Rights.UNKNOWN),
                            eventDelay)
                    .run();
        }
    }

    private HostFacts facts() {
        asked++;
        EntssoEvent event = new EntssoEvent(
                EventId.BACKED_UP,
                17,
                NOW,
                List.of("C:\\t\\entsso-backup-" + id + ".bak", MSID.toString(), "", "user", "BTS1"));
        HostFacts.Log log = new HostFacts.Log(
                asked < eventFrom ? List.of() : List.of(event),
                HostFacts.Repeats.NONE,
                new HostFacts.Mark(1, NOW),
                true);
        return new HostFacts(
                "BTS1",
                "svc",
                "Windows",
                NOW,
                true,
                QueryResult.of(log),
                QueryResult.of(new HostFacts.Secrets(true, new TreeSet<>(List.of(MSID)))),
                tool);
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> all = Files.list(folder.getRoot().toPath())) {
            assertEquals(List.of(), all.toList());
        }
    }

    private static boolean chattr(String flag, Path file) {
        try {
            return new ProcessBuilder("chattr", flag, file.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
