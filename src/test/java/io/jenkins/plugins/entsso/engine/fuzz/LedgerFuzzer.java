package io.jenkins.plugins.entsso.engine.fuzz;

import static io.jenkins.plugins.entsso.engine.fuzz.Outputs.holds;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Hosts;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A ledger one of whose files is not what was written. It opens all the same, the file that is no good is named, and whatever
 * was taken of it keeps nobody from working on: hosts are asked, judged, shown, renamed, removed, and come back.
 */
public final class LedgerFuzzer {
    private static final Instant NOW = Hosts.NOON.plusSeconds(86_400);
    private static final Path GOOD = temporaryDirectory();
    private static final Path LEDGER = temporaryDirectory();
    private static final List<Path> FILES = goodFiles();

    private LedgerFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        Input in = new Input(bytes);
        Path other = in.of(FILES);
        byte[] content = JsonInput.file(
                bytes, bytes.length > 0 && bytes[0] == '{' ? new Input(bytes) : in, List.of(Files.readString(other)));
        try {
            for (Path file : FILES) {
                Path copy = LEDGER.resolve(GOOD.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.write(copy, file.equals(other) ? content : Files.readAllBytes(file));
            }
            use(new Input(in.rest()), other);
        } finally {
            Screens.clear(LEDGER);
        }
    }

    private static void use(Input in, Path other) throws IOException {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Texts texts = in.of(Screens.LANGUAGES);
        Ledger ledger = new Ledger(LEDGER, clock);
        long read = ledger.hosts().size() + ledger.backups().size();
        holds(read + ledger.problems().size() >= FILES.size() - 1, "neither read nor named: {}", other);
        Screens.show(ledger, NOW, texts);
        ledger.judge(30);
        List<String> nodes = Stream.concat(
                        Stream.of("gone"), ledger.hosts().stream().map(HostRecord::node))
                .distinct()
                .toList();
        for (String node : nodes) {
            ledger.isSecretServer(node);
            HostRecord last = ledger.enter(node, new Failure(Failure.Kind.TIMEOUT, "no answer"), NOW);
            holds(last.verdict().kind() == Kind.UNKNOWN, "an agent that is silent: {}", last.verdict());
            ledger.enter(node, Hosts.judged(in.of(Kind.values()), "C-" + node, Hosts.MSID1), NOW);
            Screens.show(ledger, NOW, texts);
        }
        for (Backup backup : ledger.backups()) {
            ledger.adopt(backup);
            ledger.update(backup.id(), b -> b.withVerified(NOW));
        }
        ledger.rename(nodes.get(0), "renamed", NOW);
        ledger.forget(nodes.get(nodes.size() - 1));
        ledger.prune(NOW);
        Screens.show(ledger, NOW, texts);
        new Ledger(LEDGER, clock);
    }

    /** A ledger with a file of each kind. */
    private static List<Path> goodFiles() {
        try {
            Ledger ledger = new Ledger(GOOD, Clock.fixed(Hosts.NOON, ZoneOffset.UTC));
            Backup held = Hosts.backup("sso", 7, 0, Hosts.MSID1);
            ledger.enter(held);
            ledger.enter(Hosts.backup("sso", 8, 60, Hosts.MSID2, Hosts.MSID3)
                    .unconfirmed(Backup.UnconfirmedReason.NO_EVENT, List.of(Hosts.MSID1), "x", "00", 1, Hosts.NOON));
            ledger.enter("sso", Hosts.judged(Kind.PROTECTED, "C-sso", Hosts.MSID1), Hosts.NOON);
            ledger.enter("sso", new Failure(Failure.Kind.TIMEOUT, "no answer"), Hosts.NOON);
            ledger.enter("bad", Hosts.judged(Kind.DAMAGED, "C-bad", Hosts.MSID1), Hosts.NOON);
            ledger.enter("bad", Hosts.judged(Kind.UNPROTECTED, "C-other", Hosts.MSID2), Hosts.NOON);
            ledger.enterStarts("bad", 3);
            ledger.enter("gone", Hosts.judged(Kind.HELD_ELSEWHERE, "C-gone", Hosts.MSID2), Hosts.NOON);
            ledger.forget("gone");
            try (Stream<Path> files = Files.walk(GOOD)) {
                return new ArrayList<>(
                        files.filter(Files::isRegularFile).sorted().toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
