package io.jenkins.plugins.entsso.simulator;

/** What can be wrong with a simulated host; several at once. Unlike a {@link Variation}, none of these is a healthy host. */
public enum Fault {
    /** The event log may not be read. */
    LOG_ACCESS_DENIED,
    /** The event log never answers. */
    LOG_HANGS,
    /** The event log is full and does not overwrite: no record is added. */
    LOG_FULL,
    /** ENTSSO's source is registered under another log: its records, and only these, are there. */
    SOURCE_MOVED,
    /** The service is stopped, as on a passive node of a cluster. */
    SERVICE_STOPPED,
    /** A server that has become another one's member still has the registry key with the secrets. */
    LEFTOVER_KEY,
    /** The registry key with the secrets may not be read. */
    REGISTRY_ACCESS_DENIED,
    /** The caller is no SSO administrator: the backup is denied after the questions. */
    BACKUP_ACCESS_DENIED,
    /** {@code ssoconfig} says that this is not the master secret server, whatever the registry says. */
    NOT_SECRET_SERVER,
    /** ENTSSO is offline, so no backup can be made. */
    OFFLINE,
    /** ENTSSO cannot load its secrets, so no backup can be made: 10560. */
    SECRETS_NOT_LOADED,
    /** The target is neither NTFS nor removable media: 10561. */
    TARGET_NOT_NTFS,
    /** {@code ssoconfig} says that the passwords differ, however equal they are, and asks again, five times. */
    PASSWORDS_DIFFER,
    /** {@code ssoconfig} asks something that nobody has heard of before it asks for the password. */
    UNKNOWN_QUESTION,
    /** {@code ssoconfig} and a child of it hang before any question; only killing by force ends them. */
    HANG_BEFORE_PROMPTS,
    /** {@code ssoconfig} and a child of it hang after the first password; only killing by force ends them. */
    HANG_AFTER_PASSWORD,
    /** {@code ssoconfig} and a child of it hang after the last answer; only killing by force ends them. */
    HANG_AFTER_ANSWERS,
    /** {@code ssoconfig} ends without a word after the first password. */
    DIES_AFTER_PASSWORD,
    /** {@code ssoconfig} prints garbage instead of questions, and exits with 0. */
    BACKUP_GARBAGE,
    /** {@code ssoconfig} prints {@value Garbage#FLOOD_MEGABYTES} megabytes of garbage, and exits with 0. */
    BACKUP_GARBAGE_FLOOD,
    /** {@code ssoconfig} prints nothing and exits with 0. */
    BACKUP_SILENT,
    /** The backup seems to succeed, 10559 and all, but there is no file. */
    NO_FILE,
    /** The file is written and is good, but no event is logged. */
    NO_EVENT,
    /** Event 10559 names another file. */
    EVENT_FOR_OTHER_FILE,
    /** The file has no bytes. */
    EMPTY_FILE,
    /** All bytes of the file are zero. */
    ZERO_FILE,
    /**
     * {@code ssoconfig}, or the API, ends when the first bytes of the file are written; the rest follows seconds later. On
     * Windows the file is held open till then, so that 10559 may come before it is whole; elsewhere it comes after that.
     */
    WRITTEN_SLOWLY,
    /** {@code ssoconfig} and a child of it hang when the first bytes of the file are written. */
    HANG_WHILE_WRITING,
    /** {@code ssoconfig} ends without a word when the first bytes of the file are written, and nobody writes the rest. */
    DIES_WHILE_WRITING,
    /** The password stands in the file, readable, in UTF-8. */
    PASSWORD_IN_FILE,
    /** The password stands in the file, readable, in UTF-16 as Windows keeps texts. */
    PASSWORD_IN_FILE_UTF16,
    /** Event 10559 names MSIDs that are not this host's. */
    EVENT_NAMES_OTHER_MSIDS,
    /** Event 10589 goes on after the backup. */
    STILL_REQUIRED,
    /** A new secret is generated while the backup is made: it holds the old ones only. */
    SECRET_GENERATED_DURING_BACKUP,
    /** The log is cleared right after the backup, so 10559 is lost. */
    LOG_CLEARED_AFTER_BACKUP,
    /** The log wraps right after the backup, so 10559 and all before are lost; other sources' events follow. */
    LOG_WRAPPED_AFTER_BACKUP,
    /** The file cannot be written: 10560 with the error code of a full disk. */
    DISK_FULL,
    /** {@code ssoconfig} exits with 1 and says nothing although the backup was made. */
    NONZERO_THOUGH_DONE,
    /** {@code ssoconfig} exits with 0 although no backup was made. */
    ZERO_THOUGH_FAILED
}
