package io.jenkins.plugins.entsso.engine.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The events of the master secret's life that ENTSSO writes to the Application log, by Microsoft's documentation. They
 * are told by ID and insertion strings only: message texts are localized and many are logged at another level than
 * their name says.
 */
public enum EventId {
    /** This master secret server holds no secret at all. No strings. */
    NO_SECRETS(10520),
    /** The secrets in this server's registry cannot be read: permissions, or the service account was changed. No strings. */
    SECRETS_NOT_LOADED(10521),
    /** The database could not be re-encrypted with the current secret yet. Strings: minutes until retry, error code. */
    REENCRYPT_FAILED(10522),
    /** Restored. Strings: file, current MSID, previous MSID, client user, client computer. */
    RESTORED(10523),
    /** A restore failed. Strings: file, current MSID, previous MSID, client user, error code. */
    RESTORE_FAILED(10524),
    /** A new secret was generated. Strings: MSID, client user, client computer, tracking ID. */
    GENERATED(10525),
    /** Generating a new secret failed. Strings: client user, client computer, tracking ID, error code. */
    GENERATE_FAILED(10526),
    /**
     * On the master: another server asked for a secret and did not get it. Strings: secret number, client user, client
     * computer, tracking ID, error code.
     */
    GET_SECRET_FAILED(10527),
    /**
     * The database is re-encrypted with the current secret. Strings: number of credentials, current MSID, previous MSID.
     */
    REENCRYPTED(10528),
    /** This server, not the master, fetched the current secret. Strings: secret server, MSID. */
    GOT_CURRENT_SECRET(10529),
    /** As {@link #GOT_CURRENT_SECRET}, for the previous secret. Strings: secret server, MSID. */
    GOT_PREVIOUS_SECRET(10530),
    /**
     * On the master: another server fetched a secret. Strings: secret number, MSID, client user, client computer, tracking
     * ID.
     */
    SECRET_FETCHED(10531),
    /** This server cannot reach the master secret server. Strings: secret server, error code. */
    LOST_SECRET_SERVER(10532),
    /** This server reaches the master secret server again. Strings: secret server [SDK's message file]. */
    FOUND_SECRET_SERVER(10533),
    /** This computer is the master secret server. No strings. */
    SECRET_SERVER_STARTING(10534),
    /**
     * A call that failed, at audit levels above 0. Strings: function, tracking ID, client computer, client user,
     * application, error code.
     */
    CALL_AUDITED(10536),
    /** The service did not start, for its account is no SSO administrator. Strings: SSO administrators, service account. */
    SERVICE_NOT_SSO_ADMIN(10550),
    /** Backed up. Strings: file, current MSID, previous MSID, client user, client computer. */
    BACKED_UP(10559),
    /** A backup failed. Strings: file, current MSID, previous MSID, client user, error code. */
    BACKUP_FAILED(10560),
    /** The target is neither NTFS nor removable media. Strings: file, client user, client computer, error code. */
    BACKUP_FAILED_MEDIA(10561),
    /** Re-encryption of the database is in progress. No strings. */
    REENCRYPTING(10562),
    /** A secret cannot be loaded: service account changed, or corrupted. Strings: MSID. */
    SECRET_INVALID(10565),
    /** The master secret server was moved. Strings: new server, old server, tracking ID, client computer, client user. */
    SECRET_SERVER_CHANGED(10575),
    /**
     * Who may administer SSO was changed. Strings: new SSO administrators, old ones, tracking ID, client computer, client
     * user.
     */
    SSO_ADMIN_CHANGED(10576),
    /** The master secret has not been backed up; repeated until it is. No strings. */
    BACKUP_REQUIRED(10589),
    /** ENTSSO goes offline: its database has been away for about five minutes. No strings. */
    OUT_OF_SERVICE(10590),
    /** ENTSSO is back online. No strings. */
    IN_SERVICE(10591),
    /** The service runs as a local administrator. Strings: service account. */
    SERVICE_IS_ADMIN(10599),
    /** The server refused a call. Strings: client user, call, call, error code. */
    CALL_REFUSED(10613),
    /** A caller is no SSO administrator. Strings: tracking ID, domain, client user, SSO administrators. */
    NOT_SSO_ADMIN(11009),
    /** The service cannot run as Local Service. No strings. */
    NO_LOCAL_SERVICE(11039),
    /** The service runs as Network Service. No strings. */
    NETWORK_SERVICE(11040),
    /** The service runs under a local account. Strings: service account. */
    LOCAL_ACCOUNT(11041),
    /**
     * Access denied to a caller who is in none of these. Strings: SSO administrators, SSO affiliate administrators,
     * application administrators.
     */
    ACCESS_DENIED_ACCOUNTS(11042);

    private final int number;

    EventId(int number) {
        this.number = number;
    }

    /** The number that Windows shows as Event ID. */
    public int number() {
        return number;
    }

    /** The event with that number, if it is one that this plugin looks at. */
    public static Optional<EventId> of(int number) {
        return Arrays.stream(values()).filter(id -> id.number == number).findFirst();
    }
}
