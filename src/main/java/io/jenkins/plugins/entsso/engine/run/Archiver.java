package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.seal.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Puts one backup among the artifacts of a build, sealed if there are recipients, and reads it back. */
final class Archiver {
    /** The places that backups are being stored at: steps of one build may be given the same name. */
    private static final Set<String> RESERVED = ConcurrentHashMap.newKeySet();

    private final RunSettings settings;
    private final Ports.Archive archive;
    private final Clock clock;
    private final Texts texts;
    private final Consumer<String> log;
    private boolean isStored;

    Archiver(RunSettings settings, Ports.Archive archive, Clock clock, Texts texts, Consumer<String> log) {
        this.settings = settings;
        this.archive = archive;
        this.clock = clock;
        this.texts = texts;
        this.log = log;
    }

    /** A backup that is held, with its manifest; or why there is none; or both, if it is held and something else failed. */
    record Made(Backup backup, String manifest, List<Proof> proof, Failure failure) {}

    /** Whether there is a backup among the artifacts, whatever happened after it was put there. */
    boolean isStored() {
        return isStored;
    }

    /**
     * Seals and stores what the agent sent, and reads it back. Nothing is stored before it is sealed.
     *
     * @param path where a backup that is not sealed would be
     */
    Made archive(Backup started, HostFacts facts, BackupAnswer answer, Password password, String path)
            throws InterruptedException {
        String place = archive.job() + " " + archive.build() + " " + path;
        boolean isReserved = RESERVED.add(place);
        byte[] backup = answer.file().content();
        try {
            String free = path;
            if (!isReserved || isTaken(path)) {
                // nothing is ever overwritten
                free = ArtifactName.withId(path, started.id());
                tell("run.taken", path, free);
            }
            Manifest manifest = Manifest.of(started, facts, answer.file(), free, settings.reminder());
            List<String> wrong = new ArrayList<>();
            byte[] content = backup;
            Sealing sealing = settings.sealing();
            if (sealing.isSealed()) {
                char[] inside = sealing.withPassword() ? password.characters() : null;
                Envelope envelope = Envelope.seal(sealing.recipients(), manifest.toJson(), backup, inside);
                content = envelope.armored();
                manifest = sealing.manifest(manifest, content);
                if (!envelope.isForPowerShell()) {
                    wrong.add(texts.text(
                            "run.sealed.large", manifest.backup().artifact().path(), backup.length));
                }
            }
            answer.messages().stream()
                    .filter(message -> message.code() == Finding.Code.LEFT_BEHIND)
                    .forEach(message -> wrong.add(texts.sentence(message)));
            return store(manifest, content, answer.file().proof(), wrong);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            return failed(new Failure(Failure.Kind.ERROR, texts.text("run.archive.failed", path, e)), true);
        } finally {
            Arrays.fill(backup, (byte) 0);
            if (isReserved) {
                RESERVED.remove(place);
            }
        }
    }

    private boolean isTaken(String path) throws IOException, InterruptedException {
        String stored = settings.sealing().path(path);
        return archive.exists(stored) || archive.exists(Manifest.path(stored));
    }

    /**
     * Stores a backup and its manifest, and reads it back. Once it is stored it is removed only if other bytes are read. The
     * manifest comes first: whatever happens later, the audit finds the backup by it.
     *
     * @throws IOException if it could not be stored; what is there of it was removed
     */
    private Made store(Manifest manifest, byte[] content, List<Proof> proof, List<String> wrong)
            throws IOException, InterruptedException {
        String path = manifest.backup().artifact().path();
        try {
            try {
                archive.store(Manifest.path(path), manifest.toJson().getBytes(StandardCharsets.UTF_8));
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                wrong.add(texts.text("run.manifest.failed", path, e));
                remove(Manifest.path(path));
            }
            archive.store(path, content);
            isStored = true;
        } finally {
            if (!isStored) {
                remove(path);
                remove(Manifest.path(path));
            }
        }
        String found;
        try (InputStream stored = archive.open(path)) {
            found = Hashes.sha256(stored);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            return failed(new Failure(Failure.Kind.ERROR, texts.text("run.readBack.failed", path, e)), false);
        }
        if (!found.equals(manifest.backup().sha256())) {
            isStored = false;
            remove(path);
            remove(Manifest.path(path));
            String mismatch = texts.text(
                    "run.mismatch.archive", path, found, manifest.backup().sha256());
            return failed(new Failure(Failure.Kind.NOT_PROVEN, mismatch), true);
        }
        Backup backup = manifest.backup().withVerified(clock.instant());
        Failure failure = wrong.isEmpty() ? null : new Failure(Failure.Kind.NOT_PROVEN, String.join(" ", wrong));
        return new Made(backup, manifest.toJson(), proof, failure);
    }

    Made failed(Failure failure, boolean entered) {
        tell("run.failed", failure.detail());
        if (entered && failure.kind() != Failure.Kind.NOT_SECRET_SERVER) {
            tell("run.failed.entered");
        }
        return new Made(null, null, null, failure);
    }

    private void remove(String path) throws InterruptedException {
        try {
            archive.remove(path);
        } catch (IOException e) {
            tell("run.remove.failed", path, e);
        }
    }

    private void tell(String key, Object... arguments) {
        log.accept(texts.text(key, arguments));
    }
}
