package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.BackupFile;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WindowsRegistryTest {
    private static final String ONE = "{AAAAAAAA-0000-0000-0000-000000000001}";
    private static final String TWO = "{AAAAAAAA-0000-0000-0000-000000000002}";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aKeyThatIsNoMsidIsToldOfAndTheOthersCount() {
        RegistrySecrets secrets = WindowsRegistry.secrets(true, List.of(ONE, "Backup", TWO), List.of("Backup", "{x}"));
        assertEquals(Set.of(Msid.of(ONE), Msid.of(TWO)), secrets.msids());
        assertEquals(List.of("Backup", "{x}"), secrets.others());
        assertTrue(secrets.keyPresent() && !secrets.inBothViews());
        assertEquals(
                HostFacts.MOST_NAMES,
                WindowsRegistry.secrets(
                                true,
                                IntStream.range(0, 99).mapToObj(i -> "k" + i).toList(),
                                List.of())
                        .others()
                        .size());
    }

    @Test
    public void whichViewHasThemCannotBeToldIfBothHave() {
        assertTrue(WindowsRegistry.secrets(true, List.of(ONE), List.of(TWO)).inBothViews());
        assertTrue(!WindowsRegistry.secrets(true, List.of(ONE), List.of(ONE)).inBothViews());
    }

    @Test
    public void backupFilesAreKnownByNameAndDateOnly() throws Exception {
        Path directory = folder.getRoot().toPath();
        Path file = Files.createFile(directory.resolve("SSO1A2B.bak"));
        Files.createFile(directory.resolve("ssoconfig.exe"));
        Files.createDirectory(directory.resolve("d.bak"));
        Instant time = Instant.parse("2024-05-01T10:00:00Z");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(time));
        assertEquals(List.of(new BackupFile("SSO1A2B.bak", time)), WindowsHost.backupFiles(directory));
        assertEquals(List.of(), WindowsHost.backupFiles(directory.resolve("none")));
    }
}
