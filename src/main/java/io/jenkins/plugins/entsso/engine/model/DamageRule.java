package io.jenkins.plugins.entsso.engine.model;

import static io.jenkins.plugins.entsso.engine.model.EventId.BACKED_UP;
import static io.jenkins.plugins.entsso.engine.model.EventId.GENERATED;
import static io.jenkins.plugins.entsso.engine.model.EventId.NO_SECRETS;
import static io.jenkins.plugins.entsso.engine.model.EventId.RESTORED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRETS_NOT_LOADED;
import static io.jenkins.plugins.entsso.engine.model.EventId.SECRET_INVALID;
import static io.jenkins.plugins.entsso.engine.model.VerdictInput.record;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Loading secrets failed, and neither a restore nor a backup, which both need loaded secrets, has succeeded since. */
final class DamageRule {
    private DamageRule() {}

    static Optional<Verdict> judge(VerdictInput in) {
        long healed = record(in.newest(RESTORED, BACKED_UP));
        List<EntssoEvent> invalid = in.all(SECRET_INVALID).stream()
                .filter(e -> isStillInvalid(in, e) && isOfPresentRole(in, e))
                .toList();
        if (!invalid.isEmpty()) {
            EntssoEvent newest = invalid.get(0);
            SortedSet<Msid> msids = new TreeSet<>();
            invalid.forEach(e -> msids.addAll(e.msids()));
            String named = newest.msids().isEmpty() ? "" : newest.msids().get(0).toString();
            return damaged(in, Finding.at(Code.INVALID, newest, named), msids);
        }
        long filled = Math.max(healed, record(in.newest(GENERATED)));
        return in.newest(SECRETS_NOT_LOADED)
                .filter(e -> e.recordId() > healed && isOfPresentRole(in, e))
                .map(e -> Finding.at(Code.NOT_LOADED, e))
                .or(() -> in.newest(NO_SECRETS)
                        .filter(e -> e.recordId() > filled && isOfPresentRole(in, e))
                        .map(e -> Finding.at(Code.NO_SECRETS, e)))
                .flatMap(finding -> damaged(in, finding, Set.of()));
    }

    /** Whether this host has not, as far as is known, handed its role and its secrets on since. */
    private static boolean isOfPresentRole(VerdictInput in, EntssoEvent event) {
        return in.hasKey()
                || in.facts().ownStatus().isPresent()
                || event.recordId() > record(in.facts().otherServer());
    }

    private static boolean isStillInvalid(VerdictInput in, EntssoEvent event) {
        List<Msid> named = event.msids();
        if (!named.isEmpty() && in.hasSecrets() && !in.msids().contains(named.get(0))) {
            return false;
        }
        return in.all(RESTORED, BACKED_UP).stream()
                .filter(e -> e.recordId() > event.recordId())
                .noneMatch(e -> named.isEmpty() || e.msids().contains(named.get(0)));
    }

    /**
     * From where to restore: a restore replaces all secrets, so a backup that has none in common with the host, though
     * made on a computer of that name, is of another system or of another time.
     */
    private static Optional<Verdict> damaged(VerdictInput in, Finding finding, Set<Msid> damaged) {
        SortedSet<Msid> all = new TreeSet<>(in.msids());
        if (all.isEmpty()) {
            in.events().forEach(e -> all.addAll(e.msids()));
        }
        Set<Msid> needed = damaged.isEmpty() ? all : damaged;
        List<Backup> candidates = needed.isEmpty()
                ? in.backups().stream().filter(in::isOfThisHost).toList()
                : in.backups();
        Optional<EntssoEvent> foreign = in.foreign().stream()
                .filter(e -> needed.isEmpty() || e.msids().stream().anyMatch(needed::contains))
                .max(Comparator.comparingInt(e -> BackupSelection.common(e.msids(), all)));
        Restore restore = Restore.of(candidates, needed, all, in::isKnownHere, foreign);
        List<Finding> evidence = new ArrayList<>(List.of(finding));
        evidence.addAll(in.failures());
        return Optional.of(in.verdict(Kind.DAMAGED, evidence, restore.step())
                .with(restore.concern().stream().toList()));
    }
}
