package io.jenkins.plugins.entsso.windows;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a process and everything it started. */
public final class ProcessTree {
    private static final int ROUNDS = 5;

    /** How long killed processes may take to be gone; the kernel needs milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ProcessTree() {}

    /**
     * Kills the process and its descendants and waits for their end, up to ten seconds, also where the calling thread is
     * or gets interrupted: its mark stays. A process that starts children while it is being killed is taken by looking
     * again. A descendant whose parent had ended before is not found on systems that give such orphans a new parent.
     *
     * @return whether all of them have ended
     */
    public static boolean kill(ProcessHandle root) {
        Set<ProcessHandle> family = new LinkedHashSet<>();
        family.add(root);
        boolean grown = true;
        for (int round = 0; grown && round < ROUNDS; round++) {
            // The family is listed before anyone dies: orphans are no longer anybody's descendants.
            int known = family.size();
            for (ProcessHandle member : Set.copyOf(family)) {
                member.descendants().forEach(family::add);
            }
            family.forEach(ProcessHandle::destroyForcibly);
            grown = round == 0 || family.size() > known;
        }
        return awaitEnd(family);
    }

    private static boolean awaitEnd(Set<ProcessHandle> family) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        boolean gone = true;
        for (ProcessHandle process : family) {
            boolean waiting = true;
            while (waiting) {
                try {
                    process.onExit().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                    waiting = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException | ExecutionException e) {
                    gone &= !process.isAlive();
                    waiting = false;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return gone;
    }
}
