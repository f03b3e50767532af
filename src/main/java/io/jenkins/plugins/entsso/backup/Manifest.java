package io.jenkins.plugins.entsso.backup;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.HostFacts;
import io.jenkins.plugins.entsso.secret.Msid;
import java.util.List;
import java.util.Map;

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
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

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
                backup.artifact(),
                backup.sha256(),
                backup.size(),
                file.method(),
                reminder,
                file.versions(),
                file.proof().checks());
    }

    /** The manifest as JSON. */
    public String toJson() {
        return GSON.toJson(this) + "\n";
    }

    /**
     * Reads a manifest. Fields that are not known are passed over.
     *
     * @throws IllegalArgumentException if it is no manifest, or of a version that is not known
     */
    public static Manifest parse(String json) {
        if (json.length() > LONGEST) {
            throw new IllegalArgumentException("This is no manifest: it has " + json.length() + " characters");
        }
        Manifest manifest;
        try {
            manifest = GSON.fromJson(json, Manifest.class);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("This is no manifest: " + e.getMessage(), e);
        }
        if (manifest == null || manifest.version != VERSION) {
            throw new IllegalArgumentException("This manifest is of version "
                    + (manifest == null ? "none" : manifest.version) + "; this plugin reads version " + VERSION);
        }
        return manifest;
    }
}
