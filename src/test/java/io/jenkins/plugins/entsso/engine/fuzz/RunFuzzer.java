package io.jenkins.plugins.entsso.engine.fuzz;

import static io.jenkins.plugins.entsso.engine.fuzz.Outputs.holds;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupAnswer;
import io.jenkins.plugins.entsso.engine.agent.backup.BackupTask;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.fuzz.HostileAgent.RefusedException;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.ManifestTable;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.BackupRun;
import io.jenkins.plugins.entsso.engine.run.Manifest;
import io.jenkins.plugins.entsso.engine.run.Ports;
import io.jenkins.plugins.entsso.engine.run.RemoteAgent;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.engine.run.RunSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whole runs of a step against an agent that answers what it likes, and what the ledger and the archive have after them. */
public final class RunFuzzer {
    private static final Instant NOW = Instant.parse("2026-05-12T12:00:00Z");
    private static final Path LEDGER = temporaryDirectory();

    private RunFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException, InterruptedException {
        Input in = new Input(bytes);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Texts texts = in.of(Screens.LANGUAGES);
        RunSettings settings = new RunSettings(
                in.of(RunSettings.When.values()),
                "in the safe",
                "entsso/{computer}-{time}.bak",
                Method.AUTO,
                unused -> null,
                HostSettings.DEFAULTS);
        try {
            Ledger ledger = new Ledger(LEDGER, clock);
            Archive archive = new Archive();
            int runs = 1 + in.below(2);
            for (int i = 0; i < runs; i++) {
                Agent agent = new Agent(in);
                List<String> log = new ArrayList<>();
                RunReport report = null;
                try {
                    report = new BackupRun(
                                    settings,
                                    ledger,
                                    clock,
                                    agent,
                                    archive,
                                    () -> new Password(HostileAgent.PASSWORD.toCharArray()),
                                    log::add)
                            .run();
                } catch (IOException e) {
                    holds(e.getCause() instanceof RefusedException, "{}", e);
                }
                log.forEach(line -> {
                    Outputs.line(line);
                    holds(!line.contains(HostileAgent.PASSWORD), "the password: {}", line);
                });
                check(ledger, archive, agent);
                if (report != null) {
                    check(report, archive, texts);
                }
            }
            Screens.show(ledger, NOW, texts);
            Ledger reopened = new Ledger(LEDGER, clock);
            List<Finding> problems = reopened.problems();
            holds(problems.isEmpty(), "what was written cannot be read: {}", problems);
            holds(kinds(reopened).equals(kinds(ledger)), "{} is read as {}", ledger.hosts(), reopened.hosts());
            holds(Set.copyOf(reopened.backups()).equals(Set.copyOf(ledger.backups())), "other backups are read");
        } finally {
            Screens.clear(LEDGER);
        }
    }

    /** Nothing is held but what was read back as the agent sent it, and shown by it to be a backup. */
    private static void check(Ledger ledger, Archive archive, Agent agent) {
        for (Backup backup : ledger.backups()) {
            if (backup.isArchived()) {
                byte[] file = archive.files.get(backup.artifact().path());
                holds(file != null && Hashes.sha256(file).equals(backup.sha256()), "not archived: {}", backup);
                holds(!backup.isHeld() || !backup.msids().isEmpty(), "confirmed of nothing: {}", backup);
                if (backup.id().equals(agent.asked)) {
                    BackupAnswer answer = agent.answer;
                    holds(answer != null && answer.failure() == null, "taken though it failed: {}", answer);
                    holds(
                            answer.file().proof().stream().noneMatch(Proof::isRefutation),
                            "taken though refuted: {}",
                            answer);
                }
            }
        }
        boolean isHeld = ledger.backups().stream().anyMatch(Backup::isHeld);
        holds(
                isHeld
                        || ledger.hosts().stream()
                                .noneMatch(host -> host.verdict().kind() == Kind.PROTECTED),
                "green, and nothing is held: {}",
                ledger.hosts());
    }

    private static List<Kind> kinds(Ledger ledger) {
        return ledger.hosts().stream().map(host -> host.verdict().kind()).toList();
    }

    private static void check(RunReport report, Archive archive, Texts texts) {
        holds(!report.good() || !report.after().kind().isBad(), "good: {}", report);
        if (report.failure() != null) {
            Outputs.line(report.failure().detail());
        }
        if (report.manifest() != null) {
            Outputs.xml(report.manifest());
            ManifestTable.of(report.manifest(), texts).values().forEach(Outputs::xml);
            Manifest manifest = Manifest.parse(report.manifest()).orElseThrow();
            String path = Manifest.path(manifest.backup().artifact().path());
            byte[] archived = archive.files.get(path);
            holds(
                    report.manifest().equals(new String(archived, StandardCharsets.UTF_8)),
                    "another manifest is archived");
            holds(archived.length <= Manifest.LONGEST, "a manifest of {} bytes", archived.length);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Agent extends RemoteAgent {
        private final Input in;
        private UUID asked;
        private BackupAnswer answer;

        Agent(Input in) {
            super("node", null);
            this.in = in;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T extends Serializable> T call(AgentTask<T> task) throws IOException {
            HostileAgent agent = new HostileAgent(in, asked == null ? List.of() : List.of(asked));
            try {
                if (task instanceof BackupTask backup) {
                    asked = backup.id();
                    byte[] content = in.take(16);
                    answer = agent.received(() -> agent.backup(content, asked));
                    return (T) answer;
                }
                HostFacts facts = agent.received(agent::facts);
                return (T) facts;
            } catch (RefusedException e) {
                throw new IOException(e);
            }
        }
    }

    private static final class Archive implements Ports.Archive {
        private final Map<String, byte[]> files = new LinkedHashMap<>();

        @Override
        public String job() {
            return "job";
        }

        @Override
        public int build() {
            return 7;
        }

        @Override
        public void store(String path, byte[] content) {
            holds(path.matches("entsso/[^/\\\\:]+") && !path.contains(".."), "not a path: {}", path);
            holds(files.put(path, content.clone()) == null, "overwritten: {}", path);
        }

        @Override
        public boolean exists(String path) {
            return files.containsKey(path);
        }

        @Override
        public void held(Backup backup) {}

        @Override
        public InputStream open(String path) {
            return new ByteArrayInputStream(files.get(path));
        }

        @Override
        public void remove(String path) {
            files.remove(path);
        }
    }
}
