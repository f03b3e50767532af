package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Loading secrets failed, and neither a restore nor a backup, which both need loaded secrets, has succeeded since. The next
 * step is a restore. That replaces all secrets, so nobody is sent to what another agent claims to be a backup of them.
 */
final class DamageRule {
    private DamageRule() {}

    static Optional<Verdict> judge(VerdictInput in) {
        List<EntssoEvent> invalid = standing(in, EventId.SECRET_INVALID);
        if (!invalid.isEmpty()) {
            EntssoEvent newest = invalid.get(0);
            String named = newest.msids().isEmpty() ? "" : newest.msids().get(0).toString();
            Set<Msid> msids = invalid.stream().flatMap(e -> e.msids().stream()).collect(Collectors.toSet());
            return Optional.of(damaged(in, Finding.at(Code.INVALID, newest, named), msids));
        }
        return standing(in, EventId.SECRETS_NOT_LOADED).stream()
                .findFirst()
                .map(e -> Finding.at(Code.NOT_LOADED, e))
                .or(() ->
                        standing(in, EventId.NO_SECRETS).stream().findFirst().map(e -> Finding.at(Code.NO_SECRETS, e)))
                .map(finding -> damaged(in, finding, Set.of()));
    }

    /** Those since which this host has not, by its status or by the log, handed its role and its secrets on. */
    static List<EntssoEvent> standing(VerdictInput in, EventId... bad) {
        return in.role().stillCounting(in.standing(bad), in.facts());
    }

    /**
     * A backup that has no secret in common with the host, though made on a computer of that name, is of another system or
     * of another time.
     */
    private static Verdict damaged(VerdictInput in, Finding finding, Set<Msid> damaged) {
        SortedSet<Msid> all = in.listed().isEmpty() ? in.known() : in.listed();
        Set<Msid> needed = damaged.isEmpty() ? all : damaged;
        List<Backup> candidates = in.backups().stream()
                .filter(b -> !needed.isEmpty() || in.isOfThisHost(b))
                .toList();
        Optional<Backup> held = BackupSelection.bestFor(candidates, needed, all);
        Optional<EntssoEvent> file = in.foreign().stream()
                .filter(e -> needed.isEmpty() || !Collections.disjoint(e.msids(), needed))
                .max(Comparator.comparingInt(e -> BackupSelection.common(e.msids(), all)));
        int inHeld = held.map(b -> BackupSelection.common(b.msids(), all)).orElse(-1);
        int inFile = file.map(e -> BackupSelection.common(e.msids(), all)).orElse(-1);
        Finding step;
        if (inFile > inHeld) {
            // the file may be gone long since, so what is held has only to be as good
            step = Finding.of(Code.DO_RESTORE_FILE, file.get().string(1));
        } else if (held.isPresent()) {
            step = Finding.of(Code.DO_RESTORE, held.get());
        } else {
            step = in.unconfirmed()
                    .map(b -> Finding.of(Code.DO_RESTORE_UNCONFIRMED, b))
                    .orElse(Finding.of(Code.DO_FIND_BACKUP));
        }
        return in.verdict(Kind.DAMAGED, in.andFailures(finding), step);
    }
}
