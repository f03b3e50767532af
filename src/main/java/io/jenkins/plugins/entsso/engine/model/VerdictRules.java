package io.jenkins.plugins.entsso.engine.model;

import io.jenkins.plugins.entsso.engine.model.Finding.Code;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rules of a verdict, each a function of what is known and nothing else. The first that applies decides, and the last
 * one always does. Two asymmetries run through them: a bad verdict may rest on one source alone, while 'protected' needs that
 * every source agrees which can be read; and what ENTSSO says of a backup counts against it ('none exists') but never for it.
 */
final class VerdictRules {
    /** The rules in their order. */
    private static final List<Function<VerdictInput, Optional<Verdict>>> ALL = List.of(
            VerdictRules::notWindows,
            VerdictRules::notInstalled,
            DamageRule::judge,
            VerdictRules::elsewhere,
            VerdictRules::required,
            VerdictRules::withoutKey,
            VerdictRules::noSecret,
            CoverageRule::judge);

    private VerdictRules() {}

    /** The verdict by the first rule that applies, with the concerns that go with every verdict. */
    static Verdict judge(VerdictInput in) {
        Verdict verdict = decide(in);
        if (verdict.kind() == Kind.PROTECTED) {
            // what the registry contradicted when it could be read is not mended by its being unreadable
            verdict = in.asRegistryWas()
                    .map(VerdictRules::decide)
                    .filter(was -> was.kind().isBad())
                    .map(was -> was.with(in.andFailures()))
                    .orElse(verdict);
        }
        return verdict.with(Concerns.of(in, verdict.kind()));
    }

    private static Verdict decide(VerdictInput in) {
        return ALL.stream().flatMap(rule -> rule.apply(in).stream()).findFirst().orElseThrow();
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

    /** The role has moved, or never was here. A key that is left over changes nothing. */
    static Optional<Verdict> elsewhere(VerdictInput in) {
        Role role = in.role();
        if (!role.isElsewhere()) {
            return Optional.empty();
        }
        Finding why = Finding.of(Code.WRONG_HOST);
        if (role.event() != null && !role.server().isEmpty()) {
            why = Finding.at(Code.SECRET_SERVER, role.event(), role.server());
        } else if (!role.server().isEmpty()) {
            why = Finding.of(Code.SECRET_SERVER_BY_STATUS, role.server());
        }
        Finding nextStep =
                role.server().isEmpty() ? Finding.of(Code.DO_FIND_SERVER) : Finding.of(Code.DO_GO_TO, role.server());
        return in.hasSecrets() && !in.facts().hasKey()
                ? decide(in, Kind.NOT_A_SECRET_SERVER, nextStep, Finding.of(Code.NO_KEY), why)
                : decide(in, Kind.NOT_A_SECRET_SERVER, nextStep, why);
    }

    /** ENTSSO asks for a backup: whatever else cannot be read or does not fit, one is to be tried. */
    static Optional<Verdict> required(VerdictInput in) {
        List<EntssoEvent> asked = in.standing(EventId.BACKUP_REQUIRED);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        HostFacts.Mark last = asked.get(0).mark();
        HostFacts.Repeats repeats =
                in.last().required().count() > 0 ? in.last().required() : new HostFacts.Repeats(1, false, last, last);
        Finding finding = Finding.of(
                Code.REQUIRED,
                repeats.count(),
                repeats.capped(),
                repeats.first().time(),
                repeats.last().time(),
                repeats.last().recordId());
        List<Finding> concerns = in.hasSecrets() && !in.facts().hasKey()
                ? List.of(Finding.at(Code.ROLE_CONTRADICTION, asked.get(0)))
                : List.of();
        return Optional.of(in.verdict(Kind.UNPROTECTED, in.andFailures(finding), in.backUp())
                .with(concerns));
    }

    /** Without the key there is nothing to back up here, unless something else says that this is the secret server. */
    static Optional<Verdict> withoutKey(VerdictInput in) {
        if (!in.hasSecrets() || in.facts().hasKey()) {
            return Optional.empty();
        }
        if (in.facts().isServerByStatus()) {
            return decide(in, Kind.UNKNOWN, in.look(), Finding.of(Code.STATUS_CONTRADICTION));
        }
        if (in.isPassive()) {
            Finding goTo = Finding.of(Code.DO_GO_TO, in.facts().cluster());
            return decide(in, Kind.NOT_A_SECRET_SERVER, goTo, Finding.of(Code.NO_KEY));
        }
        if (!in.hasLog()) {
            // what was not read says neither that there is no ENTSSO nor that this was never the server
            return Optional.of(in.verdict(Kind.UNKNOWN, in.andFailures(Finding.of(Code.NO_KEY)), in.repair()));
        }
        if (in.log().events().isEmpty() && !in.facts().tool().isKnown()) {
            return noEntsso(in);
        }
        EntssoEvent event = in.role().event();
        if (event != null || in.last().isSecretServer()) {
            // a role ends by a word of another server, not by silence
            Finding why = event == null ? Finding.of(Code.NO_KEY) : Finding.at(Code.ROLE_CONTRADICTION, event);
            return decide(in, Kind.UNKNOWN, in.look(), why);
        }
        return decide(in, Kind.NOT_A_SECRET_SERVER, Finding.of(Code.DO_NOTHING), Finding.of(Code.NO_KEY));
    }

    static Optional<Verdict> noSecret(VerdictInput in) {
        return in.hasSecrets() && in.listed().isEmpty()
                ? decide(in, Kind.UNKNOWN, in.look(), Finding.of(Code.NO_MSID))
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
