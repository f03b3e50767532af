package io.jenkins.plugins.entsso.engine.agent;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * What is used of ENTSSO's COM interface {@code ISSOConfigSS}. Its methods that replace or generate a secret are not even
 * declared.
 */
public interface SecretApi {
    /**
     * {@code BackupSecret}.
     *
     * @param file where to
     * @param password encrypts the backup; no copy of it is left in memory
     * @param reminder the password reminder
     * @return the HRESULT
     */
    int backUp(String file, char[] password, String reminder);

    /** {@code GetFilePasswordReminder}: reads a backup file without touching any secret. */
    Reminder reminder(String file);

    /** {@code GetServerStatus}: what this ENTSSO is. */
    Status status();

    /**
     * What ENTSSO says of itself.
     *
     * @param result the HRESULT
     * @param secretServer name of the master secret server
     * @param serviceAccount that ENTSSO runs as
     * @param flags see {@link #SECRET_SERVER}
     */
    record Status(int result, String secretServer, String serviceAccount, int flags) {
        /** This server runs as the master secret server [public code that uses the interface]. */
        public static final int SECRET_SERVER = 0x2;

        /** Whether it says that it is the master secret server. */
        public boolean isSecretServer() {
            return (flags & SECRET_SERVER) != 0;
        }
    }

    /**
     * What was read.
     *
     * @param result the HRESULT
     * @param text the reminder; empty where there is none
     */
    record Reminder(int result, String text) {}

    /**
     * What is done with the interface.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T with(SecretApi api);

        /** Nobody waits for it any longer: it calls nothing more. Said by another thread, also before it has begun. */
        default void giveUp() {}
    }

    /** The way to the interface. */
    @FunctionalInterface
    interface Entry {
        /**
         * Gets the interface, works with it, and lets it go.
         *
         * @param limit how long all of that may take
         * @throws Missing if the interface cannot be had; nothing was done then
         * @throws TimeoutException if it took longer: a COM call cannot be ended from outside, and goes on by itself; the
         *     work was given up
         * @throws InterruptedException if interrupted; the work was given up and had a few seconds to end by itself
         */
        <T> T call(Duration limit, Work<T> work) throws Missing, TimeoutException, InterruptedException;
    }

    /** The interface cannot be had. */
    final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        private final int result;

        /**
         * For that reason.
         *
         * @param result the HRESULT; 0 where it did not come to one
         * @param what was tried
         */
        public Missing(int result, String what) {
            super(what);
            this.result = result;
        }

        /** The HRESULT; 0 where it did not come to one. */
        public int result() {
            return result;
        }
    }
}
