package io.jenkins.plugins.entsso.windows;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ProcessTreeTest {
    private final List<ProcessHandle> started = new ArrayList<>();

    @Before
    public void needsAShell() {
        assumeTrue(File.separatorChar == '/');
    }

    @After
    public void leaveNothing() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** A shell with a child, a grandchild and one that ignores polite requests; each prints its process ID. */
    private Process tree() throws Exception {
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
        Process root = new ProcessBuilder("/bin/sh", "-c", "exit 3").start();
        root.waitFor();

        assertTrue(ProcessTree.kill(root.toHandle()));
        assertEquals(3, root.exitValue());
    }
}
