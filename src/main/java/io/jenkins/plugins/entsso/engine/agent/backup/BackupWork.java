package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Message;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One backup on the agent, from the empty private directory to the wiped one. */
final class BackupWork {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

    private final BackupTask task;
    private final Host host;
    private final Duration eventDelay;
    private final List<Message> messages = new ArrayList<>();

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
            return failed(BackupFailure.of(Failure.Kind.WORK_DIRECTORY, e.reason()), false);
        }
        BackupAnswer answer;
        try (directory) {
            messages.addAll(directory.wipeAbandoned());
            answer = make(directory);
        } catch (InterruptedException e) {
            throw Files.exists(directory.path())
                    ? new InterruptedException(directory.path().toString())
                    : e;
        }
        List<Path> left = directory.wipe();
        Message end = left.isEmpty()
                ? Message.of(Message.Code.WIPED, directory.path())
                : Message.of(Message.Code.LEFT_BEHIND, left);
        messages.add(end);
        return new BackupAnswer(messages, answer.file(), answer.failure(), answer.entered());
    }

    private BackupAnswer failed(BackupFailure failure, boolean entered) {
        return new BackupAnswer(messages, null, failure, entered);
    }

    private BackupAnswer make(PrivateDirectory directory) throws InterruptedException {
        Rights rights = host.rights();
        Optional<Message> missing = rights.missing(host.account());
        if (missing.isPresent()) {
            return failed(BackupFailure.of(Failure.Kind.ACCESS_DENIED, missing.get()), false);
        }
        messages.add(rights.told(host.account()));
        messages.add(directory.admitService(task.settings().queryTimeout()));
        Path file = directory.path().resolve(BackupName.of(task.id()));
        Duration limit = task.settings().backupTimeout();
        if (task.method() != Method.CONSOLE) {
            BackupOutcome outcome = ApiMethod.backUp(host, file, task.password(), task.reminder(), limit);
            boolean isMissing = outcome.failure() != null && outcome.failure().kind() == Failure.Kind.METHOD_MISSING;
            if (task.method() == Method.API || !isMissing || outcome.entered()) {
                messages.add(Message.of(Message.Code.API_USED, directory.path()));
                return judge(outcome, file, Method.API);
            }
            messages.add(Message.of(Message.Code.API_MISSING));
            messages.addAll(outcome.failure().causes());
        }
        QueryResult<String> program = host.ssoconfig();
        if (!program.isKnown()) {
            Message cause =
                    Message.of(Message.Code.PROGRAM_MISSING, program.failure().detail());
            return failed(BackupFailure.of(program.failure().kind(), cause), false);
        }
        messages.add(Message.of(Message.Code.CONSOLE_USED, program.value(), directory.path()));
        BackupOutcome outcome =
                ConsoleMethod.backUp(host, program.value(), file, task.password(), task.reminder(), limit);
        return judge(outcome, file, Method.CONSOLE);
    }

    private BackupAnswer judge(BackupOutcome outcome, Path path, Method method) throws InterruptedException {
        messages.addAll(outcome.messages());
        if (outcome.failure() != null && !outcome.entered() && !Files.exists(path)) {
            return failed(outcome.failure(), false);
        }
        HostFacts facts = askForOutcome(path);
        EntssoEvent event = BackupProof.outcome(task.id(), facts.log()).orElse(null);
        if (event != null && event.id() != EventId.BACKED_UP) {
            return failed(refusal(event).with(outcome.messages()), outcome.entered());
        }
        byte[] found;
        try {
            found = find(path).orElse(null);
        } catch (IOException e) {
            Message cause = Message.of(Message.Code.FILE_UNREADABLE, path, e);
            return failed(BackupFailure.of(Failure.Kind.WORK_DIRECTORY, cause), true);
        }
        Proof proof = BackupProof.of(task.id(), found, task.password(), facts, outcome.reminder());
        if (!proof.holds()) {
            BackupFailure failure =
                    outcome.failure() == null ? BackupFailure.of(Failure.Kind.NOT_PROVEN) : outcome.failure();
            return failed(failure.with(proof.failed()).with(outcome.messages()), outcome.entered());
        }
        return new BackupAnswer(messages, file(found, event, method, proof), null, true);
    }

    private BackupAnswer.File file(byte[] found, EntssoEvent event, Method method, Proof proof) {
        BackupAnswer.File file = new BackupAnswer.File(
                found,
                Hashes.sha256(found),
                new TreeSet<>(event.msids()),
                event.time(),
                event.recordId(),
                method,
                proof,
                versions());
        messages.add(Message.of(Message.Code.BACKUP_LOGGED, file.recordId(), BackupProof.names(file.msids())));
        messages.add(Message.of(
                Message.Code.PROVEN, found.length, file.sha256(), proof.checks().size()));
        proof.checks().stream()
                .filter(check -> check.claim() == Proof.Claim.COVERS_SOME_SECRETS)
                .forEach(check -> messages.add(Message.of(Message.Code.INCOMPLETE, check.detail())));
        return file;
    }

    /**
     * The host once ENTSSO has logged what became of the backup, or when that is late; at once if there is no file. Only the
     * log is asked again and again: other questions may take their time.
     */
    private HostFacts askForOutcome(Path file) throws InterruptedException {
        long deadline = System.nanoTime() + eventDelay.toNanos();
        Duration limit = task.settings().queryTimeout();
        while (Files.exists(file)
                && BackupProof.outcome(task.id(), host.eventLog(limit)).isEmpty()
                && System.nanoTime() - deadline < 0) {
            Thread.sleep(BETWEEN_QUESTIONS.toMillis());
        }
        HostFacts facts = ask();
        return facts.log().isKnown() ? facts : ask();
    }

    private HostFacts ask() throws InterruptedException {
        return CheckTask.ask(host, task.settings().queryTimeout(), true);
    }

    private static BackupFailure refusal(EntssoEvent event) {
        String logged = event.string(event.id() == EventId.BACKUP_FAILED ? 5 : 4);
        Optional<ErrorCode> error = ErrorCode.in(logged);
        Failure.Kind kind = event.id() == EventId.BACKUP_FAILED_MEDIA
                ? Failure.Kind.WRONG_MEDIA
                : error.map(ErrorCode::kind).orElse(Failure.Kind.TOOL_FAILED);
        List<Message> causes = new ArrayList<>();
        causes.add(Message.of(Message.Code.REFUSED, event.id().number(), event.recordId(), logged));
        error.ifPresent(code -> causes.add(Message.error("BackupSecret", code.number())));
        return new BackupFailure(kind, causes);
    }

    private static Optional<byte[]> find(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Optional.of(in.readNBytes(BackupAnswer.MAX_SIZE + 1));
        }
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
