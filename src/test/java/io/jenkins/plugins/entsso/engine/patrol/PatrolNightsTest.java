package io.jenkins.plugins.entsso.engine.patrol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Nights in which everything goes wrong that can, and what must hold all the same. What happens is drawn from a seed, which
 * is in the message of whatever fails.
 */
public class PatrolNightsTest {
    private static final Duration NIGHT = Duration.ofHours(12);
    private static final int SITES = 12;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private int asked;
    private int changes;
    private int builds;
    private int losses;

    @Test
    public void nights() throws IOException {
        int nights = Integer.getInteger("entsso.nights", 4);
        for (int seed = 1; seed <= nights; seed++) {
            new Night(seed, folder.newFolder().toPath()).pass();
        }
        System.out.println(nights + " nights of " + NIGHT.toHours() + " h: " + asked + " questions, " + changes
                + " changes of verdict or machine, " + builds + " builds started, " + losses + " artifacts lost");
        assertTrue(asked > 0 && changes > 0 && builds > 0 && losses > 0);
    }

    /** One site: the machine, its secrets, what its log says. */
    private static final class Site {
        private final List<Msid> secrets = new ArrayList<>();
        private String computer;
        private long record = 1;
        private Msid backedUp;
        private long requiredFrom;

        Hosts host() {
            Hosts host =
                    Hosts.host(computer).secrets(secrets.toArray(Msid[]::new)).oldest(record);
            if (backedUp != null) {
                host.event(EventId.BACKED_UP, record, "f.bak", backedUp.toString(), "", "", "");
            }
            if (requiredFrom > 0) {
                host.required(requiredFrom, record);
            }
            return host;
        }
    }

    private final class Night {
        private final int seed;
        private final Random random;
        private final SimulatedAgents simulated;
        private final Audit audit;
        private final Map<String, Site> sites = new TreeMap<>();
        private final Set<UUID> artifacts = new HashSet<>();
        private final Map<UUID, Long> deleted = new HashMap<>();
        private int number;

        Night(int seed, java.nio.file.Path directory) throws IOException {
            this.seed = seed;
            random = new Random(seed);
            simulated = new SimulatedAgents(directory);
            simulated.startsJobs = true;
            simulated.settings = new PatrolSettings(Duration.ofHours(1), 3, 30, true);
            simulated.ledger.listen((before, after) -> changes++);
            audit = new Audit(
                    simulated.ledger,
                    new Audit.Artifacts() {
                        @Override
                        public OptionalLong size(Backup backup) {
                            return artifacts.contains(backup.id()) ? OptionalLong.of(0) : OptionalLong.empty();
                        }

                        @Override
                        public boolean isSurelyGone(Backup backup) {
                            return true;
                        }

                        @Override
                        public Optional<Backup> archived(Backup started) {
                            return Optional.empty();
                        }

                        @Override
                        public void keep(Backup backup) {
                            // nothing is discarded here
                        }

                        @Override
                        public InputStream open(Backup backup) {
                            return InputStream.nullInputStream();
                        }
                    },
                    simulated.time.clock(),
                    System::nanoTime);
            for (int i = 0; i < SITES; i++) {
                appear();
            }
        }

        void pass() throws IOException {
            Duration step = Duration.ofMinutes(5);
            for (Duration t = Duration.ZERO; t.compareTo(NIGHT) < 0; t = t.plus(step)) {
                somethingHappens();
                simulated.pass(step);
                builds();
                if (t.toMinutes() % 60 == 0) {
                    audit.run(true);
                }
                check();
            }
            // what is left alone comes to rest
            simulated.agents.values().forEach(agent -> {
                agent.dead = false;
                agent.failure = null;
                agent.online = true;
            });
            for (int hour = 0; hour < 48 && !isProtected(); hour++) {
                for (int i = 0; i < 12; i++) {
                    simulated.pass(step);
                    builds();
                }
                audit.run(true);
            }
            losses += simulated.ledger.backups().stream().filter(Backup::isLost).count();
            check();
            for (String node : sites.keySet()) {
                assertEquals(why(node), Kind.PROTECTED, kind(node));
            }
            asked += simulated.agents.values().stream()
                    .mapToInt(a -> a.asked.size())
                    .sum();
            assertEquals(
                    "seed " + seed,
                    Set.copyOf(simulated.ledger.hosts()),
                    Set.copyOf(new Ledger(simulated.directory, simulated.time.clock()).hosts()));
        }

        private void somethingHappens() throws IOException {
            List<String> nodes = new ArrayList<>(sites.keySet());
            String node = nodes.get(random.nextInt(nodes.size()));
            Site site = sites.get(node);
            SimulatedAgents.Agent agent = simulated.agents.get(node);
            switch (random.nextInt(16)) {
                case 0 -> agent.dead = !agent.dead;
                case 1 -> agent.failure = agent.failure == null ? new IOException("closed") : null;
                case 2 -> {
                    agent.online = !agent.online;
                }
                case 3 -> agent.latency = Duration.ofMillis(50L << random.nextInt(12));
                case 4 -> {
                    site.secrets.add(new Msid(new UUID(seed, ++number)));
                    if (site.secrets.size() > 2) {
                        site.secrets.remove(0);
                    }
                    site.record += 10;
                }
                case 5 -> {
                    site.record += 5;
                    site.requiredFrom = site.record;
                }
                case 6 -> simulated.time.jumped = Duration.ofMinutes(random.nextInt(4000) - 2000);
                case 7 -> {
                    String name = "renamed-" + ++number;
                    simulated.agents.put(name, simulated.agents.remove(node));
                    sites.put(name, sites.remove(node));
                    simulated.ledger.rename(node, name, simulated.time.clock().instant());
                    node = name;
                }
                case 8 -> {
                    simulated.agents.remove(node);
                    sites.remove(node);
                    simulated.ledger.forget(node);
                    appear();
                    return;
                }
                case 9 -> {
                    // another machine under the same name
                    site.computer = "MACHINE" + ++number;
                    site.secrets.clear();
                    site.secrets.add(new Msid(new UUID(seed, ++number)));
                    site.backedUp = null;
                    site.requiredFrom = 0;
                    site.record = 3;
                }
                case 10 -> {
                    // a snapshot of before the last secret
                    site.record = Math.max(1, site.record - 50);
                    site.requiredFrom = 0;
                }
                case 11, 12 -> {
                    if (!artifacts.isEmpty()) {
                        UUID gone = new TreeSet<>(artifacts).first();
                        artifacts.remove(gone);
                        deleted.put(gone, simulated.time.passed().toMinutes());
                    }
                }
                default -> simulated.patrol.request(node);
            }
            agent.host = site.host();
        }

        private void appear() {
            String node = "site-" + ++number;
            Site site = new Site();
            site.computer = "HOST" + number;
            site.secrets.add(new Msid(new UUID(seed, ++number)));
            site.requiredFrom = 1;
            sites.put(node, site);
            simulated.add(node, site.host());
        }

        /** Builds end some time after they were started, most of them well. */
        private void builds() {
            for (SimulatedAgents.Start start : List.copyOf(simulated.started)) {
                if (start.ended || simulated.time.passed().minus(start.at).toMinutes() < 5) {
                    continue;
                }
                builds++;
                Site site = sites.get(start.node);
                if (site != null && random.nextInt(4) > 0) {
                    site.record += 3;
                    site.backedUp = site.secrets.get(site.secrets.size() - 1);
                    site.requiredFrom = 0;
                    simulated.agents.get(start.node).host = site.host();
                    hold(start.node, site);
                }
                start.ended = true;
            }
        }

        private void hold(String node, Site site) {
            Backup backup = new Backup(
                    new UUID(2, ++number),
                    Backup.State.HELD,
                    node,
                    site.computer,
                    new TreeSet<>(site.secrets),
                    simulated.time.clock().instant(),
                    new Backup.Artifact(
                            "job", number, "a", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0),
                    simulated.time.clock().instant());
            artifacts.add(backup.id());
            try {
                simulated.ledger.enter(backup);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What must hold at any time. */
        private void check() {
            assertTrue("seed " + seed, simulated.mostInFlight <= SITES);
            for (HostRecord host : simulated.ledger.hosts()) {
                Set<String> cluster = simulated.ledger.cluster(host.node());
                long under = simulated.started.stream()
                        .filter(s -> !s.ended && cluster.contains(s.node))
                        .count();
                assertTrue("seed " + seed + ": two builds for " + cluster, under <= 1);
            }
            for (HostRecord host : simulated.ledger.hosts()) {
                Site site = sites.get(host.node());
                if (host.verdict().kind() == Kind.PROTECTED) {
                    assertTrue(why(host.node()), site != null);
                    // protected by something that is held, as far as the last audit saw
                    host.verdict()
                            .msids()
                            .forEach(msid -> assertTrue(
                                    why(host.node()),
                                    simulated.ledger.backups().stream()
                                            .filter(b -> b.isHeld() && b.msids().contains(msid))
                                            .anyMatch(b -> artifacts.contains(b.id())
                                                    || simulated.time.passed().toMinutes() - deleted.get(b.id())
                                                            <= 65)));
                }
            }
            for (Map.Entry<String, SimulatedAgents.Agent> agent : simulated.agents.entrySet()) {
                List<Duration> times = agent.getValue().asked;
                // at most once an interval, and for every failure, connection, wish and build
                assertTrue("seed " + seed + ": flood " + times.size(), times.size() < 100);
            }
        }

        private boolean isProtected() {
            return sites.keySet().stream()
                    .allMatch(node -> simulated
                            .ledger
                            .host(node)
                            .filter(host -> host.verdict().kind() == Kind.PROTECTED)
                            .isPresent());
        }

        private Kind kind(String node) {
            HostRecord host = simulated.ledger.host(node).orElse(null);
            assertFalse(why(node), host == null);
            assertNotEquals(why(node), null, host.answered());
            return host.verdict().kind();
        }

        private String why(String node) {
            return "seed " + seed + ", " + node + ": "
                    + simulated.ledger.host(node).orElse(null);
        }
    }
}
