package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.Failure;
import java.io.IOException;

/** A question to the host stayed without an answer. An {@link IOException}, so that parsers may throw it from streams. */
public final class QueryFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    /** For that reason. */
    public QueryFailedException(Failure.Kind kind, String detail) {
        super(detail);
        this.failure = new Failure(kind, detail);
    }

    /** The reason. */
    public Failure failure() {
        return failure;
    }
}
