package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinReg;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Diagnosis.Detail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What only a person who looks for a fault wants to know of a Windows host. */
final class WindowsDetails {
    private static final String WINDOWS = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
    private static final String COM_CLASS = "SOFTWARE\\Classes\\CLSID\\" + ComSecretApi.CLASS.toGuidString();
    private static final String HKLM = "HKLM\\";

    private WindowsDetails() {}

    /** The answer; every failure is thrown. */
    static List<String> of(Detail detail) throws QueryFailedException {
        return switch (detail) {
            case WINDOWS -> values(WINDOWS, WinNT.KEY_WOW64_64KEY, "ProductName", "DisplayVersion", "CurrentBuild");
            case GROUPS ->
                Arrays.stream(Advapi32Util.getCurrentUserGroups())
                        .map(group -> group.fqn + " (" + group.sidString + ")")
                        .toList();
            case SECRETS_64 -> secrets(WinNT.KEY_WOW64_64KEY);
            case SECRETS_32 -> secrets(WinNT.KEY_WOW64_32KEY);
            case COM_CLASS -> comClass();
            case JNA -> List.of(Native.VERSION);
            case CONSOLE -> console();
            default -> throw new IllegalArgumentException(detail.toString());
        };
    }

    private static List<String> values(String key, int view, String... names) {
        return Arrays.stream(names)
                .filter(name -> Advapi32Util.registryValueExists(WinReg.HKEY_LOCAL_MACHINE, key, name, view))
                .map(name -> Advapi32Util.registryGetStringValue(WinReg.HKEY_LOCAL_MACHINE, key, name, view))
                .toList();
    }

    /** The key and the names of those under it, be they MSIDs or not; never a value. */
    private static List<String> secrets(int view) {
        List<String> keys = new ArrayList<>();
        if (Advapi32Util.registryKeyExists(WinReg.HKEY_LOCAL_MACHINE, WindowsRegistry.SECRETS, view)) {
            keys.add(HKLM + WindowsRegistry.SECRETS);
            keys.addAll(Arrays.asList(
                    Advapi32Util.registryGetKeys(WinReg.HKEY_LOCAL_MACHINE, WindowsRegistry.SECRETS, view)));
        }
        return keys;
    }

    /** Which server it has, in the process or out of it, and which threading model. */
    private static List<String> comClass() {
        List<String> servers = new ArrayList<>();
        for (int view : new int[] {WinNT.KEY_WOW64_64KEY, WinNT.KEY_WOW64_32KEY}) {
            for (String server : List.of("InprocServer32", "LocalServer32")) {
                String key = COM_CLASS + "\\" + server;
                if (Advapi32Util.registryKeyExists(WinReg.HKEY_LOCAL_MACHINE, key, view)) {
                    servers.add((view == WinNT.KEY_WOW64_64KEY ? "64: " : "32: ") + HKLM + key + " = "
                            + String.join(", ", values(key, view, "", "ThreadingModel")));
                }
            }
        }
        return servers;
    }

    /** Where Windows has no pseudo console of its own, the library brings one along. */
    private static List<String> console() throws QueryFailedException {
        NativeLibraries.loadConsole();
        String windowsOwn = "CreatePseudoConsole";
        try {
            NativeLibrary.getInstance("kernel32").getFunction(windowsOwn);
            return List.of(NativeLibraries.PTY4J, windowsOwn);
        } catch (UnsatisfiedLinkError e) {
            return List.of(NativeLibraries.PTY4J, "winpty");
        }
    }
}
