package io.jenkins.plugins.entsso.engine.patrol;

import java.time.Duration;

/**
 * How long to wait, in nanoseconds. What is left to chance is drawn from a seed and the node's name: it spreads the nodes,
 * and can be told beforehand.
 */
final class Times {
    /** An agent that has just come up has other things to do first. */
    static final Duration AFTER_CONNECT = Duration.ofSeconds(10);

    /** A connection that comes and goes does not have its host asked more often than this. */
    static final Duration BETWEEN_CONNECTS = Duration.ofMinutes(5);

    /** A verdict grows old only after its host has been away for so long: time may have stood still for all of them. */
    static final Duration AWAY = Duration.ofHours(1);

    /** A host is forgotten that was no node at two looks with this between them: nodes may just be being loaded. */
    static final Duration NO_NODE = Duration.ofMinutes(10);

    /** The hosts that are there when the patrol begins are asked within this time. */
    static final Duration FIRST_ROUND = Duration.ofMinutes(10);

    /** After the first silence. */
    static final Duration FIRST_RETRY = Duration.ofMinutes(5);

    /** After the first backup that did not help. */
    static final Duration FIRST_RESTART = Duration.ofHours(1);

    /** Between backups that do not help. */
    static final Duration LONGEST_RESTART = Duration.ofDays(1);

    /** Between backups that do not help, of a secret that another node is said to have backed up. */
    static final Duration SELDOM = Duration.ofDays(7);

    /** By so much, in both directions, are times spread. */
    private static final double SPREAD = 0.1;

    private final long seed;

    Times(long seed) {
        this.seed = seed;
    }

    /** Until a host is first asked. */
    long first(String node, Duration interval) {
        Duration within = interval.compareTo(FIRST_ROUND) < 0 ? interval : FIRST_ROUND;
        return (long) (within.toNanos() * fraction(node, 0));
    }

    /** From one answer to the next question. */
    long next(String node, Duration interval, long round) {
        return spread(interval.toNanos(), node, round);
    }

    /** From a silence to the next question: soon at first, then ever later, never later than usual. */
    long retry(String node, Duration interval, int failures, long round) {
        return spread(doubled(FIRST_RETRY, failures, interval), node, round);
    }

    /** From one start of a backup to the next for the same reason. */
    static long restart(int starts) {
        return doubled(FIRST_RESTART, starts, LONGEST_RESTART);
    }

    private long spread(long nanos, String node, long round) {
        return (long) (nanos * (1 - SPREAD + 2 * SPREAD * fraction(node, round)));
    }

    private static long doubled(Duration first, int times, Duration longest) {
        Duration time = first;
        for (int i = 1; i < times && time.compareTo(longest) < 0; i++) {
            time = time.multipliedBy(2);
        }
        return time.compareTo(longest) < 0 ? time.toNanos() : longest.toNanos();
    }

    /** Between 0 and 1: the name's characters and the rest, mixed as in SplitMix64. */
    private double fraction(String node, long round) {
        long hash = mix(seed);
        for (int i = 0; i < node.length(); i++) {
            hash = mix(hash ^ node.charAt(i));
        }
        return (mix(hash ^ round) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
