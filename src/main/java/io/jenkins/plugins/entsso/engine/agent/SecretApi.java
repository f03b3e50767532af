package io.jenkins.plugins.entsso.engine.agent;

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
        T with(SecretApi api);

        /** Nobody waits for it any longer: it calls nothing more. Said by another thread, also before it has begun. */
        default void giveUp() {}
    }
}
