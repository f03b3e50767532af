package io.jenkins.plugins.entsso.engine.run;

import com.google.gson.JsonObject;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.ledger.Json;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is archived beside a backup, so that a person who has nothing but the build's artifacts knows what the file is,
 * what it covers, and what was proven of it. Never the password. The form is documented in docs/manifest.md.
 *
 * @param version of the form: {@value #VERSION}
 * @param madeBy the plugin
 * @param backup as it is entered once it was read back
 * @param account the account that the agent ran as
 * @param operatingSystem of the host
 * @param event record number of event 10559; 0 where there is none
 * @param method how it was made
 * @param reminder the password reminder
 * @param versions of the programs that took part
 * @param proof what was checked of the backup
 */
public record Manifest(
        int version,
        String madeBy,
        Backup backup,
        String account,
        String operatingSystem,
        long event,
        Method method,
        String reminder,
        Map<String, String> versions,
        List<Proof> proof) {
    /** The version that this plugin writes and reads. */
    public static final int VERSION = 1;

    /** No manifest has more bytes. */
    public static final int LONGEST = 256 * 1024;

    private static final Logger LOGGER = Logger.getLogger(Manifest.class.getName());
    private static final Pattern PATH = Pattern.compile("(?!/)(?!.*(^|/)\\.\\.?(/|$))[^\\\\:\\p{Cntrl}]{1,400}");

    /**
     * Refuses what is missing, or not of the form by which other things are found.
     *
     * @throws RuntimeException of whatever kind
     */
    public Manifest {
        Stream.of(madeBy, account, operatingSystem, method, reminder, versions).forEach(Objects::requireNonNull);
        versions.values().forEach(Objects::requireNonNull);
        proof = List.copyOf(proof);
        boolean isConfirmed = backup.isHeld() && !backup.msids().isEmpty();
        boolean isUnconfirmed = backup.state() == Backup.State.UNCONFIRMED;
        if (version != VERSION
                || method == Method.AUTO
                || !isConfirmed && !isUnconfirmed
                || isUnconfirmed == (backup.unconfirmedReason() == null)
                || !Hashes.isSha256(backup.sha256())
                || !PATH.matcher(backup.artifact().path()).matches()
                || backup.bytes() <= 0
                || backup.bytes() > BackupAnswer.MAX_SIZE) {
            throw new IllegalArgumentException("Not a manifest of version " + VERSION);
        }
    }

    /**
     * The manifest of a backup that is to be archived. It is confirmed by ENTSSO's own word for this very file, or not.
     *
     * @param started the backup, as it was begun
     * @param facts the host before it
     * @param path where it is to be archived
     */
    static Manifest of(Backup started, HostFacts facts, BackupAnswer.File file, String path, String reminder) {
        EntssoEvent event = file.event();
        boolean isConfirmed = event != null
                && event.id() == EventId.BACKED_UP
                && event.file().flatMap(BackupName::id).equals(Optional.of(started.id()))
                && !event.msids().isEmpty();
        UnconfirmedReason reason = Objects.requireNonNullElse(file.unconfirmed(), UnconfirmedReason.NO_EVENT);
        int size = file.content().length;
        Backup backup = isConfirmed
                ? started.held(event.msids(), facts.listed(), path, file.sha256(), size, null)
                        .withLogged(event.mark())
                : started.unconfirmed(reason, facts.listed(), path, file.sha256(), size, null);
        return new Manifest(
                VERSION,
                "entsso-master-secret",
                backup,
                facts.account(),
                facts.operatingSystem(),
                isConfirmed ? event.recordId() : 0,
                file.method(),
                reminder,
                file.versions(),
                file.proof());
    }

    /** The backup that this is the manifest of, once its file was read and found right; empty if it is of another one. */
    public Optional<Backup> backup(Backup started, Instant now) {
        return Optional.of(started).filter(b -> b.id().equals(backup.id())).map(b -> b.foundAs(backup, now));
    }

    /** Where the manifest of an artifact is archived. */
    public static String path(String artifact) {
        return artifact + ".json";
    }

    /** The manifest as JSON, without what only the ledger has to know: whoever has the artifact must not have the MAC. */
    public String toJson() {
        JsonObject json = Json.GSON.toJsonTree(this).getAsJsonObject();
        json.getAsJsonObject("backup").remove("credentials");
        return Json.GSON.toJson(json) + "\n";
    }

    /**
     * Reads a manifest. Fields that are not known are passed over; of those that are, none may be missing, and the values
     * that other things are found by have to be of their form.
     *
     * @return empty if it is no manifest, or of a version that is not known
     */
    public static Optional<Manifest> parse(String json) {
        try {
            return Optional.ofNullable(Json.GSON.fromJson(json, Manifest.class));
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "Not a manifest");
            return Optional.empty();
        }
    }
}
