package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is told of a host, as a code and its arguments: what a verdict rests on or asks for, or what an agent did and
 * found there. {@code report.Texts} has the words, in the reader's language.
 *
 * @param code what it is
 * @param arguments in the order that the code documents: texts, MSIDs, numbers, and times in ISO-8601 UTC. Texts that come
 *     from a host are untrusted
 */
public record Finding(Code code, List<String> arguments) implements Serializable {
    private static final long serialVersionUID = 1L;

    public enum Code {
        /** 10589 without a later backup: count, 'true' if there may be more, first time, last time, record number. */
        REQUIRED(5),
        /** A held backup covers an MSID: MSID, job, build, artifact. */
        COVERED(4),
        /**
         * A backup made on another node, not of the same cluster, is said to hold secrets of the host: job, build, artifact,
         * node, when it was made. It counts for nothing here.
         */
        CLAIMED(5),
        /** An MSID that no held backup covers: MSID. */
        NOT_COVERED(1),
        /** The current secret by the log, which the registry does not list: MSID, time, record number. */
        UNLISTED(3),
        /** A secret was generated: MSID, time, record number. */
        GENERATED(3),
        /** Somebody else's backup covers an MSID: MSID, file, time, record number. */
        REPORTED(4),
        /** An MSID was restored from a file, whoever made that: MSID, file, time, record number. */
        RESTORED_FROM(4),
        /** A backup of this plugin's that ENTSSO counts, but of which no copy is held: time, record number. */
        LOST(2),
        /** 10520: time, record number. */
        NO_SECRETS(2),
        /** 10521: time, record number. */
        NOT_LOADED(2),
        /** 10565: MSID or empty, time, record number. */
        INVALID(3),
        /** The registry has the key of a master secret server and no MSID under it. */
        NO_MSID(0),
        /** The registry has no key of a master secret server. */
        NO_KEY(0),
        /** ENTSSO answered that this host is not the master secret server (10766), and names no other. */
        WRONG_HOST(0),
        /** The log speaks of this host as of a master secret server, and the registry does not: time, record number. */
        ROLE_CONTRADICTION(2),
        /** The master secret server: its name, time, record number. */
        SECRET_SERVER(3),
        /** By ENTSSO itself, another host is the master secret server: its name. */
        SECRET_SERVER_BY_STATUS(1),
        /** ENTSSO says that this host is the master secret server, and the registry has no key of one. */
        STATUS_CONTRADICTION(0),
        /** No ENTSSO program, key or event. */
        NO_ENTSSO(0),
        /** Not Windows: operating system. */
        NOT_WINDOWS(1),
        /** The log reaches back only so far and says nothing of a backup: time of the oldest record. */
        NO_PAST(1),
        /** The log was not read: failure kind, detail. */
        LOG_FAILED(2),
        /** The registry was not read: failure kind, detail. */
        REGISTRY_FAILED(2),
        /** {@code ssoconfig} was not found: detail. */
        TOOL_MISSING(1),
        /** The agent did not answer: detail. */
        NO_ANSWER(1),
        /** Nobody has looked at the host for so long that what was found then does not count: when it was last checked. */
        GROWN_OLD(1),
        /** The host was last checked by a clock that was wrong, at a time that is yet to come: that time. */
        CHECKED_AHEAD(1),
        /** 10522: error code, time, record number. */
        REENCRYPT_FAILED(3),
        /** 10590 without a later 10591: time, record number. */
        OUT_OF_SERVICE(2),
        /** 10560 or 10561 without a later 10559: error code, time, record number. */
        BACKUP_FAILED(3),
        /** 10524 without a later 10523: error code, time, record number. */
        RESTORE_FAILED(3),
        /** 10532 as the newest word on the master secret server: its name, time, record number. */
        LOST_SECRET_SERVER(3),
        /** The artifact of a backup is gone: job, build, artifact. */
        ARTIFACT_GONE(3),
        /** The artifact of a backup is not what was archived: job, build, artifact. */
        ARTIFACT_CHANGED(3),
        /**
         * 10521 or 10565, healed by a restore since, and no backup after it: time, record number. What the service account
         * was changed to is not in the log, but a change without backup and restore shows in these events.
         */
        NOT_BACKED_UP_SINCE(2),
        /** The key of a master secret server is still in the registry of one that is none. */
        KEY_LEFT_OVER(0),
        /** An MSID that was there already when the newest backup was made, and that is not in it: MSID. */
        OLDER_KEY(1),
        /** The newest backup was not confirmed by ENTSSO: job, build, artifact, {@link Backup.UnconfirmedReason}. */
        UNCONFIRMED(4),
        /** 10536 with 0x80090005: data is not decrypted, as after a restore (KB 3000847): time, record number. */
        BAD_DATA(2),
        /** 10550: the service's account, the SSO administrators, time, record number. */
        SERVICE_NOT_SSO_ADMIN(4),
        /** 10599: the service's account, time, record number. */
        SERVICE_IS_ADMIN(3),
        /** 10576: the new SSO administrators, the old ones, time, record number. */
        SSO_ADMIN_CHANGED(4),
        /** The current secret is older than a year: MSID, time, record number. */
        SECRET_OLD(3),
        /** The log is full and does not overwrite: its name. */
        LOG_FULL(1),
        /** Nothing at all was written to the log for long: when it was last. */
        LOG_SILENT(1),
        /** The log is smaller than usual: its name, its size in KB. */
        LOG_SMALL(2),
        /** ENTSSO writes to another log than usual: its name. */
        LOG_ELSEWHERE(1),
        /** ENTSSO's source is registered under no log that was read: the name of the one that was. */
        LOG_NOT_REGISTERED(1),
        /** The log begins after the record that was read last: that record, the oldest now, when that was logged. */
        LOG_GAP(3),
        /** Both views of the registry have secrets. */
        BOTH_VIEWS(0),
        /** ENTSSO's service is about to start, as after a boot. */
        SERVICE_STARTING(0),
        /** Keys among the secrets that are no MSIDs: their names. */
        ODD_KEYS(1),
        /** Files that look like backups lie on the server itself: their names, when the newest was written. */
        BACKUP_ON_SERVER(2),
        /** ENTSSO's service is stopped here, as on a passive node of a cluster: no backup is tried. */
        SERVICE_STOPPED(0),
        /** For ENTSSO another host answers here, so that no backup is tried: its name. */
        REDIRECTED(1),
        /** A secret's newest backup is older than it may be: job, build, when it was made, how many days it may be old. */
        TOO_OLD(4),
        /** The file of a backup was not read for too long, as where its store does not answer: job, build, when it last was. */
        BACKUP_NOT_READ(3),
        /** The credentials have another password than when a backup was made with them: job, build, artifact, their ID. */
        PASSWORD_CHANGED(4),
        /** The credentials that a backup was made with are gone: job, build, artifact, their ID. */
        CREDENTIALS_GONE(4),
        /** The numbers of the log's records went back: the newest known, the newest now, when it was found. */
        WENT_BACK(3),
        /** Another computer answers under the node's name: its name before, its name now, when it was found. */
        OTHER_COMPUTER(3),
        /** As {@link #OTHER_COMPUTER}, with other secrets than before: its name before, its name now, when it was found. */
        OTHER_MACHINE(3),
        /** A person has said that it was mended otherwise: the numbers of the events, who, when, why. */
        RESOLVED(4),
        /** The node was renamed: its name before, when. */
        NODE_RENAMED(2),
        /** A file of the ledger cannot be read: its path, why. */
        FILE_UNREADABLE(2),
        /** A file of the ledger could not be read and was set aside: its path now. */
        FILE_SET_ASIDE(1),
        /** The ledger cannot be opened: its directory, why. */
        LEDGER_CLOSED(2),

        DO_NOTHING(0),
        DO_BACK_UP(0),
        /** Next step: restore from a held backup: job, build, artifact. */
        DO_RESTORE(3),
        /** Next step: try to restore from an unconfirmed backup: job, build, artifact. */
        DO_RESTORE_UNCONFIRMED(3),
        /** Next step: restore from a file that somebody else made: file. */
        DO_RESTORE_FILE(1),
        /** Next step: find a backup file, since none is known. */
        DO_FIND_BACKUP(0),
        /** Next step: give the agent's account access: account. */
        DO_GRANT_ACCESS(1),
        /** Next step: repair what kept the host from answering. */
        DO_REPAIR(0),
        /** Next step: run this where ENTSSO's service runs, or start it. */
        DO_FIND_ACTIVE_NODE(0),
        /** Next step: run this on the host that answers for ENTSSO here, or have this one answer again: its name. */
        DO_RUN_THERE(1),
        DO_WAIT(0),
        DO_LOOK(0),
        /** Next step: run this on the master secret server: its name. */
        DO_GO_TO(1),
        /** Next step: run this on the master secret server, whose name is not known. */
        DO_FIND_SERVER(0),

        /** What an agent that died had left was removed: the directory. */
        ABANDONED_REMOVED(1),
        /** What an agent that died had left could not be removed: the files. */
        ABANDONED_LEFT(1),
        /** What the agent's account may do: the account; whether it is elevated, an administrator, an SSO administrator. */
        RIGHTS(4),
        /** ENTSSO's account was let into the private directory: the account. */
        ACCOUNT_ADMITTED(1),
        /** ENTSSO's account could not be let into the private directory: the account. */
        ACCOUNT_NOT_ADMITTED(1),
        /** Nobody could say which account ENTSSO runs as. */
        ACCOUNT_UNKNOWN(0),
        /** The API is not there, and the console is tried. */
        API_MISSING(0),
        /** The API was used and made no backup, and the console is tried. */
        API_FAILED(0),
        /** The API was used: the directory. */
        API_USED(1),
        /** The console was used: the program, the directory. */
        CONSOLE_USED(2),
        /** The program ended: its exit code, what was on its screen. */
        PROGRAM_ENDED(2),
        /** ENTSSO logged the backup: the record number, the MSIDs. */
        BACKUP_LOGGED(2),
        /** The file is not known to be no backup: its size in bytes, its hash, how many checks hold. */
        CHECKED(3),
        /** Nothing is left on the agent: the directory. */
        WIPED(1),

        /** A copy of the backup may be left: where. */
        LEFT_BEHIND(1),
        /** The agent has not cleaned up in time. */
        STILL_CLEANING(0),
        /** The agent's account is no administrator: the account. */
        NOT_ADMINISTRATOR(1),
        /** The agent is not elevated: the account. */
        NOT_ELEVATED(1),
        /** The work directory is not there: its path. */
        DIRECTORY_MISSING(1),
        /** No private directory can be made in the work directory: its path, why. */
        DIRECTORY_UNUSABLE(2),
        /** The volume of the work directory does not keep others out: its path. */
        DIRECTORY_NOT_PRIVATE(1),
        /** {@code ssoconfig} was not found: where it was looked for. */
        PROGRAM_MISSING(1),
        /** {@code ssoconfig} could not be started: the program, why. */
        PROGRAM_NOT_STARTED(2),
        /** There is no pseudo-terminal: why. */
        CONSOLE_MISSING(1),
        /** The API cannot be called: why. */
        API_UNUSABLE(1),
        /** The API did not answer in time: the seconds. */
        API_TIMEOUT(1),
        /** Something was answered by an error: what was called, the number, the {@link ErrorCode} or nothing. */
        ERROR(3),
        /** The program did not end in time: the seconds, how many answers it got, what was on its screen. */
        DIALOGUE_TIMEOUT(3),
        /** The program ended before it got all answers: its exit code, how many it got, what was on its screen. */
        DIALOGUE_ENDED(3),
        /** The console broke: why, how many answers the program got, what was on its screen. */
        DIALOGUE_BROKEN(3),
        /** ENTSSO logged that it failed: the event's number, its record, its error code. */
        REFUSED(3),
        /**
         * What ENTSSO itself has logged of it: the event's number, its record, its time, its strings, the {@link ErrorCode}.
         */
        SAID(5),
        /** The file of a backup cannot be read: its path, why. */
        BACKUP_UNREADABLE(2),
        /** A claim does not hold: the claim, what was seen. */
        CLAIM_FAILED(2);

        private final int arity;

        Code(int arity) {
            this.arity = arity;
        }

        public int arity() {
            return arity;
        }
    }

    /** Makes each argument one line of bounded length, and refuses a wrong number of them. */
    public Finding {
        arguments = Bounds.list("arguments", String.class, arguments, code.arity).stream()
                .map(argument -> Bounds.line(argument, Failure.MAX_DETAIL))
                .toList();
        if (arguments.size() != code.arity) {
            throw new IllegalArgumentException(code + " takes " + code.arity + " arguments, not " + arguments.size());
        }
    }

    /** A finding with these arguments, as text; a backup stands for its job, build and artifact. */
    public static Finding of(Code code, Object... arguments) {
        List<String> texts = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            if (argument instanceof Backup backup) {
                texts.add(backup.job());
                texts.add(Integer.toString(backup.build()));
                texts.add(backup.artifact().path());
            } else {
                texts.add(String.valueOf(argument));
            }
        }
        return new Finding(code, texts);
    }

    /** A finding about an event: what there is to say of it, then its time and record number. */
    static Finding at(Code code, EntssoEvent event, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(more));
        arguments.add(event.time());
        arguments.add(event.recordId());
        return of(code, arguments.toArray());
    }

    /** That something was answered by an error. */
    public static Finding error(String called, int number) {
        return of(
                Code.ERROR,
                called,
                ErrorCode.hexadecimal(number),
                ErrorCode.of(number).map(ErrorCode::key).orElse(""));
    }

    /** What ENTSSO itself has logged. */
    public static Finding said(EntssoEvent event) {
        return of(
                Code.SAID,
                event.id().number(),
                event.recordId(),
                event.time(),
                String.join(", ", event.strings()),
                ErrorCode.of(event.id().number()).map(ErrorCode::key).orElse(""));
    }
}
