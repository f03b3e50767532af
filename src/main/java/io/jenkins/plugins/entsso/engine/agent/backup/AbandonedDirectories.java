package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Message;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private directories of agents that died. The name of each has the number of its process and when that was started, which
 * together name a process for ever.
 */
final class AbandonedDirectories {
    private static final String PREFIX = "entsso-";

    /** What the names of this process' own directories begin with; the rest is random. */
    static final String OWN_PREFIX = PREFIX + ProcessHandle.current().pid() + "-"
            + started(ProcessHandle.current()).orElse(0L) + "-";

    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,10})-(\\d{1,18})-[0-9a-f]{16}");

    private AbandonedDirectories() {}

    /** Wipes those in that work directory that are of the same account as its own one; a message for each. */
    static List<Message> wipe(Path workDirectory, Path own) {
        List<Message> messages = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(workDirectory, PREFIX + "*")) {
            for (Path directory : all) {
                if (isAbandoned(directory, own)) {
                    List<Path> left = Wiping.wipe(directory);
                    messages.add(
                            left.isEmpty()
                                    ? Message.of(Message.Code.ABANDONED_REMOVED, directory)
                                    : Message.of(Message.Code.ABANDONED_LEFT, left));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            messages.add(Message.of(Message.Code.ABANDONED_LEFT, e));
        }
        return messages;
    }

    private static boolean isAbandoned(Path directory, Path own) {
        Matcher name = NAME.matcher(String.valueOf(directory.getFileName()));
        try {
            return name.matches()
                    && !isRunning(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))
                    && Wiping.isDirectory(directory)
                    && AccessList.isOfSameAccount(directory, own);
        } catch (IOException e) {
            // Another account's.
            return false;
        }
    }

    /** Where the system does not tell when a process was started, it may be that one. */
    private static boolean isRunning(long pid, long start) {
        return ProcessHandle.of(pid)
                .filter(process -> started(process).map(s -> s == start).orElse(true))
                .isPresent();
    }

    private static Optional<Long> started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli);
    }
}
