package io.jenkins.plugins.entsso.engine.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
 * @param id of the backup; ENTSSO's event 10559 names the temporary file by it
 * @param node the node in the CI server
 * @param computer the name that the host calls itself by
 * @param account the account that the agent ran as
 * @param operatingSystem of the host
 * @param unconfirmed why the backup is not confirmed by event 10559, a {@link Backup.UnconfirmedReason}; empty if it is
 * @param made when ENTSSO logged the backup, or when it was begun where ENTSSO did not: ISO-8601, UTC
 * @param event record number of event 10559; 0 where there is none
 * @param msids the secrets that the backup covers; of an unconfirmed one those that the registry listed
 * @param listed the secrets that the registry listed when it was made
 * @param artifact path of the backup among the artifacts
 * @param sha256 of the backup, 64 lower-case hexadecimal digits
 * @param size of the backup in bytes
 * @param method how it was made
 * @param reminder the password reminder
 * @param versions of the programs that took part
 * @param proof what was checked of the backup
 */
public record Manifest(
        int version,
        String madeBy,
        String id,
        String node,
        String computer,
        String account,
        String operatingSystem,
        String unconfirmed,
        String made,
        long event,
        List<String> msids,
        List<String> listed,
        String artifact,
        String sha256,
        long size,
        Method method,
        String reminder,
        Map<String, String> versions,
        List<Proof> proof) {
    /** The version that this plugin writes and reads. */
    public static final int VERSION = 1;

    /** No manifest has more bytes. */
    public static final int LONGEST = 256 * 1024;

    private static final Logger LOGGER = Logger.getLogger(Manifest.class.getName());
    private static final Pattern ARTIFACT = Pattern.compile("(?!/)(?!.*(^|/)\\.\\.?(/|$))[^\\\\:\\p{Cntrl}]{1,400}");
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    /**
     * Refuses what is missing, or not of the form by which other things are found.
     *
     * @throws RuntimeException of whatever kind
     */
    public Manifest {
        Stream.of(madeBy, node, computer, account, operatingSystem, method, reminder, versions)
                .forEach(Objects::requireNonNull);
        msids.forEach(Msid::of);
        listed.forEach(Msid::of);
        proof = List.copyOf(proof);
        boolean isKnown = unconfirmed.isEmpty()
                ? !msids.isEmpty()
                : UnconfirmedReason.valueOf(unconfirmed).name().equals(unconfirmed);
        if (version != VERSION
                || !isKnown
                || !UUID.fromString(id).toString().equals(id)
                || !Hashes.isSha256(sha256)
                || !ARTIFACT.matcher(artifact).matches()
                || size <= 0
                || size > BackupAnswer.MAX_SIZE
                || !Bounds.isTime(Instant.parse(made))) {
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
        List<String> listed = facts.listed().stream().map(Msid::toString).toList();
        return new Manifest(
                VERSION,
                "entsso-master-secret",
                started.id().toString(),
                started.host(),
                facts.computer(),
                facts.account(),
                facts.operatingSystem(),
                isConfirmed ? "" : reason.name(),
                String.valueOf(isConfirmed ? event.time() : started.made()),
                isConfirmed ? event.recordId() : 0,
                isConfirmed ? event.msids().stream().map(Msid::toString).toList() : listed,
                listed,
                path,
                file.sha256(),
                file.content().length,
                file.method(),
                reminder,
                file.versions(),
                file.proof());
    }

    /** The backup that this is the manifest of, once its file was read and found right; empty if it is of another one. */
    public Optional<Backup> backup(Backup started, Instant now) {
        List<Msid> inRegistry = listed.stream().map(Msid::of).toList();
        return Optional.of(started)
                .filter(b -> b.id().toString().equals(id))
                .map(b -> unconfirmed.isEmpty()
                        ? b.held(msids.stream().map(Msid::of).toList(), inRegistry, artifact, sha256, size, now)
                        : b.unconfirmed(
                                UnconfirmedReason.valueOf(unconfirmed), inRegistry, artifact, sha256, size, now));
    }

    /** Where the manifest of an artifact is archived. */
    public static String path(String artifact) {
        return artifact + ".json";
    }

    /** The manifest as JSON. */
    public String toJson() {
        return GSON.toJson(this) + "\n";
    }

    /**
     * Reads a manifest. Fields that are not known are passed over; of those that are, none may be missing, and the values
     * that other things are found by have to be of their form.
     *
     * @return empty if it is no manifest, or of a version that is not known
     */
    public static Optional<Manifest> parse(String json) {
        try {
            return Optional.ofNullable(GSON.fromJson(json, Manifest.class));
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "Not a manifest");
            return Optional.empty();
        }
    }
}
