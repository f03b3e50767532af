package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Hosts that live on: what is true of them, and what they say when they are asked. */
final class VerdictWorld {
    /** What can happen, and how often. */
    enum Act {
        PASS(14),
        CHECK(30),
        CHECK_ALL(8),
        CHECK_FAILS(2),
        BACK_UP(14),
        BACK_UP_BY_HAND(4),
        FAIL_TO_BACK_UP(2),
        GENERATE(7),
        REENCRYPT(3),
        RESTORE(5),
        DAMAGE(5),
        MEND(3),
        MOVE_ROLE(4),
        FAIL_OVER(4),
        START(5),
        STOP(2),
        TOGGLE_LOG(5),
        TOGGLE_REGISTRY(5),
        CHANGE_STATUS(5),
        CLEAR_LOG(4),
        RENEW_LOG(2),
        FILL_LOG(5),
        LIMIT_LOG(3),
        UNREGISTER(2),
        FLOOD(1),
        SET_CLOCK(2),
        LOSE_KEY(1),
        LIE(2),
        REMOVE_NODE(2),
        REPLACE(1),
        REINSTALL(1),
        TOGGLE_STORE(1),
        LOSE_BACKUP(4),
        FIND_BACKUP(2),
        RESOLVE(2),
        JUDGE(3),
        REOPEN(2);

        final int weight;

        Act(int weight) {
            this.weight = weight;
        }
    }

    /** One thing that happens; whatever it draws, it draws from its own seed, so that a history can be shortened. */
    record Step(Act act, int host, long seed) {
        @Override
        public String toString() {
            return "new Step(Act." + act + ", " + host + ", " + seed + "L)";
        }
    }

    /** What the product does meanwhile. */
    interface Controller {
        void check(Machine machine, HostFacts facts);

        void checkFails(Machine machine, Failure failure);

        void enter(Backup backup);

        void setState(UUID backup, Backup.State state);

        void adopt(Backup backup);

        void audit();

        void forget(String node);

        void resolve(String node);

        void judge();

        void reopen();

        List<Backup> backups();
    }

    private static final Failure DENIED = new Failure(Failure.Kind.ACCESS_DENIED, "denied");
    private static final String[] NO_SECRET = {"", "{00000000-0000-0000-0000-000000000000}"};

    private enum Status {
        NONE,
        OWN,
        OFFLINE,
        REDIRECTED
    }

    /** A secret server's log, with the records of all sources. */
    private record LogRecord(long number, Instant time, EntssoEvent event) {}

    /** What is in a file that somebody has. */
    private record Copy(Msid current, Msid previous) {}

    final class Machine {
        final String node;
        String computer;
        final String cluster;
        int system;
        boolean lies;
        Duration clock = Duration.ZERO;
        /** Whether it ever was off by more than the product allows for. */
        boolean isClockOff;

        boolean isWindows = true;
        boolean isInstalled = true;
        boolean isRunning = true;
        boolean isServiceKnown = true;
        private Status status = Status.NONE;

        private final List<LogRecord> log = new ArrayList<>();
        private long nextNumber = 1;
        private int capacity = 60;
        private boolean overwrites = true;
        private boolean isRegistered = true;
        private boolean isChannelKnown = true;
        private boolean isLogDenied;

        private boolean hasKey;
        private final TreeSet<Msid> keys = new TreeSet<>();
        private boolean isRegistryDenied;

        Msid current;
        Msid previous;
        private boolean isLoaded = true;
        private boolean needsBackup;
        private final List<Copy> copies = new ArrayList<>();

        Machine(String node, String cluster, int system) {
            this.node = node;
            this.computer = node.toUpperCase(Locale.ROOT) + "1";
            this.cluster = cluster;
            this.system = system;
        }

        boolean isMaster() {
            return masters.get(system) == this;
        }

        private String master() {
            Machine master = masters.get(system);
            return master.cluster.isEmpty() ? master.computer : master.cluster;
        }

        private boolean canWork() {
            return isWindows && isInstalled && isRunning;
        }

        private boolean isFull() {
            return log.size() >= capacity;
        }

        /** Logs an event of ENTSSO, or of another source if there is no ID. */
        private boolean log(EventId id, String... strings) {
            now = now.plusSeconds(1);
            if (id != null && !isRegistered || isFull() && !overwrites) {
                return false;
            }
            Instant time = now.plus(clock);
            EntssoEvent event = id == null ? null : new EntssoEvent(id, nextNumber, time, List.of(strings));
            log.add(new LogRecord(nextNumber++, time, event));
            if (event != null) {
                order.putIfAbsent(event, (long) order.size());
            }
            while (log.size() > capacity) {
                log.remove(0);
            }
            return true;
        }

        private void fill(int records) {
            for (int i = 0; i < records; i++) {
                log(null);
            }
        }

        private String previous(Random random) {
            return previous == null ? NO_SECRET[random.nextInt(2)] : previous.toString();
        }

        private void have(Msid newCurrent, Msid newPrevious) {
            current = newCurrent;
            previous = newPrevious;
            hasKey = true;
            keys.clear();
            keys.add(current);
            if (previous != null) {
                keys.add(previous);
            }
            isLoaded = true;
        }

        private void generate(Random random) {
            Msid old = current;
            Set<Msid> older = Set.copyOf(keys);
            have(msid(), old);
            if (random.nextInt(3) == 0) {
                keys.addAll(older);
            }
            needsBackup = random.nextBoolean();
            log(EventId.GENERATED, current.toString(), "user", computer, "1");
            if (needsBackup && random.nextBoolean()) {
                log(EventId.BACKUP_REQUIRED);
            }
        }

        private void start(Random random) {
            isRunning = true;
            if (isMaster()) {
                log(EventId.SECRET_SERVER_STARTING);
                if (current == null) {
                    log(EventId.NO_SECRETS);
                } else if (!isLoaded) {
                    log(random.nextBoolean() ? EventId.SECRETS_NOT_LOADED : EventId.SECRET_INVALID, current.toString());
                }
            } else if (masters.get(system).canWork() && masters.get(system).current != null) {
                log(
                        EventId.GOT_CURRENT_SECRET,
                        master(),
                        masters.get(system).current.toString());
                if (masters.get(system).previous != null && random.nextBoolean()) {
                    log(
                            EventId.GOT_PREVIOUS_SECRET,
                            master(),
                            masters.get(system).previous.toString());
                }
            }
        }

        /** Time passes: other sources log, and ENTSSO complains. */
        private void live(Random random) {
            fill(random.nextInt(6));
            if (canWork() && isMaster() && needsBackup && random.nextBoolean()) {
                log(EventId.BACKUP_REQUIRED);
            }
        }

        /** What it says when it is asked. */
        HostFacts facts() {
            Instant asked = now.plus(clock);
            if (!isWindows) {
                return HostFacts.notWindows(computer, "agent", "Linux", asked);
            }
            if (!isInstalled) {
                return HostFacts.withoutEntsso(computer, "agent", "Windows", asked);
            }
            RegistrySecrets registry = new RegistrySecrets(hasKey, hasKey ? keys : new TreeSet<>());
            EntssoService.State state = isRunning ? EntssoService.State.RUNNING : EntssoService.State.STOPPED;
            return new HostFacts(
                    computer,
                    "agent",
                    "Windows",
                    asked,
                    true,
                    true,
                    answer(isLogDenied, logFacts()),
                    answer(isRegistryDenied, registry),
                    status(),
                    answer(!isServiceKnown, new EntssoService(state, "svc", null)),
                    QueryResult.of("ssoconfig"),
                    List.of(),
                    "");
        }

        private <T extends Serializable> QueryResult<T> answer(boolean denied, T value) {
            return denied ? QueryResult.failed(DENIED) : QueryResult.of(value);
        }

        private QueryResult<ServerStatus> status() {
            Machine of = status == Status.REDIRECTED ? machines.get((machines.indexOf(this) + 1) % 3) : this;
            if (status == Status.NONE || !of.canWork()) {
                return QueryResult.failed(Failure.Kind.METHOD_MISSING, "no API");
            }
            int flags = (status == Status.OFFLINE ? 0 : ServerStatus.ONLINE)
                    | (of.isMaster() ? ServerStatus.SECRET_SERVER : 0);
            return QueryResult.of(new ServerStatus(of.master(), "svc", of.cluster, of.computer, flags));
        }

        private HostFacts.Log logFacts() {
            List<EntssoEvent> events = new ArrayList<>();
            List<HostFacts.Mark> required = new ArrayList<>();
            for (LogRecord r : log) {
                if (r.event() != null) {
                    events.add(0, r.event());
                    if (r.event().id() == EventId.BACKUP_REQUIRED) {
                        required.add(mark(r));
                    }
                }
            }
            HostFacts.Repeats repeats = required.isEmpty()
                    ? HostFacts.Repeats.NONE
                    : new HostFacts.Repeats(required.size(), false, required.get(0), required.get(required.size() - 1));
            LogChannel channel =
                    isChannelKnown ? new LogChannel("Application", isRegistered, overwrites, isFull(), 20 << 20) : null;
            return new HostFacts.Log(
                    events,
                    repeats,
                    log.isEmpty() ? null : mark(log.get(0)),
                    log.isEmpty() ? null : mark(log.get(log.size() - 1)),
                    channel,
                    true);
        }

        private static HostFacts.Mark mark(LogRecord record) {
            return new HostFacts.Mark(record.number(), record.time());
        }

        @Override
        public String toString() {
            return node + (isMaster() ? " master" : " member") + (lies ? " lies" : "") + " of " + system + " current="
                    + current + " previous=" + previous + " keys=" + keys + " loaded=" + isLoaded + " clock=" + clock;
        }
    }

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final List<Machine> machines = new ArrayList<>();
    final Map<Integer, Machine> masters = new HashMap<>();
    /** In which order events really came. */
    final Map<EntssoEvent, Long> order = new HashMap<>();
    /** What is really in the file of a backup of ours. */
    final Map<UUID, Set<Msid>> contents = new HashMap<>();
    /** Those whose file ENTSSO really reported, with what is in it. */
    final Set<UUID> reported = new HashSet<>();

    private final Controller controller;
    /** Whether the last host is entered first where all are checked. */
    boolean isReversed;

    private boolean isStoreAway;
    private int secrets;
    private int builds;
    private int systems = 2;

    /** Three hosts: two of one system, which may be a cluster, and one of another. */
    VerdictWorld(long seed, Controller controller) {
        this.controller = controller;
        Random random = new Random(seed);
        String cluster = random.nextInt(3) == 0 ? "SSO" : "";
        machines.add(new Machine("a", cluster, 0));
        machines.add(new Machine("b", cluster, 0));
        machines.add(new Machine("c", "", 1));
        masters.put(0, machines.get(0));
        masters.put(1, machines.get(2));
        for (Machine m : machines) {
            m.fill(random.nextInt(5));
            m.isServiceKnown = random.nextBoolean();
            m.isChannelKnown = random.nextInt(4) != 0;
            m.status = random.nextBoolean() ? Status.NONE : Status.OWN;
            if (m.isMaster()) {
                m.log(EventId.SECRET_SERVER_STARTING);
                m.generate(random);
                if (random.nextBoolean()) {
                    backUpByHand(m, random);
                }
            } else if (cluster.isEmpty()) {
                m.start(random);
            } else {
                m.have(machines.get(0).current, machines.get(0).previous);
                m.isRunning = false;
            }
            if (random.nextInt(3) == 0) {
                m.fill(m.capacity);
            }
        }
        if (random.nextInt(8) == 0) {
            machines.get(1).isWindows = false;
        }
    }

    static List<Step> history(long seed) {
        Random random = new Random(seed);
        int all = 0;
        for (Act act : Act.values()) {
            all += act.weight;
        }
        List<Step> steps = new ArrayList<>();
        int length = 6 + random.nextInt(25);
        while (steps.size() < length) {
            int drawn = random.nextInt(all);
            for (Act act : Act.values()) {
                if (drawn >= 0 && drawn < act.weight) {
                    // half of what happens, happens to one host
                    steps.add(new Step(act, random.nextBoolean() ? 0 : random.nextInt(3), random.nextInt(1_000_000)));
                }
                drawn -= act.weight;
            }
        }
        return steps;
    }

    private Msid msid() {
        return new Msid(new UUID(0xAAAAAAAA00000000L, ++secrets));
    }

    void happen(Step step) {
        Random random = new Random(step.seed());
        Machine m = machines.get(step.host());
        now = now.plusSeconds(1 + random.nextInt(60));
        switch (step.act()) {
            case PASS -> {
                int[] minutes = {5, 20, 60, 600, 24 * 60, 3 * 24 * 60, 8 * 24 * 60};
                now = now.plusSeconds(60L * minutes[random.nextInt(minutes.length)]);
                machines.forEach(each -> each.live(random));
                if (!isStoreAway) {
                    controller.audit();
                }
            }
            case CHECK -> controller.check(m, m.facts());
            case CHECK_ALL -> {
                List<HostFacts> all = machines.stream().map(Machine::facts).toList();
                for (int i = 0; i < all.size(); i++) {
                    int which = isReversed ? all.size() - 1 - i : i;
                    controller.check(machines.get(which), all.get(which));
                }
            }
            case CHECK_FAILS -> controller.checkFails(m, new Failure(Failure.Kind.TIMEOUT, "no answer"));
            case BACK_UP -> backUp(m, random);
            case BACK_UP_BY_HAND -> backUpByHand(m, random);
            case FAIL_TO_BACK_UP -> {
                if (m.canWork() && m.isMaster() && m.current != null) {
                    m.log(EventId.BACKUP_FAILED, "x.bak", m.current.toString(), m.previous(random), "user", "5");
                }
            }
            case GENERATE -> {
                if (m.canWork() && m.isMaster()) {
                    m.generate(random);
                }
            }
            case REENCRYPT -> {
                if (m.canWork() && m.isMaster() && m.current != null && m.isLoaded) {
                    m.log(EventId.REENCRYPTING);
                    if (random.nextBoolean()) {
                        m.log(EventId.REENCRYPTED, "7", m.current.toString(), m.previous(random));
                    }
                }
            }
            case RESTORE -> restore(m, random);
            case DAMAGE -> damage(m, random);
            case MEND -> m.isLoaded = true;
            case MOVE_ROLE -> moveRole(m, random);
            case FAIL_OVER -> failOver(random);
            case START -> {
                if (m.isWindows && m.isInstalled && (m.cluster.isEmpty() || m.isMaster())) {
                    m.start(random);
                }
            }
            case STOP -> m.isRunning = false;
            case TOGGLE_LOG -> m.isLogDenied ^= true;
            case TOGGLE_REGISTRY -> m.isRegistryDenied ^= true;
            case CHANGE_STATUS -> m.status = Status.values()[random.nextInt(Status.values().length)];
            case CLEAR_LOG -> {
                m.log.clear();
                m.fill(random.nextInt(3));
            }
            case RENEW_LOG -> {
                m.log.clear();
                m.nextNumber = 1;
                m.fill(random.nextInt(3));
            }
            case FILL_LOG -> m.fill(10 + random.nextInt(m.capacity));
            case LIMIT_LOG -> m.overwrites ^= true;
            case UNREGISTER -> m.isRegistered ^= true;
            case FLOOD -> {
                if (m.canWork() && m.isMaster() && m.current != null) {
                    m.capacity = 200;
                    for (int i = 0; i < 70; i++) {
                        m.log(EventId.BACKUP_FAILED, "x.bak", m.current.toString(), m.previous(random), "user", "5");
                    }
                }
            }
            case SET_CLOCK -> {
                int[] minutes = {0, 0, 2, -2, 10, -10, 90, -90, 3 * 24 * 60, -3 * 24 * 60};
                m.clock = Duration.ofMinutes(minutes[random.nextInt(minutes.length)]);
                m.isClockOff |= m.clock.abs().toMinutes() >= 15;
            }
            case LOSE_KEY -> {
                m.hasKey = false;
                m.keys.clear();
            }
            case LIE -> lie(m, random);
            case REMOVE_NODE -> controller.forget(m.node);
            case REPLACE -> replace(m, random);
            case REINSTALL -> m.isInstalled ^= true;
            case TOGGLE_STORE -> isStoreAway ^= true;
            case LOSE_BACKUP ->
                pick(
                                random,
                                controller.backups().stream()
                                        .filter(Backup::isArchived)
                                        .toList())
                        .ifPresent(b -> controller.setState(
                                b.id(), random.nextBoolean() ? Backup.State.GONE : Backup.State.CHANGED));
            case FIND_BACKUP ->
                pick(
                                random,
                                controller.backups().stream()
                                        .filter(Backup::isLost)
                                        .toList())
                        .ifPresent(controller::adopt);
            case RESOLVE -> controller.resolve(m.node);
            case JUDGE -> controller.judge();
            case REOPEN -> controller.reopen();
            default -> throw new IllegalStateException();
        }
    }

    private static <T> Optional<T> pick(Random random, List<T> from) {
        int drawn = random.nextInt(1000);
        return from.isEmpty() ? Optional.empty() : Optional.of(from.get(drawn % from.size()));
    }

    /** As a build does it: check, back up, archive, enter, check again. */
    private void backUp(Machine m, Random random) {
        HostFacts before = m.facts();
        controller.check(m, before);
        if (!before.canBackUp() || !m.isWindows || !m.isInstalled) {
            return;
        }
        now = now.plusSeconds(10);
        UUID id = new UUID(random.nextLong(), random.nextLong());
        Backup started = new Backup(
                id,
                Backup.State.STARTED,
                m.node,
                m.computer,
                new TreeSet<>(),
                now,
                new Backup.Artifact("job", ++builds, "", "", 0),
                null);
        controller.enter(started);
        if (random.nextInt(12) == 0 && m.isMaster()) {
            m.generate(random);
        }
        Machine asked = m.status == Status.REDIRECTED ? machines.get((machines.indexOf(m) + 1) % 3) : m;
        if (asked != m || !m.isMaster()) {
            controller.setState(id, asked == m ? Backup.State.WRONG_HOST : Backup.State.FAILED);
            return;
        }
        String path = "C:\\Temp\\" + BackupName.of(id);
        if (m.current == null || !m.isLoaded || random.nextInt(12) == 0) {
            if (m.current != null) {
                m.log(EventId.BACKUP_FAILED, path, m.current.toString(), m.previous(random), "user", "5");
            }
            controller.setState(id, Backup.State.FAILED);
            return;
        }
        m.needsBackup = false;
        Set<Msid> content = new HashSet<>(Set.of(m.current));
        if (m.previous != null) {
            content.add(m.previous);
        }
        contents.put(id, content);
        m.copies.add(new Copy(m.current, m.previous));
        Set<Msid> listed = before.listed();
        HostFacts.Mark logged = null;
        if (m.log(EventId.BACKED_UP, path, m.current.toString(), m.previous(random), "user", m.computer)) {
            reported.add(id);
            logged = Machine.mark(m.log.get(m.log.size() - 1));
        }
        if (random.nextInt(12) == 0) {
            m.generate(random);
        }
        boolean isSeen = reported.contains(id) && !m.isLogDenied && random.nextInt(12) != 0;
        now = now.plusSeconds(5);
        if (random.nextInt(20) == 0) {
            controller.setState(id, Backup.State.FAILED);
        } else if (isSeen) {
            controller.enter(started.held(content, listed, "entsso/" + id + ".bak", "00", 1, now)
                    .withLogged(logged));
        } else {
            controller.enter(started.unconfirmed(
                    Backup.UnconfirmedReason.NO_EVENT, listed, "entsso/" + id + ".bak", "00", 1, now));
        }
        if (random.nextInt(6) != 0) {
            m.fill(random.nextInt(3));
            controller.check(m, m.facts());
        }
    }

    private void backUpByHand(Machine m, Random random) {
        if (m.canWork() && m.isMaster() && m.current != null && m.isLoaded) {
            m.needsBackup = false;
            m.copies.add(new Copy(m.current, m.previous));
            m.log(EventId.BACKED_UP, "D:\\by hand.bak", m.current.toString(), m.previous(random), "user", m.computer);
        }
    }

    /** On the master, or on a standby or another node of the cluster beforehand. */
    private void restore(Machine m, Random random) {
        List<Copy> copies = new ArrayList<>();
        machines.stream().filter(each -> each.system == m.system).forEach(each -> copies.addAll(each.copies));
        if (!m.isWindows || !m.isInstalled || copies.isEmpty()) {
            return;
        }
        Copy copy = random.nextInt(3) == 0 ? copies.get(random.nextInt(copies.size())) : copies.get(copies.size() - 1);
        m.have(copy.current, copy.previous);
        m.needsBackup = false;
        m.log(EventId.RESTORED, "D:\\copy.bak", m.current.toString(), m.previous(random), "user", m.computer);
    }

    private void damage(Machine m, Random random) {
        if (!m.canWork() || !m.isMaster() || m.current == null) {
            return;
        }
        m.isLoaded = false;
        switch (random.nextInt(3)) {
            case 0 -> {
                if (random.nextBoolean()) {
                    m.keys.clear();
                }
                m.log(EventId.NO_SECRETS);
            }
            case 1 -> m.log(EventId.SECRETS_NOT_LOADED);
            default -> m.log(EventId.SECRET_INVALID, m.current.toString());
        }
    }

    /** To another host, which may have the secret restored or not; what is here stays here. */
    private void moveRole(Machine m, Random random) {
        Machine old = masters.get(m.system);
        if (old == m || !m.isWindows || !m.isInstalled || !m.cluster.isEmpty()) {
            return;
        }
        masters.put(m.system, m);
        Machine by = random.nextBoolean() ? old : m;
        if (random.nextInt(4) != 0) {
            by.log(EventId.SECRET_SERVER_CHANGED, m.computer, old.computer, "1", by.computer, "user");
        }
        m.start(random);
        if (random.nextInt(3) != 0) {
            restore(m, random);
        }
        if (random.nextBoolean() && old.isRunning) {
            old.start(random);
        }
    }

    /** The other node of the cluster takes over. */
    private void failOver(Random random) {
        Machine old = masters.get(0);
        Machine next = machines.get(0) == old ? machines.get(1) : machines.get(0);
        if (old.cluster.isEmpty() || !next.isWindows || !next.isInstalled) {
            return;
        }
        old.isRunning = false;
        masters.put(0, next);
        if (random.nextInt(3) != 0) {
            next.have(old.current, old.previous);
        } else if (next.current != null && !next.current.equals(old.current)) {
            next.isLoaded = false;
        }
        next.start(random);
    }

    /** Whoever has the computer writes what they like into its log and its registry. */
    private void lie(Machine m, Random random) {
        m.lies = true;
        Machine other = machines.get(random.nextInt(3));
        if (other.current == null) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 ->
                m.log(
                        EventId.BACKED_UP,
                        "E:\\lie.bak",
                        other.current.toString(),
                        other.previous(random),
                        "user",
                        m.computer);
            case 1 -> {
                m.hasKey = true;
                m.keys.add(other.current);
            }
            case 2 ->
                pick(random, controller.backups())
                        .ifPresent(b -> m.log(
                                EventId.BACKED_UP,
                                BackupName.of(b.id()),
                                other.current.toString(),
                                other.previous(random),
                                "user",
                                m.computer));
            default -> m.log(EventId.RESTORED, "E:\\lie.bak", other.current.toString(), "", "user", m.computer);
        }
    }

    /** Another computer under the node's name, or the same one under another name. */
    private void replace(Machine m, Random random) {
        m.computer = m.computer + "X";
        if (random.nextBoolean() || !m.isMaster() || !m.cluster.isEmpty()) {
            return;
        }
        int old = m.system;
        m.system = systems++;
        masters.put(m.system, m);
        machines.stream().filter(each -> each.system == old).findFirst().ifPresent(each -> masters.put(old, each));
        m.log.clear();
        m.nextNumber = 1;
        m.copies.clear();
        m.have(msid(), null);
        m.start(random);
        m.needsBackup = true;
        m.log(EventId.BACKUP_REQUIRED);
    }
}
