package io.jenkins.plugins.entsso.backup;

import io.jenkins.plugins.entsso.secret.BackupName;
import io.jenkins.plugins.entsso.secret.EntssoEvent;
import io.jenkins.plugins.entsso.secret.EventId;
import io.jenkins.plugins.entsso.secret.Failure;
import io.jenkins.plugins.entsso.secret.HostFacts;
import io.jenkins.plugins.entsso.secret.Msid;
import io.jenkins.plugins.entsso.windows.CheckTask;
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

    /** How long an event may come after the program that caused it has ended. */
    private static final Duration EVENT_DELAY = Duration.ofSeconds(10);

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(500);

    /** Asks the host. */
    @FunctionalInterface
    interface Host {
        /** Asks it. */
        HostFacts ask() throws InterruptedException;
    }

    /** Finds the way to make a backup. */
    @FunctionalInterface
    interface Methods {
        /** The method that leads this program. */
        BackupMethod console(String ssoconfig);
    }

    private final BackupTask task;
    private final Host host;
    private final Methods methods;
    private final Duration eventDelay;
    private final List<String> story = new ArrayList<>();

    BackupWork(BackupTask task) {
        this(
                task,
                new CheckTask(task.settings())::run,
                tool -> new ConsoleMethod(tool, ConsoleDialogue.Pace.USUAL),
                EVENT_DELAY);
    }

    BackupWork(BackupTask task, Host host, Methods methods, Duration eventDelay) {
        this.task = task;
        this.host = host;
        this.methods = methods;
        this.eventDelay = eventDelay;
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
        if (task.method() == Method.API) {
            return answer(Result.failed(
                    Failure.Kind.METHOD_MISSING,
                    "Backups by the API cannot be made yet; choose the method CONSOLE or AUTO"));
        }
        PrivateDirectory directory;
        try {
            directory = PrivateDirectory.create(PrivateDirectory.parent(task.settings().workDirectory()), SPACE);
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

    private Result notWiped(Result result, List<Path> left) {
        String loud = notRemoved(left);
        story.add(loud);
        String before = result.failure == null
                ? "The backup was made and proven, but is not handed over"
                : result.failure.detail();
        return Result.failed(
                new Failure(Failure.Kind.WORK_DIRECTORY, loud + ". " + before), result.entered);
    }

    private BackupAnswer answer(Result result) {
        return new BackupAnswer(story, result.file, result.failure, result.entered);
    }

    private static String notRemoved(List<Path> left) {
        return "A COPY OF THE BACKUP MAY BE LEFT ON THE AGENT, remove it by hand: "
                + left.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private Result make(PrivateDirectory directory) throws InterruptedException {
        HostFacts before = host.ask();
        if (!before.tool().isKnown()) {
            return Result.failed(before.tool().failure(), false);
        }
        String tool = before.tool().value();
        String name = BackupName.of(task.id());
        story.add("Method " + Method.CONSOLE + ": " + tool + " at a pseudo-terminal, into " + directory.path());
        long start = System.nanoTime();
        BackupMethod.Made made = methods.console(tool)
                .make(directory, name, task.password(), task.reminder(), task.settings().backupTimeout());
        story.addAll(made.story());
        story.add(String.format(Locale.ROOT, "That took %.1f seconds", (System.nanoTime() - start) / 1e9));
        return judge(directory.path().resolve(name), made, tool);
    }

    private Result judge(Path path, BackupMethod.Made made, String tool) throws InterruptedException {
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
        Proof proof = BackupProof.of(task.id(), found, task.password(), facts);
        if (!proof.holds()) {
            return Result.failed(notProven(proof, found == null && event == null, made), true);
        }
        BackupAnswer.File file = new BackupAnswer.File(
                found.content(),
                sha256(found.content()),
                new TreeSet<>(event.msids()),
                event.time(),
                event.recordId(),
                Method.CONSOLE,
                proof,
                versions(tool));
        story.add("ENTSSO logged 10559 for this file, record " + file.recordId() + ", with "
                + file.msids().stream().map(Msid::toString).collect(Collectors.joining(", ")));
        story.add("Proven: " + found.size() + " bytes, SHA-256 " + file.sha256().substring(0, 16) + "..., "
                + proof.checks().size() + " checks hold");
        return new Result(file, null, true);
    }

    /** The host once ENTSSO has logged what became of the backup, or when it is late. */
    private HostFacts outcome(boolean once) throws InterruptedException {
        long deadline = System.nanoTime() + eventDelay.toNanos();
        HostFacts facts = host.ask();
        while (!once
                && facts.log().isKnown()
                && BackupProof.outcome(task.id(), facts).isEmpty()
                && System.nanoTime() - deadline < 0) {
            Thread.sleep(BETWEEN_QUESTIONS.toMillis());
            facts = host.ask();
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
                    case ACCESS_DENIED -> "The agent's account must be an SSO administrator and an administrator of this"
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
        Failure.Kind otherwise =
                nothingHappened && made.refused() ? Failure.Kind.TOOL_FAILED : Failure.Kind.NOT_PROVEN;
        return new Failure(shown.orElse(otherwise), "The backup is not proven: " + open + ". The program " + made.said());
    }

    private static BackupProof.Found find(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        long size = Files.size(path);
        return new BackupProof.Found(size, size > BackupAnswer.MAX_SIZE ? null : Files.readAllBytes(path));
    }

    private static Map<String, String> versions(String tool) {
        Map<String, String> versions = new LinkedHashMap<>();
        FileVersion.of(Path.of(tool)).ifPresent(v -> versions.put("ssoconfig", v));
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
