package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeFalse;

import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.simulator.Fault;
import io.jenkins.plugins.entsso.simulator.SimulatedHost;
import io.jenkins.plugins.entsso.simulator.Variation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a host without a source can still do: the table in docs/verdicts.md is what this finds, word by word. */
public class MissingSourcesTest {
    private static final String HEADING = "## What a host without a source can still do";
    private static final Duration WEEK = Duration.ofDays(8);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private enum Source {
        LOG,
        REGISTRY,
        COM,
        CONSOLE
    }

    @Test
    public void theTableInTheDocumentationIsTrue() throws Exception {
        assumeFalse(
                "the simulator's tools are shell scripts",
                System.getProperty("os.name").startsWith("Windows"));
        String table = Stream.of(
                        "| what is missing | verdict while ENTSSO asks for a backup | a backup | verdict once one is held"
                                + " | a week later |",
                        "| --- | --- | --- | --- | --- |",
                        row("nothing"),
                        row("the log", Source.LOG),
                        row("the registry", Source.REGISTRY),
                        row("COM", Source.COM),
                        row("the console", Source.CONSOLE),
                        row("COM and the console", Source.COM, Source.CONSOLE),
                        row("the log and the registry", Source.LOG, Source.REGISTRY))
                .collect(Collectors.joining("\n"));
        Path docs = Files.exists(Path.of("docs")) ? Path.of("docs") : Path.of("..", "docs");
        String documented = Files.readString(docs.resolve("verdicts.md"));
        String after = documented.substring(documented.indexOf(HEADING));
        assertEquals(
                table,
                after.lines()
                        .dropWhile(line -> !line.startsWith("|"))
                        .takeWhile(line -> line.startsWith("|"))
                        .collect(Collectors.joining("\n")));
    }

    private String row(String name, Source... missing) throws Exception {
        SimulatedHost bare = host();
        lose(bare, missing);
        Verdict asked = Verdict.of("n", Set.of("n"), facts(bare), List.of(), LastKnown.NOTHING);
        SimulatedHost held = host();
        UUID id = UUID.randomUUID();
        BackupAnswer.File file = backUp(held, id).file();
        Backup backup = new Backup(
                id,
                Backup.State.HELD,
                "n",
                held.computer(),
                new TreeSet<>(file.event().msids()),
                file.event().time(),
                new Backup.Artifact("job", 1, "entsso.bak", file.sha256(), file.content().length),
                Instant.now());
        held.logForeign("MsiInstaller", 1033);
        // a backup is confirmed, and a check has seen that, before anything gets lost
        HostFacts before = facts(held);
        lose(held, missing);
        HostFacts now = facts(held);
        return Stream.of(
                        name,
                        name(asked) + (asked.asksForBackup() ? "; it is started" : "; none is started"),
                        backup(backUp(bare, UUID.randomUUID())),
                        name(Verdict.of("n", Set.of("n"), now, List.of(backup), LastKnown.NOTHING.after(before))),
                        name(Verdict.of(
                                "n",
                                Set.of("n"),
                                now,
                                List.of(backup),
                                LastKnown.NOTHING.after(at(before, now.asked().minus(WEEK))))))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private SimulatedHost host() throws Exception {
        return SimulatedHost.create(folder.newFolder().toPath())
                .set(Variation.API, "installed")
                .requireBackup(3);
    }

    private static void lose(SimulatedHost host, Source... missing) throws Exception {
        for (Source source : missing) {
            switch (source) {
                case LOG -> host.fault(Fault.LOG_ACCESS_DENIED);
                case REGISTRY -> host.fault(Fault.REGISTRY_ACCESS_DENIED);
                case COM -> host.set(Variation.API, "missing");
                case CONSOLE -> Files.delete(host.ssoconfig());
            }
        }
    }

    private static HostFacts facts(SimulatedHost host) throws InterruptedException {
        HostSettings settings = HostSettings.DEFAULTS;
        return CheckTask.ask(host.factory(WindowsHost.FACTORY).host(settings), settings.queryTimeout(), true);
    }

    private static HostFacts at(HostFacts facts, Instant asked) {
        return new HostFacts(
                facts.computer(),
                facts.account(),
                facts.operatingSystem(),
                asked,
                true,
                true,
                facts.log(),
                facts.secrets(),
                facts.status(),
                facts.service(),
                facts.tool(),
                facts.backupFiles(),
                facts.cluster());
    }

    private BackupAnswer backUp(SimulatedHost host, UUID id) throws Exception {
        HostSettings settings =
                new HostSettings(null, folder.newFolder().toString(), Duration.ofMinutes(3), Duration.ofMinutes(3));
        BackupTask task = new BackupTask(
                host.factory(WindowsHost.FACTORY),
                settings,
                Method.AUTO,
                id,
                new Password("correct horse 1".toCharArray()),
                "in the safe");
        return new BackupWork(task, host.factory(WindowsHost.FACTORY).host(settings), Duration.ZERO).run();
    }

    private static String backup(BackupAnswer answer) {
        if (answer.file() == null) {
            return "cannot be made";
        }
        String method = answer.file().method() == Method.API ? "by COM" : "by the console";
        return method + (answer.file().unconfirmed() == null ? ", confirmed" : ", unconfirmed");
    }

    private static String name(Verdict verdict) {
        return Texts.of(Locale.ENGLISH).name(verdict.kind());
    }
}
