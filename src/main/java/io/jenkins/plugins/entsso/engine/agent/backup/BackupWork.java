package io.jenkins.plugins.entsso.engine.agent.backup;

import com.sun.nio.file.ExtendedOpenOption;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One backup on the agent, from the empty private directory to the wiped one. */
final class BackupWork {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final BackupTask task;
    private final Host host;
    private final Duration eventDelay;
    private final List<Finding> messages = new ArrayList<>();
    private final List<Finding> lacking = new ArrayList<>();
    private QueryResult<HostFacts.Log> log = QueryResult.failed(Failure.Kind.ERROR, "");
    private byte[] found;

    /**
     * For that task.
     *
     * @param eventDelay how long an event may come after the backup was made
     */
    BackupWork(BackupTask task, Host host, Duration eventDelay) {
        this.task = task;
        this.host = host;
        this.eventDelay = eventDelay;
    }

    BackupAnswer run() throws InterruptedException {
        PrivateDirectory directory;
        try {
            directory = PrivateDirectory.create(host, task.settings().workDirectory());
        } catch (PrivateDirectory.UnusableException e) {
            return failed(BackupFailure.early(Failure.Kind.WORK_DIRECTORY, e.reason()));
        }
        BackupAnswer answer;
        try (directory) {
            answer = make(directory);
            if (answer.file() != null) {
                // What a crash left may be the only good file till now.
                messages.addAll(directory.wipeAbandoned());
            }
        } catch (InterruptedException | RuntimeException e) {
            if (!Files.exists(directory.path())) {
                throw e;
            }
            String left = directory.path().toString();
            if (e instanceof InterruptedException) {
                throw new InterruptedException(left);
            }
            throw new IllegalStateException(e + "; a copy of the backup may be left in " + left, e);
        }
        List<Path> left = directory.wipe();
        Finding end = left.isEmpty()
                ? Finding.of(Finding.Code.WIPED, directory.path())
                : Finding.of(Finding.Code.LEFT_BEHIND, left);
        messages.add(end);
        return new BackupAnswer(messages, answer.file(), answer.failure());
    }

    private BackupAnswer failed(BackupFailure failure) {
        return new BackupAnswer(messages, null, failure);
    }

    private BackupAnswer make(PrivateDirectory directory) throws InterruptedException {
        // what the account may do; whether that suffices is for ENTSSO to say
        List<Finding> rights = host.rights().told(host.account());
        messages.addAll(rights);
        lacking.addAll(rights.subList(1, rights.size()));
        messages.add(directory.admitService());
        Path file = directory.path().resolve(BackupName.of(task.id()));
        Duration limit = task.settings().backupTimeout();
        BackupFailure byApi = null;
        if (task.method() != Method.CONSOLE) {
            BackupOutcome outcome = ApiMethod.backUp(host, file, task.password(), task.reminder(), limit);
            if (outcome.entered() || task.method() == Method.API) {
                messages.add(Finding.of(Finding.Code.API_USED, directory.path()));
            }
            BackupAnswer answer = judge(outcome, file, Method.API);
            byApi = answer.failure();
            if (task.method() == Method.API || byApi == null || !mayConsoleDo(byApi, file)) {
                return answer;
            }
            messages.add(Finding.of(byApi.entered() ? Finding.Code.API_FAILED : Finding.Code.API_MISSING));
            byApi.causes().stream().filter(cause -> !lacking.contains(cause)).forEach(messages::add);
        }
        BackupAnswer answer = atConsole(file, limit);
        // Where the console could not even be asked, what the API has answered tells more.
        return byApi != null
                        && byApi.entered()
                        && answer.failure() != null
                        && !answer.failure().entered()
                ? failed(byApi.with(answer.failure().causes()))
                : answer;
    }

    /**
     * Not where a backup was made, or ENTSSO has logged what became of it; not on the wrong host; nor beside a call that has
     * not come back and may still write the file. As long as that hangs, the next run finds no API.
     */
    private boolean mayConsoleDo(BackupFailure byApi, Path file) {
        return !Files.exists(file)
                && BackupProof.outcome(task.id(), log).isEmpty()
                && byApi.kind() != Failure.Kind.NOT_SECRET_SERVER
                && byApi.kind() != Failure.Kind.TIMEOUT;
    }

    private BackupAnswer atConsole(Path file, Duration limit) throws InterruptedException {
        QueryResult<String> program = host.ssoconfig();
        if (!program.isKnown()) {
            Finding cause =
                    Finding.of(Finding.Code.PROGRAM_MISSING, program.failure().detail());
            return failed(BackupFailure.early(program.failure().kind(), cause));
        }
        messages.add(Finding.of(Finding.Code.CONSOLE_USED, program.value(), file.getParent()));
        return judge(
                ConsoleMethod.backUp(host, program.value(), file, task.password(), task.reminder(), limit),
                file,
                Method.CONSOLE);
    }

    private BackupAnswer judge(BackupOutcome outcome, Path path, Method method) throws InterruptedException {
        messages.addAll(outcome.messages());
        if (!outcome.entered() && !Files.exists(path)) {
            return failed(outcome.failure().with(denial(outcome.failure())).with(lacking));
        }
        try {
            awaitOutcome(path, outcome.failure() != null && outcome.failure().isSaidByEntsso());
        } catch (IOException e) {
            Finding cause = Finding.of(Finding.Code.BACKUP_UNREADABLE, path, e);
            return failed(new BackupFailure(Failure.Kind.WORK_DIRECTORY, true, List.of(cause)));
        }
        EntssoEvent event = BackupProof.outcome(task.id(), log).orElse(null);
        if (event != null && event.id() != EventId.BACKED_UP) {
            BackupFailure refusal = refusal(event, outcome.entered()).with(outcome.messages());
            return failed(refusal.with(denial(refusal)).with(lacking));
        }
        QueryResult<RegistrySecrets> secrets = host.secrets(task.settings().queryTimeout());
        List<Proof> proof = BackupProof.of(found, task.password(), event, log, secrets);
        if (outcome.reminder() != null) {
            proof.add(outcome.reminder());
        }
        List<Finding> failed =
                proof.stream().filter(each -> !each.holds()).map(Proof::failed).toList();
        BackupFailure failure = outcome.failure();
        if (proof.stream().anyMatch(Proof::isRefutation)
                || event == null && failure != null && failure.isSaidByEntsso()) {
            BackupFailure why = failure == null ? new BackupFailure(Failure.Kind.NOT_PROVEN, true, List.of()) : failure;
            return failed(
                    why.with(failed).with(outcome.messages()).with(denial(why)).with(lacking));
        }
        if (failure != null) {
            messages.addAll(failure.causes());
        }
        messages.addAll(failed);
        if (event != null) {
            messages.add(Finding.of(Finding.Code.BACKUP_LOGGED, event.recordId(), BackupProof.names(event.msids())));
        }
        String hash = Hashes.sha256(found);
        messages.add(Finding.of(Finding.Code.CHECKED, found.length, hash, proof.size() - failed.size()));
        return new BackupAnswer(
                messages,
                new BackupAnswer.File(
                        found, hash, event, BackupProof.unconfirmed(event, log, failure), method, proof, versions()),
                null);
    }

    /**
     * Looks at file and log until the file stays as it is and ENTSSO has logged what became of the backup, or that is late.
     *
     * @param isRefused whether ENTSSO has answered that it failed: then no file and no event are waited for
     * @throws IOException if the file cannot be read, or is still written to, for as long as a backup may take
     */
    private void awaitOutcome(Path path, boolean isRefused) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Duration limit = task.settings().backupTimeout();
        while (true) {
            if (BackupProof.outcome(task.id(), log).isEmpty()) {
                log = host.eventLog(task.settings().queryTimeout());
            }
            boolean isStable = false;
            IOException problem = new IOException("it is still being written");
            try {
                byte[] now = read(path).orElse(null);
                isStable = Arrays.equals(found, now);
                found = now;
            } catch (IOException e) {
                problem = e;
            }
            long passed = System.nanoTime() - start;
            Optional<EntssoEvent> event = BackupProof.outcome(task.id(), log);
            boolean isEnough = passed >= eventDelay.toNanos()
                    || (found == null
                            ? isRefused
                                    || event.filter(e -> e.id() != EventId.BACKED_UP)
                                            .isPresent()
                            : event.isPresent());
            if (isStable && isEnough) {
                return;
            }
            if (!isStable && passed >= limit.toNanos()) {
                throw problem;
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** On Windows, whoever still writes to it keeps it from being read. */
    private static Optional<byte[]> read(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        OpenOption[] options =
                File.separatorChar == '\\' ? new OpenOption[] {ExtendedOpenOption.NOSHARE_WRITE} : new OpenOption[0];
        try (InputStream in = Files.newInputStream(path, options)) {
            return Optional.of(in.readNBytes(BackupAnswer.MAX_SIZE + 1));
        }
    }

    private static BackupFailure refusal(EntssoEvent event, boolean entered) {
        String logged = event.string(event.id() == EventId.BACKUP_FAILED ? 5 : 4);
        Optional<ErrorCode> error = ErrorCode.in(logged);
        Failure.Kind kind = event.id() == EventId.BACKUP_FAILED_MEDIA
                ? Failure.Kind.WRONG_MEDIA
                : error.map(ErrorCode::kind).orElse(Failure.Kind.TOOL_FAILED);
        List<Finding> causes = new ArrayList<>();
        causes.add(Finding.of(Finding.Code.REFUSED, event.id().number(), event.recordId(), logged));
        error.ifPresent(code -> causes.add(Finding.error("BackupSecret", code.number())));
        return new BackupFailure(kind, entered, causes);
    }

    /** ENTSSO's own word on who may call it, where access was denied and its log has one. */
    private List<Finding> denial(BackupFailure failure) throws InterruptedException {
        if (failure.kind() != Failure.Kind.ACCESS_DENIED) {
            return List.of();
        }
        if (!log.isKnown()) {
            log = host.eventLog(task.settings().queryTimeout());
        }
        return log
                .asOptional()
                .flatMap(read -> read.newest(
                        EventId.NOT_SSO_ADMIN,
                        EventId.NO_LOCAL_SERVICE,
                        EventId.NETWORK_SERVICE,
                        EventId.LOCAL_ACCOUNT,
                        EventId.ACCESS_DENIED_ACCOUNTS,
                        EventId.SERVICE_NOT_SSO_ADMIN))
                .stream()
                .map(Finding::said)
                .toList();
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        host.ssoconfig()
                .asOptional()
                .flatMap(program -> host.fileVersion(Path.of(program)))
                .ifPresent(version -> versions.put("ssoconfig", version));
        versions.put("java", Runtime.version().toString());
        return versions;
    }
}
