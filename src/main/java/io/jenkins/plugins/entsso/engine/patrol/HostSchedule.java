package io.jenkins.plugins.entsso.engine.patrol;

import java.util.concurrent.Future;

/** When one host is checked next, and the check that is under way. Belongs to the patrol's thread. */
final class HostSchedule {
    final String node;

    /** Ends the wait for the next check, or the check under way. */
    Future<?> timer;

    /** Null if nothing of a check is under way. */
    PatrolPort.Call call;

    /** When the last check began, in nanoseconds; null before the first. */
    Long asked;

    /** Whether another check is to follow the one under way at once. */
    boolean again;

    /** Whether the host took long the last time, and so may take long the next. */
    boolean slow;

    /** Checks since the last answer. */
    int failures;

    HostSchedule(String node) {
        this.node = node;
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
