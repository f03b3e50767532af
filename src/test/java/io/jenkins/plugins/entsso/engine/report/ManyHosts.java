package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.ledger.PatrolRound;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupName;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.WindowsFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A ledger of many hosts as there are many: of 20, seven are protected, six depend on one of them, and each way of not being
 * safe is there. As a program it writes such a ledger, for a look at the pages: directory, number of hosts.
 */
public final class ManyHosts {
    private static final int KINDS = 20;

    private final Ledger ledger;
    private final Instant now;
    private final List<EntssoEvent> events = new ArrayList<>();
    private HostFacts.Repeats required = HostFacts.Repeats.NONE;

    private ManyHosts(Ledger ledger, Instant now) {
        this.ledger = ledger;
        this.now = now;
    }

    public static void main(String[] args) throws IOException {
        fill(new Ledger(Path.of(args[0])), Integer.parseInt(args[1]), Instant.now());
    }

    /** The name of a host's node. */
    public static String node(int host) {
        return String.format("biztalk-%04d", host);
    }

    /** Enters that many hosts, and a round of the patrol over them. */
    public static void fill(Ledger ledger, int hosts, Instant now) throws IOException {
        ManyHosts many = new ManyHosts(ledger, now);
        for (int host = 0; host < hosts; host++) {
            many.enter(host);
        }
        if (hosts > 0) {
            Duration took = Duration.ofMillis(900L + hosts * 20L);
            ledger.enter(new PatrolRound(now.minusSeconds(180), took, hosts, hosts - (hosts + 14) / KINDS));
        }
    }

    private void enter(int host) throws IOException {
        events.clear();
        required = HostFacts.Repeats.NONE;
        int kind = host % KINDS;
        Msid first = msid(host);
        Msid second = msid(-1 - host);
        switch (kind) {
            case 0 -> {
                generated(300, first);
                required(60, 3412, 1);
                check(host, 59, first);
                generated(30, second);
                check(host, 0, first, second);
            }
            case 1 -> {
                generated(300, first);
                backup(host, 200, first);
                check(host, 199, first);
                generated(9, second);
                check(host, 0, first, second);
            }
            case 2 -> {
                generated(300, first);
                String file = "\\\\files\\safe\\" + node(host) + ".bak";
                event(100, EventId.BACKED_UP, file, first.toString(), "", "DOM\\admin", "ADMIN-PC");
                check(host, 30, first);
                check(host, 0, first);
            }
            case 3 -> {
                generated(300, first);
                backup(host, 250, first);
                check(host, 249, first);
                event(2, EventId.SECRETS_NOT_LOADED);
                check(host, 0, first);
            }
            case 4 -> {
                backup(host, 120, first);
                check(host, 119, first);
                Failure failure = new Failure(Failure.Kind.ERROR, "the connection was refused");
                ledger.enter(node(host), failure, now.minus(Duration.ofHours(5)));
            }
            case 5 -> enter(host, 0, HostFacts.notWindows("linux-" + host, "jenkins", "Linux 6.1", now));
            case 6 -> enter(host, 0, facts(host, RegistrySecrets.NO_KEY, false));
            case 7, 8, 9, 10, 11, 12 -> {
                int server = host - kind + 13;
                event(
                        20,
                        EventId.GOT_CURRENT_SECRET,
                        computer(server),
                        msid(server).toString());
                enter(host, 0, facts(host, RegistrySecrets.NO_KEY, true));
            }
            default -> {
                generated(150, first);
                required(149, 88, 148);
                check(host, 148, first);
                backup(host, 140 - host % 100, first);
                required = HostFacts.Repeats.NONE;
                check(host, 139 - host % 100, first);
                check(host, 0, first);
            }
        }
    }

    private static String computer(int host) {
        return "BTS" + host;
    }

    private static Msid msid(int n) {
        return new Msid(new UUID(0x9E3779B97F4A7C15L * (n + 0x10000), 0xA000000000000000L + n));
    }

    private void generated(int daysAgo, Msid msid) {
        event(daysAgo, EventId.GENERATED, msid.toString(), "DOM\\admin", "ADMIN-PC", "1");
    }

    /** An event, whose record number grows with its time. */
    private void event(int daysAgo, EventId id, String... strings) {
        events.add(new EntssoEvent(id, record(daysAgo), ago(daysAgo), List.of(strings)));
    }

    private static long record(int daysAgo) {
        return 100_000L - daysAgo * 100L;
    }

    private Instant ago(int days) {
        return now.minus(Duration.ofDays(days)).minusSeconds(120);
    }

    private void required(int daysAgo, int count, int lastDaysAgo) {
        required = new HostFacts.Repeats(
                count,
                false,
                new HostFacts.Mark(record(daysAgo) + 1, ago(daysAgo)),
                new HostFacts.Mark(record(lastDaysAgo) + 1, ago(lastDaysAgo)));
    }

    /** A backup that is held, and that ENTSSO logged. */
    private void backup(int host, int daysAgo, Msid... msids) throws IOException {
        UUID id = new UUID(host, daysAgo);
        event(daysAgo, EventId.BACKED_UP, BackupName.of(id), msids[0].toString(), "", "DOM\\svc", computer(host));
        ledger.enter(new Backup(
                id,
                Backup.State.HELD,
                node(host),
                computer(host),
                new TreeSet<>(List.of(msids)),
                ago(daysAgo),
                new Backup.Artifact(
                        "guard-" + node(host),
                        host + 1,
                        "entsso/" + computer(host) + ".bak",
                        "0123456789abcdef".repeat(4),
                        4096),
                ago(0)));
    }

    private void check(int host, int daysAgo, Msid... msids) throws IOException {
        enter(host, daysAgo, facts(host, new RegistrySecrets(true, new TreeSet<>(List.of(msids))), true));
    }

    private void enter(int host, int daysAgo, HostFacts facts) throws IOException {
        ledger.enter(node(host), facts, ago(daysAgo));
    }

    private HostFacts facts(int host, RegistrySecrets secrets, boolean installed) {
        return WindowsFacts.of(
                computer(host),
                "DOM\\svc-jenkins",
                "Windows Server 2022",
                now,
                QueryResult.of(new HostFacts.Log(events, required, new HostFacts.Mark(1, ago(400)), true)),
                QueryResult.of(secrets),
                installed
                        ? QueryResult.of("C:\\ENTSSO\\ssoconfig.exe")
                        : QueryResult.failed(Failure.Kind.TOOL_MISSING, "no ssoconfig.exe"));
    }
}
