package io.jenkins.plugins.entsso.windows;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a process and everything it started. */
public final class ProcessTree {
    private static final int ROUNDS = 5;

    private ProcessTree() {}

    /**
     * Kills the process and its descendants and waits for their end, up to about ten seconds. A process that starts
     * children while it is being killed is taken by looking again.
     *
     * @return whether all of them have ended
     */
    public static boolean kill(ProcessHandle root) {
        // The family is listed before anyone dies: orphans are no longer anybody's descendants.
        Set<ProcessHandle> family = new LinkedHashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            family.add(root);
            root.descendants().forEach(family::add);
            for (ProcessHandle member : Set.copyOf(family)) {
                member.descendants().forEach(family::add);
            }
            family.forEach(ProcessHandle::destroyForcibly);
            if (family.stream().allMatch(ProcessTree::ends)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(2, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            // the caller is being aborted already: it only wants to know whether the kill took
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
