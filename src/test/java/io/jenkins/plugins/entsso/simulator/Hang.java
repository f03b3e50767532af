package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What every tool that hangs does. */
final class Hang {
    private static final long SECONDS = 180;

    private Hang() {}

    /** Checks that the process and a child of it outlive a polite end, and end by force. */
    static void check(SimulatedHost host, ProcessHandle process) throws Exception {
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (children(host).isEmpty()) {
                assertTrue("It hangs and has a child", process.isAlive() && System.nanoTime() < deadline);
                assertFalse(ends(process, 20));
            }
            ProcessHandle child = children(host).get(0);
            process.destroy();
            child.destroy();
            assertFalse(ends(process, 500));
            assertTrue(child.isAlive());
            assertTrue(process.descendants().anyMatch(child::equals));
            process.destroyForcibly();
            assertTrue(ends(process, TimeUnit.SECONDS.toMillis(SECONDS)));
            assertTrue("The child outlives its parent", child.isAlive());
            assertEquals(List.of(child), children(host));
        } finally {
            host.kill();
            assertEquals(List.of(), host.running());
        }
    }

    private static boolean ends(ProcessHandle process, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (process.isAlive() && System.nanoTime() < deadline) {
            Pause.millis(5);
        }
        return !process.isAlive();
    }

    private static List<ProcessHandle> children(SimulatedHost host) {
        return host.calls().stream()
                .filter(call -> call.tool().equals("child"))
                .flatMap(call -> call.running().stream())
                .toList();
    }
}
