package io.jenkins.plugins.entsso.engine.agent.windows;

import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What a program prints, up to its end. It looks before it reads, so that a deadline and an interruption are seen also
 * where nothing comes, no thread is needed, and none can be held by an orphan of the program that keeps its output open:
 * the output ends when the program has ended and what it printed has been read.
 */
final class ProgramOutput extends InputStream {
    /** As much of the error output is kept, in bytes: of no encoding are more needed. */
    private static final int MOST_ERRORS = 4 * Failure.MAX_DETAIL;

    /** As much of it is read at a time: endless errors must not keep the output waiting. */
    private static final int ERRORS_AT_A_TIME = 64 * 1024;

    /** Looks without a pause before the first pause: a program that is printing is ready again at once. */
    private static final int QUICK_LOOKS = 200;

    private static final int LONGEST_PAUSE_MILLIS = 10;

    private final Process process;
    private final InputStream out;
    private final InputStream err;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private long deadline;
    private boolean late;
    private boolean interrupted;

    /** Reads until that {@link System#nanoTime}. */
    ProgramOutput(Process process, long deadline) {
        this.process = process;
        this.deadline = deadline;
        out = process.getInputStream();
        err = process.getErrorStream();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        for (int looks = 0; ; looks++) {
            goOn();
            // before looking: what was printed before the end is there by then
            boolean ended = !process.isAlive();
            readErrors();
            int ready = out.available();
            if (ready > 0) {
                return out.read(target, offset, Math.min(ready, length));
            }
            if (ended) {
                return -1;
            }
            pause(looks);
        }
    }

    /** Reads the rest and drops it; returns whether the program has ended. */
    boolean drain() throws IOException {
        byte[] dropped = new byte[8192];
        try {
            while (read(dropped, 0, dropped.length) >= 0) {
                // on to the end
            }
            return true;
        } catch (InterruptedIOException e) {
            return false;
        }
    }

    /** Goes on until that {@link System#nanoTime}, if it was to be longer. */
    void shorten(long earlier) {
        if (earlier - deadline < 0) {
            deadline = earlier;
        }
    }

    /** Whether the deadline ended it. */
    boolean isLate() {
        return late;
    }

    /** Whether an interruption ended it; the thread's own mark has been taken away. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** The beginning of the error output that was seen so far. */
    String errors() throws IOException {
        byte[] bytes = this.errors.toByteArray();
        StringWriter text = new StringWriter();
        Charset charset = isAscii(bytes) ? StandardCharsets.US_ASCII : OemCodePage.charset();
        try (Reader reader = OutputText.of(new ByteArrayInputStream(bytes), charset)) {
            reader.transferTo(text);
        }
        String errors = text.toString().strip();
        return errors.substring(0, Math.min(errors.length(), Failure.MAX_DETAIL));
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** Nothing: parsers close what they have read to its end, but the program may still have to be waited for. */
    @Override
    public void close() {
        // see release
    }

    /** Closes both outputs; nothing is reading them. */
    void release() throws IOException {
        try (out) {
            err.close();
        }
    }

    private void goOn() throws InterruptedIOException {
        interrupted |= Thread.interrupted();
        late |= System.nanoTime() - deadline >= 0;
        if (interrupted || late) {
            throw new InterruptedIOException("the program was given up");
        }
    }

    private void readErrors() throws IOException {
        byte[] buffer = new byte[4096];
        int read = 0;
        for (int ready = err.available(); ready > 0 && read < ERRORS_AT_A_TIME; ready = err.available()) {
            int n = err.read(buffer, 0, Math.min(ready, buffer.length));
            if (n < 0) {
                return;
            }
            read += n;
            errors.write(buffer, 0, Math.min(n, MOST_ERRORS - errors.size()));
        }
    }

    private void pause(int looks) {
        if (looks < QUICK_LOOKS) {
            Thread.onSpinWait();
            Thread.yield();
            return;
        }
        try {
            Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, 1 + (looks - QUICK_LOOKS) / 20));
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }
}
