package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.HostFacts.Log;
import io.jenkins.plugins.entsso.engine.model.HostFacts.Repeats;
import io.jenkins.plugins.entsso.engine.model.Role.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a host was last known to be. An answer in which something could not be read takes nothing of it away, and what was
 * bad stays so until something ends it: that a log was cleared or has wrapped ends nothing.
 *
 * @param computer what it calls itself; empty if it was never asked
 * @param role the part that it has
 * @param msids the secrets that it has, if it is a secret server, else those that it fetched
 * @param newestRecord number of the newest record known of its log; 0 if none is
 * @param gap the newest record that was known before, if what follows it was overwritten before anybody read it; else 0
 * @param logRead when the log was last read, with all that it knows of the secret, by the host's clock; null if it never was
 * @param standing the events 10589, 10520, 10521 and 10565 that nothing has ended since, and the newest one that names the
 *     current secret: also where they are not in the log any more
 * @param told when, by the controller's clock, the host first told of the newest of these; null where that was not kept
 * @param required how often 10589 was in the log when it last was
 * @param registry what the registry had when it was last read; null if it never was
 * @param registryRead when that was; null if it never was
 * @param resolutions what persons have said of events that stand: kept as long as it is the same machine
 */
public record LastKnown(
        String computer,
        Role role,
        SortedSet<Msid> msids,
        long newestRecord,
        long gap,
        Instant logRead,
        List<EntssoEvent> standing,
        Instant told,
        Repeats required,
        RegistrySecrets registry,
        HostFacts.Mark registryRead,
        List<Resolution> resolutions) {
    /** How long the registry alone is believed after the log was last read. */
    static final Duration WITHOUT_LOG = Duration.ofDays(7);

    static final Set<EventId> BAD =
            EnumSet.of(EventId.BACKUP_REQUIRED, EventId.NO_SECRETS, EventId.SECRETS_NOT_LOADED, EventId.SECRET_INVALID);

    /** Of a host that was never asked. */
    public static final LastKnown NOTHING = new LastKnown(
            "", Role.UNKNOWN, new TreeSet<>(), 0, 0, null, List.of(), null, Repeats.NONE, null, null, List.of());

    public LastKnown {
        Stream.of(computer, role, required).forEach(Objects::requireNonNull);
        msids = Bounds.msids(msids);
        standing = List.copyOf(standing);
        // records of hosts had none at first
        resolutions = resolutions == null ? List.of() : List.copyOf(resolutions);
    }

    /** Whether it is, or may be, a master secret server. */
    public boolean isSecretServer() {
        return role.isHere() || role.place() == Place.MAYBE;
    }

    /** The name that it gives for its master secret server: untrusted text; empty if that is itself, or not known. */
    public String secretServer() {
        return role.server();
    }

    /** Whether the log was read not long before that time; not where the clock went back since. */
    boolean hasReadLog(Instant asked) {
        return logRead != null && !asked.isBefore(logRead) && !asked.isAfter(logRead.plus(WITHOUT_LOG));
    }

    /** Whether the numbers of the log's records are smaller than before: it was made anew, or the machine was set back. */
    public boolean wentBack(HostFacts facts) {
        return facts.newestRecord() > 0 && facts.newestRecord() < newestRecord;
    }

    /** Whether another machine may answer, or one that was set back. */
    private boolean hasChanged(HostFacts facts) {
        return !computer.isEmpty() && !facts.isCalled(computer) || wentBack(facts);
    }

    /** Whether another machine answers under the same node's name: nothing that was known is of that. */
    private boolean isOther(HostFacts facts) {
        SortedSet<Msid> listed = facts.listed();
        return hasChanged(facts) && !listed.isEmpty() && !msids.isEmpty() && Collections.disjoint(listed, msids);
    }

    /** What is known after an answer of a host whose clock is right, or of one that is known already. */
    public LastKnown after(HostFacts facts) {
        return after(facts, facts.asked());
    }

    /** What is known after an answer that came at that time by the controller's clock. */
    public LastKnown after(HostFacts facts, Instant now) {
        if (isOther(facts)) {
            return NOTHING.after(facts, now);
        }
        Log log = facts.log().value();
        List<EntssoEvent> kept = log == null ? standing : standingIn(log, facts.asked());
        Role next = roleAfter(facts, Role.of(facts, role.stillCounting(kept, facts)));
        SortedSet<Msid> found = next.isElsewhere() ? facts.fetched() : facts.listed();
        // that a secret server's key is gone takes no secret away
        boolean isAll = next.isElsewhere() && log != null && facts.secrets().isKnown();
        long newest = facts.newestRecord();
        List<EntssoEvent> stands = next.event() == null ? kept : next.stillCounting(kept, facts);
        return new LastKnown(
                facts.computer(),
                next,
                found.isEmpty() && !isAll ? msids : found,
                newest == 0 ? newestRecord : newest,
                facts.asked().equals(logRead) ? gap : gapBefore(log),
                log == null || !log.complete() ? logRead : facts.asked(),
                stands,
                isNewIn(stands) ? now : told,
                log == null || log.required().count() == 0 ? required : log.required(),
                facts.secrets().asOptional().orElse(registry),
                facts.secrets().isKnown() ? facts.mark() : registryRead,
                resolutions.stream()
                        .filter(r -> !hasChanged(facts) && stands.stream().anyMatch(r::isOf))
                        .toList());
    }

    private boolean isNewIn(List<EntssoEvent> stands) {
        return !stands.stream()
                .allMatch(e -> standing.stream().anyMatch(s -> s.id() == e.id() && s.recordId() == e.recordId()));
    }

    /** The same with the word of a person. */
    public LastKnown with(Resolution resolution) {
        List<Resolution> all = new ArrayList<>(resolutions);
        all.add(resolution);
        return new LastKnown(
                computer,
                role,
                msids,
                newestRecord,
                gap,
                logRead,
                standing,
                told,
                required,
                registry,
                registryRead,
                all);
    }

    /** That the log tells of no role any more changes none, nor does what it tells of a time before a status said otherwise. */
    private Role roleAfter(HostFacts facts, Role now) {
        if (now.event() != null && role.isSaidAfter(now.event())) {
            return role;
        }
        boolean isTold = now.isHere() || now.isElsewhere() || now.event() != null || !facts.windows();
        return isTold || role.place() == Place.UNKNOWN ? now : role;
    }

    private long gapBefore(Log log) {
        boolean isGap = log != null
                && newestRecord > 0
                && log.oldest() != null
                && log.oldest().recordId() > newestRecord
                && log.oldest().recordId() - newestRecord > 1;
        return isGap ? newestRecord : 0;
    }

    private List<EntssoEvent> standingIn(Log log, Instant asked) {
        List<EntssoEvent> all = new ArrayList<>(log.events());
        // what the log does not have any more was logged before now, whatever the clock said then
        standing.stream()
                .filter(e -> !all.contains(e))
                .map(e -> e.time().isAfter(asked) ? new EntssoEvent(e.id(), e.recordId(), asked, e.strings()) : e)
                .forEach(all::add);
        Map<Object, EntssoEvent> newest = new LinkedHashMap<>();
        all.stream()
                .filter(e -> BAD.contains(e.id()) || e.currentMsid().isPresent())
                .filter(e -> log.events().stream().noneMatch(end -> end.ends(e) && log.isAfter(end, e)))
                .forEach(e -> newest.putIfAbsent(
                        BAD.contains(e.id()) ? List.of(e.id(), e.msids()) : "the current secret", e));
        Map<EventId, Integer> counts = new EnumMap<>(EventId.class);
        return newest.values().stream()
                .filter(e -> counts.merge(e.id(), 1, Integer::sum) <= Log.MAX_PER_ID)
                .toList();
    }
}
