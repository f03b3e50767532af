package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * Why a question to a host stayed without an answer, or why a backup was not made.
 *
 * @param kind the cause, from which the remedy follows
 * @param detail what was seen, for a person: untrusted text from the host, at most {@value #MAX_DETAIL} characters,
 *     without control characters and without any password
 */
public record Failure(Kind kind, String detail) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How much of what a host says is kept. */
    public static final int MAX_DETAIL = 2000;

    /** The causes that a person would act on differently. */
    public enum Kind {
        /** The program is not where it was looked for. */
        TOOL_MISSING,
        /** The program said no: a non-zero exit code that nothing else explains. */
        TOOL_FAILED,
        /** The program or the operating system denied access. */
        ACCESS_DENIED,
        /** The program did not end in time and was killed. */
        TIMEOUT,
        /** The working directory cannot be used: full, missing, not private. */
        WORK_DIRECTORY,
        /** A setting does not fit this host. */
        SETTINGS,
        /** The backup must go to an NTFS volume or removable media. */
        WRONG_MEDIA,
        NOT_SECRET_SERVER,
        OFFLINE,
        /** The program asked something that was not expected of it. */
        DIALOGUE,
        /** A backup was made, but could not be proven good. */
        NOT_PROVEN,
        /** The method is not installed on this host. */
        METHOD_MISSING,
        /** Anything else that went wrong on the host. */
        ERROR
    }

    public Failure {
        Objects.requireNonNull(kind, "kind");
        detail = Bounds.line(detail, MAX_DETAIL).strip();
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
