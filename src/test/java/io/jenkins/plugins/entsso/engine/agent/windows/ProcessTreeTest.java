package io.jenkins.plugins.entsso.engine.agent.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Test;

public class ProcessTreeTest {
    private final List<ProcessHandle> started = new ArrayList<>();

    /** What a table of processes looks like on Windows, where the number of a dead parent is kept and given away again. */
    private final FakeProcess.Table table = new FakeProcess.Table();

    @After
    public void leaveNothing() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** A shell with a child, a grandchild and one that ignores polite requests; each prints its process ID. */
    private Process tree() throws Exception {
        needsAShell();
        Process root = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "sh -c 'sleep 600 & echo $!; echo $$; wait' & (trap \"\" TERM INT HUP; exec sleep 600) & echo $!; wait")
                .start();
        started.add(root.toHandle());
        BufferedReader lines = root.inputReader();
        for (int i = 0; i < 3; i++) {
            started.add(ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow());
        }
        return root;
    }

    @Test
    public void theWholeTreeIsGoneWhenKillReturns() throws Exception {
        Process root = tree();
        assertEquals(3, root.descendants().count());

        assertTrue(ProcessTree.kill(root.toHandle()));

        for (ProcessHandle process : started) {
            assertFalse(process + " is alive", process.isAlive());
        }
    }

    @Test
    public void anInterruptedCallerStillKillsAndStaysInterrupted() throws Exception {
        Process root = tree();

        Thread.currentThread().interrupt();
        boolean gone = ProcessTree.kill(root.toHandle());

        assertTrue(Thread.interrupted());
        assertTrue(gone);
        assertTrue(started.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    public void aProcessThatHasEndedIsGone() throws Exception {
        needsAShell();
        Process root = new ProcessBuilder("/bin/sh", "-c", "exit 3").start();
        root.waitFor();

        assertTrue(ProcessTree.kill(root.toHandle()));
        assertEquals(3, root.exitValue());
    }

    @Test
    public void whatIsRunningAndYoungerThanItsParentIsKilled() {
        FakeProcess root = table.start(100, 1, 50);
        FakeProcess child = table.start(101, 100, 50);
        FakeProcess grandchild = table.start(102, 101, 60);

        assertTrue(ProcessTree.kill(root));

        assertEquals(List.of(), table.alive());
        assertEquals(List.of(root, child, grandchild), table.killed());
    }

    @Test
    public void whatHadAnEarlierParentWithTheSameNumberIsLeftAlone() {
        FakeProcess innocent = table.start(7, 100, 10);
        FakeProcess root = table.start(100, 1, 50);
        FakeProcess child = table.start(101, 100, 55);
        FakeProcess childOfAnEarlierOne = table.start(102, 101, 20);

        assertTrue(ProcessTree.kill(root));

        assertEquals(List.of(innocent, childOfAnEarlierOne), table.alive());
        assertEquals(List.of(root, child), table.killed());
    }

    @Test
    public void aProcessThatHasEndedHasNoDescendants() {
        FakeProcess innocent = table.start(7, 100, 10);
        FakeProcess root = table.start(100, 1, 50);
        FakeProcess child = table.start(101, 100, 55);
        root.end();

        assertTrue(ProcessTree.kill(root));

        assertEquals(List.of(innocent, child), table.alive());
    }

    /** The number of a member that has ended belongs to whoever gets it, with all his children. */
    @Test
    public void aMemberThatEndsWhileItIsAskedIsNotAskedFurther() {
        FakeProcess root = table.start(100, 1, 50);
        FakeProcess member = table.start(101, 100, 55);
        member.whenAsked(() -> {
            member.end();
            table.start(101, 1, 70);
            table.start(8, 101, 71);
        });

        assertTrue(ProcessTree.kill(root));

        assertEquals(
                List.of(101L, 8L),
                table.alive().stream().map(ProcessHandle::pid).toList());
    }

    @Test
    public void aProcessOfUnknownAgeIsNobodysDescendant() {
        FakeProcess root = table.start(100, 1, 50);
        FakeProcess innocent = table.start(9, 100, FakeProcess.UNKNOWN);

        assertTrue(ProcessTree.kill(root));

        assertEquals(List.of(innocent), table.alive());
    }

    private static void needsAShell() {
        assumeTrue(File.separatorChar == '/');
    }
}
