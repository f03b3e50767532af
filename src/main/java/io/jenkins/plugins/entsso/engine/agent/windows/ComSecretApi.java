package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.COM.COMException;
import com.sun.jna.platform.win32.COM.COMInvokeException;
import com.sun.jna.platform.win32.COM.COMLateBindingObject;
import com.sun.jna.platform.win32.COM.Dispatch;
import com.sun.jna.platform.win32.COM.Unknown;
import com.sun.jna.platform.win32.Guid.GUID;
import com.sun.jna.platform.win32.Ole32;
import com.sun.jna.platform.win32.OleAuto;
import com.sun.jna.platform.win32.Variant;
import com.sun.jna.platform.win32.Variant.VARIANT;
import com.sun.jna.platform.win32.WTypes;
import com.sun.jna.platform.win32.WTypes.BSTR;
import com.sun.jna.platform.win32.WTypes.BSTRByReference;
import com.sun.jna.platform.win32.WinDef.LONGByReference;
import com.sun.jna.ptr.PointerByReference;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.util.function.Function;

/**
 * ENTSSO's COM class {@code SSOConfigOM}, called in this very process, so that the password never leaves it by our doing.
 * Identifiers and the order of methods are from public code that uses the interface.
 *
 * <p>Calls go through the table of methods by position: by name only the class's default interface can be reached, which
 * is another one.
 */
final class ComSecretApi extends Unknown implements SecretApi {
    static final GUID CLASS = new GUID("{2A40B78A-5C0B-4F39-A2CB-6D9AF29ECA37}");
    private static final GUID INTERFACE = new GUID("{92A8E726-A83B-4EF6-8D77-197558227B0D}");
    private static final GUID DEFAULT_INTERFACE = new GUID("{5AC332CB-773F-4925-95FE-39CF2C670C24}");

    /** After the three methods of IUnknown, the four of IDispatch, and one that is none of our business. */
    private static final int BACKUP_SECRET = 8;

    private static final int GET_FILE_PASSWORD_REMINDER = 9;

    /**
     * A single-threaded apartment: every in-process class can live there without a proxy, whatever threading model it is
     * registered with, save one that is free-threaded only. Which one ENTSSO's is, is unknown.
     */
    private static final int APARTMENT = Ole32.COINIT_APARTMENTTHREADED | Ole32.COINIT_DISABLE_OLE1DDE;

    /** The class works in this process, or in one that COM starts for it: which one ENTSSO's class wants is unknown. */
    private static final int ANYWHERE = WTypes.CLSCTX_INPROC_SERVER | WTypes.CLSCTX_LOCAL_SERVER;

    private ComSecretApi(Pointer object) {
        super(object);
    }

    /**
     * Gets the interface, works with it, and lets it go. On a thread that no other code has made a COM apartment of.
     *
     * @throws QueryFailedException if it cannot be had
     */
    static <T> T with(Work<T> work) throws QueryFailedException {
        return with(INTERFACE, ANYWHERE, object -> work.with(new ComSecretApi(object)));
    }

    /** What ENTSSO says of its role. Starts no process: a class that needs one of its own is not asked. */
    static ServerStatus serverStatus() throws QueryFailedException {
        try {
            return with(
                    DEFAULT_INTERFACE,
                    WTypes.CLSCTX_INPROC_SERVER,
                    object -> new Configuration(new Dispatch(object)).status());
        } catch (COMException e) {
            // what the method itself answered, where the call as such went well
            Integer answer = e instanceof COMInvokeException invoked ? invoked.getScode() : null;
            throw new QueryFailedException(
                    "GetServerStatus",
                    answer == null || answer >= 0 ? e.getHresult().intValue() : answer);
        }
    }

    private static <T> T with(GUID type, int context, Function<Pointer, T> work) throws QueryFailedException {
        int begun = Ole32.INSTANCE.CoInitializeEx(null, APARTMENT).intValue();
        if (begun < 0) {
            throw new QueryFailedException("CoInitializeEx", begun);
        }
        try {
            PointerByReference created = new PointerByReference();
            int result = Ole32.INSTANCE
                    .CoCreateInstance(CLASS, null, context, type, created)
                    .intValue();
            if (result < 0) {
                throw new QueryFailedException("CoCreateInstance of SSOConfigOM " + CLASS.toGuidString(), result);
            }
            try {
                return work.apply(created.getValue());
            } finally {
                new Unknown(created.getValue()).Release();
            }
        } finally {
            Ole32.INSTANCE.CoUninitialize();
        }
    }

    @Override
    public int backUp(String file, char[] password, String reminder) {
        BSTR path = OleAuto.INSTANCE.SysAllocString(file);
        BSTR hint = OleAuto.INSTANCE.SysAllocString(reminder);
        // made without a copy of the password anywhere else
        BSTR secret = OleAuto.INSTANCE.SysAllocString(" ".repeat(password.length));
        try {
            secret.getPointer().write(0, password, 0, password.length);
            return _invokeNativeInt(BACKUP_SECRET, new Object[] {getPointer(), path, secret, hint});
        } finally {
            // Freed strings are kept for reuse by Windows: what is in them has to go first.
            secret.getPointer().clear(password.length * (long) Character.BYTES);
            OleAuto.INSTANCE.SysFreeString(secret);
            OleAuto.INSTANCE.SysFreeString(path);
            OleAuto.INSTANCE.SysFreeString(hint);
        }
    }

    @Override
    public Reminder reminder(String file) {
        BSTR path = OleAuto.INSTANCE.SysAllocString(file);
        BSTRByReference text = new BSTRByReference(new BSTR());
        try {
            int result = _invokeNativeInt(GET_FILE_PASSWORD_REMINDER, new Object[] {getPointer(), path, text});
            return new Reminder(result, text.getString());
        } finally {
            OleAuto.INSTANCE.SysFreeString(path);
            OleAuto.INSTANCE.SysFreeString(text.getValue());
        }
    }

    /** The default interface, called by name. */
    private static final class Configuration extends COMLateBindingObject {
        private static final int TEXTS = 6;
        private static final int VALUES = 15;

        Configuration(Dispatch object) {
            super(object);
        }

        /** The arguments are flags, then what is given back: so many texts, then numbers, the last of which are flags. */
        ServerStatus status() {
            BSTRByReference[] texts = new BSTRByReference[TEXTS];
            LONGByReference flags = new LONGByReference();
            VARIANT[] arguments = new VARIANT[1 + VALUES];
            arguments[0] = new VARIANT(0);
            for (int i = 0; i < VALUES; i++) {
                arguments[1 + i] = new VARIANT();
                if (i < TEXTS) {
                    texts[i] = new BSTRByReference(new BSTR());
                    arguments[1 + i].setValue(Variant.VT_BYREF | Variant.VT_BSTR, texts[i]);
                } else {
                    LONGByReference number = i == VALUES - 1 ? flags : new LONGByReference();
                    arguments[1 + i].setValue(Variant.VT_BYREF | Variant.VT_I4, number);
                }
            }
            try {
                invokeNoReply("GetServerStatus", arguments);
                return new ServerStatus(
                        texts[0].getString(),
                        texts[3].getString(),
                        texts[4].getString(),
                        texts[5].getString(),
                        flags.getValue().intValue());
            } finally {
                for (BSTRByReference text : texts) {
                    OleAuto.INSTANCE.SysFreeString(text.getValue());
                }
            }
        }
    }
}
