package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupTask;
import io.jenkins.plugins.entsso.engine.agent.backup.Manifest;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sequence under every build step: check, decide, back up, prove, archive, read back, enter into the ledger, check
 * again. Its log tells the story to a person.
 *
 * <p>The ledger learns of a backup before the agent is asked for one, and that it is held only once it was archived and
 * read back: if anything ends in between, what is left says that nothing is protected by it.
 */
public final class BackupRun {
    private static final int LONGEST_LINE = 4000;

    /** Paths that some run of this server is about to archive to: two steps of one build may be given the same name. */
    private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

    private final RunSettings settings;
    private final Ledger ledger;
    private final Clock clock;
    private final Ports.Agent agent;
    private final Ports.Archive archive;
    private final Ports.Passwords passwords;
    private final Consumer<String> log;
    private final Texts texts;

    /**
     * Prepares a run.
     *
     * @param log takes the story, a line at a time
     */
    public BackupRun(
            RunSettings settings,
            Ledger ledger,
            Clock clock,
            Ports.Agent agent,
            Ports.Archive archive,
            Ports.Passwords passwords,
            Consumer<String> log) {
        this.settings = settings;
        this.ledger = ledger;
        this.clock = clock;
        this.agent = agent;
        this.archive = archive;
        this.passwords = passwords;
        this.log = line -> log.accept(Bounds.line(line, LONGEST_LINE));
        this.texts = new Texts(Locale.getDefault(), clock.getZone());
    }

    /**
     * Runs it. Whatever the host does wrong is in the report.
     *
     * @throws IOException if the agent is gone or the ledger cannot be written
     * @throws IllegalArgumentException if the password is missing or not fit, the reminder gives it away, or the artifact
     *     name makes no path for this host; nothing was started then
     * @throws InterruptedException if the build was aborted; nothing is held of a backup under way
     */
    public RunReport run() throws IOException, InterruptedException {
        Checked before = check("before");
        if (!isBackupWanted(before.verdict)) {
            boolean misplaced =
                    settings.when() != When.NEVER && before.verdict.kind().isNothingToProtect();
            if (misplaced) {
                log.accept(texts.text("run.misplaced"));
            }
            boolean good = !before.verdict.kind().isBad() && !misplaced;
            return new RunReport(agent.node(), before.verdict, before.verdict, null, null, null, null, good);
        }
        Made made = backUp(before.facts);
        Verdict after = after(made);
        boolean good = made.failure == null && !after.kind().isBad();
        return new RunReport(
                agent.node(), before.verdict, after, made.backup, made.manifest, made.proof, made.failure, good);
    }

    /** A backup that is held is told of, even if the agent got lost after it. */
    private Verdict after(Made made) throws IOException, InterruptedException {
        try {
            return check("after").verdict;
        } catch (IOException e) {
            if (made.backup == null) {
                throw e;
            }
            Failure failure = new Failure(Failure.Kind.ERROR, String.valueOf(e.getMessage()));
            Verdict verdict =
                    ledger.enter(agent.node(), failure, clock.instant()).verdict();
            tell(verdict);
            return verdict;
        }
    }

    private record Checked(HostFacts facts, Verdict verdict) {}

    private record Made(Backup backup, String manifest, Proof proof, Failure failure) {}

    private Checked check(String when) throws IOException, InterruptedException {
        HostFacts facts =
                agent.call(new CheckTask(settings.factory(), settings.host(), ledger.knowsSecretServer(agent.node())));
        Verdict verdict = ledger.enter(agent.node(), facts, clock.instant()).verdict();
        log.accept(texts.text("run.verdict." + when, agent.node(), facts.computer(), texts.name(verdict.kind())));
        tell(verdict);
        return new Checked(facts, verdict);
    }

    /** What a verdict rests on, and what to do about it. */
    private void tell(Verdict verdict) {
        for (Finding finding : verdict.evidence()) {
            log.accept("  " + texts.sentence(finding));
        }
        for (Finding finding : verdict.concerns()) {
            log.accept("  " + texts.text("run.concern", texts.sentence(finding)));
        }
        if (verdict.kind().isBad()) {
            log.accept("  " + texts.text("run.next", texts.sentence(verdict.nextStep())));
        }
    }

    private boolean isBackupWanted(Verdict verdict) {
        if (settings.when() == When.NEVER || verdict.kind().isNothingToProtect()) {
            return false;
        }
        boolean wanted = settings.when() == When.ALWAYS || verdict.asksForBackup();
        if (wanted && !verdict.canBackUp()) {
            log.accept(texts.text("run.unprovable"));
            return false;
        }
        log.accept(texts.text(wanted ? "run.wanted" : "run.notWanted", settings.when()));
        return wanted;
    }

    private Made backUp(HostFacts facts) throws IOException, InterruptedException {
        // Password and name come first: without fit ones, nothing is started and nothing entered.
        try (Password password = passwords.password()) {
            Reminder.check(settings.reminder(), password);
            Backup backup =
                    Backup.started(agent.node(), facts.computer(), archive.job(), archive.build(), clock.instant());
            String path = ArtifactName.expand(
                    settings.artifact(), agent.node(), facts.computer(), backup.made(), backup.id());
            ledger.enter(backup);
            boolean held = false;
            try {
                BackupTask task = new BackupTask(
                        settings.factory(),
                        settings.host(),
                        settings.method(),
                        backup.id(),
                        password,
                        settings.reminder());
                Made made = keep(backup, facts, agent.call(task), password, path);
                held = made.failure == null;
                return made;
            } catch (InterruptedException e) {
                if (e.getMessage() != null) {
                    log.accept(e.getMessage());
                }
                throw e;
            } finally {
                if (!held) {
                    ledger.enter(backup.withState(State.FAILED));
                }
            }
        }
    }

    private Made keep(Backup started, HostFacts facts, BackupAnswer answer, Password password, String path)
            throws IOException, InterruptedException {
        // Masked on the agent already, as far as the agent is what it should be.
        answer.story().forEach(line -> log.accept("  " + password.masked(line)));
        if (answer.failure() != null) {
            Failure failure = answer.failure();
            return failed(new Failure(failure.kind(), password.masked(failure.detail())), answer.entered());
        }
        BackupAnswer.File file = answer.file();
        byte[] content = file.content();
        // The agent's word is checked here again: its proof by value, its hash by our own.
        if (!file.proof().holds()
                || !hash(content).equals(file.sha256())
                || file.msids().isEmpty()) {
            return failed(new Failure(Failure.Kind.NOT_PROVEN, texts.text("run.mismatch.agent")), true);
        }
        Place place = place(path, started.id());
        try {
            return archive(started, facts, file, content, place.path);
        } finally {
            TAKEN.remove(place.key);
        }
    }

    private record Place(String path, String key) {}

    /** The path, or one with the backup's ID in it if there is something already: nothing is ever overwritten. */
    private Place place(String path, UUID id) throws IOException, InterruptedException {
        Place wanted = new Place(path, key(path));
        if (TAKEN.add(wanted.key)) {
            boolean free = false;
            try {
                free = !archive.exists(path) && !archive.exists(Manifest.path(path));
            } finally {
                if (!free) {
                    TAKEN.remove(wanted.key);
                }
            }
            if (free) {
                return wanted;
            }
        }
        int dot = path.lastIndexOf('.');
        int end = dot > path.lastIndexOf('/') ? dot : path.length();
        String other = path.substring(0, end) + "-" + id + path.substring(end);
        log.accept(texts.text("run.taken", path, other));
        return new Place(other, key(other));
    }

    /** In one case, since the volume may not tell them apart. */
    private String key(String path) {
        return (archive.job() + "#" + archive.build() + "/" + path).toLowerCase(Locale.ROOT);
    }

    private Made archive(Backup started, HostFacts facts, BackupAnswer.File file, byte[] content, String path)
            throws IOException, InterruptedException {
        Backup backup = started.held(file.msids(), path, file.sha256(), content.length, clock.instant());
        String manifest = Manifest.of(backup, facts, file, settings.reminder()).toJson();
        boolean kept = false;
        try {
            archive.store(path, content);
            archive.store(Manifest.path(path), manifest.getBytes(StandardCharsets.UTF_8));
            String found = hash(path);
            if (!found.equals(file.sha256())) {
                return failed(
                        new Failure(
                                Failure.Kind.NOT_PROVEN,
                                texts.text("run.mismatch.archive", path, found, file.sha256())),
                        true);
            }
            ledger.enter(backup);
            kept = true;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            return failed(new Failure(Failure.Kind.ERROR, texts.text("run.archive.failed", path, e)), true);
        } finally {
            if (!kept) {
                remove(path);
                remove(Manifest.path(path));
            }
        }
        log.accept(texts.text("run.archived", path, content.length, file.sha256()));
        try {
            archive.held(backup);
        } catch (IOException e) {
            log.accept(texts.text("run.held.failed", e));
        }
        return new Made(backup, manifest, file.proof(), null);
    }

    private Made failed(Failure failure, boolean entered) {
        log.accept(texts.text("run.failed", failure.detail()));
        if (entered) {
            log.accept(texts.text("run.failed.entered"));
        }
        return new Made(null, null, null, failure);
    }

    private void remove(String path) throws InterruptedException {
        try {
            archive.remove(path);
        } catch (IOException e) {
            log.accept(texts.text("run.remove.failed", path, e));
        }
    }

    private String hash(String path) throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(archive.open(path), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
