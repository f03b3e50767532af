package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinReg;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the registry says of ENTSSO. Of the secrets it reads the names of keys, never a value.
 *
 * <p>ENTSSO may be a 32-bit program, so both views of the registry are asked. A key whose name is no MSID makes the whole
 * answer unreliable, for what it stands for is unknown and may be a secret that nobody backed up.
 */
final class WindowsRegistry {
    private static final String ENTSSO = "SOFTWARE\\Microsoft\\ENTSSO";
    static final String SECRETS = ENTSSO + "\\SSOSS";
    private static final String SERVICE = "SYSTEM\\CurrentControlSet\\Services\\ENTSSO";
    private static final int MOST_MSIDS = 64;
    private static final int[] VIEWS = {WinNT.KEY_WOW64_64KEY, WinNT.KEY_WOW64_32KEY};

    private WindowsRegistry() {}

    /** Whether ENTSSO's key is there. One that may not be read is. */
    static boolean hasEntsso() throws QueryFailedException {
        return exists(ENTSSO, VIEWS[0]) || exists(ENTSSO, VIEWS[1]);
    }

    /** The secrets, of both views together. */
    static HostFacts.Secrets secrets() throws QueryFailedException {
        boolean there = false;
        SortedSet<Msid> msids = new TreeSet<>();
        for (int view : VIEWS) {
            if (exists(SECRETS, view)) {
                there = true;
                addMsids(msids, view);
            }
        }
        return new HostFacts.Secrets(there, msids);
    }

    private static void addMsids(SortedSet<Msid> msids, int view) throws QueryFailedException {
        try {
            for (String name : Advapi32Util.registryGetKeys(WinReg.HKEY_LOCAL_MACHINE, SECRETS, view)) {
                msids.add(Msid.parse(name)
                        .orElseThrow(() -> new QueryFailedException(
                                Failure.Kind.NOT_UNDERSTOOD,
                                "Under " + SECRETS + " is the key '" + name
                                        + "', which is no MSID: what is there cannot be told")));
            }
        } catch (Win32Exception e) {
            throw WindowsErrors.failed("Reading the keys under " + SECRETS, e.getErrorCode());
        }
        if (msids.size() > MOST_MSIDS) {
            throw new QueryFailedException(
                    Failure.Kind.NOT_UNDERSTOOD,
                    "Under " + SECRETS + " are " + msids.size() + " MSIDs, more than the " + MOST_MSIDS
                            + " that are taken");
        }
    }

    /** The account of ENTSSO's service, as the service's entry names it. */
    static Optional<String> serviceAccount() {
        try {
            return Optional.of(Advapi32Util.registryGetStringValue(WinReg.HKEY_LOCAL_MACHINE, SERVICE, "ObjectName"));
        } catch (Win32Exception e) {
            return Optional.empty();
        }
    }

    private static boolean exists(String key, int view) throws QueryFailedException {
        try {
            return Advapi32Util.registryKeyExists(WinReg.HKEY_LOCAL_MACHINE, key, view);
        } catch (Win32Exception e) {
            if (e.getErrorCode() == WinError.ERROR_ACCESS_DENIED) {
                return true;
            }
            throw WindowsErrors.failed("Opening " + key, e.getErrorCode());
        }
    }
}
