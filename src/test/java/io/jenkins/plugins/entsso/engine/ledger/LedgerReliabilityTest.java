package io.jenkins.plugins.entsso.engine.ledger;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.NOON;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.entsso.engine.model.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Full and read-only disks, two controllers on one home, many changes. The figures are in docs/reliability.md. */
public class LedgerReliabilityTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(6)), ZoneOffset.UTC);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Works on a ledger until it is done: on a disk of its own that is full or read-only at times, or beside another. */
    public static final class Child {
        private final Path directory;
        private final int changes;
        private final Random random;
        private final Ledger ledger;
        private int unwritten;

        private Child(Path directory, int changes, long seed) throws IOException {
            this.directory = directory;
            this.changes = changes;
            random = new Random(seed);
            ledger = new Ledger(directory.resolve("ledger"), CLOCK);
        }

        public static void main(String[] args) throws Exception {
            java.util.logging.LogManager.getLogManager().reset();
            Child child = new Child(Path.of(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
            switch (args[0]) {
                case "disk" -> child.troubledDisk();
                default -> child.beside();
            }
            System.out.println(child.changes + " changes, " + child.unwritten + " backups refused");
        }

        private void beside() throws IOException {
            for (int i = 0; i < changes; i++) {
                ledger.enter(backup(i));
                // records of different lengths: one that is written into another one is none
                String computer = "A".repeat(1 + random.nextInt(200));
                ledger.enter("h", Hosts.host(computer).secrets(MSID1).facts(), NOON.plusSeconds(i));
            }
        }

        /** In between the disk is filled up, or remounted. */
        private void troubledDisk() throws Exception {
            for (int i = 0; i < changes; i++) {
                if (i % 20 == 0) {
                    mount("rw");
                    Files.deleteIfExists(directory.resolve("ballast"));
                    assertSound();
                    switch (random.nextInt(3)) {
                        case 0 -> fill();
                        case 1 -> mount("ro");
                        default -> {
                            // all is well for a while
                        }
                    }
                }
                change(i);
            }
        }

        private void change(int i) throws IOException {
            switch (random.nextInt(3)) {
                case 0 -> {
                    Backup backup = backup(i);
                    try {
                        ledger.enter(backup);
                    } catch (IOException e) {
                        unwritten++;
                        assertTrue(ledger.backup(backup.id()).isEmpty());
                    }
                }
                case 1 -> ledger.enter("h", Hosts.host("A").secrets(MSID1).facts(), NOON.plusSeconds(i));
                default -> ledger.lose("job", build -> random.nextInt(10) == 0);
            }
        }

        /** What counts here would count after a restart, and every file is whole. */
        private void assertSound() throws IOException {
            Ledger again = new Ledger(directory.resolve("ledger"), CLOCK);
            assertEquals(List.of(), again.problems());
            Set<UUID> held = held(ledger);
            held.removeAll(held(again));
            assertEquals("held only as long as this process lives", Set.of(), held);
            try (Stream<Path> files = Files.walk(directory)) {
                assertEquals(
                        List.of(),
                        files.filter(file -> file.toString().endsWith(".new")).toList());
            }
        }

        private void fill() throws IOException {
            byte[] block = new byte[4096];
            try (var out = Files.newOutputStream(directory.resolve("ballast"))) {
                while (true) {
                    out.write(block);
                }
            } catch (IOException e) {
                // it is full; some of the next files may still fit into what is left of blocks
            }
        }

        private void mount(String how) throws IOException, InterruptedException {
            Process mount = new ProcessBuilder("mount", "-o", "remount," + how, directory.toString())
                    .inheritIO()
                    .start();
            assertEquals(0, mount.waitFor());
        }

        private Backup backup(int i) {
            return Hosts.backup("h", i, i % 60, MSID1);
        }
    }

    private static Set<UUID> held(Ledger ledger) {
        return ledger.backups().stream()
                .filter(Backup::isHeld)
                .map(Backup::id)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    public void aFullOrReadOnlyDiskLosesNothingThatCounts() throws Exception {
        Path disk = folder.newFolder("disk").toPath();
        String mounted = "mount -t tmpfs -o size=1m tmpfs '" + disk + "'";
        assumeTrue(
                "DISKS NOT RUN: no file system can be mounted here, 1 test was not run",
                run(List.of("unshare", "-rm", "sh", "-c", mounted)).equals("0 "));
        List<String> command =
                new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", mounted + " && exec \"$@\"", "sh"));
        command.addAll(ChildJvm.command(Child.class, List.of(), "disk", disk, 600, 7));
        String end = run(command);
        System.out.println("Disks: " + end);
        assertTrue(end, end.matches("0 600 changes, [1-9]\\d+ backups refused\\R"));
    }

    /** Jenkins warns of that; no file is torn by it, and no backup lost. */
    @Test
    public void twoControllersOnOneHomeTearNoFile() throws Exception {
        Path home = folder.newFolder("home").toPath();
        int changes = 100;
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(new ProcessBuilder(ChildJvm.command(Child.class, List.of(), "beside", home, changes, i))
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process child : children) {
            String said = new String(child.getInputStream().readAllBytes());
            assertTrue(child.waitFor(1, TimeUnit.MINUTES));
            assertEquals(said, 0, child.exitValue());
        }
        Ledger ledger = new Ledger(home.resolve("ledger"), CLOCK);
        assertEquals(List.of(), ledger.problems());
        assertEquals(2 * changes, held(ledger).size());
        assertEquals(1, ledger.hosts().size());
    }

    @Test
    public void manyChangesTakeNoMoreAndAreAllThere() throws Exception {
        int changes = Integer.getInteger("entsso.changes", 1000);
        Path directory = folder.getRoot().toPath().resolve("many");
        Ledger ledger = new Ledger(directory, CLOCK);
        long start = System.nanoTime();
        for (int i = 0; i < changes; i++) {
            String node = "n" + i % 50;
            if (i % 10 == 0) {
                ledger.enter(Hosts.backup(node, i, i, MSID1));
            } else if (i % 10 == 5) {
                int old = i - 1005;
                ledger.lose("job", build -> build <= old);
            } else {
                Hosts host = Hosts.host("A").secrets(MSID1);
                ledger.enter(node, (i % 3 == 0 ? host.required(3, 5) : host).facts(), NOON.plusSeconds(i));
            }
            if (i % 1000 == 999) {
                ledger.prune(CLOCK.instant().plus(Ledger.RETENTION));
            }
        }
        long written = System.nanoTime() - start;
        Ledger again = new Ledger(directory, CLOCK);
        System.out.printf(
                "%d changes in %.1f s, read again in %.1f s: %d backups, %d hosts%n",
                changes,
                written / 1e9,
                (System.nanoTime() - start - written) / 1e9,
                again.backups().size(),
                again.hosts().size());
        assertEquals(List.of(), again.problems());
        assertEquals(Set.copyOf(ledger.backups()), Set.copyOf(again.backups()));
        assertEquals(ledger.hosts(), again.hosts());
        try (Stream<Path> files = Files.walk(directory)) {
            assertEquals(
                    ledger.backups().size() + ledger.hosts().size(),
                    files.filter(Files::isRegularFile).count());
        }
    }

    /** Exit code and output. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return e.toString();
        }
        String output = new String(process.getInputStream().readAllBytes());
        return process.waitFor() + " " + output;
    }
}
