package io.jenkins.plugins.entsso.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What can be done to a host while its lock is held. */
final class Session {
    private static final String LOG = "events.txt";
    private static final String BEGUN = "begun.txt";
    private static final String REST = "rest.bin";
    /** So long a file that is written slowly stays as it is. */
    private static final Duration SLOWLY = Duration.ofSeconds(3);

    private static final String SECRET_TRACKING = "{7D1C5F0E-52A4-4C3B-9E0B-3D0A5C1B2F44}";
    /** How far apart ENTSSO's reminders are at most; by default this is a matter of seconds to minutes. Milliseconds. */
    private static final long REQUIRED_STEP = 15_000;

    private static final SecureRandom RANDOM = new SecureRandom();

    final Store store;
    final HostState state;

    Session(Store store, HostState state) {
        this.store = store;
        this.state = state;
    }

    List<LogEntry> log() throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        for (String line : store.lines(LOG)) {
            entries.add(LogEntry.of(line));
        }
        return entries;
    }

    /** Has what is left of a file written, and the backup entered, by whoever reads the log seconds later. */
    void goOnLater(String file, byte[] content) throws IOException {
        Files.write(store.file(REST), content);
        store.replace(BEGUN, List.of(file));
    }

    private void goOn() throws IOException {
        for (String file : store.lines(BEGUN)) {
            Path rest = store.file(REST);
            if (Files.getLastModifiedTime(rest).toInstant().plus(SLOWLY).isBefore(now())) {
                Files.write(Path.of(file), Files.readAllBytes(rest));
                store.replace(BEGUN, List.of());
                backedUp(file, file, state.msids(), state.msids());
            }
        }
    }

    /** What somebody who reads the log finds; where backups do not end the demand for one, it comes again meanwhile. */
    List<LogEntry> logAsRead() throws IOException {
        goOn();
        if (state.has(Fault.STILL_REQUIRED) && state.backup != null) {
            require(1);
        }
        return log();
    }

    /** Adds an entry under the next record numbers. */
    void add(LogEntry entry) throws IOException {
        if (state.has(Fault.LOG_FULL)) {
            return;
        }
        List<LogEntry> log = log();
        store.append(LOG, List.of(entry.numbered(next(log)).line()));
    }

    void entsso(int id, List<String> strings) throws IOException {
        add(LogEntry.entsso(1, now(), 0, id, strings));
    }

    /** Logs 10589 so many times, spread over the time since the last event. */
    void require(long count) throws IOException {
        List<LogEntry> log = log();
        Instant now = now();
        Instant last = log.isEmpty()
                ? now.minus(Duration.ofDays(1))
                : log.get(log.size() - 1).time(log.get(log.size() - 1).next() - 1);
        long span = Math.max(0, Duration.between(last, now).toMillis());
        long step = Math.min(REQUIRED_STEP, span / (count + 1));
        state.required = true;
        add(LogEntry.entsso(count, now.minusMillis(step * (count - 1)), step, 10589, List.of()));
    }

    void clearLog() throws IOException {
        store.replace(LOG, List.of());
    }

    /** Loses all records but the newest. */
    void wrapLog(long keep) throws IOException {
        List<LogEntry> log = log();
        long from = next(log) - keep;
        List<String> left = new ArrayList<>();
        for (LogEntry entry : log) {
            if (entry.next() > from && entry.count() > 0) {
                left.add(entry.first() >= from ? entry.line() : entry.from(from).line());
            }
        }
        if (left.isEmpty()) {
            left.add(new LogEntry(next(log), 0, now(), 0, "", 0, 0, 0, List.of()).line());
        }
        store.replace(LOG, left);
    }

    /** A new current secret; the current one becomes the previous one, and the previous one is gone. */
    UUID generate() throws IOException {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        UUID msid = UUID.randomUUID();
        Map<UUID, byte[]> old = new LinkedHashMap<>(state.secrets);
        state.secrets.clear();
        state.secrets.put(msid, secret);
        old.entrySet().stream().limit(1).forEach(e -> state.secrets.put(e.getKey(), e.getValue()));
        entsso(10525, List.of(state.inEvent(msid), state.user, state.computer, SECRET_TRACKING));
        return msid;
    }

    /** Enters a backup that succeeded; the event may name something else than what was backed up. */
    void backedUp(String file, String fileInEvent, List<UUID> msids, List<UUID> msidsInEvent) throws IOException {
        List<String> strings = new ArrayList<>();
        strings.add(fileInEvent);
        strings.addAll(state.inEvent(msidsInEvent));
        strings.add(state.user);
        strings.add(state.computer);
        entsso(10559, strings);
        done(file, msids);
    }

    /** The same without an event. */
    void done(String file, List<UUID> msids) {
        state.backup = new SimulatedHost.LastBackup(now(), file, msids);
        state.required = false;
    }

    private static long next(List<LogEntry> log) {
        return log.isEmpty() ? 1 : log.get(log.size() - 1).next();
    }

    /** Windows counts time in units of 100 ns. */
    private static Instant now() {
        Instant now = Instant.now();
        return now.minusNanos(now.getNano() % 100);
    }
}
