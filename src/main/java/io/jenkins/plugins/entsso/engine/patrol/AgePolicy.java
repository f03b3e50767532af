package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.util.Optional;

/**
 * How old the backup of a protected host may be.
 *
 * @param maxDays how many days; 0 for any number
 * @param renewAfterLoadFailure whether to back up anew after the secrets could not be loaded and were restored, as after a
 *     change of the service account
 */
public record AgePolicy(int maxDays, boolean renewAfterLoadFailure) {
    /** A century, in days. */
    private static final int LONGEST = 36_500;

    /** Any age will do. */
    public static final AgePolicy NONE = new AgePolicy(0, false);

    /** Refuses what is no number of days. */
    public AgePolicy {
        if (maxDays < 0 || maxDays > LONGEST) {
            throw new InvalidSettingException(InvalidSettingException.Code.AGE, maxDays, LONGEST);
        }
    }

    /** The concern that asks for a newer backup of a protected host. */
    Optional<Finding> renewal(Verdict verdict) {
        if (verdict.kind() != Verdict.Kind.PROTECTED || !verdict.canBackUp()) {
            return Optional.empty();
        }
        return verdict.concerns().stream()
                .filter(f -> f.code() == Code.TOO_OLD || renewAfterLoadFailure && f.code() == Code.NOT_BACKED_UP_SINCE)
                .findFirst();
    }
}
