package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.platform.win32.Guid.GUID;
import com.sun.jna.platform.win32.Ole32;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.lang.ref.Reference;

/**
 * ENTSSO's COM class {@code SSOConfigOM}, called in this very process, so that the password never leaves it by our doing.
 * Identifiers and the order of methods are from public code that uses the interface.
 *
 * <p>Calls go through the table of methods by position: by name only the class's default interface can be reached, which
 * is another one.
 */
final class ComSecretApi implements SecretApi {
    static final GUID CLASS = new GUID("{2A40B78A-5C0B-4F39-A2CB-6D9AF29ECA37}");
    private static final GUID INTERFACE = new GUID("{92A8E726-A83B-4EF6-8D77-197558227B0D}");

    private static final GUID DEFAULT_INTERFACE = new GUID("{5AC332CB-773F-4925-95FE-39CF2C670C24}");
    private static final GUID NO_INTERFACE = new GUID();

    private static final int QUERY_INTERFACE = 0;
    private static final int RELEASE = 2;
    private static final int GET_IDS_OF_NAMES = 5;
    private static final int INVOKE = 6;
    /** After the three methods of IUnknown, the four of IDispatch, and one that is none of our business. */
    private static final int BACKUP_SECRET = 8;

    private static final int GET_FILE_PASSWORD_REMINDER = 9;

    /**
     * A single-threaded apartment without OLE 1: every in-process class can live there without a proxy, whatever threading
     * model it is registered with, save one that is free-threaded only. Which one ENTSSO's is, is unknown.
     */
    private static final int APARTMENT = 0x2 | 0x4;

    /** The class works in this process. */
    private static final int IN_PROCESS = 0x1;

    /** Or in one that COM starts for it: which one ENTSSO's class wants is unknown. */
    private static final int IN_ANY_PROCESS = IN_PROCESS | 0x4;

    /** A call of a method by name; in whatever language, for there are no localized names. */
    private static final short DISPATCH_METHOD = 1;

    private static final int NEUTRAL = 0;
    private static final short VT_I4 = 3;
    private static final short VT_BSTR = 8;
    private static final short VT_BYREF = 0x4000;
    /** Where the value of a VARIANT is. */
    private static final int VALUE = 8;

    private static final int VARIANT = VALUE + 2 * Native.POINTER_SIZE;
    /** What {@code GetServerStatus} gives back: first so many texts, then numbers. */
    private static final int STATUS_TEXTS = 6;

    private static final int STATUS_VALUES = 15;
    private static final int STATUS_SECRET_SERVER = 0;
    private static final int STATUS_SERVICE_ACCOUNT = 3;
    private static final int STATUS_CLUSTER = 4;
    private static final int STATUS_NODE = 5;
    private static final int STATUS_FLAGS = 14;

    private static final int LONGEST_TEXT = 65_536;

    private final Pointer object;

    private ComSecretApi(Pointer object) {
        this.object = object;
    }

    /**
     * Gets the interface, works with it, and lets it go. On a thread that no other code has made a COM apartment of.
     *
     * @throws Missing if it cannot be had
     */
    static <T> T with(Work<T> work) throws Missing {
        return with(work, IN_ANY_PROCESS);
    }

    /** What ENTSSO says of its role. Starts no process: a class that needs one of its own is not asked. */
    static ServerStatus serverStatus() throws QueryFailedException {
        try {
            Status status = with(SecretApi::status, IN_PROCESS);
            if (status.result() < 0) {
                throw failed("GetServerStatus", status.result());
            }
            return status.server();
        } catch (Missing e) {
            throw failed(e.getMessage(), e.result());
        }
    }

    private static QueryFailedException failed(String what, int result) {
        return new QueryFailedException(
                ErrorCode.of(result).map(ErrorCode::kind).orElse(Failure.Kind.TOOL_FAILED),
                what + " answered " + ErrorCode.hexadecimal(result));
    }

    private static <T> T with(Work<T> work, int context) throws Missing {
        int begun = Ole32.INSTANCE.CoInitializeEx(null, APARTMENT).intValue();
        if (begun < 0) {
            throw new Missing(begun, "CoInitializeEx");
        }
        try {
            PointerByReference created = new PointerByReference();
            int result = Ole32.INSTANCE
                    .CoCreateInstance(CLASS, null, context, INTERFACE, created)
                    .intValue();
            if (result < 0) {
                throw new Missing(result, "CoCreateInstance of SSOConfigOM " + CLASS.toGuidString());
            }
            ComSecretApi api = new ComSecretApi(created.getValue());
            try {
                return work.with(api);
            } finally {
                api.invoke(RELEASE);
            }
        } finally {
            Ole32.INSTANCE.CoUninitialize();
        }
    }

    @Override
    public int backUp(String file, char[] password, String reminder) {
        Pointer path = text(file.toCharArray());
        Pointer secret = text(password);
        Pointer hint = text(reminder.toCharArray());
        try {
            return invoke(BACKUP_SECRET, path, secret, hint);
        } finally {
            // Freed strings are kept for reuse by Windows: what is in them has to go first.
            secret.clear(password.length * (long) Character.BYTES);
            free(secret);
            free(path);
            free(hint);
        }
    }

    @Override
    public Reminder reminder(String file) {
        Pointer path = text(file.toCharArray());
        PointerByReference read = new PointerByReference();
        try {
            int result = invoke(GET_FILE_PASSWORD_REMINDER, path, read);
            Pointer text = read.getValue();
            return new Reminder(result, read(text));
        } finally {
            free(path);
            free(read.getValue());
        }
    }

    /**
     * By name, since the places of this interface's own methods are not known. The arguments of such a call stand in reverse
     * order.
     */
    @Override
    public Status status() {
        PointerByReference asked = new PointerByReference();
        int result = invoke(QUERY_INTERFACE, DEFAULT_INTERFACE, asked);
        if (result < 0) {
            return new Status(result, null);
        }
        ComSecretApi dispatch = new ComSecretApi(asked.getValue());
        Memory values = new Memory(STATUS_VALUES * (long) Native.POINTER_SIZE);
        values.clear();
        try {
            result = dispatch.invoke("GetServerStatus", statusArguments(values));
            ServerStatus server = result < 0
                    ? null
                    : new ServerStatus(
                            text(values, STATUS_SECRET_SERVER),
                            text(values, STATUS_SERVICE_ACCOUNT),
                            text(values, STATUS_CLUSTER),
                            text(values, STATUS_NODE),
                            value(values, STATUS_FLAGS).getInt(0));
            return new Status(result, server);
        } finally {
            for (int i = 0; i < STATUS_TEXTS; i++) {
                free(value(values, i).getPointer(0));
            }
            dispatch.invoke(RELEASE);
        }
    }

    private static Memory statusArguments(Memory values) {
        Memory arguments = new Memory((STATUS_VALUES + 1) * (long) VARIANT);
        arguments.clear();
        for (int i = 0; i < STATUS_VALUES; i++) {
            Pointer variant = arguments.share((STATUS_VALUES - 1 - i) * (long) VARIANT);
            variant.setShort(0, (short) (VT_BYREF | (i < STATUS_TEXTS ? VT_BSTR : VT_I4)));
            variant.setPointer(VALUE, value(values, i));
        }
        arguments.share(STATUS_VALUES * (long) VARIANT).setShort(0, VT_I4);
        return arguments;
    }

    private static Pointer value(Memory values, int index) {
        return values.share(index * (long) Native.POINTER_SIZE);
    }

    private static String text(Memory values, int index) {
        return read(value(values, index).getPointer(0));
    }

    private int invoke(String name, Memory arguments) {
        WString[] names = {new WString(name)};
        IntByReference member = new IntByReference();
        int result = invoke(GET_IDS_OF_NAMES, NO_INTERFACE, names, names.length, NEUTRAL, member);
        if (result < 0) {
            return result;
        }
        // DISPPARAMS: the arguments, no named ones, how many there are of each
        Memory parameters = new Memory(2 * Native.POINTER_SIZE + 2 * Integer.BYTES);
        parameters.clear();
        parameters.setPointer(0, arguments);
        parameters.setInt(2 * Native.POINTER_SIZE, (int) (arguments.size() / VARIANT));
        try {
            return invoke(
                    INVOKE,
                    member.getValue(),
                    NO_INTERFACE,
                    NEUTRAL,
                    DISPATCH_METHOD,
                    parameters,
                    null,
                    null,
                    new IntByReference());
        } finally {
            // only its address is among the parameters
            Reference.reachabilityFence(arguments);
        }
    }

    private int invoke(int method, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = object;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Pointer function = object.getPointer(0).getPointer(method * (long) Native.POINTER_SIZE);
        return Function.getFunction(function, Function.ALT_CONVENTION).invokeInt(all);
    }

    /** A BSTR, made without a copy of the characters anywhere else. */
    private static Pointer text(char[] characters) {
        Pointer text = oleAut("SysAllocStringLen").invokePointer(new Object[] {null, characters.length});
        if (text == null) {
            throw new OutOfMemoryError("SysAllocStringLen");
        }
        for (int i = 0; i < characters.length; i++) {
            text.setShort(i * (long) Character.BYTES, (short) characters[i]);
        }
        return text;
    }

    /** What is in a BSTR; empty where there is none. */
    private static String read(Pointer text) {
        if (text == null) {
            return "";
        }
        int length = oleAut("SysStringLen").invokeInt(new Object[] {text});
        return new String(text.getCharArray(0, Math.min(LONGEST_TEXT, length)));
    }

    private static void free(Pointer text) {
        if (text != null) {
            oleAut("SysFreeString").invokeVoid(new Object[] {text});
        }
    }

    private static Function oleAut(String name) {
        return Function.getFunction("oleaut32", name, Function.ALT_CONVENTION);
    }
}
