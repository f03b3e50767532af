package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.model.Backup;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.concurrent.Future;

/** What a run needs of the CI server that it runs in. */
public final class Ports {
    private Ports() {}

    /** The way to an agent. */
    @FunctionalInterface
    public interface Sender {
        /**
         * Sends a task to the agent's JVM. May block while the agent does not read what it is sent.
         *
         * @return the answer to come; cancelling it interrupts the task
         * @throws IOException if the agent is gone
         */
        <T extends Serializable> Future<T> send(AgentTask<T> task) throws IOException;
    }

    /** Where the passwords of backups come from. */
    @FunctionalInterface
    public interface Passwords {
        /**
         * The password; whoever asks for it wipes it.
         *
         * @throws IllegalArgumentException with the remedy if there is none or it is not fit
         */
        Password password();

        /** A backup that is about to be made, with what is to be known of its credentials later, if it has any. */
        default Backup remember(Backup started) {
            return started;
        }
    }

    /** The build's artifacts. */
    public interface Archive {
        /** Full name of the job. */
        String job();

        /** Number of the build. */
        int build();

        /**
         * Adds an artifact.
         *
         * @param path relative, separated by '/'
         * @throws IOException if it cannot be kept, for instance because the disk is full
         */
        void store(String path, byte[] content) throws IOException, InterruptedException;

        /** Whether there is an artifact at that path, of this build's doing or another step's. */
        boolean exists(String path) throws IOException, InterruptedException;

        /**
         * A backup was archived and read back: from now on this build must not be discarded while it is the newest of a secret,
         * also if it could not be entered.
         *
         * @throws IOException if that cannot be seen to; the backup stays held
         */
        void held(Backup backup) throws IOException;

        /** Opens an artifact as everybody else would read it. */
        InputStream open(String path) throws IOException, InterruptedException;

        /** Removes an artifact that turned out to be no good, if it is there. */
        void remove(String path) throws IOException, InterruptedException;
    }
}
