package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.jenkins.plugins.entsso.engine.agent.Rights;

/** The access token of this process: what Windows lets it do. */
public final class ProcessToken {
    private static final int TOKEN_QUERY = 0x8;
    private static final int TOKEN_ELEVATION = 20;
    /** The group Administrators, on every Windows in every language. */
    private static final String ADMINISTRATORS = "S-1-5-32-544";

    private static final int LONGEST_SID = 68;
    private static final int LONGEST_DOMAIN = 256;

    private ProcessToken() {}

    /** What the process may do. All is unknown where this is not Windows, or JNA cannot be loaded. */
    public static Rights rights() {
        if (!HostTools.isWindows()) {
            return Rights.UNKNOWN;
        }
        try {
            return new Rights(elevated(), administrator(), memberOf(Rights.SSO_ADMINISTRATORS));
        } catch (LinkageError e) {
            return Rights.UNKNOWN;
        }
    }

    private static Rights.TriState elevated() {
        PointerByReference token = new PointerByReference();
        Pointer process = call("kernel32", "GetCurrentProcess").invokePointer(new Object[0]);
        if (isFalse("OpenProcessToken", process, TOKEN_QUERY, token)) {
            return Rights.TriState.UNKNOWN;
        }
        try {
            IntByReference elevated = new IntByReference();
            boolean failed = isFalse(
                    "GetTokenInformation",
                    token.getValue(),
                    TOKEN_ELEVATION,
                    elevated,
                    Integer.BYTES,
                    new IntByReference());
            return failed ? Rights.TriState.UNKNOWN : Rights.TriState.of(elevated.getValue() != 0);
        } finally {
            call("kernel32", "CloseHandle").invokeInt(new Object[] {token.getValue()});
        }
    }

    private static Rights.TriState administrator() {
        PointerByReference group = new PointerByReference();
        if (isFalse("ConvertStringSidToSidW", new WString(ADMINISTRATORS), group)) {
            return Rights.TriState.UNKNOWN;
        }
        try {
            return member(group.getValue());
        } finally {
            call("kernel32", "LocalFree").invokePointer(new Object[] {group.getValue()});
        }
    }

    private static Rights.TriState memberOf(String group) {
        Memory sid = new Memory(LONGEST_SID);
        Memory domain = new Memory(LONGEST_DOMAIN * (long) Native.WCHAR_SIZE);
        boolean failed = isFalse(
                "LookupAccountNameW",
                null,
                new WString(group),
                sid,
                new IntByReference(LONGEST_SID),
                domain,
                new IntByReference(LONGEST_DOMAIN),
                new IntByReference());
        return failed ? Rights.TriState.UNKNOWN : member(sid);
    }

    private static Rights.TriState member(Pointer group) {
        IntByReference member = new IntByReference();
        boolean failed = isFalse("CheckTokenMembership", null, group, member);
        return failed ? Rights.TriState.UNKNOWN : Rights.TriState.of(member.getValue() != 0);
    }

    private static boolean isFalse(String function, Object... arguments) {
        return call("advapi32", function).invokeInt(arguments) == 0;
    }

    private static Function call(String library, String name) {
        return Function.getFunction(library, name, Function.ALT_CONVENTION);
    }
}
