package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.TrackedTask;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * All agents asked by the patrol, by a loop that asks each in turn, and by the algorithm of Jenkins' node monitors, side by
 * side. The agents are simulated: each answers after its latency, over a channel that serializes what goes over it as a real
 * one does; some are dead and never answer.
 */
public final class PatrolBenchmark {
    private static final Duration LATENCY = Duration.ofMillis(200);

    /** As long as a node monitor waits. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int AT_ONCE = 50;

    /** The loop is measured with so many agents, and extrapolated. */
    private static final int LOOP = 50;

    private PatrolBenchmark() {}

    /** Prints the table, for as many agents as the arguments say. */
    public static void main(String[] args) throws Exception {
        // that a dead agent is late is what is measured
        Logger.getLogger("io.jenkins.plugins.entsso").setLevel(Level.SEVERE);
        System.out.println("# " + Runtime.getRuntime().availableProcessors() + " processors, Java "
                + Runtime.version() + ", load average at the start "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        for (int i = 0; i < 3; i++) {
            // the first rounds are those of the compiler
            patrol(new Agents(400, 0, 12), 1);
            monitor(new Agents(400, 0, 12));
        }
        loop(new Agents(10, 0, 12), 10);
        System.out.println("| agents | dead | way | all that live answered, s | : ideal | end, s | CPU, ms an agent"
                + " | asked at once | kept, bytes an agent |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        int[] sizes = args.length == 0
                ? new int[] {1000, 5000}
                : Stream.of(args).mapToInt(Integer::parseInt).toArray();
        for (int agents : sizes) {
            for (int dead : new int[] {0, 2}) {
                patrol(new Agents(agents, dead, 12), 0);
                loop(new Agents(agents, dead, 12), LOOP);
                monitor(new Agents(agents, dead, 12));
            }
        }
        // a log that is full of what is worth remembering
        patrol(new Agents(1000, 0, 320), 2);
    }

    /** The agents, and their answers as they come over a channel. */
    private static final class Agents {
        private final int number;
        private final int percentDead;
        private final byte[] answer;
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger mostInFlight = new AtomicInteger();
        private final ScheduledExecutorService network = Executors.newScheduledThreadPool(1);

        Agents(int number, int percentDead, int events) throws IOException {
            this.number = number;
            this.percentDead = percentDead;
            this.answer = bytes(facts(events));
        }

        List<String> names() {
            return Stream.iterate(0, i -> i + 1)
                    .limit(number)
                    .map(i -> "biztalk-" + i)
                    .toList();
        }

        boolean isDead(String name) {
            return percentDead > 0 && Integer.parseInt(name.substring(8)) % (100 / percentDead) == 7;
        }

        /** What remoting's callAsync does: sends, and completes when the answer has come. */
        Future<byte[]> call(String name) throws IOException {
            bytes(TrackedTask.of(new CheckTask(settings -> null, HostSettings.DEFAULTS, true)));
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            CompletableFuture<byte[]> future = new CompletableFuture<>();
            future.whenComplete((a, e) -> inFlight.decrementAndGet());
            if (!isDead(name)) {
                network.schedule(() -> future.complete(answer), LATENCY.toNanos(), TimeUnit.NANOSECONDS);
            }
            return future;
        }

        /** Each host has secrets of its own, as it has in life. */
        static HostFacts read(byte[] answer) throws IOException {
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(answer))) {
                return (HostFacts) in.readObject();
            } catch (ClassNotFoundException e) {
                throw new IOException(e);
            }
        }

        private static byte[] bytes(Object value) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            return bytes.toByteArray();
        }

        private static HostFacts facts(int events) {
            Msid one = new Msid(UUID.randomUUID());
            Msid two = new Msid(UUID.randomUUID());
            Instant time = Instant.parse("2026-05-12T08:00:00Z");
            EventId[] ids = {
                EventId.GENERATED,
                EventId.BACKED_UP,
                EventId.SECRET_SERVER_STARTING,
                EventId.IN_SERVICE,
                EventId.BACKUP_FAILED,
                EventId.RESTORED,
                EventId.RESTORE_FAILED,
                EventId.SECRET_INVALID,
                EventId.NO_SECRETS,
                EventId.SECRETS_NOT_LOADED
            };
            List<EntssoEvent> log = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                EventId id = ids[events < 50 ? i % 4 : i % ids.length];
                String msid = id == EventId.GENERATED || id == EventId.SECRET_INVALID ? one.toString() : "D:\\b.bak";
                log.add(new EntssoEvent(
                        id,
                        i + 1,
                        time.plusSeconds(i),
                        List.of(msid, one.toString(), two.toString(), "CORP\\admin", "BIZTALK1")));
            }
            HostFacts.Repeats required = new HostFacts.Repeats(
                    3412,
                    false,
                    new HostFacts.Mark(events + 1, time),
                    new HostFacts.Mark(events + 3413, time.plusSeconds(90_000)));
            return new HostFacts(
                    "BIZTALK1",
                    "CORP\\svc-jenkins",
                    "Windows Server 2022",
                    time,
                    true,
                    true,
                    QueryResult.of(new HostFacts.Log(log, required, new HostFacts.Mark(1, time), true)),
                    QueryResult.of(new RegistrySecrets(true, new TreeSet<>(List.of(one, two)))),
                    QueryResult.failed(Failure.Kind.METHOD_MISSING, "no API"),
                    QueryResult.failed(Failure.Kind.METHOD_MISSING, "not looked at"),
                    QueryResult.of("C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\ssoconfig.exe"),
                    List.of(),
                    "");
        }
    }

    /** The patrol, with a ledger on the disk. */
    private static void patrol(Agents agents, int kind) throws Exception {
        Path directory = Files.createTempDirectory("entsso-bench");
        List<String> names = agents.names();
        Meter meter = new Meter(agents, kind == 2 ? "patrol, 320 events in each log" : "patrol");
        Ledger ledger = new Ledger(directory);
        ledger.listen((before, after) -> {
            if (after.verdict().kind() != Verdict.Kind.UNKNOWN) {
                meter.answered();
            }
        });
        PatrolSettings settings = new PatrolSettings(Duration.ofHours(4), AT_ONCE, 0, false);
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        ExecutorService pool = Executors.newCachedThreadPool();
        Patrol patrol = new Patrol(
                ledger, new Port(agents, names, pool), () -> settings, executor, Clock.systemUTC(), System::nanoTime);
        patrol.start();
        while (ledger.hosts().size() < names.size() || ledger.lastRound() == null) {
            Thread.sleep(5);
        }
        executor.shutdown();
        pool.shutdownNow();
        meter.end(kind != 1, 1, ledger, patrol);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private record Port(Agents agents, List<String> names, ExecutorService pool) implements PatrolPort {
        @Override
        public Collection<String> watched() {
            return names;
        }

        @Override
        public Collection<String> known() {
            return names;
        }

        @Override
        public Optional<CompletableFuture<HostFacts>> check(String node, boolean secretServer) {
            return Optional.of(PatrolPort.in(pool, () -> {
                Future<byte[]> answer = agents.call(node);
                try {
                    return Agents.read(answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
                } finally {
                    answer.cancel(true);
                }
            }));
        }

        @Override
        public boolean isBackingUp(String node) {
            return false;
        }

        @Override
        public boolean start(HostRecord host, Finding reason, int attempt) {
            return false;
        }
    }

    /** What people write into a script console. It keeps the verdicts in memory. */
    private static void loop(Agents agents, int measured) throws Exception {
        List<String> names = agents.names();
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Meter meter = new Meter(agents, "loop, extrapolated from " + measured);
        int asked = 0;
        for (String name : names) {
            if (asked < measured && !agents.isDead(name)) {
                asked++;
                verdicts.put(
                        name,
                        Verdict.of(
                                "node",
                                Set.of("node"),
                                Agents.read(agents.call(name).get()),
                                List.of(),
                                LastKnown.NOTHING));
            }
        }
        meter.answered();
        double live = (names.size() - names.stream().filter(agents::isDead).count()) / (double) asked;
        double waits = names.stream().filter(agents::isDead).count() * (double) LIMIT.toSeconds();
        if (measured == LOOP) {
            meter.row(live, waits, asked, verdicts);
        }
        agents.network.shutdownNow();
    }

    /**
     * As {@code hudson.node_monitors.AbstractAsyncNodeMonitorDescriptor} of Jenkins 2.541.3 does it: one thread calls all
     * agents at once, then waits for each in turn, in all no longer than 30 seconds. It keeps the verdicts in memory.
     */
    private static void monitor(Agents agents) throws Exception {
        List<String> names = agents.names();
        Meter meter = new Meter(agents, "node monitor");
        Map<String, Future<byte[]>> futures = new HashMap<>();
        for (String name : names) {
            futures.put(name, agents.call(name));
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        Map<String, Verdict> verdicts = new HashMap<>();
        for (Map.Entry<String, Future<byte[]>> e : futures.entrySet()) {
            try {
                byte[] answer = e.getValue().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                verdicts.put(
                        e.getKey(),
                        Verdict.of("node", Set.of("node"), Agents.read(answer), List.of(), LastKnown.NOTHING));
                meter.answered();
            } catch (TimeoutException x) {
                verdicts.put(e.getKey(), null);
            }
        }
        futures.clear();
        meter.end(names.size() > 400, 1, verdicts);
    }

    /** Time, processor and memory from here on. */
    private static final class Meter {
        private final Agents agents;
        private final String way;
        private final long memory;
        private final long cpu;
        private final long start;
        private volatile long answered;

        Meter(Agents agents, String way) {
            this.agents = agents;
            this.way = way;
            memory = memory();
            cpu = cpu();
            start = System.nanoTime();
        }

        void answered() {
            answered = System.nanoTime();
        }

        void end(boolean print, double factor, Object... kept) {
            agents.network.shutdownNow();
            if (print) {
                row(factor, 0, agents.number, kept);
            }
        }

        void row(double factor, double waits, int measured, Object... kept) {
            double end = (System.nanoTime() - start) / 1e9 * factor + waits;
            double live = (answered - start) / 1e9 * factor + waits;
            double cpuMillis = (cpu() - cpu) / 1e6 / measured;
            long bytes = (memory() - memory) / measured;
            double ideal = agents.number * (double) LATENCY.toMillis() / 1000 / AT_ONCE;
            System.out.printf(
                    Locale.ENGLISH,
                    "| %d | %d %% | %s | %.1f | %.2f | %.1f | %.2f | %d | %d |%n",
                    agents.number,
                    agents.percentDead,
                    way,
                    live,
                    live / ideal,
                    end,
                    cpuMillis,
                    agents.mostInFlight.get(),
                    bytes);
            if (kept.length == 0) {
                throw new IllegalStateException("what is measured must be kept until here");
            }
        }

        private static long cpu() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }

        private static long memory() {
            for (int i = 0; i < 4; i++) {
                System.gc();
            }
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
