package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Failure.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A known error code that Windows, COM or ENTSSO answers a backup with, whether in an HRESULT, in an event or on a console.
 * The package {@code report} has a cause and a remedy for each.
 *
 * @param number the HRESULT
 * @param kind what a person would have to do something about
 */
public record ErrorCode(int number, Kind kind) {
    /** NTE_BAD_DATA: what is in the database cannot be decrypted. */
    public static final ErrorCode BAD_DATA = new ErrorCode(0x80090005, Kind.ERROR);

    private static final Pattern HEXADECIMAL = Pattern.compile("\\b0[xX]([0-9A-Fa-f]{8})\\b");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,10}");

    /** ENTSSO's events and errors begin here; below are Windows' own. */
    private static final int FIRST_OF_ENTSSO = 0x2900;

    private static final int LAST_OF_ENTSSO = 0x2BFF;
    private static final int WINDOWS = 0x80070000;
    private static final int ENTSSO = 0xC0000000;

    /** The numbers of ENTSSO's errors and events, from the message file of the BizTalk SDK; null where it is none of them. */
    private static Kind ofEntsso(int number) {
        return switch (number) {
            case 10561, 10759 -> Kind.WRONG_MEDIA;
            case 10564 -> Kind.NOT_PROVEN;
            case 10766 -> Kind.NOT_SECRET_SERVER;
            case 10532, 10550, 10590, 10767, 10768, 11038, 11039 -> Kind.OFFLINE;
            case 10555, 10613, 10771, 10772, 10842, 11009, 11016, 11040, 11041, 11042 -> Kind.ACCESS_DENIED;
            case 10779, 10836, 10839, 10840 -> Kind.SETTINGS;
            case 10784 -> Kind.WORK_DIRECTORY;
            case 10520, 10521, 10522, 10524, 10526, 10527, 10536, 10547, 10560, 10565, 10589, 10598, 10599 ->
                Kind.ERROR;
            case 10778, 10783, 10815, 10843 -> Kind.ERROR;
            default -> null;
        };
    }

    /** Windows' own, as in winerror.h; null where it is none of the usual ones. */
    private static Kind ofWindows(int number) {
        return switch (number) {
            case 2, 3, 19, 32, 39, 53, 112, 206 -> Kind.WORK_DIRECTORY;
            case 5, 740, 1314, 1326 -> Kind.ACCESS_DENIED;
            case 87 -> Kind.SETTINGS;
            case 126, 193 -> Kind.METHOD_MISSING;
            case 1058, 1062, 1069, 1115, 1722, 1726, 1753 -> Kind.OFFLINE;
            case 225, 1260 -> Kind.ERROR;
            default -> null;
        };
    }

    private static Kind ofOthers(int hresult) {
        return switch (hresult) {
            // REGDB_E_CLASSNOTREG and E_NOINTERFACE
            case 0x80040154, 0x80004002 -> Kind.METHOD_MISSING;
            // CO_E_SERVER_EXEC_FAILURE, NTE_BAD_DATA and NTE_BAD_KEY_STATE
            case 0x80080005, 0x80090005, 0x8009000B -> Kind.ERROR;
            default -> null;
        };
    }

    /** A number as a person can look it up. */
    public static String hexadecimal(int number) {
        return String.format(Locale.ROOT, "0x%08X", number);
    }

    /** What the words for it are found by. */
    public String key() {
        return "HRESULT_" + hexadecimal(number);
    }

    /** The code with that number, which may be an HRESULT or the bare number of an error. */
    public static Optional<ErrorCode> of(long given) {
        int low = (int) (given & 0xFFFF);
        int facility = (int) given & 0xFFFF0000;
        if (low >= FIRST_OF_ENTSSO && low <= LAST_OF_ENTSSO && (facility & 0x0FFF0000) != 0x00070000) {
            return known(ENTSSO | low, ofEntsso(low));
        }
        boolean isWindows = facility == WINDOWS || given >= 0 && given < FIRST_OF_ENTSSO;
        return isWindows ? known(WINDOWS | low, ofWindows(low)) : known((int) given, ofOthers((int) given));
    }

    private static Optional<ErrorCode> known(int hresult, Kind kind) {
        return Optional.ofNullable(kind).map(known -> new ErrorCode(hresult, known));
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
