package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Failure.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The error codes that Windows, COM and ENTSSO answer a backup with, whether in an HRESULT, in an event or on a console. The
 * package {@code report} has a cause and a remedy for each. ENTSSO's own numbers are from the message file of the BizTalk
 * SDK.
 */
public enum ErrorCode {
    /** REGDB_E_CLASSNOTREG: ENTSSO's administration component is not installed for this kind of process. */
    CLASS_NOT_REGISTERED(0x80040154, Kind.METHOD_MISSING),
    /** E_NOINTERFACE. */
    NO_INTERFACE(0x80004002, Kind.METHOD_MISSING),
    /** ERROR_FILE_NOT_FOUND. */
    FILE_NOT_FOUND(0x80070002, Kind.WORK_DIRECTORY),
    /** ERROR_PATH_NOT_FOUND. */
    PATH_NOT_FOUND(0x80070003, Kind.WORK_DIRECTORY),
    /** ERROR_ACCESS_DENIED. */
    ACCESS_DENIED(0x80070005, Kind.ACCESS_DENIED),
    /** ERROR_WRITE_PROTECT. */
    WRITE_PROTECT(0x80070013, Kind.WORK_DIRECTORY),
    /** ERROR_SHARING_VIOLATION. */
    SHARING_VIOLATION(0x80070020, Kind.WORK_DIRECTORY),
    /** ERROR_HANDLE_DISK_FULL. */
    HANDLE_DISK_FULL(0x80070027, Kind.WORK_DIRECTORY),
    /** ERROR_BAD_NETPATH. */
    BAD_NETPATH(0x80070035, Kind.WORK_DIRECTORY),
    /** E_INVALIDARG. */
    INVALID_ARGUMENT(0x80070057, Kind.SETTINGS),
    /** ERROR_DISK_FULL. */
    DISK_FULL(0x80070070, Kind.WORK_DIRECTORY),
    /** ERROR_MOD_NOT_FOUND: the component is registered, but its file is missing. */
    MODULE_NOT_FOUND(0x8007007E, Kind.METHOD_MISSING),
    /** ERROR_BAD_EXE_FORMAT: the component is made for another kind of process. */
    BAD_EXE_FORMAT(0x800700C1, Kind.METHOD_MISSING),
    /** ERROR_FILENAME_EXCED_RANGE, 206. */
    FILENAME_TOO_LONG(0x800700CE, Kind.WORK_DIRECTORY),
    /** ERROR_VIRUS_INFECTED. */
    BLOCKED_AS_VIRUS(0x800700E1, Kind.ERROR),
    /** ERROR_ELEVATION_REQUIRED. */
    ELEVATION_REQUIRED(0x800702E4, Kind.ACCESS_DENIED),
    /** ERROR_SERVICE_DISABLED. */
    SERVICE_DISABLED(0x80070422, Kind.OFFLINE),
    /** ERROR_SERVICE_NOT_ACTIVE. */
    SERVICE_NOT_ACTIVE(0x80070426, Kind.OFFLINE),
    /** ERROR_SERVICE_LOGON_FAILED. */
    SERVICE_LOGON_FAILED(0x8007042D, Kind.OFFLINE),
    /** ERROR_SHUTDOWN_IN_PROGRESS. */
    SHUTDOWN_IN_PROGRESS(0x8007045B, Kind.OFFLINE),
    /** ERROR_ACCESS_DISABLED_BY_POLICY. */
    BLOCKED_BY_POLICY(0x800704EC, Kind.ERROR),
    /** ERROR_PRIVILEGE_NOT_HELD. */
    PRIVILEGE_NOT_HELD(0x80070522, Kind.ACCESS_DENIED),
    /** ERROR_LOGON_FAILURE. */
    LOGON_FAILURE(0x8007052E, Kind.ACCESS_DENIED),
    /** RPC_S_SERVER_UNAVAILABLE: the service does not run. */
    RPC_SERVER_UNAVAILABLE(0x800706BA, Kind.OFFLINE),
    /** RPC_S_CALL_FAILED. */
    RPC_CALL_FAILED(0x800706BE, Kind.OFFLINE),
    /** EPT_S_NOT_REGISTERED. */
    RPC_NO_ENDPOINT(0x800706D9, Kind.OFFLINE),
    /** CO_E_SERVER_EXEC_FAILURE. */
    SERVER_EXEC_FAILURE(0x80080005, Kind.ERROR),
    /** NTE_BAD_DATA: what is in the database cannot be decrypted. */
    BAD_DATA(0x80090005, Kind.ERROR),
    /** NTE_BAD_KEY_STATE: a key is of another account, or of another time of this one. */
    BAD_KEY_STATE(0x8009000B, Kind.ERROR),

    /** This master secret server holds no secret. */
    NO_SECRETS_HELD(10520, Kind.ERROR),
    /** The secrets in the registry cannot be read. */
    SECRETS_NOT_LOADED(10521, Kind.ERROR),
    /** The database could not be re-encrypted yet. */
    REENCRYPT_FAILED(10522, Kind.ERROR),
    /** A restore failed. */
    RESTORE_FAILED(10524, Kind.ERROR),
    /** Generating a secret failed. */
    GENERATE_FAILED(10526, Kind.ERROR),
    /** Another server asked for a secret and did not get it. */
    GET_SECRET_FAILED(10527, Kind.ERROR),
    /** The master secret server cannot be reached. */
    LOST_SECRET_SERVER(10532, Kind.OFFLINE),
    /** An audit record of a call that failed. */
    CALL_AUDITED(10536, Kind.ERROR),
    /** Credentials could not be updated during re-encryption. */
    UPDATE_FAILED(10547, Kind.ERROR),
    /** The service did not start: its account is no SSO administrator. */
    SERVICE_NOT_SSO_ADMIN(10550, Kind.OFFLINE),
    /** The secret server refused a user. */
    CALLBACK_ACCESS_DENIED(10555, Kind.ACCESS_DENIED),
    /** A backup failed. */
    BACKUP_FAILED(10560, Kind.ERROR),
    /** The target is neither NTFS nor removable media. */
    BACKUP_FAILED_MEDIA(10561, Kind.WRONG_MEDIA),
    /** The backup file has not the right format. */
    BACKUP_FILE_INCORRECT_FORMAT(10564, Kind.NOT_PROVEN),
    /** A secret cannot be loaded. */
    SECRET_INVALID(10565, Kind.ERROR),
    /** The master secret has not been backed up. */
    BACKUP_REQUIRED(10589, Kind.ERROR),
    /** ENTSSO goes offline. */
    WENT_OFFLINE(10590, Kind.OFFLINE),
    /** Secrets were restored from a file of an older format. */
    OLD_FILE_VERSION(10598, Kind.ERROR),
    /** The service runs as a local administrator. */
    SERVICE_IS_ADMIN(10599, Kind.ERROR),
    /** The server refused a call. */
    CALL_REFUSED(10613, Kind.ACCESS_DENIED),
    /** The target must be NTFS or removable media. */
    BACKUP_MEDIA(10759, Kind.WRONG_MEDIA),
    /** Only possible on the master secret server. */
    NOT_SECRET_SERVER(10766, Kind.NOT_SECRET_SERVER),
    /** The SSO server cannot be contacted. */
    NO_SSO_SERVER(10767, Kind.OFFLINE),
    /** ENTSSO is offline. */
    OUT_OF_SERVICE(10768, Kind.OFFLINE),
    /** Only for a local administrator. */
    NOT_ADMIN(10771, Kind.ACCESS_DENIED),
    /** The user is no SSO administrator. */
    NOT_SSO_ADMIN(10772, Kind.ACCESS_DENIED),
    /** Decryption failed. */
    DECRYPT_FAILED(10778, Kind.ERROR),
    /** Wrong password for the backup file. */
    WRONG_PASSWORD(10779, Kind.SETTINGS),
    /** The secret is not available from the master secret server. */
    NO_SECRET(10783, Kind.ERROR),
    /** The file cannot be made or opened. */
    FILE_OPEN_FAILED(10784, Kind.WORK_DIRECTORY),
    /** Incorrect master secret. */
    WRONG_SECRET(10815, Kind.ERROR),
    /** The password of a backup has at least 7 characters. */
    PASSWORD_TOO_SHORT(10836, Kind.SETTINGS),
    /** A password has at most 256 characters. */
    PASSWORD_TOO_LONG(10839, Kind.SETTINGS),
    /** A reminder has at most 512 characters. */
    REMINDER_TOO_LONG(10840, Kind.SETTINGS),
    /** Access denied; the event log says more. */
    ENTSSO_ACCESS_DENIED(10842, Kind.ACCESS_DENIED),
    /** As {@link #NO_SECRET}. */
    NO_SECRET_2(10843, Kind.ERROR),
    /** A caller is no SSO administrator: the event names both. */
    CALLER_NOT_SSO_ADMIN(11009, Kind.ACCESS_DENIED),
    /** The service account may not look up group memberships. */
    AUTHZ(11016, Kind.ACCESS_DENIED),
    /** The service cannot run as Local System. */
    NO_LOCAL_SYSTEM(11038, Kind.OFFLINE),
    /** The service cannot run as Local Service. */
    NO_LOCAL_SERVICE(11039, Kind.OFFLINE),
    /** The service runs as Network Service. */
    NETWORK_SERVICE(11040, Kind.ACCESS_DENIED),
    /** The service runs under a local account. */
    LOCAL_ACCOUNT(11041, Kind.ACCESS_DENIED),
    /** Access denied: the event names the accounts of which the caller has to be a member. */
    ACCESS_DENIED_ACCOUNTS(11042, Kind.ACCESS_DENIED);

    private static final Pattern HEXADECIMAL = Pattern.compile("\\b0[xX]([0-9A-Fa-f]{8})\\b");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,10}");

    /** ENTSSO's events and errors begin here; below are Windows' own. */
    private static final int FIRST_OF_ENTSSO = 0x2900;

    private static final int LAST_OF_ENTSSO = 0x2BFF;
    private static final int WINDOWS = 0x80070000;
    private static final int ENTSSO = 0xC0000000;

    private final int number;
    private final Kind kind;

    ErrorCode(int number, Kind kind) {
        this.number = number >= FIRST_OF_ENTSSO && number <= LAST_OF_ENTSSO ? ENTSSO | number : number;
        this.kind = kind;
    }

    /** What a person would have to do something about. */
    public Kind kind() {
        return kind;
    }

    public int number() {
        return number;
    }

    /** A number as a person can look it up. */
    public static String hexadecimal(int number) {
        return String.format(Locale.ROOT, "0x%08X", number);
    }

    /** The code with that number, which may be an HRESULT or the bare number of an error. */
    public static Optional<ErrorCode> of(long given) {
        int low = (int) (given & 0xFFFF);
        int whole = (int) given;
        boolean isEntsso = low >= FIRST_OF_ENTSSO && low <= LAST_OF_ENTSSO && (whole & 0x0FFF0000) != 0x00070000;
        if (isEntsso) {
            whole = ENTSSO | low;
        } else if (given >= 0 && given < FIRST_OF_ENTSSO) {
            whole = WINDOWS | low;
        }
        int hresult = whole;
        return Arrays.stream(values()).filter(code -> code.number == hresult).findFirst();
    }

    /** The first known code in a text: as 0x and eight digits or, where the text is nothing else, in decimal. */
    public static Optional<ErrorCode> in(String text) {
        if (DECIMAL.matcher(text.strip()).matches()) {
            return of(Long.parseLong(text.strip()));
        }
        return HEXADECIMAL
                .matcher(text)
                .results()
                .flatMap(found -> of(Long.parseLong(found.group(1), 16)).stream())
                .findFirst();
    }
}
