package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.agent.Console;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The host that this JVM runs on. */
public final class WindowsHost implements Host {
    /** Makes them. */
    public static final HostFactory FACTORY = Factory.INSTANCE;

    private final HostTools tools;

    private enum Factory implements HostFactory {
        INSTANCE;

        @Override
        public Host host(HostSettings settings) {
            return new WindowsHost(settings);
        }
    }

    private WindowsHost(HostSettings settings) {
        tools = new HostTools(settings);
        if (HostTools.isWindows()) {
            Jna.load(NativeLibraries.directory());
        }
    }

    @Override
    public boolean isWindows() {
        return HostTools.isWindows();
    }

    @Override
    public String computer() {
        return HostTools.computer();
    }

    @Override
    public String account() {
        return HostTools.account();
    }

    @Override
    public boolean hasEntsso() {
        return true;
    }

    @Override
    public QueryResult<HostFacts.Log> eventLog(Duration limit) throws InterruptedException {
        return new EventLog(new Processes(), tools.wevtutil(), limit).ask();
    }

    @Override
    public QueryResult<HostFacts.Secrets> secrets(Duration limit) throws InterruptedException {
        return new Registry(new Processes(), tools.reg(), limit).ask();
    }

    @Override
    public QueryResult<ServerStatus> status(Duration limit) {
        return QueryResult.failed(Failure.Kind.METHOD_MISSING, "the status was not asked");
    }

    @Override
    public QueryResult<String> ssoconfig() {
        return tools.ssoconfig();
    }

    @Override
    public Rights rights() {
        return ProcessToken.rights();
    }

    @Override
    public Optional<String> serviceAccount() {
        return Optional.empty();
    }

    @Override
    public Optional<UserPrincipal> principal(String nameOrSid) {
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(nameOrSid));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> fileVersion(Path program) {
        return FileVersion.of(program);
    }

    @Override
    public <T> T api(Duration limit, SecretApi.Work<T> work)
            throws SecretApi.Missing, TimeoutException, InterruptedException {
        return ComSecretApi.call(limit, work);
    }

    @Override
    public Console open(List<String> command, Path directory) throws IOException {
        return PtyConsole.open(command, directory, NativeLibraries.directory());
    }
}
