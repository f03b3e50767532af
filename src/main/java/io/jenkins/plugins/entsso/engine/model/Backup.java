package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What the controller knows of one backup that it made.
 *
 * @param id its name for ever; also in the name of the temporary file, see {@link BackupName}
 * @param state whether it still protects anything
 * @param unconfirmedReason why it could not be confirmed; null if it was, or is not made yet
 * @param host the node that it was made on
 * @param computer the name that host calls itself by
 * @param msids the secrets that it covers, as ENTSSO reported them; of an unconfirmed one those that the registry listed
 * @param listed the secrets that the registry listed when it was made; none where that could not be read
 * @param made when it was made, by the controller's clock
 * @param artifact where it is kept
 * @param verified when the archived file was last read back and its hash found right; null if never
 * @param credentials those that it was made with, and whether they still open it; null if that is not known, or there were none
 * @param logged where its event 10559 was in the log of its host; null where there is none, or that is not known
 */
public record Backup(
        UUID id,
        State state,
        UnconfirmedReason unconfirmedReason,
        String host,
        String computer,
        SortedSet<Msid> msids,
        SortedSet<Msid> listed,
        Instant made,
        Artifact artifact,
        Instant verified,
        BackupCredentials credentials,
        HostFacts.Mark logged)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Duration UNREAD = Duration.ofDays(2);

    public enum State {
        /** About to be made; stays so if the controller dies meanwhile. Protects nothing. */
        STARTED,
        /** Archived, read back, its hash found right, confirmed by ENTSSO, and not known to be gone since. */
        HELD,
        /**
         * Archived and read back as {@link #HELD}, but no event 10559 for this very file was seen. It may be good: never
         * thrown away, never counted as cover.
         */
        UNCONFIRMED,
        /** Not made, not proven, or not archived. Protects nothing. */
        FAILED,
        /** Not made: ENTSSO answered that this host is not the master secret server (10766). */
        WRONG_HOST,
        /** Was held, but its artifact is gone. Protects nothing. */
        GONE,
        /** Was held, but its artifact has changed since. Protects nothing. */
        CHANGED
    }

    /** Why no event 10559 with MSIDs was seen for a backup, as far as can be told. */
    public enum UnconfirmedReason {
        /** The event log could not be read. */
        LOG_UNREADABLE,
        /** The event log is full and does not overwrite, so that ENTSSO's events are lost. */
        LOG_FULL,
        /** ENTSSO's source is registered under another log than the one that was read. */
        OTHER_LOG,
        /** The event log was read and takes events, but there is none for the file. */
        NO_EVENT,
        /** There is an event for the file, but it names no MSIDs. */
        NO_MSIDS,
        /** What wrote the file had not ended when it was read: it may not be whole, and no later event speaks of what was read. */
        UNFINISHED
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
        listed = Bounds.msids(listed);
        if (verified != null) {
            Bounds.time("when a backup was verified", verified);
        }
    }

    /** A backup of which no more is known than that: neither what the registry listed then, nor its credentials. */
    public Backup(
            UUID id,
            State state,
            String host,
            String computer,
            SortedSet<Msid> msids,
            Instant made,
            Artifact artifact,
            Instant verified) {
        this(id, state, null, host, computer, msids, new TreeSet<>(), made, artifact, verified, null, null);
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

    /**
     * The same backup, which was archived, read back and found right, and which ENTSSO confirmed.
     *
     * @param covered the MSIDs that its event 10559 names
     * @param inRegistry the MSIDs that the registry listed when it was made; none where that could not be read
     */
    public Backup held(
            Collection<Msid> covered, Collection<Msid> inRegistry, String path, String hash, long bytes, Instant now) {
        return archived(State.HELD, null, covered, inRegistry, path, hash, bytes, now);
    }

    /**
     * The same backup, which was archived, read back and found right, but which ENTSSO did not confirm.
     *
     * @param inRegistry the MSIDs that the registry listed when it was made; none where that could not be read
     */
    public Backup unconfirmed(
            UnconfirmedReason reason, Collection<Msid> inRegistry, String path, String hash, long bytes, Instant now) {
        Objects.requireNonNull(reason, "reason");
        return archived(State.UNCONFIRMED, reason, inRegistry, inRegistry, path, hash, bytes, now);
    }

    /** The same backup, whose file was found and read: archived, and confirmed or not, as its manifest says. */
    public Backup foundAs(Backup file, Instant now) {
        State found = file.unconfirmedReason == null ? State.HELD : State.UNCONFIRMED;
        Artifact at = file.artifact;
        return archived(found, file.unconfirmedReason, file.msids, file.listed, at.path, at.sha256, at.size, now)
                .withLogged(file.logged);
    }

    private Backup archived(
            State newState,
            UnconfirmedReason reason,
            Collection<Msid> covered,
            Collection<Msid> inRegistry,
            String path,
            String hash,
            long bytes,
            Instant now) {
        return new Backup(
                id,
                newState,
                reason,
                host,
                computer,
                new TreeSet<>(covered),
                new TreeSet<>(inRegistry),
                made,
                new Artifact(job(), build(), path, hash, bytes),
                now,
                credentials,
                logged);
    }

    /**
     * This unconfirmed backup as a held one, if the log tells of it after all; empty if not, or if it is not unconfirmed, or
     * may have been finished only after it was read.
     */
    public Optional<Backup> confirmedBy(HostFacts.Log log) {
        return log.all(EventId.BACKED_UP).stream()
                .filter(e -> state == State.UNCONFIRMED && unconfirmedReason != UnconfirmedReason.UNFINISHED)
                .filter(e -> !e.msids().isEmpty() && BackupName.id(e.string(1)).equals(Optional.of(id)))
                .findFirst()
                .map(e -> held(e.msids(), listed, artifact.path, sha256(), bytes(), verified)
                        .withLogged(e.mark()));
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

    /** Size of the file; a page cannot ask for {@code size()}, which Jelly takes for that of a collection. */
    public long bytes() {
        return artifact.size;
    }

    /** Whether a confirmed copy is archived, was verified, and is held. */
    public boolean isHeld() {
        return state == State.HELD;
    }

    /** Whether a copy is archived, was verified, and is not known to be gone: confirmed or not. */
    public boolean isArchived() {
        return isHeld() || state == State.UNCONFIRMED;
    }

    /** Whether its archived copy is there no more, or not as it was. */
    public boolean isLost() {
        return state == State.GONE || state == State.CHANGED;
    }

    /** When its file was last found right; if it never was, when it was made. */
    public Instant lastGood() {
        return verified == null ? made : verified;
    }

    /** Whether a copy is archived that was not read for long, which is done once a day: then its store may not answer. */
    public boolean isUnread(Instant now) {
        return isArchived() && lastGood().isBefore(now.minus(UNREAD));
    }

    /**
     * The same as it counts now. One that was made by a clock that was wrong, at a time that is yet to come, counts as the
     * oldest of all; and one that was read by such a clock as not read.
     */
    public Backup asOf(Instant now) {
        boolean isReadAhead = verified != null && Bounds.isAhead(verified, now);
        boolean isMadeAhead = Bounds.isAhead(made, now);
        return isMadeAhead || isReadAhead
                ? with(state, host, isMadeAhead ? Instant.EPOCH : made, artifact, isReadAhead ? null : verified)
                : this;
    }

    public Backup withState(State newState) {
        return with(newState, host, made, artifact, verified);
    }

    /** The same backup in a job that was renamed or moved. */
    public Backup withJob(String newJob) {
        Artifact moved = new Artifact(newJob, build(), artifact.path, sha256(), bytes());
        return with(state, host, made, moved, verified);
    }

    /** The same backup of a node that was renamed. */
    public Backup withHost(String newHost) {
        return with(state, newHost, made, artifact, verified);
    }

    /** The same backup, whose file was read and its hash found right. */
    public Backup withVerified(Instant now) {
        return with(state, host, made, artifact, now);
    }

    private Backup with(State newState, String newHost, Instant dated, Artifact at, Instant read) {
        return new Backup(
                id,
                newState,
                unconfirmedReason,
                newHost,
                computer,
                msids,
                listed,
                dated,
                at,
                read,
                credentials,
                logged);
    }

    /** The same backup, of whose credentials this is known now. */
    public Backup withCredentials(BackupCredentials found) {
        return new Backup(
                id, state, unconfirmedReason, host, computer, msids, listed, made, artifact, verified, found, logged);
    }

    /** The same backup, whose event 10559 is there in the log of its host. */
    public Backup withLogged(HostFacts.Mark mark) {
        return new Backup(
                id,
                state,
                unconfirmedReason,
                host,
                computer,
                msids,
                listed,
                made,
                artifact,
                verified,
                credentials,
                mark);
    }
}
