package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One backup on the agent, from the empty private directory to the wiped one. */
final class BackupWork {
    /** The file itself, and as much again for ENTSSO to work with. In bytes. */
    private static final long SPACE = 2L * BackupAnswer.MAX_SIZE;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

    private final BackupTask task;
    private final Host host;
    private final Duration eventDelay;
    private final List<String> story = new ArrayList<>();

    private final ConsoleDialogue.Pace pace;

    BackupWork(BackupTask task, Host host) {
        this(task, host, BackupTask.EVENT_DELAY, ConsoleDialogue.Pace.USUAL);
    }

    BackupWork(BackupTask task, Host host, Duration eventDelay, ConsoleDialogue.Pace pace) {
        this.task = task;
        this.host = host;
        this.eventDelay = eventDelay;
        this.pace = pace;
    }

    /** A file, or why there is none. */
    private record Result(BackupAnswer.File file, Failure failure, boolean entered) {
        static Result failed(Failure failure, boolean entered) {
            return new Result(null, failure, entered);
        }

        static Result failed(Failure.Kind kind, String detail) {
            return failed(new Failure(kind, detail), false);
        }
    }

    BackupAnswer run() throws InterruptedException {
        try {
            Reminder.check(task.reminder(), task.password());
        } catch (IllegalArgumentException e) {
            return answer(Result.failed(Failure.Kind.SETTINGS, e.getMessage()));
        }
        PrivateDirectory directory;
        try {
            directory = PrivateDirectory.create(
                    host, PrivateDirectory.parent(task.settings().workDirectory()), SPACE);
        } catch (PrivateDirectory.Unusable e) {
            return answer(Result.failed(e.failure(), false));
        }
        try (directory) {
            story.addAll(directory.sweep());
            Result result = make(directory);
            List<Path> left = directory.wipe();
            if (left.isEmpty()) {
                story.add("Nothing is left on the agent: the private directory " + directory.path() + " was wiped");
                return answer(result);
            }
            return answer(notWiped(result, left));
        } catch (InterruptedException e) {
            if (Files.exists(directory.path())) {
                throw new InterruptedException("Aborted. " + notRemoved(List.of(directory.path())));
            }
            throw e;
        }
    }

    private HostFacts ask() throws InterruptedException {
        return CheckTask.ask(host, task.settings().queryTimeout(), true);
    }

    private Result notWiped(Result result, List<Path> left) {
        String loud = notRemoved(left);
        story.add(loud);
        String before = result.failure == null
                ? "The backup was made and proven, but is not handed over"
                : result.failure.detail();
        return Result.failed(new Failure(Failure.Kind.WORK_DIRECTORY, loud + ". " + before), result.entered);
    }

    private BackupAnswer answer(Result result) {
        return new BackupAnswer(story, result.file, result.failure, result.entered);
    }

    private static String notRemoved(List<Path> left) {
        return "A COPY OF THE BACKUP MAY BE LEFT ON THE AGENT, remove it by hand: "
                + left.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private Result make(PrivateDirectory directory) throws InterruptedException {
        HostFacts before = ask();
        Rights rights = host.rights();
        Optional<String> missing = rights.missing(before.account());
        if (missing.isPresent()) {
            return Result.failed(Failure.Kind.ACCESS_DENIED, missing.get());
        }
        if (!rights.equals(Rights.UNKNOWN)) {
            story.add(rights.story(before.account()));
        }
        if (task.method() != Method.CONSOLE) {
            BackupMethod.Made made =
                    make(new ApiMethod(host), "ISSOConfigSS.BackupSecret in the agent's process", directory);
            boolean goOn = task.method() == Method.AUTO && isMissing(made.failure()) && !made.entered();
            if (!goOn) {
                return judge(directory, made, Method.API, before.tool());
            }
            story.add("Not by the API, and nothing was done through it: "
                    + made.failure().detail());
        }
        if (!before.tool().isKnown()) {
            return Result.failed(before.tool().failure(), false);
        }
        String tool = before.tool().value();
        BackupMethod console = new ConsoleMethod(host, tool, pace);
        return judge(
                directory, make(console, tool + " at a pseudo-terminal", directory), Method.CONSOLE, before.tool());
    }

    private static boolean isMissing(Failure failure) {
        return failure != null && failure.kind() == Failure.Kind.METHOD_MISSING;
    }

    private BackupMethod.Made make(BackupMethod method, String how, PrivateDirectory directory)
            throws InterruptedException {
        long start = System.nanoTime();
        BackupMethod.Made made = method.make(
                directory,
                BackupName.of(task.id()),
                task.password(),
                task.reminder(),
                task.settings().backupTimeout());
        if (!made.said().isEmpty() || made.failure() == null) {
            story.add("By " + how + ", into " + directory.path());
            story.addAll(made.story());
            story.add(String.format(Locale.ROOT, "That took %.1f seconds", (System.nanoTime() - start) / 1e9));
        }
        return made;
    }

    private Result judge(PrivateDirectory directory, BackupMethod.Made made, Method method, QueryResult<String> tool)
            throws InterruptedException {
        Path path = directory.path().resolve(BackupName.of(task.id()));
        if (made.failure() != null && made.said().isEmpty()) {
            return Result.failed(made.failure(), made.entered());
        }
        HostFacts facts = outcome(made.refused() && !Files.exists(path));
        EntssoEvent event = BackupProof.outcome(task.id(), facts).orElse(null);
        if (event != null && event.id() != EventId.BACKED_UP) {
            return Result.failed(refusal(event, made), made.entered());
        }
        if (made.failure() != null) {
            return Result.failed(made.failure(), made.entered());
        }
        BackupProof.Found found;
        try {
            found = find(path);
        } catch (IOException e) {
            return Result.failed(
                    new Failure(Failure.Kind.WORK_DIRECTORY, "The backup " + path + " cannot be read: " + e), true);
        }
        Proof proof = BackupProof.of(task.id(), found, task.password(), facts, made.reminder());
        if (!proof.holds()) {
            return Result.failed(notProven(proof, found == null && event == null, made), true);
        }
        BackupAnswer.File file = new BackupAnswer.File(
                found.content(),
                sha256(found.content()),
                new TreeSet<>(event.msids()),
                event.time(),
                event.recordId(),
                method,
                proof,
                versions(tool));
        story.add("ENTSSO logged 10559 for this file, record " + file.recordId() + ", with "
                + file.msids().stream().map(Msid::toString).collect(Collectors.joining(", ")));
        story.add("Proven: " + found.size() + " bytes, SHA-256 " + file.sha256().substring(0, 16) + "..., "
                + proof.checks().size() + " checks hold");
        proof.checks().stream()
                .filter(check -> check.claim() == Proof.Claim.COVERS_SOME_SECRETS)
                .forEach(check -> story.add("NOT ALL SECRETS ARE IN IT: " + check.detail()));
        return new Result(file, null, true);
    }

    /** The host once ENTSSO has logged what became of the backup, or when it is late. */
    private HostFacts outcome(boolean once) throws InterruptedException {
        long deadline = System.nanoTime() + eventDelay.toNanos();
        HostFacts facts = ask();
        while (!once
                && facts.log().isKnown()
                && BackupProof.outcome(task.id(), facts).isEmpty()
                && System.nanoTime() - deadline < 0) {
            Thread.sleep(BETWEEN_QUESTIONS.toMillis());
            facts = ask();
        }
        return facts;
    }

    private static Failure refusal(EntssoEvent event, BackupMethod.Made made) {
        String code = event.string(event.id() == EventId.BACKUP_FAILED ? 5 : 4);
        Failure.Kind kind = event.id() == EventId.BACKUP_FAILED_MEDIA
                ? Failure.Kind.WRONG_MEDIA
                : ErrorCode.logged(code).orElse(Failure.Kind.TOOL_FAILED);
        String remedy =
                switch (kind) {
                    case WRONG_MEDIA -> "Name a work directory on an NTFS volume.";
                    case ACCESS_DENIED ->
                        "The agent's account must be an SSO administrator and an administrator of this"
                                + " computer, and run elevated. If it is all that, it may be ENTSSO's service account that"
                                + " cannot write to " + event.string(1) + ", because only the agent's account may.";
                    case WORK_DIRECTORY -> "The volume may be full, or ENTSSO cannot reach " + event.string(1) + ".";
                    default -> "Look the error code up.";
                };
        return new Failure(
                kind,
                "ENTSSO refused the backup: event " + event.id().number() + ", record " + event.recordId()
                        + ", error code " + code + ". " + remedy + " The program " + made.said());
    }

    private static Failure notProven(Proof proof, boolean nothingHappened, BackupMethod.Made made) {
        String open = proof.checks().stream()
                .filter(c -> !c.holds())
                .map(Proof.Check::detail)
                .collect(Collectors.joining("; "));
        Optional<Failure.Kind> shown = nothingHappened ? ErrorCode.in(made.said()) : Optional.empty();
        Failure.Kind otherwise = nothingHappened && made.refused() ? Failure.Kind.TOOL_FAILED : Failure.Kind.NOT_PROVEN;
        return new Failure(
                shown.orElse(otherwise), "The backup is not proven: " + open + ". The program " + made.said());
    }

    private static BackupProof.Found find(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        long size = Files.size(path);
        return new BackupProof.Found(size, size > BackupAnswer.MAX_SIZE ? null : Files.readAllBytes(path));
    }

    private Map<String, String> versions(QueryResult<String> tool) {
        Map<String, String> versions = new LinkedHashMap<>();
        tool.asOptional().map(Path::of).flatMap(host::fileVersion).ifPresent(v -> versions.put("ssoconfig", v));
        versions.put("java", Runtime.version().toString());
        return versions;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
