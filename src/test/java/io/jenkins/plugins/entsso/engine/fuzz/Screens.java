package io.jenkins.plugins.entsso.engine.fuzz;

import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.ledger.Ledger;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.patrol.VerdictChange;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Metrics;
import io.jenkins.plugins.entsso.engine.report.Query;
import io.jenkins.plugins.entsso.engine.report.SecretReport;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.report.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All that people and machines are shown of a ledger. */
final class Screens {
    static final List<Texts> LANGUAGES = Stream.of(Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("pt-BR"))
            .map(locale -> new Texts(locale, ZoneOffset.UTC))
            .toList();

    private Screens() {}

    static void show(Ledger ledger, Instant now, Texts texts) {
        LedgerSnapshot snapshot = LedgerSnapshot.of(ledger, now);
        Outputs.lines(List.of(Metrics.of(snapshot).split("\n")));
        Outputs.line(texts.headline(snapshot));
        Outputs.line(texts.lastRound(snapshot));
        snapshot.problems().forEach(problem -> Outputs.xml(texts.sentence(problem)));
        for (SecretReport secret : snapshot.secrets()) {
            Outputs.xml(secret.name());
            Timeline timeline = secret.timeline(now);
            Outputs.xml(timeline.title(texts) + timeline.description(texts));
            timeline.marks().forEach(timeline::path);
            secret.servers().forEach(server -> Outputs.xml(texts.line(secret, server)));
            secret.unconfirmed().forEach(backup -> Outputs.xml(texts.unconfirmed(backup)));
            new Query(secret.name(), secret.kind(), Query.Order.NAME, true, 1).in(snapshot);
        }
        for (HostRecord host : ledger.hosts()) {
            Outputs.xml(host.node() + host.computer() + host.error() + texts.brief(host));
            show(host.verdict(), texts);
            host.history().stream()
                    .filter(change -> change.note() != null)
                    .forEach(change -> Outputs.xml(texts.sentence(change.note())));
            VerdictChange.of(null, host).ifPresent(change -> Outputs.xml(texts.name(change.after())));
            ledger.oldestCover(host.node());
        }
    }

    static void show(Verdict verdict, Texts texts) {
        verdict.evidence().forEach(finding -> Outputs.xml(texts.sentence(finding) + texts.brief(finding)));
        texts.findings(verdict).forEach(Outputs::xml);
        Outputs.xml(texts.nextStep(verdict));
    }

    /** Makes a directory empty. */
    static void clear(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> files = new ArrayList<>(all.toList());
            files.sort(Comparator.reverseOrder());
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
