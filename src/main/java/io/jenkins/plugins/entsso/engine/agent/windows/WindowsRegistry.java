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
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the registry and the service manager say of ENTSSO. Of the secrets it reads the names of keys, never a value.
 *
 * <p>ENTSSO may be a 32-bit program, so both views of the registry are asked. A key whose name is no MSID is told of, for
 * what it stands for is not known; the others count all the same.
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
    static RegistrySecrets secrets() {
        return secrets(exists(SECRETS), keys(WinNT.KEY_WOW64_64KEY), keys(WinNT.KEY_WOW64_32KEY));
    }

    /** What the names of the keys in the two views tell. */
    static RegistrySecrets secrets(boolean keyPresent, List<String> names64, List<String> names32) {
        SortedSet<Msid> of64 = msids(names64);
        SortedSet<Msid> of32 = msids(names32);
        boolean both = !of64.isEmpty() && !of32.isEmpty() && !of64.equals(of32);
        of64.addAll(of32);
        List<String> others = Stream.concat(names64.stream(), names32.stream())
                .filter(name -> Msid.parse(name).isEmpty())
                .distinct()
                .limit(HostFacts.MOST_NAMES)
                .toList();
        return new RegistrySecrets(keyPresent, of64, both, others);
    }

    private static SortedSet<Msid> msids(List<String> names) {
        return names.stream().flatMap(name -> Msid.parse(name).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> keys(int view) {
        return exists(SECRETS, view, true)
                ? List.of(Advapi32Util.registryGetKeys(WinReg.HKEY_LOCAL_MACHINE, SECRETS, view))
                : List.of();
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
    static EntssoService service(String account) {
        try (W32ServiceManager manager = new W32ServiceManager(Winsvc.SC_MANAGER_CONNECT);
                W32Service service = manager.openService("ENTSSO", Winsvc.SERVICE_QUERY_STATUS)) {
            EntssoService.State state =
                    switch (service.queryStatus().dwCurrentState) {
                        case Winsvc.SERVICE_RUNNING -> EntssoService.State.RUNNING;
                        case Winsvc.SERVICE_START_PENDING -> EntssoService.State.START_PENDING;
                        case Winsvc.SERVICE_STOPPED -> EntssoService.State.STOPPED;
                        default -> EntssoService.State.OTHER;
                    };
            return new EntssoService(state, account, Instant.now().minusMillis(Kernel32.INSTANCE.GetTickCount64()));
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
