package io.jenkins.plugins.entsso.engine.model;

import static io.jenkins.plugins.entsso.engine.model.EventId.BACKED_UP;
import static io.jenkins.plugins.entsso.engine.model.EventId.RESTORED;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a verdict is made from.
 *
 * @param node what the controller calls the host
 * @param facts what the host said
 * @param backups every backup that the controller knows of, newest first
 * @param last what was known of the host before
 */
record VerdictInput(String node, HostFacts facts, List<Backup> backups, LastKnown last) {
    VerdictInput {
        backups = backups.stream()
                .sorted(Comparator.comparing(Backup::made).reversed())
                .toList();
    }

    boolean hasLog() {
        return facts.log().isKnown();
    }

    boolean hasSecrets() {
        return facts.secrets().isKnown();
    }

    /** The events of the log, newest first; none where it was not read. */
    List<EntssoEvent> events() {
        return facts.log().asOptional().map(HostFacts.Log::events).orElse(List.of());
    }

    /** The events of these IDs, newest first. */
    List<EntssoEvent> all(EventId... ids) {
        List<EventId> wanted = List.of(ids);
        return events().stream().filter(e -> wanted.contains(e.id())).toList();
    }

    Optional<EntssoEvent> newest(EventId... ids) {
        return all(ids).stream().findFirst();
    }

    /** The newest event of one kind, unless one that ends the matter came later. */
    Optional<EntssoEvent> standing(EventId bad, EventId good) {
        return newest(bad).filter(e -> e.recordId() > record(newest(good)));
    }

    /** The number of a record; less than any where there is none. */
    static long record(Optional<EntssoEvent> event) {
        return event.map(EntssoEvent::recordId).orElse(-1L);
    }

    /** The secrets in the registry; none where it was not read. */
    SortedSet<Msid> msids() {
        return facts.secrets().asOptional().map(HostFacts.Secrets::msids).orElse(new TreeSet<>());
    }

    /** Whether the registry has the key of a master secret server. */
    boolean hasKey() {
        return facts.secrets()
                .asOptional()
                .filter(HostFacts.Secrets::keyPresent)
                .isPresent();
    }

    /**
     * Whether a backup made now could be proven. One that cannot be proven is worse than none, since it silences event
     * 10589.
     */
    boolean canBackUp() {
        return facts.windows() && hasLog() && !msids().isEmpty();
    }

    /** Backups and restores that name a file which is not a temporary one of ours: somebody may still have it. */
    List<EntssoEvent> foreign() {
        return all(BACKED_UP, RESTORED).stream()
                .filter(e -> BackupName.id(e.string(1)).isEmpty())
                .toList();
    }

    boolean isOfThisHost(Backup backup) {
        return backup.computer().equalsIgnoreCase(facts.computer())
                || BackupSelection.common(backup.msids(), msids()) > 0;
    }

    /** Whether a backup was made on this node, or the log of this host tells of it: no other agent can have made it up. */
    boolean isKnownHere(Backup backup) {
        return backup.host().equals(node)
                || all(BACKED_UP).stream()
                        .anyMatch(e -> BackupName.id(e.string(1))
                                .filter(backup.id()::equals)
                                .isPresent());
    }

    /** A verdict without concerns. */
    Verdict verdict(Kind kind, List<Finding> evidence, Finding nextStep) {
        return new Verdict(kind, evidence, List.of(), nextStep, msids(), canBackUp());
    }

    /** What could not be read, and why. */
    List<Finding> failures() {
        List<Finding> failures = new ArrayList<>();
        if (!hasLog()) {
            failures.add(failed(Code.LOG_FAILED, facts.log().failure()));
        }
        if (!hasSecrets()) {
            failures.add(failed(Code.REGISTRY_FAILED, facts.secrets().failure()));
        }
        return failures;
    }

    /** What to do about that. */
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
