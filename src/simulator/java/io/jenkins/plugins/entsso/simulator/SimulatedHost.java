package io.jenkins.plugins.entsso.simulator;

import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A host with ENTSSO as far as its tools show it. It lives in a folder, as the package's documentation describes, and
 * several processes may use it at once; this class holds nothing but the folder.
 *
 * <p>All methods throw {@link UncheckedIOException} where the folder cannot be used.
 */
public final class SimulatedHost {
    /** What the host is in its SSO system. */
    public enum Role {
        /** It holds the master secret. */
        MASTER,
        /** It fetches the master secret from another server and has no key of its own for it. */
        OTHER,
        /** ENTSSO is not installed: no key, no {@code ssoconfig}. */
        NONE
    }

    /**
     * The last backup that succeeded.
     *
     * @param time when
     * @param file its absolute path
     * @param msids what it holds, the current one first
     */
    public record LastBackup(Instant time, String file, List<UUID> msids) {
        /** Copies the list. */
        public LastBackup {
            msids = List.copyOf(msids);
        }
    }

    /**
     * A process that a tool ran as.
     *
     * @param pid its number
     * @param started when, in milliseconds since 1970; tells it from a later process with the same number
     * @param tool {@code ssoconfig}, {@code api}, or {@code child} for a child of one that hangs
     * @param arguments what it was called with
     */
    public record Call(long pid, long started, String tool, List<String> arguments) {
        /** Copies the list. */
        public Call {
            arguments = List.copyOf(arguments);
        }

        /** The process, if it still runs. */
        public Optional<ProcessHandle> running() {
            return ProcessHandle.of(pid).filter(Calls::runs).filter(p -> Calls.started(p) == started);
        }
    }

    /**
     * A record of the log.
     *
     * @param recordId its number
     * @param time when it was logged
     * @param source name of the provider
     * @param id event ID
     * @param strings insertion strings
     */
    public record LogRecord(long recordId, Instant time, String source, int id, List<String> strings) {
        /** Copies the list. */
        public LogRecord {
            strings = List.copyOf(strings);
        }
    }

    /** Work on a host. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it, with the lock held. */
        T on(Session session) throws IOException;
    }

    private final Path folder;
    private final Store store;

    private SimulatedHost(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.store = new Store(this.folder);
    }

    /**
     * Makes a host that is a master secret server with one secret, generated a month ago and never backed up, in a
     * folder that is made with it. No 10589 is logged yet: see {@link #requireBackup}.
     *
     * @throws IllegalStateException if there is a host in that folder, or this is Windows, for which there are no tools
     */
    public static SimulatedHost create(Path folder) {
        SimulatedHost host = new SimulatedHost(folder);
        try {
            Files.createDirectories(host.folder);
            Tools.install(host.folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a simulated host in " + folder, e);
        }
        host.store.locked(() -> {
            if (Files.exists(host.store.file(HostState.FILE))) {
                throw new IllegalStateException(
                        "There is a simulated host in " + folder + " already; open it, or choose another folder");
            }
            Session session = new Session(host.store, new HostState());
            InitialLog.log(session);
            session.state.save(host.store);
            return null;
        });
        return host;
    }

    /**
     * The host in that folder.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SimulatedHost open(Path folder) {
        SimulatedHost host = new SimulatedHost(folder);
        if (!Files.exists(host.store.file(HostState.FILE))) {
            throw new IllegalArgumentException("There is no simulated host in " + folder + "; create one");
        }
        return host;
    }

    /** Where it lives. */
    public Path folder() {
        return folder;
    }

    /**
     * Has tasks ask this host. Of its own class, since {@code ssoconfig} runs without the classes of the engine.
     *
     * @param consoles has the real consoles of this machine: {@code ssoconfig} is started at one
     */
    public SimulatedHostFactory factory(HostFactory consoles) {
        return new SimulatedHostFactory(folder.toString(), consoles);
    }

    /** Absolute path of the program that makes backups; there is no such file where ENTSSO is not installed. */
    public Path ssoconfig() {
        return Tools.path(folder, "ssoconfig");
    }

    /** Logs an event of ENTSSO, with the severity that is documented for it. */
    public SimulatedHost log(int id, String... strings) {
        return change(session -> session.entsso(id, List.of(strings)));
    }

    /** Logs an event of ENTSSO at a time of choice; the record number grows nevertheless. */
    public SimulatedHost logAt(Instant time, int id, String... strings) {
        return change(session -> session.add(LogEntry.entsso(1, time, 0, id, List.of(strings))));
    }

    /** Logs an event of another source. */
    public SimulatedHost logForeign(String source, int id, String... strings) {
        return change(session -> session.add(new LogEntry(0, 1, Instant.now(), 0, source, id, 0, 4, List.of(strings))));
    }

    /** The newest records, newest first. */
    public List<LogRecord> records(int atMost) {
        return read(session -> {
            List<LogRecord> records = new ArrayList<>();
            List<LogEntry> log = session.log();
            for (int i = log.size() - 1; i >= 0; i--) {
                LogEntry e = log.get(i);
                for (long n = e.next() - 1; n >= e.first() && records.size() < atMost; n--) {
                    records.add(new LogRecord(n, e.time(n), e.source(), e.id(), e.strings()));
                }
            }
            return records;
        });
    }

    /**
     * ENTSSO asks for a backup: so many events 10589, of which even millions take one line in the host's folder. They
     * stop when a backup is made.
     *
     * @param count at least 1
     */
    public SimulatedHost requireBackup(long count) {
        if (count < 1) {
            throw new IllegalArgumentException("ENTSSO asks at least once, not " + count + " times");
        }
        return change(session -> session.require(count));
    }

    /** Generates a new secret: 10525, and earlier backups no longer cover this host. */
    public UUID generateSecret() {
        return with(true, Session::generate);
    }

    /** Enters a backup that someone made by other means: 10559 and the end of 10589, but no file. */
    public SimulatedHost backedUpElsewhere(String file) {
        return change(session -> {
            List<UUID> msids = session.state.msids();
            session.backedUp(file, file, msids, msids);
        });
    }

    /** Clears the log: nothing is left, and record numbers start again. */
    public SimulatedHost clearLog() {
        return change(Session::clearLog);
    }

    /** Lets the log wrap: only so many of its newest records are left, and record numbers go on. */
    public SimulatedHost wrapLog(long keep) {
        return change(session -> session.wrapLog(keep));
    }

    /** Makes this the master secret server, with a new secret if it has none. */
    public SimulatedHost becomeMaster() {
        return change(session -> {
            session.state.role = Role.MASTER;
            session.state.master = "";
            session.entsso(10534, List.of());
            if (session.state.secrets.isEmpty()) {
                session.generate();
            }
            Tools.install(folder);
        });
    }

    /**
     * Makes this a server that fetches the secrets from that one: 10529 and 10530, and no secrets in the registry but with
     * {@link Fault#LEFTOVER_KEY}.
     */
    public SimulatedHost becomeOther(String master) {
        return change(session -> {
            List<UUID> msids = session.state.msids();
            session.state.role = Role.OTHER;
            session.state.master = master;
            if (!session.state.has(Fault.LEFTOVER_KEY)) {
                session.state.secrets.clear();
            }
            session.state.required = false;
            for (int i = 0; i < msids.size(); i++) {
                session.entsso(i == 0 ? 10529 : 10530, List.of(master, session.state.inEvent(msids.get(i))));
            }
            Tools.install(folder);
        });
    }

    /** Removes ENTSSO: no key, no {@code ssoconfig}, and no event of it. */
    public SimulatedHost withoutEntsso() {
        return change(session -> {
            session.state.role = Role.NONE;
            session.state.secrets.clear();
            session.state.required = false;
            session.clearLog();
            InitialLog.foreign(session, Instant.now());
            Files.deleteIfExists(ssoconfig());
        });
    }

    /** What it is. */
    public Role role() {
        return read(session -> session.state.role);
    }

    /** Whether ENTSSO asks for a backup. */
    public boolean backupRequired() {
        return read(session -> session.state.required);
    }

    /** The MSIDs of its secrets, the current one first. */
    public List<UUID> msids() {
        return read(session -> session.state.msids());
    }

    /** The last backup that succeeded. */
    public Optional<LastBackup> lastBackup() {
        return Optional.ofNullable(read(session -> session.state.backup));
    }

    /** Its name, as events have it. */
    public String computer() {
        return read(session -> session.state.computer);
    }

    /** Renames it. */
    public SimulatedHost computer(String name) {
        return change(session -> session.state.computer = name);
    }

    /**
     * Lets every backup through the API answer so and do nothing.
     *
     * @param result an HRESULT; 0 for what comes of it
     */
    public SimulatedHost apiAnswers(int result) {
        return change(session -> session.state.apiAnswer = result);
    }

    /** Adds faults to those that are there. */
    public SimulatedHost fault(Fault... faults) {
        return change(session -> session.state.faults.addAll(List.of(faults)));
    }

    /** Ends all faults. */
    public SimulatedHost clearFaults() {
        return change(session -> session.state.faults.clear());
    }

    /** The faults that are there. */
    public Set<Fault> faults() {
        return read(session -> {
            Set<Fault> faults = EnumSet.noneOf(Fault.class);
            faults.addAll(session.state.faults);
            return faults;
        });
    }

    /**
     * Chooses one variation.
     *
     * @throws IllegalArgumentException if it has no such value
     */
    public SimulatedHost set(Variation variation, String value) {
        if (!variation.choices().contains(value)) {
            throw new IllegalArgumentException(
                    variation + " has no value '" + value + "'; choose one of " + variation.choices());
        }
        return change(session -> session.state.settings.put(variation, value));
    }

    /** The value of a variation. */
    public String get(Variation variation) {
        return read(session -> session.state.get(variation));
    }

    /** All variations. */
    public Map<Variation, String> variations() {
        return read(session -> {
            Map<Variation, String> all = new EnumMap<>(Variation.class);
            for (Variation variation : Variation.values()) {
                all.put(variation, session.state.get(variation));
            }
            return all;
        });
    }

    /** Chooses plausible values of all variations that go together; the same for the same seed. */
    public SimulatedHost vary(long seed) {
        return change(session -> {
            SplittableRandom random = new SplittableRandom(seed);
            Map<Variation, String> settings = session.state.settings;
            for (Variation variation : Variation.values()) {
                List<String> values = variation.plausible();
                settings.put(variation, values.get(random.nextInt(values.size())));
            }
        });
    }

    /** Which processes the tools ran as, in order. */
    public List<Call> calls() {
        return store.locked(() -> Calls.read(store));
    }

    /** The processes that its tools still run as, children of those that hang among them. */
    public List<ProcessHandle> running() {
        return calls().stream().flatMap(call -> call.running().stream()).toList();
    }

    /** Kills all of {@link #running()} by force and waits until they are gone. */
    public void kill() {
        while (true) {
            List<ProcessHandle> left = running();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            Pause.millis(5);
        }
    }

    <T> T read(Work<T> work) {
        return with(false, work);
    }

    <T> T with(boolean change, Work<T> work) {
        return store.locked(() -> {
            Session session = new Session(store, HostState.load(store));
            T result = work.on(session);
            if (change) {
                session.state.save(store);
            }
            return result;
        });
    }

    Store store() {
        return store;
    }

    /** Work without a result. */
    @FunctionalInterface
    interface Change {
        /** Does it, with the lock held. */
        void on(Session session) throws IOException;
    }

    SimulatedHost change(Change work) {
        with(true, session -> {
            work.on(session);
            return null;
        });
        return this;
    }
}
