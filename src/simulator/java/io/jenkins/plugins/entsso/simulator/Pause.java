package io.jenkins.plugins.entsso.simulator;

import java.util.concurrent.locks.LockSupport;

/** Waiting. */
final class Pause {
    private Pause() {}

    /** About that long; an interruption ends it early and stays set. */
    static void millis(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
