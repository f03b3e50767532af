package io.jenkins.plugins.entsso.engine.agent.windows;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
        Set<ProcessHandle> family = new LinkedHashSet<>(Set.of(root));
        int known = 0;
        for (int round = 0; round < 2 || family.size() > known && round < ROUNDS; round++) {
            known = family.size();
            // The family is listed before anyone dies: orphans are no longer anybody's descendants.
            List.copyOf(family).forEach(member -> addDescendants(family, member));
            family.forEach(ProcessHandle::destroyForcibly);
        }
        return awaitEnd(family);
    }

    /**
     * Adds the children of a process, as long as it is running, and theirs. They are not older than it: an older one is the
     * child of another process, which had the same number.
     */
    private static void addDescendants(Set<ProcessHandle> family, ProcessHandle parent) {
        Optional<Instant> since = parent.info().startInstant();
        if (since.isEmpty()) {
            return;
        }
        List<ProcessHandle> children = parent.children()
                .filter(child ->
                        !child.info().startInstant().orElse(Instant.MIN).isBefore(since.get()))
                .filter(child -> !child.equals(ProcessHandle.current()))
                .toList();
        // Only while it is alive is its number its own.
        if (parent.isAlive()) {
            children.stream().filter(family::add).forEach(child -> addDescendants(family, child));
        }
    }

    private static boolean awaitEnd(Set<ProcessHandle> family) {
        CompletableFuture<Void> end = CompletableFuture.allOf(
                family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                end.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                over = true;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (TimeoutException | ExecutionException e) {
                over = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return family.stream().noneMatch(ProcessHandle::isAlive);
    }
}
