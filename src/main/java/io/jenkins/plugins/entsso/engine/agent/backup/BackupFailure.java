package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Why there is no backup.
 *
 * @param kind the cause, from which the remedy follows
 * @param causes what was seen, and what to do about it
 */
public record BackupFailure(Failure.Kind kind, List<Message> causes) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CAUSES = 20;

    /** Copies the causes. */
    public BackupFailure {
        Objects.requireNonNull(kind);
        Bounds.size("causes", causes, MOST_CAUSES);
        causes = Bounds.list("cause", Message.class, causes);
    }

    static BackupFailure of(Failure.Kind kind, Message... causes) {
        return new BackupFailure(kind, List.of(causes));
    }

    /** The same failure, with more to tell. */
    BackupFailure with(List<Message> further) {
        List<Message> all = new ArrayList<>(causes);
        all.addAll(further);
        return new BackupFailure(kind, all);
    }
}
