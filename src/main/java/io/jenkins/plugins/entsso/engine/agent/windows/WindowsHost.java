package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.LastErrorException;
import com.sun.jna.platform.win32.Kernel32Util;
import com.sun.jna.platform.win32.VerRsrc;
import com.sun.jna.platform.win32.VersionUtil;
import com.sun.jna.platform.win32.Wevtapi;
import com.sun.jna.platform.win32.WinError;
import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.BackupFile;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The Windows host that this JVM runs on, asked in this process: no question starts another one. */
public final class WindowsHost implements Host {
    /** Travels to the agent, and takes the host there. */
    public static final HostFactory FACTORY = Factory.INSTANCE;

    private static final LimitedCalls EVENT_LOG = new LimitedCalls("The event log");
    private static final LimitedCalls REGISTRY = new LimitedCalls("The registry key " + WindowsRegistry.SECRETS);
    private static final LimitedCalls SERVICE = new LimitedCalls("The service manager");
    private static final LimitedCalls STATUS = new LimitedCalls("ENTSSO's status");
    private static final LimitedCalls DETAILS = new LimitedCalls("A question for a diagnosis");
    private static final LimitedCalls API = new LimitedCalls("ENTSSO's API");

    /** ENTSSO logs each denial: it is not asked again for a day. */
    private static final Duration AFTER_DENIAL = Duration.ofDays(1);

    private static final AtomicReference<Denial> DENIAL = new AtomicReference<>();

    private final HostSettings settings;

    private WindowsHost(HostSettings settings) {
        this.settings = settings;
    }

    /** An enum, so that there is one, wherever it was sent. */
    private enum Factory implements HostFactory {
        INSTANCE;

        @Override
        public Host host(HostSettings settings) {
            return new WindowsHost(settings);
        }
    }

    /** That the status was denied, and when, by {@link System#nanoTime()}. */
    private record Denial(QueryResult<ServerStatus> answer, long time) {}

    static boolean isHere() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    @Override
    public boolean isWindows() {
        return isHere();
    }

    @Override
    public String computer() {
        String name = System.getenv("COMPUTERNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Override
    public String account() {
        String user = System.getProperty("user.name");
        return isHere() ? local(WindowsAccounts::own, user) : user;
    }

    @Override
    public boolean hasEntsso() {
        return local(() -> WindowsRegistry.hasEntsso() || ssoconfig().isKnown(), true);
    }

    @Override
    public QueryResult<HostFacts.Log> eventLog(Duration limit) throws InterruptedException {
        AtomicReference<WindowsEventLog> log = new AtomicReference<>();
        return ask(
                EVENT_LOG,
                limit,
                () -> {
                    Optional<String> registered = local(WindowsRegistry::entssoLog, Optional.empty());
                    String name = registered.orElse(WindowsRegistry.DEFAULT_LOG);
                    log.set(new WindowsEventLog(Wevtapi.INSTANCE, name, registered.isPresent()));
                    return log.get().read();
                },
                () -> Optional.ofNullable(log.get()).ifPresent(WindowsEventLog::cancel));
    }

    @Override
    public QueryResult<RegistrySecrets> secrets(Duration limit) throws InterruptedException {
        return ask(REGISTRY, limit, WindowsRegistry::secrets, () -> {});
    }

    @Override
    public QueryResult<EntssoService> service(Duration limit) throws InterruptedException {
        return ask(
                SERVICE, limit, () -> WindowsRegistry.service(serviceAccount().orElse("")), () -> {});
    }

    @Override
    public QueryResult<ServerStatus> status(Duration limit) throws InterruptedException {
        Denial last = DENIAL.get();
        if (last != null && System.nanoTime() - last.time() < AFTER_DENIAL.toNanos()) {
            return last.answer();
        }
        QueryResult<ServerStatus> status = ask(STATUS, limit, ComSecretApi::serverStatus, () -> {});
        if (!status.isKnown() && status.failure().kind() == Failure.Kind.ACCESS_DENIED) {
            DENIAL.set(new Denial(status, System.nanoTime()));
        }
        return status;
    }

    @Override
    public QueryResult<String> ssoconfig() {
        // the 64-bit directory also for a 32-bit JVM, whose CommonProgramFiles is the 32-bit one
        List<String> candidates = settings.ssoconfig() != null
                ? List.of(settings.ssoconfig())
                : Stream.of("CommonProgramW6432", "CommonProgramFiles", "CommonProgramFiles(x86)")
                        .map(System::getenv)
                        .filter(root -> root != null && !root.isBlank())
                        .map(root -> root + "\\Enterprise Single Sign-On\\ssoconfig.exe")
                        .distinct()
                        .toList();
        return candidates.stream()
                .filter(candidate -> new File(candidate).isFile())
                .findFirst()
                .map(QueryResult::of)
                .orElseGet(() -> QueryResult.failed(
                        Failure.Kind.TOOL_MISSING,
                        "looked for " + String.join(" and ", candidates)
                                + "; name its path in the settings of this host if it is elsewhere"));
    }

    @Override
    public QueryResult<ArrayList<String>> detail(Diagnosis.Detail detail, Duration limit) throws InterruptedException {
        return ask(DETAILS, limit, () -> new ArrayList<>(WindowsDetails.of(detail)), () -> {});
    }

    @Override
    public List<BackupFile> backupFiles() {
        return ssoconfig()
                .asOptional()
                .map(program -> backupFiles(Path.of(program).resolveSibling("")))
                .orElse(List.of());
    }

    static List<BackupFile> backupFiles(Path directory) {
        List<BackupFile> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*.bak")) {
            for (Path file : all) {
                if (files.size() < HostFacts.MOST_NAMES && Files.isRegularFile(file)) {
                    files.add(new BackupFile(
                            String.valueOf(file.getFileName()),
                            Files.getLastModifiedTime(file).toInstant()));
                }
            }
        } catch (IOException | DirectoryIteratorException | IllegalArgumentException e) {
            // not known; what was seen till then counts
        }
        return files;
    }

    @Override
    public Rights rights() {
        return local(WindowsAccounts::rights, Rights.UNKNOWN);
    }

    /** As an access control list takes it: with the computer's name where the account is one of this computer. */
    @Override
    public Optional<String> serviceAccount() {
        return Optional.ofNullable(local(WindowsRegistry::serviceAccount, null))
                .map(account -> account.startsWith(".\\") ? computer() + account.substring(1) : account);
    }

    @Override
    public Optional<UserPrincipal> principal(String nameOrSid) {
        return local(() -> WindowsAccounts.principal(nameOrSid), Optional.empty());
    }

    @Override
    public Optional<String> fileVersion(Path program) {
        return local(
                () -> {
                    VerRsrc.VS_FIXEDFILEINFO version = VersionUtil.getFileVersionInfo(program.toString());
                    return Optional.of(version.getFileVersionMajor() + "." + version.getFileVersionMinor() + "."
                            + version.getFileVersionRevision() + "." + version.getFileVersionBuild());
                },
                Optional.empty());
    }

    @Override
    public <T> T api(Duration limit, SecretApi.Work<T> work)
            throws QueryFailedException, TimeoutException, InterruptedException {
        try {
            return API.call(limit, loaded(() -> ComSecretApi.with(work)), work::giveUp);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof QueryFailedException missing) {
                throw missing;
            }
            if (e.getCause() instanceof LinkageError) {
                throw new QueryFailedException(Failure.Kind.METHOD_MISSING, String.valueOf(e.getCause()));
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public Console open(List<String> command, Path directory) throws IOException {
        if (isHere()) {
            NativeLibraries.loadConsole();
        }
        return PtyConsole.open(command, directory);
    }

    /** A question that cannot hang; the other value where Windows does not answer it. */
    private static <T> T local(Callable<T> question, T otherwise) {
        try {
            return loaded(question).call();
        } catch (Exception | LinkageError e) {
            return otherwise;
        }
    }

    private static <T> Callable<T> loaded(Callable<T> question) {
        return () -> {
            NativeLibraries.load();
            return question.call();
        };
    }

    private static <T extends Serializable> QueryResult<T> ask(
            LimitedCalls calls, Duration limit, Callable<T> question, Runnable cancel) throws InterruptedException {
        try {
            return QueryResult.of(calls.call(limit, loaded(question), cancel));
        } catch (TimeoutException e) {
            return QueryResult.failed(Failure.Kind.TIMEOUT, e.getMessage());
        } catch (ExecutionException e) {
            return QueryResult.failed(failure(calls.source(), e.getCause()));
        }
    }

    private static Failure failure(String source, Throwable cause) {
        if (cause instanceof QueryFailedException failed) {
            return failed.failure();
        }
        if (!(cause instanceof LastErrorException)) {
            return new Failure(Failure.Kind.ERROR, source + ": " + cause);
        }
        int error = ((LastErrorException) cause).getErrorCode();
        return new Failure(
                error == WinError.ERROR_ACCESS_DENIED ? Failure.Kind.ACCESS_DENIED : Failure.Kind.TOOL_FAILED,
                source + " answered with Windows' error " + error + ": " + Kernel32Util.formatMessage(error));
    }
}
