package io.jenkins.plugins.entsso.engine.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param made when ENTSSO logged the backup: ISO-8601, UTC
 * @param event record number of event 10559
 * @param msids the secrets that the backup covers
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
        String made,
        long event,
        List<String> msids,
        String artifact,
        String sha256,
        long size,
        Method method,
        String reminder,
        Map<String, String> versions,
        List<Proof.Check> proof) {
    /** The version that this plugin writes and reads. */
    public static final int VERSION = 1;

    private static final int LONGEST = 256 * 1024;
    private static final int LONGEST_QUOTE = 200;
    private static final int MOST = 64;
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern ARTIFACT_FORM =
            Pattern.compile("(?!/)(?!.*(^|/)\\.\\.?(/|$))[^\\\\:\\p{Cntrl}]{1,400}");
    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    /** The manifest of a backup that was archived. */
    public static Manifest of(Backup backup, HostFacts facts, BackupAnswer.File file, String reminder) {
        return new Manifest(
                VERSION,
                "entsso-master-secret",
                backup.id().toString(),
                backup.host(),
                facts.computer(),
                facts.account(),
                facts.operatingSystem(),
                file.made().toString(),
                file.recordId(),
                backup.msids().stream().map(Msid::toString).toList(),
                backup.artifact().path(),
                backup.sha256(),
                backup.size(),
                file.method(),
                reminder,
                file.versions(),
                file.proof().checks());
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
     * @throws IllegalArgumentException if it is no manifest, or of a version that is not known; the message says why
     */
    public static Manifest parse(String json) {
        if (json.length() > LONGEST) {
            throw refused("it has " + json.length() + " characters, a manifest at most " + LONGEST);
        }
        try {
            JsonObject object = GSON.fromJson(json, JsonObject.class);
            if (object == null || !object.has("version")) {
                throw refused("there is no version in it");
            }
            String version = object.get("version").toString();
            if (!version.equals(String.valueOf(VERSION))) {
                throw new IllegalArgumentException("This manifest is of version " + shortened(version)
                        + "; this plugin reads version " + VERSION + ". Read it with the plugin that wrote it.");
            }
            Manifest manifest = GSON.fromJson(object, Manifest.class);
            String problem = manifest.problem();
            if (problem != null) {
                throw refused(problem);
            }
            return manifest;
        } catch (JsonParseException | DateTimeParseException e) {
            throw new IllegalArgumentException("This is no manifest: " + shortened(String.valueOf(e.getMessage())), e);
        }
    }

    private String problem() {
        if (Stream.of(madeBy, node, computer, account, operatingSystem, reminder, method, versions)
                .anyMatch(Objects::isNull)) {
            return "one of madeBy, node, computer, account, operatingSystem, reminder, method and versions is missing or"
                    + " has an unknown value";
        }
        if (id == null || !UUID_FORM.matcher(id).matches()) {
            return "id is no UUID";
        }
        if (!Hashes.isSha256(sha256)) {
            return "sha256 is not 64 lower-case hexadecimal digits";
        }
        if (artifact == null || !ARTIFACT_FORM.matcher(artifact).matches()) {
            return "artifact is no relative path without '..'";
        }
        if (size < 1 || size > BackupAnswer.MAX_SIZE || event < 0) {
            return "size or event is not what a backup can have";
        }
        if (made == null || Instant.parse(made).isBefore(Instant.EPOCH)) {
            return "made is missing or long before there was such a plugin";
        }
        if (msids == null
                || msids.isEmpty()
                || msids.size() > MOST
                || !msids.stream().allMatch(Manifest::isMsid)) {
            return "msids is not one or several GUIDs in braces";
        }
        if (proof == null
                || proof.size() > MOST
                || proof.stream().anyMatch(c -> c == null || c.claim() == null || c.detail() == null)) {
            return "proof has no checks, or some that are not known";
        }
        return null;
    }

    private static boolean isMsid(String text) {
        return text != null && Msid.parse(text).isPresent();
    }

    private static IllegalArgumentException refused(String problem) {
        return new IllegalArgumentException("This is no manifest: " + problem);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
