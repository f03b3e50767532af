package io.jenkins.plugins.entsso.engine.agent.windows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
     * Kills a process that is running and its descendants, and waits for their end, up to ten seconds, also where the
     * calling thread is or gets interrupted: its mark stays. A process that starts children while it is being killed is
     * taken by looking again. What a process that has ended leaves running is left alone: Windows goes on naming the
     * number of a dead parent, and gives it to other programs, so that anybody's processes may seem to be its own.
     *
     * @return whether all of them have ended
     */
    public static boolean kill(ProcessHandle root) {
        if (!root.isAlive()) {
            return true;
        }
        Set<ProcessHandle> family = new LinkedHashSet<>();
        family.add(root);
        boolean grown = true;
        for (int round = 0; grown && round < ROUNDS; round++) {
            // The family is listed before anyone dies: orphans are no longer anybody's descendants.
            int known = family.size();
            addDescendants(family);
            family.forEach(ProcessHandle::destroyForcibly);
            grown = round == 0 || family.size() > known;
        }
        return awaitEnd(family);
    }

    private static void addDescendants(Set<ProcessHandle> family) {
        Deque<ProcessHandle> parents = new ArrayDeque<>(family);
        while (!parents.isEmpty()) {
            for (ProcessHandle child : children(parents.remove())) {
                if (family.add(child)) {
                    parents.add(child);
                }
            }
        }
    }

    /**
     * The children of a process, as long as it is running. They are not older than it: an older one is the child of another
     * process, which had the same number.
     */
    private static List<ProcessHandle> children(ProcessHandle parent) {
        Optional<Instant> since = parent.info().startInstant();
        if (since.isEmpty()) {
            return List.of();
        }
        List<ProcessHandle> children = parent.children()
                .filter(child -> isNotOlder(child, since.get()))
                .filter(child -> !child.equals(ProcessHandle.current()))
                .toList();
        // Only while it is alive is its number its own.
        return parent.isAlive() ? children : List.of();
    }

    private static boolean isNotOlder(ProcessHandle child, Instant parent) {
        return child.info()
                .startInstant()
                .filter(start -> !start.isBefore(parent))
                .isPresent();
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
