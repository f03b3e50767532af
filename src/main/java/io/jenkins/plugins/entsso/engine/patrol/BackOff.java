package io.jenkins.plugins.entsso.engine.patrol;

import java.time.Duration;

/**
 * How long to wait after failures: twice as long after each.
 *
 * @param first the wait after the first failure
 * @param longest no wait is longer
 */
public record BackOff(Duration first, Duration longest) {
    /**
     * The wait after that many failures in a row.
     *
     * @param failures from 1
     */
    public Duration after(int failures) {
        Duration wait = first;
        for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
