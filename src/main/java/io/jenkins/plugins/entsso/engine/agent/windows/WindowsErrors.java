package io.jenkins.plugins.entsso.engine.agent.windows;

import com.sun.jna.platform.win32.Kernel32Util;
import com.sun.jna.platform.win32.WinError;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.model.Failure;

/** What Windows' error codes mean for a question. */
final class WindowsErrors {
    private WindowsErrors() {}

    /**
     * The question failed.
     *
     * @param what was tried
     * @param error Windows' code
     */
    static QueryFailedException failed(String what, int error) {
        return new QueryFailedException(
                error == WinError.ERROR_ACCESS_DENIED ? Failure.Kind.ACCESS_DENIED : Failure.Kind.TOOL_FAILED,
                what + " failed with Windows' error " + error + ": " + Kernel32Util.formatMessage(error));
    }
}
