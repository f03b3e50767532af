package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupTask;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.Archiver.Made;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The sequence under every build step: check, decide, back up, prove, archive, read back, enter into the ledger, check
 * again. What it does is in the build's log.
 *
 * <p>The ledger learns of a backup before the agent is asked for one, even if it cannot be written, and that it is archived only once it was read back: if
 * anything ends in between, what is left says that nothing is protected by it. What was stored is never removed again but if
 * other bytes are read back: if it cannot be read, or the ledger cannot be written then, the audit finds it later.
 */
public final class BackupRun {
    private static final int LONGEST_LINE = 4000;

    private final RunSettings settings;
    private final Ledger ledger;
    private final Clock clock;
    private final RemoteAgent agent;
    private final Ports.Archive archive;
    private final Ports.Passwords passwords;
    private final Consumer<String> log;
    private final Texts texts = Texts.ofLog();
    private final Archiver archiver;

    /**
     * Prepares a run.
     *
     * @param passwords asked only once a backup is wanted; the run wipes what it gets. Throws an
     *     {@link IllegalArgumentException} with the remedy if there is none or it is not fit
     * @param log takes a line at a time
     */
    public BackupRun(
            RunSettings settings,
            Ledger ledger,
            Clock clock,
            RemoteAgent agent,
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
        this.archiver = new Archiver(settings, archive, clock, texts, this.log);
    }

    /**
     * Runs it. Whatever the host does wrong is in the report.
     *
     * @throws IOException if the agent is gone or the ledger cannot be written
     * @throws IllegalArgumentException if the password is missing or not fit, the reminder gives it away, or the artifact
     *     name makes no path for this host; nothing was started then
     * @throws InterruptedException if the build was aborted; a backup under way is held only if it was read back before
     */
    public RunReport run() throws IOException, InterruptedException {
        HostRecord host = check("before");
        Verdict before = host.verdict();
        if (!isBackupWanted(before, host.facts().orElseThrow())) {
            boolean misplaced = settings.when() != When.NEVER && before.kind().isNothingToProtect();
            if (misplaced) {
                tell("run.misplaced");
            }
            boolean good = !before.kind().isBad() && !misplaced;
            return new RunReport(agent.node(), before, before, null, null, null, null, good);
        }
        Made made = backUp(host.facts().orElseThrow());
        Verdict after = after(made);
        // The check after it may have found its event, which was late.
        Backup backup =
                made.backup() == null ? null : ledger.backup(made.backup().id()).orElse(null);
        Failure failure = made.failure();
        if (backup != null && backup.state() == State.UNCONFIRMED) {
            String unconfirmed = texts.text("run.unconfirmed", backup.artifact().path(), texts.unconfirmed(backup));
            failure = new Failure(
                    Failure.Kind.NOT_PROVEN, failure == null ? unconfirmed : failure.detail() + " " + unconfirmed);
        }
        boolean good = failure == null && !after.kind().isBad();
        return new RunReport(agent.node(), before, after, backup, made.manifest(), made.proof(), failure, good);
    }

    /** A backup that is held is told of, even if the agent got lost after it. */
    private Verdict after(Made made) throws IOException, InterruptedException {
        try {
            return check("after").verdict();
        } catch (IOException e) {
            if (made.backup() == null) {
                throw e;
            }
            Failure failure = new Failure(Failure.Kind.ERROR, String.valueOf(e.getMessage()));
            Verdict verdict =
                    ledger.enter(agent.node(), failure, clock.instant()).verdict();
            tell(verdict);
            return verdict;
        }
    }

    private HostRecord check(String when) throws IOException, InterruptedException {
        HostFacts facts =
                agent.call(new CheckTask(settings.factory(), settings.host(), ledger.isSecretServer(agent.node())));
        HostRecord host = ledger.enter(agent.node(), facts, clock.instant());
        String verdict = texts.name(host.verdict().kind());
        tell("run.verdict." + when, agent.node(), facts.computer(), verdict);
        tell(host.verdict());
        return host;
    }

    /** What a verdict rests on, and what to do about it. */
    private void tell(Verdict verdict) {
        texts.findings(verdict).forEach(line -> log.accept("  " + line));
        if (verdict.kind().isBad()) {
            log.accept("  " + texts.nextStep(verdict));
        }
    }

    private void tell(String key, Object... arguments) {
        log.accept(texts.text(key, arguments));
    }

    /** A person may know more of a host's role than its log: only what would write the file elsewhere keeps from it. */
    private boolean isBackupWanted(Verdict verdict, HostFacts facts) {
        boolean always = settings.when() == When.ALWAYS;
        if (settings.when() == When.NEVER || verdict.kind().isNothingToProtect() && !(always && verdict.canBackUp())) {
            return false;
        }
        boolean wanted = always || verdict.asksForBackup();
        if (wanted && !verdict.canBackUp()) {
            if (!facts.isServiceStopped()) {
                tell("run.redirected", facts.redirectedTo());
                return false;
            }
            tell(facts.isServiceStarting() ? "run.serviceStarting" : "run.serviceStopped");
            return false;
        }
        tell(wanted ? "run.wanted" : "run.notWanted", settings.when());
        return wanted;
    }

    private Made backUp(HostFacts facts) throws IOException, InterruptedException {
        // Password and name come first: without fit ones, nothing is started and nothing entered.
        try (Password password = passwords.password()) {
            Reminder.check(settings.reminder(), password);
            Backup started = passwords.remember(
                    Backup.started(agent.node(), facts.computer(), archive.job(), archive.build(), clock.instant()));
            String path = ArtifactName.expand(
                    settings.artifact(), agent.node(), facts.computer(), started.made(), started.id());
            ledger.enter(started);
            Made archived = null;
            try {
                BackupTask task = new BackupTask(
                        settings.factory(),
                        settings.host(),
                        settings.method(),
                        started.id(),
                        password,
                        settings.reminder());
                archived = archive(started, facts, agent.call(task), password, path);
            } catch (InterruptedException e) {
                if (e.getMessage() != null) {
                    log.accept(e.getMessage());
                }
                throw e;
            } finally {
                if (!archiver.isStored()) {
                    boolean isWrongHost =
                            archived != null && archived.failure().kind() == Failure.Kind.NOT_SECRET_SERVER;
                    ledger.enter(started.withState(isWrongHost ? State.WRONG_HOST : State.FAILED));
                }
            }
            if (archived.backup() != null) {
                hold(archived);
            }
            return archived;
        }
    }

    /** Archives what the agent sent. */
    private Made archive(Backup started, HostFacts facts, BackupAnswer answer, Password password, String path)
            throws IOException, InterruptedException {
        // Masked on the agent already, as far as the agent is what it should be.
        answer.messages().forEach(message -> log.accept("  " + password.masked(texts.sentence(message))));
        if (answer.failure() != null) {
            Failure failure = new Failure(
                    answer.failure().kind(),
                    password.masked(answer.failure().causes().stream()
                            .map(texts::sentence)
                            .collect(Collectors.joining(" "))));
            return archiver.failed(failure, answer.failure().entered());
        }
        BackupAnswer.File file = answer.file();
        try {
            // The agent's word is checked here again: its proof by value, its hash by our own.
            if (file.proof().stream().anyMatch(Proof::isRefutation) || !file.isIntact()) {
                return archiver.failed(new Failure(Failure.Kind.NOT_PROVEN, texts.text("run.mismatch.agent")), true);
            }
            return archiver.archive(started, facts, answer, password, path);
        } finally {
            file.wipe();
        }
    }

    /**
     * Enters a backup that was archived and read back. An abort waits for that: it must not cost the backup.
     *
     * @throws IOException if the ledger cannot be written; the artifact stays, in a build that is kept
     */
    private void hold(Made archived) throws IOException, InterruptedException {
        Backup backup = archived.backup();
        boolean aborted = Thread.interrupted();
        try {
            ledger.enter(backup);
            tell("run.archived", backup.artifact().path(), backup.bytes(), backup.sha256());
            if (backup.seal() != null) {
                log.accept(texts.sealed(backup.seal()));
            }
        } catch (IOException e) {
            throw new IOException(
                    texts.text("run.ledger.failed", backup.artifact().path(), e), e);
        } finally {
            aborted |= Thread.interrupted();
            try {
                archive.held(backup);
            } catch (IOException e) {
                tell("run.held.failed", e);
            }
        }
        if (archived.failure() != null) {
            log.accept(archived.failure().detail());
        }
        if (aborted) {
            throw new InterruptedException();
        }
    }
}
