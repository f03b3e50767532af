package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * The credentials that a backup was made with, and whether they still open it, as the CI server finds out. Nobody can try
 * passwords against what is kept here: the MAC takes a key that only the CI server has.
 *
 * @param id of the credentials in the CI server
 * @param key tells the key of the MAC from others; empty if there is no MAC
 * @param mac made with that key of the password, for this very backup; empty if there is none
 * @param state what was found when that was last looked at
 */
public record BackupCredentials(String id, String key, String mac, State state) implements Serializable {
    private static final long serialVersionUID = 1L;

    public enum State {
        /** They have the password that opens the backup. */
        SAME,
        /** They have another password. */
        CHANGED,
        /** They are not there any more. */
        GONE,
        /** That cannot be told, as with another key or none. */
        NOT_KNOWN
    }

    public BackupCredentials {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(mac, "mac");
        Objects.requireNonNull(state, "state");
    }

    public BackupCredentials withState(State found) {
        return new BackupCredentials(id, key, mac, found);
    }
}
