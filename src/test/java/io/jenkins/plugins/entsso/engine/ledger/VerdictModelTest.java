package io.jenkins.plugins.entsso.engine.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.VerdictModel.Reading;
import io.jenkins.plugins.entsso.engine.ledger.VerdictWorld.Machine;
import io.jenkins.plugins.entsso.engine.ledger.VerdictWorld.Step;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Random histories of hosts, and after each check of one the ledger's verdict against that of a model, and against the
 * truth. What fails is told with the shortest history found that still fails so.
 */
public class VerdictModelTest {
    private static final Failure LOST = new Failure(Failure.Kind.ACCESS_DENIED, "lost");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, String> examples = new TreeMap<>();

    @Test
    public void verdictsAreThoseOfTheModel() throws IOException {
        int histories = Integer.getInteger("entsso.histories", 300);
        int first = Integer.getInteger("entsso.firstHistory", 1);
        Instant begun = Instant.now();
        for (long seed = first; seed < first + histories; seed++) {
            List<Step> steps = VerdictWorld.history(seed);
            Wrong wrong = run(seed, steps, counts);
            if (wrong != null) {
                counts.merge("WRONG " + wrong.kind, 1, Integer::sum);
                if (!examples.containsKey(wrong.kind)) {
                    examples.put(wrong.kind, shortest(seed, steps, wrong.kind));
                }
            }
        }
        System.out.println(histories + " histories from " + first + " in "
                + Duration.between(begun, Instant.now()).toSeconds() + " s: " + counts);
        assertTrue(String.join("\n\n", examples.values()), examples.isEmpty());
    }

    /** Without each step that is not needed for it to fail like that. */
    private String shortest(long seed, List<Step> steps, String kind) throws IOException {
        List<Step> shorter = new ArrayList<>(steps);
        for (int i = shorter.size() - 1; i >= 0; i = Math.min(i - 1, shorter.size() - 1)) {
            List<Step> without = new ArrayList<>(shorter);
            without.remove(i);
            Wrong wrong = run(seed, without, new HashMap<>());
            if (wrong != null && wrong.kind.equals(kind)) {
                shorter = without;
                i = shorter.size();
            }
        }
        return kind + ": seed " + seed + "\n  "
                + String.join("\n  ", shorter.stream().map(Step::toString).toList()) + "\n"
                + run(seed, shorter, new HashMap<>()).getMessage();
    }

    /** The history, and now and then once more with the hosts entered in the other order. */
    private Wrong run(long seed, List<Step> steps, Map<String, Integer> counted) throws IOException {
        Map<String, Kind> kinds = new TreeMap<>();
        Wrong wrong = run(seed, steps, counted, false, kinds);
        if (wrong != null || seed % 10 != 0) {
            return wrong;
        }
        Map<String, Kind> reversed = new TreeMap<>();
        wrong = run(seed, steps, new HashMap<>(), true, reversed);
        return wrong == null && !kinds.equals(reversed)
                ? new Wrong("order of hosts", kinds + " is " + reversed + " in the other order")
                : wrong;
    }

    private Wrong run(
            long seed, List<Step> steps, Map<String, Integer> counted, boolean isReversed, Map<String, Kind> kinds)
            throws IOException {
        Path memory = Path.of("/dev/shm");
        Path place = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "entsso")
                : folder.newFolder().toPath();
        try {
            Run run = new Run(seed, place, counted);
            run.world.isReversed = isReversed;
            for (Step step : steps) {
                run.trace.add("-- " + step);
                run.world.happen(step);
            }
            run.ledger.judge(0);
            kinds.putAll(run.kinds());
            return null;
        } catch (Wrong e) {
            return e;
        } finally {
            try (var files = Files.walk(place)) {
                files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
            }
        }
    }

    /** What is wrong, and where. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String kind;

        Wrong(String kind, String message) {
            super(message);
            this.kind = kind;
        }
    }

    /** One history. */
    private static final class Run implements VerdictWorld.Controller {
        private final Path place;
        private final Map<String, Integer> counts;
        private final VerdictWorld world;
        private final Map<String, VerdictModel> models = new HashMap<>();
        private final Map<String, HostFacts> facts = new HashMap<>();
        /** The current secrets of the master secret servers when they were asked last. */
        private final Map<String, Msid> secrets = new HashMap<>();

        private final List<String> trace = new ArrayList<>();
        private int checks;
        private Ledger ledger;

        Run(long seed, Path place, Map<String, Integer> counts) throws IOException {
            this.place = place;
            this.counts = counts;
            this.world = new VerdictWorld(seed, this);
            for (Machine m : world.machines) {
                Set<String> cluster = m.cluster.isEmpty() ? Set.of(m.node) : Set.of("a", "b");
                models.put(m.node, new VerdictModel(m.node, m.cluster, cluster, world.order::get));
            }
            open();
        }

        private void open() throws IOException {
            InstantSource source = () -> world.now;
            Clock clock = source.withZone(ZoneOffset.UTC);
            ledger = new Ledger(place, clock, node -> machine(node).cluster);
        }

        private Machine machine(String node) {
            return world.machines.stream()
                    .filter(m -> m.node.equals(node))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void check(Machine m, HostFacts said) {
            counts.merge("checks", 1, Integer::sum);
            facts.put(m.node, said);
            secrets.put(m.node, m.isMaster() ? m.current : null);
            Kind fresh = ledger.judge(m.node, said).kind();
            if (checks % 4 == 1) {
                freshLosses(m, said, fresh);
            }
            Kind kind = ledger.enter(m.node, said, world.now).verdict().kind();
            models.get(m.node).tell(said, world.now);
            trace.add(m.node + " " + world.now + " " + kind + ": " + brief(said));
            compare(m);
            if (ledger.enter(m.node, said, world.now).verdict().kind() != kind) {
                throw wrong("read twice", m, kind, "");
            }
            if (++checks % 4 == 0) {
                losses(m, said, kind);
            }
        }

        private static String brief(HostFacts f) {
            String log = f.log()
                    .asOptional()
                    .map(l -> l.events().stream()
                                    .map(e -> e.recordId() + ":" + e.id().number() + e.msids() + " " + e.time())
                                    .toList()
                            + " of " + l.oldest() + " to " + l.newest() + ", " + l.channel())
                    .orElse("no log");
            return f.computer() + " installed=" + f.installed() + "; " + log + "; "
                    + f.secrets()
                            .asOptional()
                            .map(r -> "key=" + r.keyPresent() + r.msids())
                            .orElse("no registry") + "; "
                    + f.status().asOptional() + "; " + f.service().asOptional();
        }

        /** The verdict of the ledger against that of the model, and against the truth. */
        private void compare(Machine m) {
            HostRecord record = ledger.host(m.node).orElse(null);
            HostFacts said = facts.get(m.node);
            if (record == null || said == null) {
                return;
            }
            counts.merge("verdicts", 1, Integer::sum);
            Verdict verdict = record.isOld(world.now) ? record.outOfDate(world.now) : record.verdict();
            Kind kind = verdict.kind();
            truth(m, kind, "");
            VerdictModel model = models.get(m.node);
            Kind expected = model.verdict(said, world.now, ledger.backups(), Set.of());
            counts.merge("is " + kind, 1, Integer::sum);
            if (kind == expected) {
                return;
            }
            Reading[] all = Reading.values();
            EnumSet<Reading> fewest = null;
            for (int bits = 1; bits < 1 << all.length; bits++) {
                EnumSet<Reading> readings = EnumSet.noneOf(Reading.class);
                for (Reading reading : all) {
                    if ((bits >> reading.ordinal() & 1) != 0) {
                        readings.add(reading);
                    }
                }
                if ((fewest == null || readings.size() < fewest.size())
                        && model.verdict(said, world.now, ledger.backups(), readings) == kind) {
                    fewest = readings;
                }
            }
            if (fewest == null) {
                throw wrong(
                        "model " + expected + ", ledger " + kind,
                        m,
                        kind,
                        verdict.evidence().toString());
            }
            String open = "open " + fewest + " model " + expected + ", ledger " + kind;
            counts.merge(open, 1, Integer::sum);
            if (Boolean.getBoolean("entsso.open")) {
                throw wrong(open, m, kind, verdict.evidence().toString());
            }
        }

        /** Never green where no confirmed backup that is held has the current secret of the master secret server. */
        private void truth(Machine m, Kind kind, String what) {
            if (kind != Kind.PROTECTED || world.machines.stream().anyMatch(x -> x.lies && x.system == m.system)) {
                return;
            }
            Msid current = secrets.get(m.node);
            boolean isHeld = ledger.backups().stream()
                    .filter(Backup::isHeld)
                    .anyMatch(b -> world.reported.contains(b.id())
                            && world.contents.get(b.id()).contains(current));
            if (current != null && !isHeld) {
                throw wrong("WRONGLY GREEN " + what, m, kind, "");
            }
        }

        private static HostFacts without(HostFacts f, boolean log, boolean registry, boolean status, boolean service) {
            return with(
                    f,
                    log ? QueryResult.failed(LOST) : f.log(),
                    registry ? QueryResult.failed(LOST) : f.secrets(),
                    status ? QueryResult.failed(LOST) : f.status(),
                    service ? QueryResult.failed(LOST) : f.service());
        }

        private static HostFacts with(
                HostFacts f,
                QueryResult<HostFacts.Log> log,
                QueryResult<RegistrySecrets> secrets,
                QueryResult<ServerStatus> status,
                QueryResult<EntssoService> service) {
            return new HostFacts(
                    f.computer(),
                    f.account(),
                    f.operatingSystem(),
                    f.asked(),
                    f.windows(),
                    f.installed(),
                    log,
                    secrets,
                    status,
                    service,
                    f.tool(),
                    f.backupFiles(),
                    f.cluster());
        }

        /** The newest records of a log that has wrapped; none of them if it was cleared. */
        private static HostFacts wrapped(HostFacts f, int kept) {
            HostFacts.Log l = f.log().value();
            var events = l.events().subList(0, Math.min(kept, l.events().size()));
            var required = events.stream()
                    .filter(e -> e.id() == EventId.BACKUP_REQUIRED)
                    .map(e -> new HostFacts.Mark(e.recordId(), e.time()))
                    .toList();
            HostFacts.Repeats repeats = required.isEmpty()
                    ? HostFacts.Repeats.NONE
                    : new HostFacts.Repeats(required.size(), false, required.get(required.size() - 1), required.get(0));
            HostFacts.Mark oldest = events.isEmpty()
                    ? l.newest()
                    : new HostFacts.Mark(
                            events.get(events.size() - 1).recordId(),
                            events.get(events.size() - 1).time());
            HostFacts.Log log = new HostFacts.Log(events, repeats, oldest, l.newest(), l.channel(), l.complete());
            return with(f, QueryResult.of(log), f.secrets(), f.status(), f.service());
        }

        /** The same answer with less in it, instead of it: what is bad must not be green without a source other than the log. */
        private void freshLosses(Machine m, HostFacts said, Kind kind) {
            if (!said.installed()) {
                return;
            }
            for (int lost = 1; lost < 8; lost++) {
                HostFacts less = without(said, false, (lost & 1) != 0, (lost & 2) != 0, (lost & 4) != 0);
                Kind now = ledger.judge(m.node, less).kind();
                truth(m, now, "with less instead");
                if (!m.lies && now == Kind.PROTECTED && rank(kind) > 1) {
                    throw wrong("better with less instead", m, kind, now + " without " + brief(less));
                }
            }
        }

        /** The same answer with less in it, after it. */
        private void losses(Machine m, HostFacts said, Kind kind) {
            if (!said.installed()) {
                return;
            }
            List<HostFacts> less = new ArrayList<>();
            for (int lost = 1; lost < 16; lost++) {
                less.add(without(said, (lost & 8) != 0, (lost & 1) != 0, (lost & 2) != 0, (lost & 4) != 0));
            }
            if (said.log().isKnown() && said.log().value().newest() != null) {
                for (int kept : new int[] {0, 1, 2, 4}) {
                    HostFacts wrapped = wrapped(said, kept);
                    less.add(wrapped);
                    less.add(without(wrapped, false, true, false, false));
                }
            }
            for (HostFacts f : less) {
                Kind now = ledger.judge(m.node, f).kind();
                truth(m, now, "with less after it");
                boolean isRegistryLost =
                        said.secrets().isKnown() && !f.secrets().isKnown();
                boolean isAllowed = m.lies
                        || m.isClockOff
                        // a contradiction between the registry and the log, and the registry is lost
                        || isRegistryLost && kind == Kind.UNKNOWN
                        // what was asked there was answered with 10766 in the last week
                        || now == Kind.NOT_A_SECRET_SERVER && isRefused(m);
                if (isBetter(now, kind) && !isAllowed) {
                    throw wrong("better with less after it: " + kind + " became " + now, m, kind, "by " + brief(f));
                }
            }
        }

        /**
         * From good to bad: calm (protected, or nothing to protect); unknown; what asks for a backup (held elsewhere, outdated,
         * unprotected); damaged. With less to go by it may be unknown, and else no better than it was. What is calm may become
         * anything.
         */
        private static boolean isBetter(Kind now, Kind before) {
            return now != Kind.UNKNOWN && rank(now) < rank(before);
        }

        private static int rank(Kind kind) {
            return switch (kind) {
                case DAMAGED -> 3;
                case UNPROTECTED, OUTDATED, HELD_ELSEWHERE -> 2;
                case UNKNOWN -> 1;
                default -> 0;
            };
        }

        private boolean isRefused(Machine m) {
            return ledger.backups().stream()
                    .anyMatch(b ->
                            b.state() == Backup.State.WRONG_HOST && b.host().equals(m.node));
        }

        private Wrong wrong(String kind, Machine m, Kind is, String more) {
            StringBuilder told = new StringBuilder();
            trace.forEach(line -> told.append(line).append('\n'));
            world.machines.forEach(x -> told.append(x).append('\n'));
            ledger.backups().forEach(b -> told.append(b).append('\n'));
            return new Wrong(kind, told + "NOW " + m.node + " is " + is + " at " + world.now + ' ' + more);
        }

        private void compareAll() {
            world.machines.forEach(this::compare);
        }

        @Override
        public void checkFails(Machine m, Failure failure) {
            Kind before = ledger.host(m.node).map(h -> h.verdict().kind()).orElse(Kind.UNKNOWN);
            Kind kind = ledger.enter(m.node, failure, world.now).verdict().kind();
            models.get(m.node).fail();
            truth(m, kind, "after no answer");
            if (kind != before && kind != Kind.UNKNOWN && before != Kind.UNKNOWN) {
                throw wrong("no answer: " + before + " became " + kind, m, kind, "");
            }
        }

        @Override
        public void enter(Backup backup) {
            try {
                ledger.enter(backup);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            trace.add("backup " + backup);
        }

        @Override
        public void setState(UUID id, Backup.State state) {
            enter(ledger.backup(id).orElseThrow().withState(state));
        }

        @Override
        public void adopt(Backup backup) {
            ledger.adopt(backup);
            trace.add("found " + backup);
            compareAll();
        }

        @Override
        public void audit() {
            ledger.backups().forEach(b -> ledger.update(b.id(), archived -> archived.withVerified(world.now)));
        }

        @Override
        public void forget(String node) {
            ledger.forget(node);
            models.get(node).forget();
        }

        @Override
        public void resolve(String node) {
            HostRecord host = ledger.host(node).orElse(null);
            if (host != null) {
                models.get(node).resolve(ledger.resolvable(node));
                ledger.resolve(node, host.checked().toString(), "user", "restored");
                trace.add("resolved " + node);
            }
            compareAll();
        }

        @Override
        public void judge() {
            ledger.judge(0);
            compareAll();
        }

        @Override
        public void reopen() {
            ledger.judge(0);
            Map<String, Kind> before = kinds();
            try {
                open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!ledger.problems().isEmpty()) {
                throw new IllegalStateException(ledger.problems().toString());
            }
            assertEquals(before, kinds());
            compareAll();
        }

        private Map<String, Kind> kinds() {
            Map<String, Kind> kinds = new TreeMap<>();
            ledger.hosts().forEach(h -> kinds.put(h.node(), h.verdict().kind()));
            return kinds;
        }

        @Override
        public List<Backup> backups() {
            return ledger.backups();
        }
    }
}
