package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.model.WindowsFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** Hosts as they answer, for tests: a host is made by its computer name, then told what it has. */
public final class Hosts {
    public static final Instant NOON = Instant.parse("2026-05-12T12:00:00Z");
    public static final Msid MSID1 = msid(1);
    public static final Msid MSID2 = msid(2);
    public static final Msid MSID3 = msid(3);

    private final String computer;
    private final List<EntssoEvent> events = new ArrayList<>();
    private HostFacts.Repeats required = HostFacts.Repeats.NONE;
    private RegistrySecrets secrets = RegistrySecrets.NO_KEY;
    private QueryResult<String> tool = QueryResult.of("ssoconfig");
    private long oldest = 1;

    private Hosts(String computer) {
        this.computer = computer;
    }

    public static Hosts host(String computer) {
        return new Hosts(computer);
    }

    public static Msid msid(int n) {
        return new Msid(new UUID(0xAAAAAAAA00000000L, n));
    }

    /** A master secret server with these secrets. */
    public Hosts secrets(Msid... msids) {
        secrets = new RegistrySecrets(true, new TreeSet<>(List.of(msids)));
        return this;
    }

    /** Facts on which the verdict is of that kind; 'protected' if a held backup covers the secret. */
    public static HostFacts judged(Verdict.Kind kind, String computer, Msid msid) {
        Hosts host = host(computer);
        return switch (kind) {
            case PROTECTED, UNKNOWN -> host.secrets(msid).facts();
            case UNPROTECTED -> host.secrets(msid).required(3, 5).facts();
            case OUTDATED ->
                host.secrets(msid)
                        .event(EventId.BACKED_UP, 5, "x.bak", msid(0xFFFF).toString(), "")
                        .facts();
            case HELD_ELSEWHERE ->
                host.secrets(msid)
                        .event(EventId.BACKED_UP, 6, "x.bak", msid.toString(), "")
                        .facts();
            case DAMAGED ->
                host.secrets(msid).event(EventId.SECRETS_NOT_LOADED, 5).facts();
            case NOT_A_SECRET_SERVER -> host.facts();
            case NO_ENTSSO -> host.withoutTool().facts();
            case NOT_WINDOWS -> HostFacts.notWindows(computer, "svc", "Linux", NOON);
        };
    }

    /** Without the program. */
    public Hosts withoutTool() {
        tool = QueryResult.failed(Failure.Kind.TOOL_MISSING, "no ssoconfig.exe");
        return this;
    }

    /** Event n of the log, logged n seconds after noon. */
    public Hosts event(EventId id, long record, String... strings) {
        events.add(new EntssoEvent(id, record, NOON.plusSeconds(record), List.of(strings)));
        return this;
    }

    /** 10589 from record to record. */
    public Hosts required(long first, long last) {
        required = new HostFacts.Repeats(
                (int) (last - first + 1),
                false,
                new HostFacts.Mark(first, NOON.plusSeconds(first)),
                new HostFacts.Mark(last, NOON.plusSeconds(last)));
        return this;
    }

    /** A log that begins with that record. */
    public Hosts oldest(long record) {
        oldest = record;
        return this;
    }

    public HostFacts facts() {
        return WindowsFacts.of(
                computer,
                "svc",
                "Windows",
                NOON,
                QueryResult.of(new HostFacts.Log(
                        events, required, new HostFacts.Mark(oldest, NOON.plusSeconds(oldest)), true)),
                QueryResult.of(secrets),
                tool);
    }

    /** A backup that is held, made that many seconds after noon. */
    public static Backup backup(String node, int build, int second, Msid... msids) {
        return new Backup(
                UUID.randomUUID(),
                Backup.State.HELD,
                node,
                "C-" + node,
                new TreeSet<>(List.of(msids)),
                NOON.plusSeconds(second),
                new Backup.Artifact("job", build, "entsso/" + build + ".bak", "00", 1),
                NOON.plusSeconds(second));
    }
}
