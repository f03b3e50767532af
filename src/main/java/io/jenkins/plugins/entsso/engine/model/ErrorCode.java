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
    /** ERROR_MOD_NOT_FOUND: the component is registered, but its file is missing. */
    MODULE_NOT_FOUND(0x8007007E, Kind.METHOD_MISSING),
    /** ERROR_BAD_EXE_FORMAT: the component is made for another kind of process. */
    BAD_EXE_FORMAT(0x800700C1, Kind.METHOD_MISSING),
    /** ERROR_ACCESS_DENIED. */
    ACCESS_DENIED(0x80070005, Kind.ACCESS_DENIED),
    /** E_INVALIDARG. */
    INVALID_ARGUMENT(0x80070057, Kind.SETTINGS),
    /** NTE_BAD_DATA: what is in the database cannot be decrypted. */
    BAD_DATA(0x80090005, Kind.ERROR),
    /** RPC_S_SERVER_UNAVAILABLE: the service does not run. */
    RPC_SERVER_UNAVAILABLE(0x800706BA, Kind.OFFLINE),
    /** ERROR_DISK_FULL. */
    DISK_FULL(0x80070070, Kind.WORK_DIRECTORY),
    /** ERROR_HANDLE_DISK_FULL. */
    HANDLE_DISK_FULL(0x80070027, Kind.WORK_DIRECTORY),
    /** ERROR_PATH_NOT_FOUND. */
    PATH_NOT_FOUND(0x80070003, Kind.WORK_DIRECTORY),
    /** 10564. */
    BACKUP_FILE_INCORRECT_FORMAT(0xC0002944, Kind.NOT_PROVEN),
    /** 10759: the target must be NTFS or removable media. */
    BACKUP_MEDIA(0xC0002A07, Kind.WRONG_MEDIA),
    /** 10766. */
    NOT_SECRET_SERVER(0xC0002A0E, Kind.NOT_SECRET_SERVER),
    /** 10767: the SSO server cannot be contacted. */
    NO_SSO_SERVER(0xC0002A0F, Kind.OFFLINE),
    /** 10768. */
    OUT_OF_SERVICE(0xC0002A10, Kind.OFFLINE),
    /** 10771: only for a local administrator. */
    NOT_ADMIN(0xC0002A13, Kind.ACCESS_DENIED),
    /** 10772: the user is no SSO administrator. */
    NOT_SSO_ADMIN(0xC0002A14, Kind.ACCESS_DENIED),
    /** 10783: the secret is not available from the master secret server. */
    NO_SECRET(0xC0002A1F, Kind.ERROR),
    /** 10784: the file cannot be made or opened. */
    FILE_OPEN_FAILED(0xC0002A20, Kind.WORK_DIRECTORY),
    /** 10815: incorrect master secret. */
    WRONG_SECRET(0xC0002A3F, Kind.ERROR),
    /** 10842: access denied; the event log says more. */
    ENTSSO_ACCESS_DENIED(0xC0002A5A, Kind.ACCESS_DENIED),
    /** 10843: as {@link #NO_SECRET}. */
    NO_SECRET_2(0xC0002A5B, Kind.ERROR);

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
        this.number = number;
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
