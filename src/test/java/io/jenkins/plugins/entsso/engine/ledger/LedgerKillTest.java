package io.jenkins.plugins.entsso.engine.ledger;

import static io.jenkins.plugins.entsso.engine.ledger.Hosts.MSID1;
import static io.jenkins.plugins.entsso.engine.ledger.Hosts.NOON;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A JVM that writes into a ledger is killed at random moments, again and again. What is read afterwards is all that it said
 * it had entered, and at most the one change more that it was making.
 */
public class LedgerKillTest {
    /** A backup is numbered anew after so many. */
    private static final int RING = 16;

    /** Children that are ready to write: the next one starts while one is being killed. */
    private static final int READY = 2;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Process> children = new ArrayList<>();
    private Path archive;

    /** What the ledger holds after so many changes. */
    private static final class Model {
        private final Map<UUID, State> backups = new TreeMap<>();
        private String host = "";
        private int changes;

        static Model of(Ledger ledger) {
            Model model = new Model();
            ledger.backups().forEach(b -> model.backups.put(b.id(), b.state()));
            ledger.host("h")
                    .ifPresent(h -> model.host = h.verdict().kind() + " checked " + h.checked() + ", changed "
                            + h.history().size());
            return model;
        }

        Model next() {
            Model next = new Model();
            next.backups.putAll(backups);
            next.host = host;
            next.changes = changes + 1;
            UUID id = id(changes);
            int round = 2 * (changes / 4);
            switch (changes % 4) {
                case 0 -> next.backups.put(id, State.STARTED);
                case 1 -> {
                    next.backups.put(id, State.HELD);
                    next.host = changes == 1 ? "" : host("PROTECTED", changes - 3, round + 1);
                }
                case 2 -> next.host = host("PROTECTED", changes, round + 1);
                default -> {
                    next.backups.put(id, State.GONE);
                    next.host = host("UNPROTECTED", changes - 1, round + 2);
                }
            }
            return next;
        }

        private static String host(String verdict, int checked, int changes) {
            return verdict + " checked " + NOON.plusSeconds(checked) + ", changed "
                    + Math.min(HostRecord.MAX_HISTORY, changes);
        }

        boolean isLike(Model other) {
            return backups.equals(other.backups) && host.equals(other.host);
        }
    }

    /** Begins to write at the change that it is told by, until it is killed. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            // what is loaded once is not what is to be killed
            write(new Ledger(Files.createTempDirectory(Path.of(args[1]), "warm"), clock()), 0, 8);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            System.out.println("ready");
            String from = in.readLine();
            if (from != null) {
                write(new Ledger(Path.of(args[0]), clock()), Integer.parseInt(from), Integer.MAX_VALUE);
            }
        }

        private static Clock clock() {
            return Clock.fixed(NOON.plus(Duration.ofDays(6)), ZoneOffset.UTC);
        }

        private static void write(Ledger ledger, int from, int to) throws IOException {
            Hosts host = Hosts.host("A").secrets(MSID1);
            for (int i = from; i < to; i++) {
                switch (i % 4) {
                    case 0 -> ledger.enter(backup(i, State.STARTED));
                    case 1 -> ledger.enter(backup(i, State.HELD));
                    case 2 -> ledger.enter("h", host.facts(), NOON.plusSeconds(i));
                    default -> ledger.lose("job-" + i / 4, build -> true);
                }
                if (to == Integer.MAX_VALUE) {
                    System.out.println(i);
                }
            }
        }

        private static Backup backup(int i, State state) {
            return new Backup(
                    id(i),
                    state,
                    "h",
                    "A",
                    new TreeSet<>(List.of(MSID1)),
                    NOON.plusSeconds(i),
                    new Backup.Artifact("job-" + i / 4, 1, "a", "00", 1),
                    null);
        }
    }

    private static UUID id(int change) {
        return new UUID(0, change / 4 % RING);
    }

    @Before
    public void prepare() throws Exception {
        archive = folder.getRoot().toPath().resolve("classes.jsa");
        // loading classes from an archive halves the time that a child takes to start
        Process first = start("-XX:ArchiveClassesAtExit=" + archive);
        first.outputWriter().close();
        assertTrue(first.waitFor(1, TimeUnit.MINUTES));
    }

    @After
    public void leaveNothing() {
        children.forEach(Process::destroyForcibly);
    }

    @Test
    public void memoryIsAlwaysReadableAndNeverOlderThanOneChange() throws Exception {
        int kills = Integer.getInteger("entsso.kills", 100);
        Random random = new Random(5);
        Path directory = folder.getRoot().toPath().resolve("ledger");
        List<Process> ready = new ArrayList<>();
        Model model = new Model();
        int underWay = 0;
        int halfWritten = 0;
        for (int i = 0; i < kills; i++) {
            while (ready.size() < READY) {
                ready.add(start("-XX:SharedArchiveFile=" + archive));
            }
            Process child = ready.remove(0);
            int said = killAtRandom(child, model.changes, random);
            while (model.changes < said) {
                model = model.next();
            }
            halfWritten += halfWritten(directory) ? 1 : 0;
            Ledger ledger = new Ledger(directory, Child.clock());
            assertEquals("after kill " + i, List.of(), ledger.problems());
            Model found = Model.of(ledger);
            Model next = model.next();
            if (!found.isLike(model)) {
                assertTrue(
                        "after kill " + i + ", change " + said + ": " + found.host + found.backups + " instead of "
                                + model.host + model.backups + " or " + next.host + next.backups,
                        found.isLike(next));
                underWay++;
                model = next;
            }
        }
        System.out.println(kills + " kills after " + model.changes + " changes: " + underWay
                + " times a change was there that had not been confirmed yet, " + halfWritten
                + " times a file was half written");
        assertTrue(model.changes > kills);
    }

    private static boolean halfWritten(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return false;
        }
        try (var files = Files.walk(directory)) {
            return files.anyMatch(f -> f.toString().endsWith(".new"));
        }
    }

    /** Returns how many changes it said it had made. */
    private static int killAtRandom(Process child, int from, Random random) throws Exception {
        try (BufferedReader lines = child.inputReader();
                BufferedWriter orders = child.outputWriter()) {
            assertEquals("ready", lines.readLine());
            orders.write(from + "\n");
            orders.flush();
            int said = from;
            for (int i = random.nextInt(8); i > 0; i--) {
                said = Integer.parseInt(lines.readLine()) + 1;
            }
            // the time is what is random here, not what is waited for
            LockSupport.parkNanos(random.nextInt(3_000_000));
            // of the handle: that of the process would close the pipe with what is still to be read
            child.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said = Integer.parseInt(line) + 1;
            }
            assertTrue(child.waitFor(1, TimeUnit.MINUTES));
            return said;
        }
    }

    private Process start(String option) throws IOException {
        Path root = folder.getRoot().toPath();
        Process child = new ProcessBuilder(ChildJvm.command(Child.class, List.of(option), root.resolve("ledger"), root))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        children.add(child);
        return child;
    }
}
