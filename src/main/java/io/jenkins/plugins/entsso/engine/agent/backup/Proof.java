package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.Serializable;
import java.util.Objects;

/**
 * One thing that was checked of a backup after it was made. A program's exit code and its words are not among it: they
 * claim, they do not prove.
 *
 * @param claim what was checked
 * @param holds whether it is so
 * @param detail what was seen, in no language: a size, MSIDs, a record
 */
public record Proof(Claim claim, boolean holds, String detail) implements Serializable {
    private static final long serialVersionUID = 1L;

    public enum Claim {
        /** The file is where it was asked for. */
        FILE_EXISTS(true),
        /** The file is not empty, not too large to be sent, and not one and the same byte throughout. */
        FILE_PLAUSIBLE(true),
        /** The password does not stand in the file. */
        PASSWORD_NOT_IN_FILE(true),
        /** ENTSSO logged 10559 for this very file, with the MSIDs that are in it: the backup is confirmed. */
        EVENT_FOR_FILE(false),
        /** The MSIDs in that event are all that the registry holds. */
        COVERS_ALL_SECRETS(false),
        /** ENTSSO has not logged 10589 since that event. */
        REQUIRED_SILENT(false),
        /** The reminder read back from the file is the one that was given. */
        REMINDER_READABLE(false);

        private final boolean isNeeded;

        Claim(boolean isNeeded) {
            this.isNeeded = isNeeded;
        }
    }

    public Proof {
        Objects.requireNonNull(claim);
        detail = Bounds.line(detail, Failure.MAX_DETAIL);
    }

    /** Whether this shows that the file is no backup. */
    public boolean isRefutation() {
        return claim.isNeeded && !holds;
    }

    public Finding failed() {
        return Finding.of(Finding.Code.CLAIM_FAILED, claim, detail);
    }
}
