package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import java.time.Duration;

/**
 * How to patrol.
 *
 * @param interval how long after one answer a host is asked again
 * @param atOnce how many hosts are asked at a time
 * @param maxAgeDays how many days old the backup of a protected host may be before a new one is made; 0 for any number
 * @param renewAfterLoadFailure whether to back up anew after the secrets could not be loaded and were restored, as after a
 *     change of the service account
 */
public record PatrolSettings(Duration interval, int atOnce, int maxAgeDays, boolean renewAfterLoadFailure) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** One missed answer must not put a verdict out of date: less than half of {@code HostRecord.FRESH}. */
    static final Duration LONGEST = Duration.ofDays(3);

    private static final int MOST = 500;

    /** A century, in days. */
    private static final int OLDEST = 36_500;

    /** Every four hours, ten at a time, backups of any age. */
    public static final PatrolSettings DEFAULTS = new PatrolSettings(Duration.ofHours(4), 10, 0, false);

    /** Refuses what would flood the agents, or forget them, and what is no number of days. */
    public PatrolSettings {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new InvalidSettingException(
                    "patrol.interval", interval.toMinutes(), SHORTEST.toMinutes(), LONGEST.toMinutes());
        }
        if (atOnce < 1 || atOnce > MOST) {
            throw new InvalidSettingException("patrol.atOnce", atOnce, MOST);
        }
        if (maxAgeDays < 0 || maxAgeDays > OLDEST) {
            throw new InvalidSettingException("patrol.age", maxAgeDays, OLDEST);
        }
    }
}
