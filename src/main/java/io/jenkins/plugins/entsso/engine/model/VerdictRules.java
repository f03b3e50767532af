package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rules of a verdict, each a function of what is known and nothing else. The first that applies decides, and the last
 * one always does. Two asymmetries run through them: a bad verdict may rest on one source alone, 'protected' needs all of
 * them; and what ENTSSO says of a backup counts against it ('none exists') but never for it.
 */
final class VerdictRules {
    /** By so much may the clocks of hosts and of the controller differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(15);

    /** The rules in their order. */
    private static final List<Function<VerdictInput, Optional<Verdict>>> ALL = List.of(
            VerdictRules::notWindows,
            VerdictRules::notInstalled,
            VerdictRules::otherServerByStatus,
            DamageRule::judge,
            VerdictRules::withoutKey,
            VerdictRules::required,
            VerdictRules::unreadable,
            VerdictRules::noSecret,
            CoverageRule::judge);

    private VerdictRules() {}

    /** The verdict by the first rule that applies, with the concerns that go with every verdict. */
    static Verdict judge(VerdictInput in) {
        return ALL.stream()
                .flatMap(rule -> rule.apply(in).stream())
                .findFirst()
                .orElseThrow()
                .with(Concerns.of(in));
    }

    static Optional<Verdict> notWindows(VerdictInput in) {
        return in.facts().windows()
                ? Optional.empty()
                : decide(
                        in,
                        Kind.NOT_WINDOWS,
                        Finding.of(Code.DO_NOTHING),
                        Finding.of(Code.NOT_WINDOWS, in.facts().operatingSystem()));
    }

    /** A host that is known as a secret server was asked all the same. */
    static Optional<Verdict> notInstalled(VerdictInput in) {
        return in.facts().installed() || in.last().isSecretServer() ? Optional.empty() : noEntsso(in);
    }

    /** What ENTSSO itself says of its role is newer than anything in the log, and a key may be left over. */
    static Optional<Verdict> otherServerByStatus(VerdictInput in) {
        return in.facts()
                .memberStatus()
                .map(ServerStatus::secretServer)
                .flatMap(server -> decide(
                        in,
                        Kind.NOT_A_SECRET_SERVER,
                        Finding.of(Code.DO_GO_TO, server),
                        Finding.of(Code.SECRET_SERVER_BY_STATUS, server)));
    }

    /** Without the key there is nothing to back up here, unless something else says that this is the secret server. */
    static Optional<Verdict> withoutKey(VerdictInput in) {
        if (!in.hasSecrets() || in.facts().hasKey()) {
            return Optional.empty();
        }
        if (in.facts().isServerByStatus()) {
            return decide(in, Kind.UNKNOWN, Finding.of(Code.DO_LOOK), Finding.of(Code.STATUS_CONTRADICTION));
        }
        if (!in.hasLog()) {
            // what was not read says neither that there is no ENTSSO nor that this was never the server
            return Optional.of(in.verdict(Kind.UNKNOWN, in.andFailures(Finding.of(Code.NO_KEY)), in.repair()));
        }
        if (in.log().events().isEmpty() && !in.facts().tool().isKnown()) {
            return noEntsso(in);
        }
        Optional<EntssoEvent> elsewhere = in.facts().otherServer();
        Optional<EntssoEvent> here =
                in.log().events().stream().filter(in.facts()::isOfSecretServer).findFirst();
        if (here.isPresent() && here.get().isAfter(elsewhere)) {
            return decide(in, Kind.UNKNOWN, Finding.of(Code.DO_LOOK), Finding.at(Code.ROLE_CONTRADICTION, here.get()));
        }
        if (elsewhere.isEmpty()) {
            return decide(in, Kind.NOT_A_SECRET_SERVER, Finding.of(Code.DO_NOTHING), Finding.of(Code.NO_KEY));
        }
        String server = elsewhere.get().string(1);
        return decide(
                in,
                Kind.NOT_A_SECRET_SERVER,
                Finding.of(Code.DO_GO_TO, server),
                Finding.of(Code.NO_KEY),
                Finding.at(Code.SECRET_SERVER, elsewhere.get(), server));
    }

    /** ENTSSO asks for a backup. */
    static Optional<Verdict> required(VerdictInput in) {
        HostFacts.Repeats repeats = in.log().required();
        Optional<EntssoEvent> end = in.log().newest(EventId.BACKED_UP, EventId.RESTORED);
        if (repeats.last() == null
                || end.isPresent() && repeats.last().recordId() < end.get().recordId()) {
            return Optional.empty();
        }
        Finding finding = Finding.of(
                Code.REQUIRED,
                repeats.count(),
                repeats.capped(),
                repeats.first().time(),
                repeats.last().time(),
                repeats.last().recordId());
        Finding nextStep = Finding.of(in.canBackUp() ? Code.DO_BACK_UP : Code.DO_FIND_ACTIVE_NODE);
        return Optional.of(in.verdict(Kind.UNPROTECTED, in.andFailures(finding), nextStep)
                .with(backedUpElsewhere(in, repeats.last().time())));
    }

    /**
     * The newest backup that another node made since the last 10589. After a failover, the log of a cluster's former node
     * goes on saying that there is none. But so it does on a host that was never backed up, and that the other node has the
     * same secrets is its own word: so this is for a person to judge, and changes no verdict.
     */
    private static List<Finding> backedUpElsewhere(VerdictInput in, Instant required) {
        if (in.msids().isEmpty()) {
            return List.of();
        }
        return in.backups().stream()
                .filter(Backup::isHeld)
                .filter(b -> !b.host().equals(in.node()))
                .filter(b -> b.made().isAfter(required.plus(CLOCKS)))
                .filter(b -> b.msids().containsAll(in.msids()))
                .findFirst()
                .map(b -> Finding.of(Code.BACKED_UP_ON_OTHER_NODE, b, b.host(), b.made()))
                .stream()
                .toList();
    }

    static Optional<Verdict> unreadable(VerdictInput in) {
        return in.hasLog() && in.hasSecrets()
                ? Optional.empty()
                : Optional.of(in.verdict(Kind.UNKNOWN, in.andFailures(), in.repair()));
    }

    static Optional<Verdict> noSecret(VerdictInput in) {
        return in.msids().isEmpty()
                ? decide(in, Kind.UNKNOWN, Finding.of(Code.DO_LOOK), Finding.of(Code.NO_MSID))
                : Optional.empty();
    }

    /** What was a secret server does not become nothing by the absence of a program. */
    private static Optional<Verdict> noEntsso(VerdictInput in) {
        boolean wasServer = in.last().isSecretServer();
        return decide(
                in,
                wasServer ? Kind.UNKNOWN : Kind.NO_ENTSSO,
                Finding.of(wasServer ? Code.DO_LOOK : Code.DO_NOTHING),
                Finding.of(Code.NO_ENTSSO));
    }

    private static Optional<Verdict> decide(VerdictInput in, Kind kind, Finding nextStep, Finding... evidence) {
        return Optional.of(in.verdict(kind, List.of(evidence), nextStep));
    }
}
