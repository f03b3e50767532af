package io.jenkins.plugins.entsso.simulator;

import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.BackupFile;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
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
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A simulated host as the plugin's tasks ask it: on any machine, without a program but {@code ssoconfig}. */
final class SimulatedWindows implements Host {
    static final String SERVICE_ACCOUNT = "CONTOSO\\svc-entsso";

    private static final String ACCOUNT = "CONTOSO\\svc-jenkins";
    private static final int CLASS_NOT_REGISTERED = 0x80040154;
    private static final Duration UP = Duration.ofDays(1);
    private static final int HANG_MILLIS = 600_000;
    private static final int KEPT = 64;
    private static final int MOST_REQUIRED = 10_000;

    private final SimulatedHost host;
    private final HostSettings settings;
    private final Host consoles;

    SimulatedWindows(SimulatedHost host, HostSettings settings, Host consoles) {
        this.host = host;
        this.settings = settings;
        this.consoles = consoles;
    }

    @Override
    public boolean isWindows() {
        return true;
    }

    @Override
    public String computer() {
        return host.computer();
    }

    @Override
    public String account() {
        return ACCOUNT;
    }

    @Override
    public boolean hasEntsso() {
        return host.role() != SimulatedHost.Role.NONE || ssoconfig().isKnown();
    }

    @Override
    public QueryResult<HostFacts.Log> eventLog(Duration limit) throws InterruptedException {
        if (host.faults().contains(Fault.LOG_HANGS)) {
            Thread.sleep(limit.toMillis());
            return QueryResult.failed(
                    Failure.Kind.TIMEOUT, "The event log did not answer within " + limit.toSeconds() + " seconds");
        }
        if (host.faults().contains(Fault.LOG_ACCESS_DENIED)) {
            return QueryResult.failed(Failure.Kind.ACCESS_DENIED, "The event log denied access");
        }
        return QueryResult.of(host.with(
                true,
                session -> log(
                        session.logAsRead(),
                        new LogChannel(
                                session.state.log(),
                                session.state.role != SimulatedHost.Role.NONE,
                                !session.state.has(Fault.LOG_FULL),
                                session.state.has(Fault.LOG_FULL),
                                HostState.LOG_BYTES))));
    }

    private static HostFacts.Log log(List<LogEntry> entries, LogChannel channel) {
        Map<EventId, List<EntssoEvent>> events = new EnumMap<>(EventId.class);
        HostFacts.Mark oldest = null;
        HostFacts.Mark newest = null;
        HostFacts.Mark firstRequired = null;
        long required = 0;
        boolean complete = true;
        for (LogEntry entry : entries) {
            if (entry.count() == 0) {
                continue;
            }
            if (oldest == null) {
                oldest = new HostFacts.Mark(entry.first(), entry.time(entry.first()));
            }
            newest = new HostFacts.Mark(entry.next() - 1, entry.time(entry.next() - 1));
            EventId id = entry.source().equals(LogEntry.ENTSSO)
                    ? EventId.of(entry.id()).orElse(null)
                    : null;
            if (id == null) {
                continue;
            }
            List<EntssoEvent> same = events.computeIfAbsent(id, unused -> new ArrayList<>());
            boolean isRequired = id == EventId.BACKUP_REQUIRED;
            if (isRequired && required == 0) {
                firstRequired = new HostFacts.Mark(entry.first(), entry.time(entry.first()));
            }
            required += isRequired ? entry.count() : 0;
            int keep = isRequired ? 1 : KEPT;
            for (long n = Math.max(entry.first(), entry.next() - keep); n < entry.next(); n++) {
                same.add(new EntssoEvent(id, n, entry.time(n), entry.strings()));
                if (same.size() > keep) {
                    same.remove(0);
                    complete &= isRequired;
                }
            }
        }
        List<EntssoEvent> all = events.values().stream().flatMap(List::stream).toList();
        HostFacts.Repeats repeats = HostFacts.Repeats.NONE;
        if (required > 0) {
            EntssoEvent last = events.get(EventId.BACKUP_REQUIRED).get(0);
            repeats = new HostFacts.Repeats(
                    (int) Math.min(MOST_REQUIRED, required),
                    required > MOST_REQUIRED,
                    firstRequired,
                    new HostFacts.Mark(last.recordId(), last.time()));
        }
        return new HostFacts.Log(all, repeats, oldest, newest, channel, complete);
    }

    @Override
    public QueryResult<RegistrySecrets> secrets(Duration limit) {
        if (host.faults().contains(Fault.REGISTRY_ACCESS_DENIED)) {
            return QueryResult.failed(
                    Failure.Kind.ACCESS_DENIED,
                    "HKLM\\SOFTWARE\\Microsoft\\ENTSSO\\SSOSS is there, but may not be read");
        }
        if (!host.read(session -> session.state.hasKey())) {
            return QueryResult.of(RegistrySecrets.NO_KEY);
        }
        return QueryResult.of(new RegistrySecrets(
                true, new TreeSet<>(host.msids().stream().map(Msid::new).toList())));
    }

    @Override
    public QueryResult<EntssoService> service(Duration limit) {
        return host.role() == SimulatedHost.Role.NONE
                ? QueryResult.failed(Failure.Kind.TOOL_FAILED, "There is no service ENTSSO")
                : QueryResult.of(new EntssoService(
                        host.faults().contains(Fault.SERVICE_STOPPED)
                                ? EntssoService.State.STOPPED
                                : EntssoService.State.RUNNING,
                        SERVICE_ACCOUNT,
                        Instant.now().minus(UP)));
    }

    @Override
    public QueryResult<ServerStatus> status(Duration limit) {
        return hasApi()
                ? QueryResult.of(secretApi().status())
                : QueryResult.failed(Failure.Kind.METHOD_MISSING, "ENTSSO's administration component is not installed");
    }

    @Override
    public QueryResult<String> ssoconfig() {
        String program = settings.ssoconfig() == null ? host.ssoconfig().toString() : settings.ssoconfig();
        return Files.isRegularFile(Path.of(program))
                ? QueryResult.of(program)
                : QueryResult.failed(Failure.Kind.TOOL_MISSING, "looked for " + program);
    }

    /** Some of it: of what a simulated host has no equivalent for, there is nothing. */
    @Override
    public QueryResult<ArrayList<String>> detail(Diagnosis.Detail detail, Duration limit) {
        ArrayList<String> lines = new ArrayList<>();
        switch (detail) {
            case WINDOWS -> lines.add("Windows Server 2019 Standard");
            case GROUPS -> lines.add("BUILTIN\\Administrators (S-1-5-32-544)");
            case SECRETS_64 -> {
                QueryResult<RegistrySecrets> secrets = secrets(limit);
                if (!secrets.isKnown()) {
                    return QueryResult.failed(secrets.failure());
                }
                secrets.value().msids().forEach(msid -> lines.add(msid.toString()));
            }
            default -> {
                // nothing
            }
        }
        return QueryResult.of(lines);
    }

    @Override
    public List<BackupFile> backupFiles() {
        return List.of();
    }

    @Override
    public Rights rights() {
        boolean denied = host.faults().contains(Fault.BACKUP_ACCESS_DENIED);
        return new Rights(Rights.TriState.YES, Rights.TriState.YES, Rights.TriState.of(!denied));
    }

    @Override
    public Optional<String> serviceAccount() {
        return Optional.of(SERVICE_ACCOUNT);
    }

    @Override
    public Optional<UserPrincipal> principal(String nameOrSid) {
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(nameOrSid));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> fileVersion(Path program) {
        return Optional.of("11.0.1000.0");
    }

    @Override
    public <T> T api(Duration limit, SecretApi.Work<T> work)
            throws QueryFailedException, TimeoutException, InterruptedException {
        if (!hasApi()) {
            throw new QueryFailedException("CoCreateInstance of SSOConfigOM", CLASS_NOT_REGISTERED);
        }
        FutureTask<T> task = new FutureTask<>(() -> work.with(secretApi()));
        Thread thread = new Thread(task, "simulated API of ENTSSO");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            work.giveUp();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private SimulatedApi secretApi() {
        return new SimulatedApi(host, new LocalMachine()) {
            @Override
            public int backUp(String file, char[] password, String reminder) {
                if (host.faults().contains(Fault.HANG_AFTER_ANSWERS)) {
                    Pause.millis(HANG_MILLIS);
                }
                return super.backUp(file, password, reminder);
            }
        };
    }

    private boolean hasApi() {
        return host.get(Variation.API).equals("installed") && host.role() != SimulatedHost.Role.NONE;
    }

    @Override
    public Console open(List<String> command, Path directory) throws IOException {
        return consoles.open(command, directory);
    }
}
