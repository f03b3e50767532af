package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.W32Service;
import com.sun.jna.platform.win32.W32ServiceManager;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinReg;
import com.sun.jna.platform.win32.Winsvc;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Service;
import io.jenkins.plugins.entsso.engine.model.Msid;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the registry and the service manager say of ENTSSO. Of the secrets it reads the names of keys, never a value.
 *
 * <p>ENTSSO may be a 32-bit program, so both views of the registry are asked. A key whose name is no MSID makes the whole
 * answer unreliable, for what it stands for is unknown and may be a secret that nobody backed up.
 */
final class WindowsRegistry {
    private static final String ENTSSO = "SOFTWARE\\Microsoft\\ENTSSO";
    static final String SECRETS = ENTSSO + "\\SSOSS";

    /** The log that events go to where their source is registered under none. */
    static final String DEFAULT_LOG = "Application";

    private static final String SERVICES = "SYSTEM\\CurrentControlSet\\Services\\";
    private static final String LOGS = SERVICES + "EventLog";

    private WindowsRegistry() {}

    /** Whether ENTSSO's key is there. One that may not be read is. */
    static boolean hasEntsso() {
        return exists(ENTSSO);
    }

    /** The secrets, of both views together. */
    static HostFacts.Secrets secrets() throws QueryFailedException {
        SortedSet<Msid> of64 = msids(WinNT.KEY_WOW64_64KEY);
        SortedSet<Msid> of32 = msids(WinNT.KEY_WOW64_32KEY);
        boolean both = !of64.isEmpty() && !of32.isEmpty() && !of64.equals(of32);
        of64.addAll(of32);
        return new HostFacts.Secrets(exists(SECRETS), of64, both);
    }

    private static SortedSet<Msid> msids(int view) throws QueryFailedException {
        SortedSet<Msid> msids = new TreeSet<>();
        if (exists(SECRETS, view, true)) {
            for (String name : Advapi32Util.registryGetKeys(WinReg.HKEY_LOCAL_MACHINE, SECRETS, view)) {
                msids.add(Msid.parse(name)
                        .orElseThrow(() -> new QueryFailedException(
                                Failure.Kind.NOT_UNDERSTOOD,
                                "Under " + SECRETS + " is the key '" + name
                                        + "', which is no MSID: what is there cannot be told")));
            }
        }
        return msids;
    }

    /** The log that ENTSSO's source is registered under; empty if it is under none. */
    static Optional<String> entssoLog() {
        String[] logs = Advapi32Util.registryGetKeys(WinReg.HKEY_LOCAL_MACHINE, LOGS);
        return Stream.concat(Stream.of(DEFAULT_LOG), Arrays.stream(logs))
                .filter(log -> exists(LOGS + "\\" + log + "\\ENTSSO", 0, false))
                .findFirst();
    }

    /** The account of ENTSSO's service, as the service's entry names it. */
    static String serviceAccount() {
        return Advapi32Util.registryGetStringValue(WinReg.HKEY_LOCAL_MACHINE, SERVICES + "ENTSSO", "ObjectName");
    }

    /** How ENTSSO's service is, with no other right than to read. */
    static Service service(String account) {
        try (W32ServiceManager manager = new W32ServiceManager(Winsvc.SC_MANAGER_CONNECT);
                W32Service service = manager.openService("ENTSSO", Winsvc.SERVICE_QUERY_STATUS)) {
            Service.State state =
                    switch (service.queryStatus().dwCurrentState) {
                        case Winsvc.SERVICE_RUNNING -> Service.State.RUNNING;
                        case Winsvc.SERVICE_START_PENDING -> Service.State.START_PENDING;
                        case Winsvc.SERVICE_STOPPED -> Service.State.STOPPED;
                        default -> Service.State.OTHER;
                    };
            return new Service(state, account, Instant.now().minusMillis(Kernel32.INSTANCE.GetTickCount64()));
        }
    }

    private static boolean exists(String key) {
        return exists(key, WinNT.KEY_WOW64_64KEY, true) || exists(key, WinNT.KEY_WOW64_32KEY, true);
    }

    private static boolean exists(String key, int view, boolean ifDenied) {
        try {
            return Advapi32Util.registryKeyExists(WinReg.HKEY_LOCAL_MACHINE, key, view);
        } catch (Win32Exception e) {
            if (e.getErrorCode() == WinError.ERROR_ACCESS_DENIED) {
                return ifDenied;
            }
            throw e;
        }
    }
}
