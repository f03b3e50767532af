package io.jenkins.plugins.entsso.engine.fuzz;

import static io.jenkins.plugins.entsso.engine.fuzz.Outputs.holds;

import io.jenkins.plugins.entsso.engine.fuzz.HostileAgent.RefusedException;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Backup.State;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A few answers of one agent, in a world of which the truth is known. An agent may lie about its own host, so that it can be
 * green with what is held of it; but it cannot make green what is held of nobody, of another secret or of another node, nor
 * with an answer that says itself that something is wrong, or that it is not all.
 */
public final class VerdictFuzzer {
    private static final String NODE = "node";
    private static final Duration CLOCKS = Duration.ofMinutes(15);
    private static final Duration WITHOUT_LOG = Duration.ofDays(7);

    /** No agent names that secret. */
    private static final Msid NOBODYS = new Msid(new UUID(0xBBBBBBBB00000000L, 1));

    private static final Set<EventId> BAD =
            EnumSet.of(EventId.BACKUP_REQUIRED, EventId.NO_SECRETS, EventId.SECRETS_NOT_LOADED, EventId.SECRET_INVALID);

    private static final Set<EventId> ENDS = EnumSet.of(EventId.BACKED_UP, EventId.RESTORED, EventId.GENERATED);

    private static final Set<Finding.Code> SAID_BAD =
            EnumSet.of(Finding.Code.REQUIRED, Finding.Code.NO_SECRETS, Finding.Code.NOT_LOADED, Finding.Code.INVALID);

    private enum World {
        /** What is held of this host is of some of its secrets. */
        HELD,
        NOTHING_HELD,
        OF_ANOTHER_SECRET,
        OF_ANOTHER_NODE
    }

    private VerdictFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Input in = new Input(bytes);
        World world = in.of(World.values());
        List<Backup> backups = backups(world, in);
        HostileAgent agent = new HostileAgent(
                in,
                world == World.OF_ANOTHER_NODE
                        ? List.of()
                        : backups.stream().map(Backup::id).toList());
        LastKnown known = LastKnown.NOTHING;
        Verdict last = null;
        Instant logRead = null;
        int answers = 1 + in.below(3);
        for (int i = 0; i < answers; i++) {
            HostFacts facts;
            try {
                facts = agent.received(agent::facts).in("");
            } catch (RefusedException e) {
                continue;
            }
            Verdict verdict = Verdict.of(NODE, Set.of(NODE), facts, backups, known);
            Screens.show(verdict, in.of(Screens.LANGUAGES));
            if (verdict.kind() == Kind.PROTECTED) {
                holds(world == World.HELD, "green with {}: {}", world, facts);
                String wrong = contradiction(facts, backups, logRead);
                holds(wrong.isEmpty(), "green though {}: {} {}", wrong, facts, backups);
            }
            if (last != null && facts.windows() && isForgetful(facts) && isUnmended(last, backups)) {
                holds(verdict.kind() != Kind.PROTECTED, "forgotten: {} then {}", last, facts);
            }
            known = known.after(facts);
            Verdict again = Verdict.of(NODE, Set.of(NODE), facts, backups, known);
            holds(again.kind() == verdict.kind(), "first {} then {}: {}", verdict, again, facts);
            last = verdict;
            logRead = facts.log().isKnown() ? facts.asked() : logRead;
        }
    }

    private static List<Backup> backups(World world, Input in) {
        return in.list(4, () -> {
            Backup backup = new Backup(
                    new UUID(1, in.below(256)),
                    in.of(State.values()),
                    in.of(Backup.UnconfirmedReason.values()),
                    world == World.OF_ANOTHER_NODE || in.isOneOf(8) ? "other" : NODE,
                    in.isOneOf(4) ? in.text() : "BIZTALK1",
                    new TreeSet<>(world == World.OF_ANOTHER_SECRET ? List.of(NOBODYS) : in.list(2, in::msid)),
                    new TreeSet<>(in.isOneOf(4) ? in.list(2, in::msid) : List.of()),
                    Instant.parse("2026-05-12T12:00:00Z").plusSeconds((in.below(256) - 128) * 600L),
                    new Backup.Artifact("job", 1, "x.bak", "00", 1),
                    null,
                    null,
                    null);
            return switch (world) {
                case NOTHING_HELD -> backup.isHeld() ? backup.withState(State.GONE) : backup;
                default -> in.isOneOf(3) ? backup : backup.withState(State.HELD);
            };
        });
    }

    /** What in an answer keeps it from being green, by docs/verdicts.md. */
    private static String contradiction(HostFacts facts, List<Backup> backups, Instant logRead) {
        List<EntssoEvent> events =
                facts.log().asOptional().map(HostFacts.Log::events).orElse(List.of());
        Set<UUID> logged = events.stream()
                .filter(e -> e.id() == EventId.BACKED_UP)
                .flatMap(e -> BackupName.id(e.string(1)).stream())
                .collect(Collectors.toSet());
        List<Backup> own = backups.stream()
                .filter(b -> b.host().equals(NODE) || logged.contains(b.id()))
                .toList();
        List<Backup> held = own.stream().filter(Backup::isHeld).toList();
        Set<Msid> covered = new TreeSet<>();
        held.forEach(b -> covered.addAll(b.msids()));
        Set<Msid> seenBefore = new TreeSet<>();
        own.forEach(b -> seenBefore.addAll(b.msids()));
        own.forEach(b -> seenBefore.addAll(b.listed()));
        events.forEach(e -> seenBefore.addAll(e.msids()));
        Msid current = events.stream()
                .flatMap(e -> e.currentMsid().stream())
                .findFirst()
                .orElse(null);
        boolean hasForeignWord = backups.stream().anyMatch(b -> !b.host().equals(NODE) && logged.contains(b.id()));
        if (!facts.windows()) {
            return "it is not Windows";
        } else if (!facts.log().isKnown() && !facts.secrets().isKnown()) {
            return "nothing could be read";
        } else if (facts.secrets().isKnown() && facts.listed().isEmpty()) {
            return "the registry lists no secret";
        } else if (!facts.log().isKnown()
                && (logRead == null
                        || facts.asked().isBefore(logRead)
                        || facts.asked().isAfter(logRead.plus(WITHOUT_LOG)))) {
            return "the log was not read for long";
        } else if (!facts.secrets().isKnown()
                && (facts.log().value().channel() == null
                        || !facts.log().value().channel().registered())) {
            return "the registry could not be read, and the log may not be ENTSSO's";
        } else if (!hasForeignWord && events.stream().anyMatch(e -> isStanding(e, events))) {
            return "the log tells of something bad";
        } else if (!covered.containsAll(facts.listed())
                && facts.listed().stream().anyMatch(m -> !covered.contains(m) && !seenBefore.contains(m))) {
            return "a secret is in no backup";
        } else if (!hasForeignWord && current != null && !covered.contains(current)) {
            return "the current secret is in no backup";
        } else if (!hasForeignWord
                && current != null
                && facts.secrets().isKnown()
                && !facts.listed().contains(current)) {
            return "the registry does not list the current secret";
        } else if (facts.log().isKnown()
                && !facts.log().value().complete()
                && held.stream().noneMatch(b -> logged.contains(b.id()))) {
            return "the log is not complete";
        }
        return "";
    }

    private static boolean isStanding(EntssoEvent bad, List<EntssoEvent> events) {
        return BAD.contains(bad.id())
                && events.stream().noneMatch(e -> e.recordId() > bad.recordId() && isEnd(e.id(), bad.id()));
    }

    private static boolean isEnd(EventId id, EventId bad) {
        return id == EventId.BACKED_UP
                || id == EventId.RESTORED
                || id == EventId.GENERATED && (bad == EventId.NO_SECRETS || bad == EventId.SECRET_INVALID);
    }

    private static boolean isForgetful(HostFacts facts) {
        return facts.log().asOptional().map(HostFacts.Log::events).orElse(List.of()).stream()
                .noneMatch(e -> ENDS.contains(e.id()));
    }

    /** Whether ENTSSO said that something is bad, and nothing was backed up since. */
    private static boolean isUnmended(Verdict last, List<Backup> backups) {
        return last.evidence().stream()
                .filter(finding -> SAID_BAD.contains(finding.code()))
                .anyMatch(finding -> {
                    int time = finding.code().arity() - 2;
                    Instant said = Instant.parse(finding.arguments().get(time));
                    return backups.stream()
                            .noneMatch(b -> b.isHeld() && b.made().isAfter(said.plus(CLOCKS)));
                });
    }
}
