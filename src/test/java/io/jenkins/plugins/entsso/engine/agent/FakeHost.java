package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.BackupFile;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** A Windows host that answers nothing; tests say what it answers. */
public class FakeHost implements Host {
    private static final Failure UNASKED = new Failure(Failure.Kind.ERROR, "not asked");

    @Override
    public boolean isWindows() {
        return true;
    }

    @Override
    public String computer() {
        return "BIZTALK01";
    }

    @Override
    public String account() {
        return "CONTOSO\\jenkins";
    }

    @Override
    public boolean hasEntsso() {
        return true;
    }

    @Override
    public QueryResult<HostFacts.Log> eventLog(Duration limit) throws InterruptedException {
        return QueryResult.failed(UNASKED);
    }

    @Override
    public QueryResult<RegistrySecrets> secrets(Duration limit) {
        return QueryResult.failed(UNASKED);
    }

    @Override
    public QueryResult<EntssoService> service(Duration limit) {
        return QueryResult.failed(UNASKED);
    }

    @Override
    public QueryResult<ServerStatus> status(Duration limit) {
        return QueryResult.failed(UNASKED);
    }

    @Override
    public QueryResult<String> ssoconfig() {
        return QueryResult.of("ssoconfig");
    }

    @Override
    public QueryResult<ArrayList<String>> detail(Diagnosis.Detail detail, Duration limit) {
        return QueryResult.failed(UNASKED);
    }

    @Override
    public List<BackupFile> backupFiles() {
        return List.of();
    }

    @Override
    public Rights rights() {
        return Rights.UNKNOWN;
    }

    @Override
    public Optional<String> serviceAccount() {
        return Optional.empty();
    }

    @Override
    public Optional<UserPrincipal> principal(String nameOrSid) {
        return Optional.empty();
    }

    @Override
    public Optional<String> fileVersion(Path program) {
        return Optional.empty();
    }

    @Override
    public <T> T api(Duration limit, SecretApi.Work<T> work)
            throws QueryFailedException, TimeoutException, InterruptedException {
        throw new QueryFailedException(Failure.Kind.METHOD_MISSING, "no COM here");
    }

    @Override
    public Console open(List<String> command, Path directory) throws IOException {
        throw new IOException("no such program");
    }
}
