package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;

/** A question to the host stayed without an answer. */
public final class QueryFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final int result;

    public QueryFailedException(Failure.Kind kind, String detail) {
        super(detail);
        failure = new Failure(kind, detail);
        result = 0;
    }

    /** COM answered that to what was tried. */
    public QueryFailedException(String what, int result) {
        super(what);
        Failure.Kind kind = ErrorCode.of(result).map(ErrorCode::kind).orElse(Failure.Kind.TOOL_FAILED);
        failure = new Failure(kind, what + " answered " + ErrorCode.hexadecimal(result));
        this.result = result;
    }

    public Failure failure() {
        return failure;
    }

    /** The HRESULT; 0 where it did not come to one. */
    public int result() {
        return result;
    }
}
