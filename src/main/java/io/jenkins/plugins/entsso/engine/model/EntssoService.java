package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
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
}
