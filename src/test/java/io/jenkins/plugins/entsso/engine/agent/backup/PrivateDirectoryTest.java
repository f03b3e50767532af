package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.entsso.engine.agent.FakeHost;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PrivateDirectoryTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path parent;

    /** A process that uses a private directory until its input ends, and then exits without closing it. */
    public static final class User {
        public static void main(String[] arguments) throws Exception {
            PrivateDirectory directory = PrivateDirectory.create(new FakeHost(), arguments[0]);
            Files.writeString(directory.path().resolve("secret.bak"), "a copy of the secret");
            System.out.println(directory.path());
            System.out.flush();
            System.in.read();
            System.exit(0);
        }
    }

    @Before
    public void make() throws IOException {
        parent = folder.newFolder().toPath();
    }

    @Test
    public void onlyTheAccountCanReadIt() throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.create(new FakeHost(), parent.toString())) {
            assumeTrue(Files.getFileStore(parent).supportsFileAttributeView("posix"));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())));
        }
    }

    @Test
    public void everythingIsOverwrittenAndRemoved() throws Exception {
        PrivateDirectory directory = PrivateDirectory.create(new FakeHost(), parent.toString());
        Path file = Files.writeString(directory.path().resolve("secret.bak"), "x".repeat(20_000));
        // Another name of the same content tells what was left of it.
        Path twin = Files.createLink(parent.resolve("twin"), file);
        assertEquals(List.of(), directory.wipe());
        assertFalse(Files.exists(directory.path()));
        assertEquals(20_000, Files.size(twin));
        assertTrue("only zeros", Files.readString(twin).chars().allMatch(c -> c == 0));
        assertEquals("once more does no harm", List.of(), directory.wipe());
    }

    @Test
    public void linksAreRemovedAndNotFollowed() throws Exception {
        Path elsewhere = Files.writeString(parent.resolve("elsewhere"), "not ours");
        Path others = Files.createDirectory(parent.resolve("others"));
        Files.writeString(others.resolve("file"), "not ours");
        try (PrivateDirectory directory = PrivateDirectory.create(new FakeHost(), parent.toString())) {
            Files.createSymbolicLink(directory.path().resolve("link"), elsewhere);
            Files.createSymbolicLink(directory.path().resolve("links"), others);
        }
        assertEquals("not ours", Files.readString(elsewhere));
        assertEquals("not ours", Files.readString(others.resolve("file")));
        assertEquals(List.of(), found());
    }

    /** A junction, as Java shows it on Windows: Wine cannot make one. */
    private record Junction(BasicFileAttributes directory) implements BasicFileAttributes {
        @Override
        public boolean isOther() {
            return true;
        }

        @Override
        public boolean isDirectory() {
            return true;
        }

        @Override
        public boolean isRegularFile() {
            return false;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public long size() {
            return directory.size();
        }

        @Override
        public Object fileKey() {
            return directory.fileKey();
        }

        @Override
        public FileTime lastModifiedTime() {
            return directory.lastModifiedTime();
        }

        @Override
        public FileTime lastAccessTime() {
            return directory.lastAccessTime();
        }

        @Override
        public FileTime creationTime() {
            return directory.creationTime();
        }
    }

    @Test
    public void junctionsAreNotFollowed() throws Exception {
        BasicFileAttributes directory = Files.readAttributes(parent, BasicFileAttributes.class);
        assertTrue(PrivateDirectory.isDirectory(directory));
        assertFalse(PrivateDirectory.isDirectory(new Junction(directory)));
    }

    @Test
    public void anInterruptionLeavesNothingBehind() throws Exception {
        PrivateDirectory directory = PrivateDirectory.create(new FakeHost(), parent.toString());
        Files.writeString(directory.path().resolve("secret.bak"), "a copy of the secret");
        Thread.currentThread().interrupt();
        directory.close();
        assertTrue("and is not lost", Thread.interrupted());
        assertEquals(List.of(), found());
    }

    @Test
    public void tellsWhatCannotBeRemoved() throws Exception {
        assumeTrue("a directory that is immutable even for root", isRoot() && immutable("+i", folder.newFolder()));
        PrivateDirectory directory = PrivateDirectory.create(new FakeHost(), parent.toString());
        Path file = Files.writeString(directory.path().resolve("secret.bak"), "a copy of the secret");
        try {
            assertTrue(immutable("+i", file.toFile()));
            assertTrue(directory.wipe().contains(file));
        } finally {
            assertTrue(immutable("-i", file.toFile()));
        }
        assertEquals(List.of(), directory.wipe());
    }

    @Test
    public void saysWhyItCannotBeMade() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "");
        Object[][] cases = {
            {parent.resolve("missing").toString(), Finding.Code.DIRECTORY_MISSING},
            {file.toString(), Finding.Code.DIRECTORY_MISSING},
            {"no\0path", Finding.Code.DIRECTORY_UNUSABLE},
        };
        for (Object[] c : cases) {
            Finding reason = assertThrows(
                            PrivateDirectory.UnusableException.class,
                            () -> PrivateDirectory.create(new FakeHost(), (String) c[0]))
                    .reason();
            assertEquals(c[1], reason.code());
        }
        assertEquals("nothing is left of the attempts", List.of(), found());
    }

    @Test
    public void saysThatItMayNotWriteThere() {
        assumeTrue("a directory that nobody may write to", Files.isDirectory(Path.of("/proc")));
        Finding reason = assertThrows(
                        PrivateDirectory.UnusableException.class,
                        () -> PrivateDirectory.create(new FakeHost(), "/proc"))
                .reason();
        assertEquals(Finding.Code.DIRECTORY_UNUSABLE, reason.code());
    }

    @Test
    public void aJvmThatEndsWipesIt() throws Exception {
        Process user = user();
        Path directory = directoryOf(user);
        assertTrue(Files.exists(directory.resolve("secret.bak")));
        user.getOutputStream().close();
        assertTrue(user.waitFor(3, TimeUnit.MINUTES));
        assertFalse(Files.exists(directory));
    }

    @Test
    public void aJvmThatIsKilledLeavesItToTheNextBackup() throws Exception {
        Process user = user();
        Path directory = directoryOf(user);
        try (PrivateDirectory mine = PrivateDirectory.create(new FakeHost(), parent.toString());
                PrivateDirectory another = PrivateDirectory.create(new FakeHost(), parent.toString())) {
            assertEquals("in use by another process", List.of(), mine.wipeAbandoned());
            user.destroyForcibly().waitFor();
            assertTrue("killed in the middle", Files.exists(directory.resolve("secret.bak")));
            assertEquals(List.of(Finding.of(Finding.Code.ABANDONED_REMOVED, directory)), mine.wipeAbandoned());
            assertFalse(Files.exists(directory));
            assertTrue("in use by this process", Files.exists(mine.path()) && Files.exists(another.path()));
        }
        assertEquals(List.of(), found());
    }

    /** Whoever makes one locks it a moment later than the file is there. */
    @Test
    public void aDirectoryThatIsBeingMadeIsNotWiped() throws Exception {
        Path fresh =
                Files.createFile(privateDirectory("entsso-00000000000000aa").resolve("lock"));
        try (PrivateDirectory mine = PrivateDirectory.create(new FakeHost(), parent.toString())) {
            assertEquals(List.of(), mine.wipeAbandoned());
            assertTrue(Files.exists(fresh));
            Files.writeString(fresh, "x");
            assertEquals(List.of(Finding.of(Finding.Code.ABANDONED_REMOVED, fresh.getParent())), mine.wipeAbandoned());
        }
        assertEquals(List.of(), found());
    }

    @Test
    public void whatIsNotOursIsNotWiped() throws Exception {
        assumeTrue(File.separatorChar == '/');
        Path withoutLock = privateDirectory("entsso-00000000000000aa");
        Path target = privateDirectory("target");
        Path persons = privateDirectory("entsso-backups-2024");
        Path anothers = privateDirectory("entsso-00000000000000dd");
        for (Path each : List.of(withoutLock, target, persons, anothers)) {
            Files.writeString(each.resolve("master.bak"), "the only one");
            if (each != withoutLock) {
                Files.writeString(each.resolve("lock"), "x");
            }
        }
        Path link = Files.createSymbolicLink(parent.resolve("entsso-00000000000000bb"), target);
        Path file = Files.writeString(parent.resolve("entsso-00000000000000cc"), "");
        if (isRoot()) {
            Files.setAttribute(anothers, "unix:uid", 65534);
        } else {
            Files.delete(anothers.resolve("lock"));
        }
        try (PrivateDirectory mine = PrivateDirectory.create(new FakeHost(), parent.toString())) {
            assertEquals(List.of(), mine.wipeAbandoned());
        }
        for (Path each : List.of(withoutLock, target, persons, anothers)) {
            assertTrue(each.toString(), Files.exists(each.resolve("master.bak")));
        }
        assertTrue(Files.exists(link) && Files.exists(file));
    }

    private Path privateDirectory(String name) throws IOException {
        return Files.createDirectory(
                parent.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private Process user() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        User.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path directoryOf(Process user) throws IOException {
        return Path.of(user.inputReader(StandardCharsets.UTF_8).readLine());
    }

    private List<String> found() throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(n -> n.startsWith("entsso-"))
                    .toList();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean immutable(String flag, File file) throws Exception {
        try {
            return new ProcessBuilder("chattr", flag, file.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } finally {
            if (file.isDirectory()) {
                new ProcessBuilder("chattr", "-i", file.toString()).start().waitFor();
            }
        }
    }
}
