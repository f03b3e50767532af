package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import java.time.Duration;

/**
 * How to patrol.
 *
 * @param interval how long after one answer a host is asked again
 * @param atOnce how many hosts are asked at a time
 * @param age how old backups may be
 */
public record PatrolSettings(Duration interval, int atOnce, AgePolicy age) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** One missed answer must not put a verdict out of date: less than half of {@code HostRecord.FRESH}. */
    static final Duration LONGEST = Duration.ofDays(3);

    private static final int MOST = 500;

    /** Every four hours, ten at a time. */
    public static final PatrolSettings DEFAULTS = new PatrolSettings(Duration.ofHours(4), 10, AgePolicy.NONE);

    /** Refuses what would flood the agents, or forget them. */
    public PatrolSettings {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new InvalidSettingException(
                    InvalidSettingException.Code.INTERVAL,
                    interval.toMinutes(),
                    SHORTEST.toMinutes(),
                    LONGEST.toMinutes());
        }
        if (atOnce < 1 || atOnce > MOST) {
            throw new InvalidSettingException(InvalidSettingException.Code.AT_ONCE, atOnce, MOST);
        }
    }
}
