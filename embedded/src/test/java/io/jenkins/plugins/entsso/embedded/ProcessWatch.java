package io.jenkins.plugins.entsso.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks again and again for a text in the command lines and environments of every process of this machine. */
final class ProcessWatch implements AutoCloseable {
    private static final long MILLIS = 25;

    private final String needle;
    private final Set<String> found = new ConcurrentSkipListSet<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    ProcessWatch(String needle) {
        this.needle = needle;
        timer.scheduleWithFixedDelay(this::look, 0, MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Where it was seen. */
    Set<String> found() {
        return found;
    }

    /** Looks a last time. */
    @Override
    public void close() {
        timer.shutdownNow();
        look();
    }

    /** Looks once more. */
    void look() {
        ProcessHandle.allProcesses().forEach(process -> {
            for (String file : new String[] {"cmdline", "environ"}) {
                Path path = Path.of("/proc", Long.toString(process.pid()), file);
                try {
                    if (Files.readString(path, StandardCharsets.ISO_8859_1).contains(needle)) {
                        found.add(path + " of " + process.info().command().orElse("?"));
                    }
                } catch (IOException e) {
                    // It has ended meanwhile, or is somebody else's.
                }
            }
        });
    }
}
