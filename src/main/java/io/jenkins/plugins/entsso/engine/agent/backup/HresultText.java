package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Failure.Kind;
import java.util.Locale;
import java.util.Map;

/**
 * HRESULTs of COM and of ENTSSO's API in words: the cause and the remedy. Of ENTSSO's own error codes only the numbers are
 * documented, not how an HRESULT carries them: they are looked for in its lower half.
 */
final class HresultText {
    private static final String BITS = " Use a 64-bit Java for a 64-bit ENTSSO, or choose the method CONSOLE.";

    private record Meaning(Kind kind, String name, String text) {}

    private static final Map<Integer, Meaning> WHOLE = Map.ofEntries(
            entry(0, null, "S_OK", ""),
            entry(
                    0x80040154,
                    Kind.METHOD_MISSING,
                    "REGDB_E_CLASSNOTREG",
                    "ENTSSO's administration component is not installed on this host, or not for this kind of process."
                            + BITS),
            entry(
                    0x80004002,
                    Kind.METHOD_MISSING,
                    "E_NOINTERFACE",
                    "The ENTSSO of this host does not know the interface ISSOConfigSS. Choose the method CONSOLE."),
            entry(
                    0x8007007E,
                    Kind.METHOD_MISSING,
                    "ERROR_MOD_NOT_FOUND",
                    "ENTSSO's administration component is registered, but its file is missing. Repair the installation"
                            + " of Enterprise Single Sign-On, or choose the method CONSOLE."),
            entry(
                    0x800700C1,
                    Kind.METHOD_MISSING,
                    "ERROR_BAD_EXE_FORMAT",
                    "ENTSSO's administration component is made for another kind of process." + BITS),
            entry(
                    0x80070005,
                    Kind.ACCESS_DENIED,
                    "E_ACCESSDENIED",
                    "The agent's account must be an SSO administrator and an administrator of this computer, and the agent"
                            + " must run elevated. If it is all that, ENTSSO's service account may not be able to write"
                            + " into the work directory."),
            entry(
                    0x80070057,
                    Kind.SETTINGS,
                    "E_INVALIDARG",
                    "ENTSSO does not take the file name, the password or the reminder. Try a work directory with a short"
                            + " plain path, and a password and a reminder of letters and digits."),
            entry(
                    0x800706BA,
                    Kind.OFFLINE,
                    "RPC_S_SERVER_UNAVAILABLE",
                    "The service Enterprise Single Sign-On does not run. Start it, and look at the event log why it"
                            + " had ended."),
            entry(
                    0x80070070,
                    Kind.WORK_DIRECTORY,
                    "ERROR_DISK_FULL",
                    "The volume of the work directory is full. Make room, or name another work directory."),
            entry(
                    0x80070003,
                    Kind.WORK_DIRECTORY,
                    "ERROR_PATH_NOT_FOUND",
                    "ENTSSO does not find the work directory. Name one on a local NTFS volume."));

    private static final Map<Integer, Meaning> ENTSSO = Map.ofEntries(
            entry(
                    10564,
                    Kind.NOT_PROVEN,
                    "SSO_ERROR_BACKUP_FILE_INCORRECT_FORMAT",
                    "The file has not the format of a backup. Look at the event log of the host."),
            entry(
                    10759,
                    Kind.WRONG_MEDIA,
                    "ENTSSO_E_BACKUP_RESTORE_FAILED_MEDIA",
                    "ENTSSO writes a backup only to an NTFS volume or to removable media. Name a work directory on an NTFS"
                            + " volume."),
            entry(
                    10766,
                    Kind.NOT_SECRET_SERVER,
                    "ENTSSO_E_NOT_SECRET_SERVER",
                    "This host is not the master secret server. Run the backup on the agent of the one that is."),
            entry(
                    10768,
                    Kind.OFFLINE,
                    "ENTSSO_E_OUT_OF_SERVICE",
                    "ENTSSO is offline, which it is when it cannot reach its database. Bring its database back."),
            entry(
                    10779,
                    Kind.ERROR,
                    "ENTSSO_E_BACKUP_FILE_WRONG_PASSWORD",
                    "The password is not the one of the backup file."),
            entry(
                    10783,
                    Kind.ERROR,
                    "ENTSSO_E_NO_SECRET",
                    "ENTSSO holds no secret that it could back up. Look at the event log of the host for 10520, 10521 and"
                            + " 10565: a restore may be needed."),
            entry(
                    10815,
                    Kind.ERROR,
                    "ENTSSO_E_WRONG_SECRET",
                    "ENTSSO's master secret is not the one that its database was encrypted with."));

    private HresultText() {}

    private static Map.Entry<Integer, Meaning> entry(int code, Kind kind, String name, String text) {
        return Map.entry(code, new Meaning(kind, name, text));
    }

    /** An HRESULT as a person can look it up: in hexadecimal, with its name where it has one here. */
    static String of(int result) {
        String code = String.format(Locale.ROOT, "0x%08X", result);
        Meaning meaning = meaning(result);
        return meaning == null ? code : code + " (" + meaning.name + ")";
    }

    /**
     * The failure that an HRESULT stands for.
     *
     * @param call what was called
     * @param result below 0
     */
    static Failure failure(String call, int result) {
        Meaning meaning = meaning(result);
        return new Failure(
                meaning == null ? Kind.ERROR : meaning.kind,
                call + " answered " + of(result) + ". "
                        + (meaning == null
                                ? "What that means is not known here: look it up, and look at the event log of the host."
                                : meaning.text));
    }

    private static Meaning meaning(int result) {
        Meaning whole = WHOLE.get(result);
        return whole != null || result >= 0 ? whole : ENTSSO.get(result & 0xFFFF);
    }
}
