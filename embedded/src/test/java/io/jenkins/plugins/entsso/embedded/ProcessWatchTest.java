package io.jenkins.plugins.entsso.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.UUID;
import org.junit.Test;

/** The watch sees what it is to see, so that its silence means something. */
public class ProcessWatchTest {
    @Test
    public void seesCommandLines() throws Exception {
        String needle = UUID.randomUUID().toString();
        Process process = new ProcessBuilder("sh", "-c", "read x; # " + needle).start();
        try (ProcessWatch watch = new ProcessWatch(needle)) {
            await("the watch sees the command line").until(() -> !watch.found().isEmpty());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    public void seesEnvironments() throws Exception {
        String needle = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder("cat");
        builder.environment().put("NEEDLE", needle);
        Process process = builder.start();
        try (ProcessWatch watch = new ProcessWatch(needle)) {
            await("the watch sees the environment").until(() -> !watch.found().isEmpty());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    public void isSilentWhereThereIsNothing() {
        ProcessWatch watch = new ProcessWatch(UUID.randomUUID().toString());
        watch.close();
        assertEquals("[]", watch.found().toString());
        assertFalse(watch.found().contains("x"));
    }
}
