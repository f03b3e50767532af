package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Finding;
import java.util.List;

/**
 * What became of the attempt to have a backup written. That it failed, or did not, proves nothing: the file and the event log
 * do.
 *
 * @param messages what was done
 * @param failure why it seems to have failed; null if it does not
 * @param reminder whether the reminder can be read back out of the file; null where that was not asked
 */
record BackupOutcome(List<Finding> messages, BackupFailure failure, Proof reminder) {
    static BackupOutcome failed(BackupFailure failure) {
        return new BackupOutcome(List.of(), failure, null);
    }

    boolean entered() {
        return failure == null || failure.entered();
    }
}
