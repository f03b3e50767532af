package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Why there is no backup.
 *
 * @param kind the cause, from which the remedy follows
 * @param entered whether ENTSSO got all it takes to make a backup, so that it may believe that there is one
 * @param causes what was seen, and what to do about it
 */
public record BackupFailure(Failure.Kind kind, boolean entered, List<Finding> causes) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CAUSES = 20;

    public BackupFailure {
        Objects.requireNonNull(kind);
        causes = Bounds.list("causes", Finding.class, causes, MOST_CAUSES);
    }

    /** Before ENTSSO could know of it. */
    static BackupFailure early(Failure.Kind kind, Finding cause) {
        return new BackupFailure(kind, false, List.of(cause));
    }

    BackupFailure with(List<Finding> further) {
        List<Finding> all = new ArrayList<>(causes);
        all.addAll(further);
        return new BackupFailure(kind, entered, all);
    }

    /** Whether it is ENTSSO itself that says so, by an error code. */
    boolean isSaidByEntsso() {
        return entered && causes.stream().anyMatch(cause -> cause.code() == Finding.Code.ERROR);
    }
}
