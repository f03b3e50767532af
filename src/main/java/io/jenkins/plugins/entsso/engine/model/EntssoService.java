package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * ENTSSO's Windows service.
 *
 * @param state what the service manager says
 * @param account the account that it runs as, by the service's {@code ObjectName}; empty where that is not known
 * @param booted when the computer was started, by its own clock; null where that is not known. A service may need three
 *     minutes from then
 */
public record EntssoService(State state, String account, Instant booted) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** So long a service may need after a boot [docs]. */
    static final Duration STARTING = Duration.ofMinutes(3);

    public enum State {
        RUNNING,
        START_PENDING,
        STOPPED,
        /** Anything else, as paused or about to stop. */
        OTHER
    }

    public EntssoService {
        Objects.requireNonNull(state, "state");
        account = Bounds.line(account, 512);
        if (booted != null) {
            Bounds.time("of a start", booted);
        }
    }

    /** Whether it was about to start at that time: after a boot it may not even have begun to. */
    boolean isStarting(Instant asked) {
        return state == State.START_PENDING || isStopped() && booted != null && asked.isBefore(booted.plus(STARTING));
    }

    boolean isStopped() {
        return state == State.STOPPED;
    }
}
