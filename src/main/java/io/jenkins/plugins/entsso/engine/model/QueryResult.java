package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a host answered to one question: a value, or why there is none. A question without an answer is never the same
 * as the answer 'nothing'.
 *
 * @param <T> the value's type
 * @param value the value, or null where {@code failure} says why there is none
 * @param failure why there is no value, or null where there is one
 */
public record QueryResult<T extends Serializable>(T value, Failure failure) implements Serializable {
    private static final long serialVersionUID = 1L;

    public QueryResult {
        if ((value == null) == (failure == null)) {
            throw new IllegalArgumentException("An answer is either a value or a failure");
        }
    }

    public static <T extends Serializable> QueryResult<T> of(T value) {
        return new QueryResult<>(Objects.requireNonNull(value), null);
    }

    public static <T extends Serializable> QueryResult<T> failed(Failure failure) {
        return new QueryResult<>(null, Objects.requireNonNull(failure));
    }

    public static <T extends Serializable> QueryResult<T> failed(Failure.Kind kind, String detail) {
        return failed(new Failure(kind, detail));
    }

    public Optional<T> asOptional() {
        return Optional.ofNullable(value);
    }

    public boolean isKnown() {
        return value != null;
    }

    /** The same failure, or the value turned into another. */
    public <R extends Serializable> QueryResult<R> map(Function<? super T, ? extends R> change) {
        return value == null ? failed(failure) : of(change.apply(value));
    }
}
