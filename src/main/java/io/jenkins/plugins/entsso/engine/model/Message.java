package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What an agent tells of its work, as a code and its arguments; the package {@code report} has the words, in the reader's
 * language.
 *
 * @param code what it tells
 * @param arguments in the order that the code documents. Texts that come from a host are untrusted
 */
public record Message(Code code, List<String> arguments) implements Serializable {
    private static final long serialVersionUID = 1L;

    public enum Code {
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
        /** The file cannot be read: its path, why. */
        FILE_UNREADABLE(2),
        /** A claim does not hold: the claim, what was seen. */
        CLAIM_FAILED(2);

        private final int arity;

        Code(int arity) {
            this.arity = arity;
        }

        /** How many arguments a message of this code has. */
        public int arity() {
            return arity;
        }
    }

    /**
     * Copies the arguments and makes each of them one line of bounded length.
     *
     * @throws IllegalArgumentException if they are too many or too few
     */
    public Message {
        arguments = Bounds.list("argument", String.class, arguments).stream()
                .map(argument -> Bounds.line(argument, Failure.MAX_DETAIL))
                .toList();
        if (arguments.size() != code.arity) {
            throw new IllegalArgumentException(code + " takes " + code.arity + " arguments, not " + arguments.size());
        }
    }

    /** A message with these arguments, as text. */
    public static Message of(Code code, Object... arguments) {
        return new Message(code, Arrays.stream(arguments).map(String::valueOf).toList());
    }

    /** That something was answered by an error. */
    public static Message error(String called, int number) {
        return of(
                Code.ERROR,
                called,
                ErrorCode.hexadecimal(number),
                ErrorCode.of(number).map(ErrorCode::key).orElse(""));
    }

    /** What ENTSSO itself has logged. */
    public static Message said(EntssoEvent event) {
        return of(
                Code.SAID,
                event.id().number(),
                event.recordId(),
                event.time(),
                String.join(", ", event.strings()),
                ErrorCode.of(event.id().number()).map(ErrorCode::key).orElse(""));
    }
}
