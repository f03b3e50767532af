package io.jenkins.plugins.entsso.engine.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.UnconfirmedReason;
import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    private static final List<String> FIELDS = Stream.of(Manifest.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();

    /** No manifest has more bytes. */
    public static final int LONGEST = 256 * 1024;

    private static final Logger LOGGER = Logger.getLogger(Manifest.class.getName());
    private static final Pattern ARTIFACT = Pattern.compile("(?!/)(?!.*(^|/)\\.\\.?(/|$))[^\\\\:\\p{Cntrl}]{1,400}");
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    /** The manifest of a backup that was archived. */
    public static Manifest of(Backup backup, HostFacts facts, BackupAnswer.File file, String reminder) {
        EntssoEvent event = file.event();
        return new Manifest(
                VERSION,
                "entsso-master-secret",
                backup.id().toString(),
                backup.host(),
                facts.computer(),
                facts.account(),
                facts.operatingSystem(),
                backup.isHeld() ? "" : backup.unconfirmedReason().name(),
                String.valueOf(event == null ? backup.made() : event.time()),
                event == null ? 0 : event.recordId(),
                backup.msids().stream().map(Msid::toString).toList(),
                backup.listed().stream().map(Msid::toString).toList(),
                backup.artifact().path(),
                backup.sha256(),
                backup.size(),
                file.method(),
                reminder,
                file.versions(),
                file.proof());
    }

    /** The backup that this is the manifest of, if that was begun as that one and its file was read and found right. */
    public Optional<Backup> of(Backup started, Instant now) {
        if (!started.id().toString().equals(id)) {
            return Optional.empty();
        }
        List<Msid> inRegistry = listed.stream().map(Msid::of).toList();
        return Optional.of(
                unconfirmed.isEmpty()
                        ? started.held(msids.stream().map(Msid::of).toList(), inRegistry, artifact, sha256, size, now)
                        : started.unconfirmed(
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
            JsonObject values = GSON.fromJson(json, JsonObject.class);
            if (FIELDS.stream()
                    .allMatch(field -> values.has(field) && !values.get(field).isJsonNull())) {
                Manifest manifest = GSON.fromJson(json, Manifest.class);
                if (manifest.version == VERSION && manifest.hasGoodForm()) {
                    return Optional.of(manifest);
                }
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "Not a manifest");
        }
        return Optional.empty();
    }

    /** Throws whatever it throws where it has not. */
    private boolean hasGoodForm() {
        boolean isConfirmed = unconfirmed.isEmpty();
        msids.forEach(Msid::of);
        listed.forEach(Msid::of);
        return UUID.fromString(id).toString().equals(id)
                && Hashes.isSha256(sha256)
                && ARTIFACT.matcher(artifact).matches()
                && method != null
                && size > 0
                && size <= BackupAnswer.MAX_SIZE
                && Bounds.isTime(Instant.parse(made))
                && (isConfirmed
                        ? !msids.isEmpty()
                        : Stream.of(UnconfirmedReason.values())
                                .anyMatch(reason -> reason.name().equals(unconfirmed)))
                && !proof.contains(null);
    }
}
