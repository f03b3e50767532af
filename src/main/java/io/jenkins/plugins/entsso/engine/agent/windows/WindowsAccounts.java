package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Function;
import com.sun.jna.platform.win32.Advapi32;
import com.sun.jna.platform.win32.Advapi32Util;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Kernel32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.ptr.IntByReference;
import io.jenkins.plugins.entsso.engine.agent.Rights;
import io.jenkins.plugins.entsso.engine.agent.Rights.TriState;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Accounts and rights on this host. Well-known accounts go by SID, for each language of Windows has its own names. */
final class WindowsAccounts {
    private static final String ADMINISTRATORS = "S-1-5-32-544";

    /** What entries of services call the accounts that are no users; not by the names that Windows shows. */
    private static final Map<String, String> OF_SERVICES = Map.of(
            "localsystem", "S-1-5-18",
            "nt authority\\system", "S-1-5-18",
            "nt authority\\localservice", "S-1-5-19",
            "nt authority\\networkservice", "S-1-5-20");

    private WindowsAccounts() {}

    static String own() {
        WinNT.HANDLEByReference token = new WinNT.HANDLEByReference();
        if (!Advapi32.INSTANCE.OpenProcessToken(Kernel32.INSTANCE.GetCurrentProcess(), WinNT.TOKEN_QUERY, token)) {
            throw new Win32Exception(Kernel32.INSTANCE.GetLastError());
        }
        try {
            return Advapi32Util.getTokenAccount(token.getValue()).fqn;
        } finally {
            Kernel32Util.closeHandleRef(token);
        }
    }

    static Rights rights() {
        return new Rights(
                answer(Advapi32Util::isCurrentProcessElevated),
                answer(() -> isMember(Advapi32Util.convertStringSidToSid(ADMINISTRATORS))),
                answer(() -> isMember(Advapi32Util.getAccountByName(Rights.SSO_ADMINISTRATORS).sid)));
    }

    private static TriState answer(BooleanSupplier question) {
        try {
            return TriState.of(question.getAsBoolean());
        } catch (Win32Exception e) {
            // as where there is no such group
            return TriState.UNKNOWN;
        }
    }

    /** Whether the group is in force in this process: an administrator who is not elevated is none. */
    private static boolean isMember(byte[] group) {
        IntByReference member = new IntByReference();
        Object[] arguments = {null, new WinNT.PSID(group), member};
        if (Function.getFunction("advapi32", "CheckTokenMembership", Function.ALT_CONVENTION)
                        .invokeInt(arguments)
                == 0) {
            throw new Win32Exception(Kernel32.INSTANCE.GetLastError());
        }
        return member.getValue() != 0;
    }

    /** The account with that name or SID, also by the names that entries of services have. */
    static Optional<UserPrincipal> principal(String nameOrSid) {
        String sid = OF_SERVICES.getOrDefault(nameOrSid.toLowerCase(Locale.ROOT), nameOrSid);
        try {
            String name = sid.startsWith("S-1-") ? Advapi32Util.getAccountBySid(sid).fqn : nameOrSid;
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name));
        } catch (IOException | Win32Exception e) {
            return Optional.empty();
        }
    }
}
