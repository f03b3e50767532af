package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What the controller knows of one backup that it made.
 *
 * @param id its name for ever; also in the name of the temporary file, see {@link BackupName}
 * @param state whether it still protects anything
 * @param host the node that it was made on
 * @param computer the name that host calls itself by
 * @param msids the secrets that it covers, as ENTSSO reported them
 * @param made when it was made, by the controller's clock
 * @param artifact where it is kept
 * @param verified when the archived file was last read back and its hash found right; null if never
 */
public record Backup(
        UUID id,
        State state,
        String host,
        String computer,
        SortedSet<Msid> msids,
        Instant made,
        Artifact artifact,
        Instant verified)
        implements Serializable {
    private static final long serialVersionUID = 1L;

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

    /**
     * A file among the artifacts of a build.
     *
     * @param job full name of the job
     * @param build number of the build
     * @param path of the file among the build's artifacts; empty until it is archived
     * @param sha256 hash of the file, 64 lower-case hexadecimal digits; empty until there is a file
     * @param size of the file in bytes; 0 until there is a file
     */
    public record Artifact(String job, int build, String path, String sha256, long size) implements Serializable {
        private static final long serialVersionUID = 1L;

        public Artifact {
            Objects.requireNonNull(job, "job");
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /** Copies the MSIDs. Refuses times that no clock can have shown. */
    public Backup {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(computer, "computer");
        Objects.requireNonNull(artifact, "artifact");
        Bounds.time("of a backup", made);
        msids = Bounds.msids(msids);
        if (verified != null) {
            Bounds.time("when a backup was verified", verified);
        }
    }

    /** A backup that is about to be made in that build. */
    public static Backup started(String host, String computer, String job, int build, Instant now) {
        return new Backup(
                UUID.randomUUID(),
                State.STARTED,
                host,
                computer,
                new TreeSet<>(),
                now,
                new Artifact(job, build, "", "", 0),
                null);
    }

    /** The same backup, which was archived, read back and found right. */
    public Backup held(Collection<Msid> covered, String path, String sha256, long size, Instant now) {
        Artifact archived = new Artifact(job(), build(), path, sha256, size);
        return new Backup(id, State.HELD, host, computer, new TreeSet<>(covered), made, archived, now);
    }

    public String job() {
        return artifact.job;
    }

    public int build() {
        return artifact.build;
    }

    public String sha256() {
        return artifact.sha256;
    }

    public long size() {
        return artifact.size;
    }

    /** Whether an archived and verified copy is held. */
    public boolean isHeld() {
        return state == State.HELD;
    }

    /** Whether it was held once, and is not any more. */
    public boolean isLost() {
        return state == State.GONE || state == State.CHANGED;
    }

    public Backup withState(State newState) {
        return new Backup(id, newState, host, computer, msids, made, artifact, verified);
    }

    /** The same backup in a job that was renamed or moved. */
    public Backup withJob(String newJob) {
        Artifact moved = new Artifact(newJob, build(), artifact.path, sha256(), size());
        return new Backup(id, state, host, computer, msids, made, moved, verified);
    }

    /** The same backup of a node that was renamed. */
    public Backup withHost(String newHost) {
        return new Backup(id, state, newHost, computer, msids, made, artifact, verified);
    }

    /** The same backup, whose file was read and its hash found right. */
    public Backup withVerified(Instant now) {
        return new Backup(id, state, host, computer, msids, made, artifact, now);
    }
}
