package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedSet;
import java.util.UUID;

/**
 * What the controller knows of one backup that it made.
 *
 * @param id its name for ever; also in the name of the temporary file, see {@link BackupName}
 * @param state whether it still protects anything
 * @param host the node that it was made on
 * @param computer the name that host calls itself by
 * @param msids the secrets that it covers, as ENTSSO reported them
 * @param sha256 hash of the file, 64 lower-case hexadecimal digits; empty until there is a file
 * @param size of the file in bytes; 0 until there is a file
 * @param made when it was made, by the controller's clock
 * @param job full name of the job whose build holds it
 * @param build number of that build
 * @param artifact path of the file among the build's artifacts; empty until it is archived
 * @param verified when the archived file was last read back and its hash found right; null if never
 */
public record Backup(
        UUID id,
        State state,
        String host,
        String computer,
        SortedSet<Msid> msids,
        String sha256,
        long size,
        Instant made,
        String job,
        int build,
        String artifact,
        Instant verified)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Whether a backup protects anything. */
    public enum State {
        /** About to be made; stays so if the controller dies meanwhile. Protects nothing. */
        STARTED,
        /** Archived, read back, its hash found right, and not known to be gone since. */
        HELD,
        /** Not made, not proven, or not archived. Protects nothing. */
        FAILED,
        /** Was held, but its artifact is gone. Protects nothing. */
        GONE,
        /** Was held, but its artifact has changed since. Protects nothing. */
        CHANGED
    }

    /** Copies the MSIDs. Refuses times that no clock can have shown. */
    public Backup {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(computer, "computer");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(artifact, "artifact");
        Bounds.time("of a backup", made);
        msids = Bounds.msids(msids);
        if (verified != null) {
            Bounds.time("when a backup was verified", verified);
        }
    }

    /** Whether an archived and verified copy is held. */
    public boolean isHeld() {
        return state == State.HELD;
    }

    /** Whether it was held once, and is not any more. */
    public boolean isLost() {
        return state == State.GONE || state == State.CHANGED;
    }

    /** The same backup in another state. */
    public Backup with(State newState) {
        return new Backup(id, newState, host, computer, msids, sha256, size, made, job, build, artifact, verified);
    }

    /** The same backup in a job that was renamed or moved. */
    public Backup in(String newJob) {
        return new Backup(id, state, host, computer, msids, sha256, size, made, newJob, build, artifact, verified);
    }

    /** The same backup of a node that was renamed. */
    public Backup of(String newHost) {
        return new Backup(id, state, newHost, computer, msids, sha256, size, made, job, build, artifact, verified);
    }

    /** The same backup, whose file was read and its hash found right. */
    public Backup verifiedAt(Instant now) {
        return new Backup(id, state, host, computer, msids, sha256, size, made, job, build, artifact, now);
    }
}
