package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Message;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A temporary directory that only the agent's account can read. Everything in it is overwritten and removed when it is
 * closed, when the JVM ends before that or, where the JVM did not get to it, by the next backup, see
 * {@link AbandonedDirectories}.
 */
public final class PrivateDirectory implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Host host;
    private final Path parent;
    private final Path path;
    private final Thread atEnd = new Thread(this::wipe, "wipe a private directory");

    private PrivateDirectory(Host host, Path parent, Path path) {
        this.host = host;
        this.parent = parent;
        this.path = path;
    }

    /** What is wrong with the work directory. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Message reason;

        UnusableException(Message reason) {
            super(reason.toString());
            this.reason = reason;
        }

        /** The same as a failure. */
        BackupFailure failure() {
            return BackupFailure.of(Failure.Kind.WORK_DIRECTORY, reason);
        }
    }

    /**
     * Makes one.
     *
     * @param workDirectory where; null for the temporary directory of the agent's account
     * @throws UnusableException if it cannot be made, cannot be made private, or cannot be written to
     */
    public static PrivateDirectory create(Host host, String workDirectory) throws UnusableException {
        String where = parent(workDirectory);
        PrivateDirectory made = null;
        try {
            Path parent = Path.of(where).toAbsolutePath().normalize();
            if (!Files.isDirectory(parent)) {
                throw new UnusableException(Message.of(Message.Code.DIRECTORY_MISSING, where));
            }
            Path path = parent.resolve(
                    AbandonedDirectories.OWN_PREFIX + HexFormat.of().toHexDigits(RANDOM.nextLong()));
            if (!AccessList.createPrivate(host, parent, path)) {
                throw new UnusableException(Message.of(Message.Code.DIRECTORY_NOT_PRIVATE, where));
            }
            made = new PrivateDirectory(host, parent, path);
            Runtime.getRuntime().addShutdownHook(made.atEnd);
            made.tryOut();
            return made;
        } catch (IOException | InvalidPathException | UnusableException e) {
            if (made != null) {
                made.close();
            }
            throw e instanceof UnusableException unusable
                    ? unusable
                    : new UnusableException(Message.of(Message.Code.DIRECTORY_UNUSABLE, where, e));
        }
    }

    /** Where one is made: in the work directory or, where none is set, in the temporary directory of the agent's account. */
    static String parent(String workDirectory) {
        return workDirectory == null ? System.getProperty("java.io.tmpdir") : workDirectory;
    }

    /** Writes and wipes a file. It also loads all classes that wiping takes: at the JVM's end it may be too late. */
    private void tryOut() throws IOException {
        List<Path> left = Wiping.wipe(Files.write(path.resolve("probe"), new byte[] {1}));
        if (!left.isEmpty()) {
            throw new IOException(left + " cannot be removed again");
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Wipes what agents that died have left beside it; a message for each. */
    List<Message> wipeAbandoned() {
        return AbandonedDirectories.wipe(parent, path);
    }

    /**
     * Lets another account in, on systems that have access control lists: ENTSSO's service, from which nothing can be kept
     * that it encrypts itself, and of which it is not known whether it writes a backup as itself or as its caller.
     *
     * @param account as Windows names it
     * @return whether it may write there now
     */
    public boolean admit(String account) {
        return AccessList.admit(host, path, account);
    }

    /**
     * Lets ENTSSO's service in, see {@link #admit}.
     *
     * @param limit how long a question to ENTSSO may take
     * @return what became of it
     */
    Message admitService(Duration limit) throws InterruptedException {
        Optional<String> account = host.serviceAccount().filter(name -> !name.isBlank());
        if (account.isEmpty()) {
            account = host.status(limit)
                    .asOptional()
                    .map(ServerStatus::serviceAccount)
                    .filter(name -> !name.isBlank());
        }
        return account.map(name -> Message.of(
                        admit(name) ? Message.Code.ACCOUNT_ADMITTED : Message.Code.ACCOUNT_NOT_ADMITTED, name))
                .orElseGet(() -> Message.of(Message.Code.ACCOUNT_UNKNOWN));
    }

    /**
     * Overwrites and removes everything, the directory included.
     *
     * @return what could not be removed; empty if all is gone
     */
    public List<Path> wipe() {
        // An interruption is kept for later: nothing may stay behind because of it.
        boolean interrupted = Thread.interrupted();
        List<Path> left = Wiping.wipe(path);
        if (left.isEmpty()) {
            try {
                Runtime.getRuntime().removeShutdownHook(atEnd);
            } catch (IllegalStateException e) {
                // The JVM is ending, and the hook runs or has run.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    /** As {@link #wipe()}. */
    @Override
    public void close() {
        wipe();
    }
}
