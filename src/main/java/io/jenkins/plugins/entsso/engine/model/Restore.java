package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What to restore a damaged host from. A restore replaces all secrets, so nobody is sent to what another agent claims to be
 * a backup of them while there is one that this host vouches for; and whoever is sent there is told whose it is.
 *
 * @param step the next step
 * @param concern a backup of another node that is said to be better
 */
record Restore(Finding step, Optional<Finding> concern) {
    /**
     * Looks for the best.
     *
     * @param backups those that come into question
     * @param needed at least one of these secrets has to be in it; empty if none is known
     * @param all the secrets of the host
     * @param isKnown whether a backup was made on this node, or its log tells of it
     * @param reported a backup or a restore in this host's log, with the file of somebody else
     */
    static Restore of(
            Collection<Backup> backups,
            Collection<Msid> needed,
            Collection<Msid> all,
            Predicate<Backup> isKnown,
            Optional<EntssoEvent> reported) {
        Optional<Backup> own = BackupSelection.bestFor(backups, needed, all, isKnown);
        Optional<Backup> other = BackupSelection.bestFor(backups, needed, all, isKnown.negate());
        int here = own.map(b -> BackupSelection.common(b.msids(), all)).orElse(-1);
        int there = other.map(b -> BackupSelection.common(b.msids(), all)).orElse(-1);
        int file = reported.map(e -> BackupSelection.common(e.msids(), all)).orElse(-1);
        if (file > here) {
            // the file may be gone long since, so what is held has only to be as good
            return new Restore(
                    Finding.of(Code.DO_RESTORE_FILE, reported.get().string(1)),
                    other.filter(b -> there >= file).map(b -> at(Code.MORE_ON_OTHER_NODE, b)));
        }
        if (own.isPresent()) {
            Backup b = own.get();
            return new Restore(
                    Finding.of(Code.DO_RESTORE, b),
                    other.filter(o -> there > here).map(o -> at(Code.MORE_ON_OTHER_NODE, o)));
        }
        return new Restore(
                other.map(b -> at(Code.DO_RESTORE_OTHER, b)).orElse(Finding.of(Code.DO_FIND_BACKUP)), Optional.empty());
    }

    private static Finding at(Code code, Backup backup) {
        return Finding.of(code, backup, backup.host());
    }
}
