package io.jenkins.plugins.entsso.windows;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * ENTSSO's COM class {@code SSOConfigOM}, called in this very process, so that the password never leaves it by our doing.
 * Identifiers and the order of methods are from public code that uses the interface.
 *
 * <p>Calls go through the table of methods by position: by name only the class's default interface can be reached, which
 * is another one.
 */
public final class ComSecretApi implements SecretApi {
    private static final UUID CLASS = UUID.fromString("2A40B78A-5C0B-4F39-A2CB-6D9AF29ECA37");
    private static final UUID INTERFACE = UUID.fromString("92A8E726-A83B-4EF6-8D77-197558227B0D");

    private static final int RELEASE = 2;
    /** After the three methods of IUnknown, the four of IDispatch, and one that is none of our business. */
    private static final int BACKUP_SECRET = 8;

    private static final int GET_FILE_PASSWORD_REMINDER = 9;

    /**
     * A single-threaded apartment without OLE 1: every in-process class can live there without a proxy, whatever threading
     * model it is registered with, save one that is free-threaded only. Which one ENTSSO's is, is unknown.
     */
    private static final int APARTMENT = 0x2 | 0x4;

    /** In this process, or in one that COM starts for it: which one ENTSSO's class wants is unknown. */
    private static final int CONTEXT = 0x1 | 0x4;

    private static final int LONGEST_REMINDER = 65_536;
    private static final long GRACE_SECONDS = 5;

    private final Pointer object;

    private ComSecretApi(Pointer object) {
        this.object = object;
    }

    /** {@link SecretApi.Entry}, on a thread of its own, which no other code has made a COM apartment of. */
    public static <T> T call(Duration limit, Work<T> work) throws Missing, TimeoutException, InterruptedException {
        if (!HostTools.isWindows()) {
            throw new Missing(0, "There is no COM on " + System.getProperty("os.name"));
        }
        FutureTask<T> task = new FutureTask<>(() -> inApartment(work));
        Thread thread = new Thread(task, "ENTSSO API");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            thread.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Missing missing) {
                throw missing;
            }
            if (e.getCause() instanceof LinkageError) {
                throw new Missing(0, "JNA, which calls COM, cannot be loaded: " + e.getCause());
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static <T> T inApartment(Work<T> work) throws Missing {
        int begun = system("ole32", "CoInitializeEx").invokeInt(new Object[] {null, APARTMENT});
        if (begun < 0) {
            throw new Missing(begun, "CoInitializeEx");
        }
        try {
            PointerByReference created = new PointerByReference();
            int result = system("ole32", "CoCreateInstance")
                    .invokeInt(new Object[] {guid(CLASS), null, CONTEXT, guid(INTERFACE), created});
            if (result < 0) {
                throw new Missing(result, "CoCreateInstance of SSOConfigOM {" + CLASS + "}");
            }
            ComSecretApi api = new ComSecretApi(created.getValue());
            try {
                return work.with(api);
            } finally {
                api.invoke(RELEASE);
            }
        } finally {
            system("ole32", "CoUninitialize").invokeVoid(new Object[0]);
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
            if (result < 0 || text == null) {
                return new Reminder(result, "");
            }
            int length = Math.min(
                    LONGEST_REMINDER, system("oleaut32", "SysStringLen").invokeInt(new Object[] {text}));
            return new Reminder(result, new String(text.getCharArray(0, length)));
        } finally {
            free(path);
            free(read.getValue());
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
        Pointer text = system("oleaut32", "SysAllocStringLen").invokePointer(new Object[] {null, characters.length});
        if (text == null) {
            throw new OutOfMemoryError("SysAllocStringLen");
        }
        for (int i = 0; i < characters.length; i++) {
            text.setShort(i * (long) Character.BYTES, (short) characters[i]);
        }
        return text;
    }

    private static void free(Pointer text) {
        if (text != null) {
            system("oleaut32", "SysFreeString").invokeVoid(new Object[] {text});
        }
    }

    private static Memory guid(UUID id) {
        long high = id.getMostSignificantBits();
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(id.getLeastSignificantBits())
                .array();
        Memory guid = new Memory(bytes.length);
        guid.write(0, bytes, 0, bytes.length);
        return guid;
    }

    private static Function system(String library, String name) {
        return Function.getFunction(library, name, Function.ALT_CONVENTION);
    }
}
