package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What was checked of a backup after it was made. A program's exit code and its words are not among it: they claim, they
 * do not prove.
 *
 * @param checks each claim that was checked, in order
 */
public record Proof(List<Check> checks) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What can be checked. */
    public enum Claim {
        /** The file is where it was asked for. */
        FILE_EXISTS,
        /** The file has a size that a backup can have, and not one and the same byte throughout. */
        FILE_PLAUSIBLE,
        /** The password does not stand in the file. */
        PASSWORD_NOT_IN_FILE,
        /** ENTSSO logged 10559 for this very file. */
        EVENT_FOR_FILE,
        /** The MSIDs in that event are all that the registry holds. */
        COVERS_ALL_SECRETS,
        /**
         * Some of them are: the host is not protected by this alone, but the backup restores those. Instead of
         * {@link #COVERS_ALL_SECRETS}, and without any of them that one does not hold.
         */
        COVERS_SOME_SECRETS,
        /** ENTSSO has not logged 10589 since that event. */
        REQUIRED_SILENT,
        /** The reminder read back from the file is the one that was given. */
        REMINDER_READABLE
    }

    /**
     * One claim and what was seen.
     *
     * @param claim what was checked
     * @param holds whether it is so
     * @param detail what was seen, in no language: a size, MSIDs, a record
     */
    public record Check(Claim claim, boolean holds, String detail) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Bounds the detail. */
        public Check {
            detail = detail == null ? null : Bounds.line(detail, Failure.MAX_DETAIL);
        }
    }

    /** The claims without which a backup is not a backup; beside them, it covers all secrets or some. */
    private static final Set<Claim> NEEDED = Collections.unmodifiableSet(EnumSet.complementOf(
            EnumSet.of(Claim.REMINDER_READABLE, Claim.COVERS_ALL_SECRETS, Claim.COVERS_SOME_SECRETS)));

    /**
     * Copies the checks.
     *
     * @throws IllegalArgumentException if there are more than can be
     */
    public Proof {
        Bounds.size("checks", checks, 4 * Claim.values().length);
        for (Check check : checks) {
            Objects.requireNonNull(check.claim);
            Objects.requireNonNull(check.detail);
        }
        checks = Collections.unmodifiableList(new ArrayList<>(checks));
    }

    /** What does not hold. */
    List<Message> failed() {
        return checks.stream()
                .filter(check -> !check.holds)
                .map(check -> Message.of(Message.Code.CLAIM_FAILED, check.claim, check.detail))
                .toList();
    }

    /** Whether every claim that is needed was checked and every claim that was checked holds. */
    public boolean holds() {
        Set<Claim> held = EnumSet.noneOf(Claim.class);
        for (Check check : checks) {
            if (!check.holds()) {
                return false;
            }
            held.add(check.claim());
        }
        return held.containsAll(NEEDED)
                && (held.contains(Claim.COVERS_ALL_SECRETS) || held.contains(Claim.COVERS_SOME_SECRETS));
    }
}
