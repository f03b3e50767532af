package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a host said when it was asked: the raw material of a {@link Verdict}. Everything in it comes from the host and is
 * untrusted.
 *
 * @param computer the name the host calls itself by
 * @param account the account that the agent runs as
 * @param operatingSystem the name and version of the operating system
 * @param asked when the host was asked, by the host's clock
 * @param windows whether it is a Windows host
 * @param installed whether ENTSSO is there, by its registry key or its program; true where that cannot be told. Where it is
 *     not, nothing else was asked
 * @param log what the event log says of ENTSSO
 * @param secrets what the registry says of the master secrets
 * @param status what ENTSSO itself says of its role, see {@link ServerStatus}
 * @param service how ENTSSO's Windows service is, see {@link EntssoService}
 * @param tool where {@code ssoconfig} is; a failure of kind {@link Failure.Kind#TOOL_MISSING} where it is not
 * @param backupFiles what lies beside it and is called {@code *.bak}, as what the configuration wizard writes; none where
 *     that is not known
 * @param cluster network name of the cluster that an administrator has named the node as a node of; empty where it is in none.
 *     The one thing that the host does not say: see {@link #in}
 */
public record HostFacts(
        String computer,
        String account,
        String operatingSystem,
        Instant asked,
        boolean windows,
        boolean installed,
        QueryResult<Log> log,
        QueryResult<RegistrySecrets> secrets,
        QueryResult<ServerStatus> status,
        QueryResult<EntssoService> service,
        QueryResult<String> tool,
        List<BackupFile> backupFiles,
        String cluster)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As many names of files, and of keys that are no MSIDs, are told of. */
    public static final int MOST_NAMES = 16;

    /** Cuts long texts. Refuses what is missing, or is not of the class that it should be. */
    public HostFacts {
        Bounds.time("of the host", asked);
        log.map(Log.class::cast);
        secrets.map(RegistrySecrets.class::cast);
        status.map(ServerStatus.class::cast);
        service.map(EntssoService.class::cast);
        computer = ComputerNames.fit(computer);
        account = Bounds.text(account, 512);
        operatingSystem = Bounds.text(operatingSystem, 255);
        tool = tool.map(path -> Bounds.text(path, 1024));
        backupFiles = Bounds.list("backup files", BackupFile.class, backupFiles, MOST_NAMES);
        Objects.requireNonNull(cluster, "cluster");
    }

    /** The same facts of a node in that cluster, whatever the host says of it. */
    public HostFacts in(String network) {
        return network.equals(cluster) ? this : with(secrets, network);
    }

    /** The same facts, had the registry been read like that. */
    HostFacts with(QueryResult<RegistrySecrets> read, String network) {
        return new HostFacts(
                computer,
                account,
                operatingSystem,
                asked,
                windows,
                installed,
                log,
                read,
                status,
                service,
                tool,
                backupFiles,
                network);
    }

    /** Whether that is a name of this host: what it calls itself, or its cluster is called, with or without a domain behind it. */
    public boolean isCalled(String name) {
        return ComputerNames.same(computer, name) || !cluster.isEmpty() && ComputerNames.same(cluster, name);
    }

    /** What ENTSSO says of itself, if that is of this very host. */
    public Optional<ServerStatus> ownStatus() {
        return status.asOptional().filter(s -> s.isOf(computer) || s.isOf(cluster));
    }

    /** What ENTSSO says of itself, if that is that another host is the master secret server. Offline, it may not know. */
    public Optional<ServerStatus> memberStatus() {
        return ownStatus()
                .filter(s -> s.isOnline() && !s.isSecretServer())
                .filter(s -> !s.secretServer().isBlank()
                        && !isCalled(s.secretServer())
                        && !ComputerNames.same(s.secretServer(), s.cluster()));
    }

    /**
     * The host that answers for ENTSSO here, if that is another one: the interface can be redirected, and a backup that is asked
     * for here would land there. Untrusted text; empty if it is this host, or not known: the name of a cluster alone tells of
     * no other host.
     */
    public String redirectedTo() {
        return status.asOptional()
                .filter(s -> ownStatus().isEmpty())
                .map(s -> s.node().strip())
                .orElse("");
    }

    /** Whether a file that a backup writes would be written here, and by the master secret server, as far as ENTSSO tells. */
    public boolean canBackUp() {
        return !isServiceStopped() && memberStatus().isEmpty() && redirectedTo().isEmpty();
    }

    /** Whether ENTSSO itself says that this host is the master secret server. */
    boolean isServerByStatus() {
        return ownStatus().filter(ServerStatus::isSecretServer).isPresent();
    }

    /** The secrets that the registry lists; none where it could not be read. */
    public SortedSet<Msid> listed() {
        return secrets.asOptional().orElse(RegistrySecrets.NO_KEY).msids();
    }

    /** The secrets that this host fetched from the master secret server. */
    SortedSet<Msid> fetched() {
        SortedSet<Msid> fetched = new TreeSet<>();
        for (EventId id : List.of(EventId.GOT_CURRENT_SECRET, EventId.GOT_PREVIOUS_SECRET)) {
            log.asOptional().flatMap(l -> l.newest(id)).ifPresent(e -> fetched.addAll(e.msids()));
        }
        return fetched;
    }

    /** Whether ENTSSO's service is about to start: after a boot it may not even have begun to. */
    public boolean isServiceStarting() {
        return service.asOptional().filter(s -> s.isStarting(asked)).isPresent();
    }

    /** Whether ENTSSO's service is known to be stopped here, as on a passive node of a cluster. */
    public boolean isServiceStopped() {
        return service.asOptional().filter(EntssoService::isStopped).isPresent();
    }

    /** Number of the newest record that is known of the log; 0 if none is. */
    public long newestRecord() {
        return log.asOptional().stream()
                .flatMap(l -> Stream.concat(
                        Stream.of(l.oldest, l.newest).filter(Objects::nonNull).map(Mark::recordId),
                        l.events.stream().map(EntssoEvent::recordId)))
                .max(Long::compare)
                .orElse(0L);
    }

    /** When and after which record it was asked. An event that was logged then, and lies ahead, was logged before, too. */
    Mark mark() {
        Instant newest = log.asOptional().stream()
                .flatMap(l -> l.events.stream().map(EntssoEvent::time))
                .reduce(asked, (a, b) -> a.isAfter(b) ? a : b);
        return new Mark(newestRecord(), newest);
    }

    /** Whether the registry has the key of a master secret server. */
    boolean hasKey() {
        return secrets.asOptional().filter(RegistrySecrets::keyPresent).isPresent();
    }

    /** The facts of a host that is not a Windows host: nothing was asked there. */
    public static HostFacts notWindows(String computer, String account, String operatingSystem, Instant asked) {
        Failure why = new Failure(Failure.Kind.TOOL_MISSING, "not a Windows host");
        return unasked(computer, account, operatingSystem, asked, false, why);
    }

    /** The facts of a Windows host without ENTSSO: nothing else was asked there. */
    public static HostFacts withoutEntsso(String computer, String account, String operatingSystem, Instant asked) {
        Failure why = new Failure(Failure.Kind.TOOL_MISSING, "ENTSSO is not installed on this host");
        return unasked(computer, account, operatingSystem, asked, true, why);
    }

    private static HostFacts unasked(
            String computer, String account, String system, Instant asked, boolean windows, Failure why) {
        return new HostFacts(
                computer,
                account,
                system,
                asked,
                windows,
                false,
                QueryResult.failed(why),
                QueryResult.failed(why),
                QueryResult.failed(why),
                QueryResult.failed(why),
                QueryResult.failed(why),
                List.of(),
                "");
    }

    /** Whether data of the SSO database did not decrypt since the last restore: then an older backup may be needed. */
    public boolean hasBadData() {
        return log.asOptional().flatMap(Log::badData).isPresent();
    }

    /**
     * What the event log says of ENTSSO. Of each event ID the newest are kept, at most {@value #MAX_PER_ID}, however
     * flooded the log: the facts are kept in the host's record.
     *
     * @param events the events, newest first by record number, among them the newest {@link EventId#BACKUP_REQUIRED}
     * @param required how often {@link EventId#BACKUP_REQUIRED} stands in the log
     * @param oldest the oldest record in the log of whatever source: how far back the log reaches; null where the log is
     *     empty
     * @param newest the newest record in the log of whatever source; null where that is not known
     * @param channel how the log is set up; null where that is not known
     * @param complete whether every event of the secret's life that the log knows of was read, so that 'there is none' means
     *     that the log holds none; false where the newest ones of all filled a bound. That of each ID the newest are kept, and
     *     that a flood of what goes on between servers all the time is bounded too, has no say in this
     */
    public record Log(
            List<EntssoEvent> events, Repeats required, Mark oldest, Mark newest, LogChannel channel, boolean complete)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        /** No events, as of a log that was not read. */
        static final Log EMPTY = new Log(List.of(), Repeats.NONE, null, false);

        static final int MAX_PER_ID = 64;
        private static final int MAX = 2000;

        /** In characters of all strings: the host's record has to be read back from a file. */
        private static final int MAX_TEXT = 200_000;

        public Log {
            Objects.requireNonNull(required, "required");
            Map<EventId, Integer> kept = new EnumMap<>(EventId.class);
            Stream<EntssoEvent> last = Stream.ofNullable(required.last())
                    .map(m -> new EntssoEvent(EventId.BACKUP_REQUIRED, m.recordId(), m.time(), List.of()));
            List<EntssoEvent> all = Stream.concat(Bounds.list("events", EntssoEvent.class, events, MAX).stream(), last)
                    .distinct()
                    .sorted(Comparator.comparingLong(EntssoEvent::recordId).reversed())
                    .filter(e -> kept.merge(e.id(), 1, Integer::sum) <= MAX_PER_ID)
                    .toList();
            int[] left = {MAX_TEXT};
            events = all.stream()
                    .filter(e -> (left[0] -= String.join("", e.strings()).length()) >= 0)
                    .limit(MAX)
                    .toList();
            complete &= events.size() == all.size();
        }

        /** A log of which neither the newest record nor the channel is known. */
        public Log(List<EntssoEvent> events, Repeats required, Mark oldest, boolean complete) {
            this(events, required, oldest, null, null, complete);
        }

        /** The newest event of any of these IDs. */
        public Optional<EntssoEvent> newest(EventId... ids) {
            return all(ids).stream().findFirst();
        }

        /** All kept events of these IDs, newest first. */
        public List<EntssoEvent> all(EventId... ids) {
            List<EventId> wanted = List.of(ids);
            return events.stream().filter(e -> wanted.contains(e.id())).toList();
        }

        /** The newest event of that ID, unless one that ends the matter came later. */
        Optional<EntssoEvent> standing(EventId bad) {
            return newest(bad).filter(b -> events.stream().noneMatch(e -> e.recordId() > b.recordId() && e.ends(b)));
        }

        /**
         * Whether an event was logged after another one: by their numbers, but by their times where one of them is not in this
         * log any more, for numbers may have begun anew since.
         */
        boolean isAfter(EntssoEvent event, EntssoEvent other) {
            return events.contains(event) && events.contains(other)
                    ? event.recordId() > other.recordId()
                    : event.time().isAfter(other.time());
        }

        /** The newest record of data that did not decrypt, unless a restore came later. */
        Optional<EntssoEvent> badData() {
            return all(EventId.CALL_AUDITED).stream()
                    .filter(e -> ErrorCode.in(e.error()).equals(Optional.of(ErrorCode.BAD_DATA)))
                    .findFirst()
                    .filter(bad -> newest(EventId.RESTORED)
                            .filter(restored -> restored.recordId() > bad.recordId())
                            .isEmpty());
        }

        /** Whether the log takes no events any more, for it is full. */
        public boolean isFull() {
            return channel != null && channel.full() && !channel.overwrites();
        }
    }

    /**
     * A run of the same event.
     *
     * @param count how many were counted
     * @param capped whether counting stopped at {@code count} and there may be more
     * @param first the oldest one counted; null where there is none
     * @param last the newest one; null where there is none
     */
    public record Repeats(int count, boolean capped, Mark first, Mark last) implements Serializable {
        private static final long serialVersionUID = 1L;
        public static final Repeats NONE = new Repeats(0, false, null, null);

        /** Refuses a run that has no ends, and ends of no run. */
        public Repeats {
            boolean none = count == 0;
            if (count < 0 || none != (first == null) || none != (last == null)) {
                throw new IllegalArgumentException("A run of " + count + " events from " + first + " to " + last);
            }
        }
    }

    /**
     * A place in the event log.
     *
     * @param recordId the record's number
     * @param time when it was logged
     */
    public record Mark(long recordId, Instant time) implements Serializable {
        private static final long serialVersionUID = 1L;

        public Mark {
            Bounds.time("in a log", time);
        }

        /** Whether the event came after it: by its number, unless none is known here, or by its time. */
        boolean isBefore(EntssoEvent event) {
            return event.time().isAfter(time) || recordId > 0 && event.recordId() > recordId;
        }
    }
}
