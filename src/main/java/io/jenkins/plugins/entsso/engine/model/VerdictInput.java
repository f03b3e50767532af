package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Log;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a verdict is made from, see {@link Verdict#of}.
 *
 * @param log the event log; without events where it was not read
 * @param msids the secrets in the registry; none where it was not read
 * @param backups every backup that the controller knows of, newest first
 */
record VerdictInput(
        String node, HostFacts facts, Log log, SortedSet<Msid> msids, List<Backup> backups, LastKnown last) {
    static VerdictInput of(String node, HostFacts facts, Collection<Backup> backups, LastKnown last) {
        return new VerdictInput(
                node,
                facts,
                facts.log().asOptional().orElse(Log.EMPTY),
                facts.listed(),
                backups.stream()
                        .sorted(Comparator.comparing(Backup::made).reversed())
                        .toList(),
                last);
    }

    boolean hasLog() {
        return facts.log().isKnown();
    }

    boolean hasSecrets() {
        return facts.secrets().isKnown();
    }

    /** Whether a backup may be tried here: where the service is stopped, the file would land on another node. */
    boolean canBackUp() {
        return !facts.isServiceStopped();
    }

    /** Backups and restores that name a file which is not a temporary one of ours: somebody may still have it. */
    List<EntssoEvent> foreign() {
        return log.all(EventId.BACKED_UP, EventId.RESTORED).stream()
                .filter(e -> BackupName.id(e.string(1)).isEmpty())
                .toList();
    }

    boolean isOfThisHost(Backup backup) {
        return backup.computer().equalsIgnoreCase(facts.computer())
                || BackupSelection.common(backup.msids(), msids) > 0;
    }

    /** Whether a backup was made on this node, or the log of this host tells of it: no other agent can have made it up. */
    boolean isKnownHere(Backup backup) {
        return backup.host().equals(node)
                || log.all(EventId.BACKED_UP).stream()
                        .anyMatch(e -> BackupName.id(e.string(1)).equals(Optional.of(backup.id())));
    }

    Verdict verdict(Kind kind, List<Finding> evidence, Finding nextStep) {
        return new Verdict(kind, evidence, List.of(), nextStep, msids, canBackUp() && !kind.isNothingToProtect());
    }

    /** These findings, then what could not be read, and why. */
    List<Finding> andFailures(Finding... findings) {
        List<Finding> all = new ArrayList<>(List.of(findings));
        if (!hasLog()) {
            all.add(failed(Code.LOG_FAILED, facts.log().failure()));
        }
        if (!hasSecrets()) {
            all.add(failed(Code.REGISTRY_FAILED, facts.secrets().failure()));
        }
        return all;
    }

    Finding repair() {
        return isDenied(facts.log()) || isDenied(facts.secrets())
                ? Finding.of(Code.DO_GRANT_ACCESS, facts.account())
                : Finding.of(Code.DO_REPAIR);
    }

    private static boolean isDenied(QueryResult<?> result) {
        return !result.isKnown() && result.failure().kind() == Failure.Kind.ACCESS_DENIED;
    }

    private static Finding failed(Code code, Failure failure) {
        return Finding.of(code, failure.kind(), failure.detail());
    }
}
