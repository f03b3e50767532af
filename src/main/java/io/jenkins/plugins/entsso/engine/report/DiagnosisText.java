package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.Diagnosis.Detail;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.Role;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A diagnosis as plain text, which a person can send to somebody else. All that comes from the host is one line each, so
 * that no answer can look like another one.
 */
public final class DiagnosisText {
    private static final int LONGEST = 1000;

    private final Diagnosis diagnosis;
    private final HostFacts facts;
    private final Texts texts;
    private final StringBuilder out = new StringBuilder();

    private DiagnosisText(Diagnosis diagnosis, Texts texts) {
        this.diagnosis = diagnosis;
        this.facts = diagnosis.facts();
        this.texts = texts;
    }

    /**
     * Writes it.
     *
     * @param node what the controller calls the host
     * @param verdict what is concluded from the diagnosis' facts
     * @param product what made it: names and versions
     * @param made when, by the controller's clock
     */
    public static String of(
            String node, Diagnosis diagnosis, Verdict verdict, String product, Instant made, Texts texts) {
        DiagnosisText text = new DiagnosisText(diagnosis, texts);
        text.write("", texts.text("diagnosis.title", node, texts.time(made), product));
        text.write("", texts.text("diagnosis.note"));
        text.host();
        text.role();
        text.log();
        text.details("registry", Detail.SECRETS_64, Detail.SECRETS_32);
        text.answer("bothViews", text.facts.secrets(), secrets -> List.of(text.yesOrNo(secrets.inBothViews())));
        text.details("com", Detail.COM_CLASS);
        text.status();
        text.details("libraries", Detail.JNA, Detail.CONSOLE);
        text.details(
                "directory",
                Detail.WORK_DIRECTORY,
                Detail.VOLUME,
                Detail.FREE_SPACE,
                Detail.WORK_DIRECTORY_ACCESS,
                Detail.PRIVATE_DIRECTORY_ACCESS);
        text.plan(verdict);
        return text.out.toString();
    }

    private void host() {
        section("versions");
        line("system", facts.operatingSystem());
        details(Detail.WINDOWS, Detail.PROGRAM, Detail.JAVA);
        section("account");
        line("computer", facts.computer());
        line("account", facts.account());
        details(Detail.GROUPS);
        section("service");
        answer("service", facts.service(), service -> List.of(service.state().name()));
        facts.service().asOptional().ifPresent(service -> {
            answer("serviceAccount", service.account().isBlank() ? List.of() : List.of(service.account()));
            answer("booted", service.booted() == null ? List.of() : List.of(texts.time(service.booted())));
        });
    }

    private void role() {
        section("role");
        Role role = Role.of(facts, List.of());
        line("server", texts.text("diagnosis.role." + role.place(), role.server()));
        answer("roleEvent", role.event() == null ? List.of() : List.of(event(role.event())));
        status();
        answer("key", facts.secrets(), secrets -> List.of(yesOrNo(secrets.keyPresent())));
    }

    private void status() {
        answer(
                "status",
                facts.status(),
                status -> List.of(texts.text(
                        "diagnosis.status.value",
                        status.secretServer(),
                        status.serviceAccount(),
                        status.cluster(),
                        status.node(),
                        ErrorCode.hexadecimal(status.flags()))));
    }

    private void log() {
        section("log");
        answer("channel", facts.log(), log -> log.channel() == null ? List.of() : List.of(channel(log.channel())));
        facts.log().asOptional().ifPresent(log -> {
            answer("oldest", mark(log.oldest()));
            answer("newest", mark(log.newest()));
            line("complete", yesOrNo(log.complete()));
            answer("required", required(log.required()));
            answer("events", events(log));
        });
    }

    private String channel(LogChannel channel) {
        return texts.text(
                "diagnosis.channel.value",
                channel.name(),
                yesOrNo(channel.registered()),
                yesOrNo(channel.overwrites()),
                yesOrNo(channel.full()),
                channel.maxBytes());
    }

    private List<String> required(HostFacts.Repeats required) {
        List<String> lines = new ArrayList<>();
        if (required.count() > 0) {
            lines.add(required.count() + texts.text("more." + required.capped()));
            lines.addAll(mark(required.first()));
            lines.addAll(mark(required.last()));
        }
        return lines;
    }

    private List<String> events(HostFacts.Log log) {
        List<String> lines = new ArrayList<>();
        for (EventId id : EventId.values()) {
            List<EntssoEvent> kept = log.all(id);
            if (!kept.isEmpty()) {
                lines.add(texts.text("diagnosis.events.value", kept.size(), event(kept.get(0))));
            }
        }
        return lines;
    }

    private String event(EntssoEvent event) {
        return texts.text(
                "diagnosis.event.value",
                String.valueOf(event.id().number()),
                event.id(),
                texts.time(event.time()),
                String.valueOf(event.recordId()),
                String.join(" | ", event.strings()));
    }

    private List<String> mark(HostFacts.Mark mark) {
        return mark == null
                ? List.of()
                : List.of(texts.text("diagnosis.mark.value", texts.time(mark.time()), String.valueOf(mark.recordId())));
    }

    /** What a backup would do now: by the verdict, then on the agent. */
    private void plan(Verdict verdict) {
        section("plan");
        write("  ", texts.name(verdict.kind()) + ": " + texts.meaning(verdict.kind()));
        texts.findings(verdict).forEach(line -> write("  ", line));
        write("  ", texts.nextStep(verdict));
        String backup = verdict.asksForBackup() ? "wanted" : "possible";
        write("  ", texts.text("diagnosis.plan." + (verdict.canBackUp() ? backup : "impossible")));
        write("  ", texts.text("diagnosis.plan.agent"));
        diagnosis.plan().forEach(message -> write("    ", texts.sentence(message)));
    }

    private void section(String key) {
        out.append('\n');
        write("", texts.text("diagnosis.section." + key));
    }

    private void details(String section, Detail... details) {
        section(section);
        details(details);
    }

    private void details(Detail... details) {
        for (Detail detail : details) {
            QueryResult<ArrayList<String>> answer = diagnosis.details().get(detail);
            if (answer != null) {
                answer(detail.name(), answer, lines -> lines);
            }
        }
    }

    private <T extends Serializable> void answer(String label, QueryResult<T> answer, Function<T, List<String>> lines) {
        if (answer.isKnown()) {
            answer(label, lines.apply(answer.value()));
        } else {
            line(label, failure(answer.failure()));
        }
    }

    private void answer(String label, List<String> all) {
        if (all.size() < 2) {
            line(label, all.isEmpty() ? texts.text("diagnosis.none") : all.get(0));
            return;
        }
        line(label, "");
        all.forEach(line -> write("    ", line));
    }

    private String failure(Failure failure) {
        String text = texts.text("diagnosis.unknown", texts.text("failure." + failure.kind()), failure.detail());
        return ErrorCode.in(failure.detail())
                .map(code -> text + " " + texts.text("error." + code.key()))
                .orElse(text);
    }

    private void line(String label, String value) {
        write("  ", texts.text("diagnosis." + label) + ": " + value);
    }

    private void write(String indent, String line) {
        out.append(indent).append(Bounds.line(line, LONGEST).stripTrailing()).append('\n');
    }

    private String yesOrNo(boolean is) {
        return texts.text(is ? "rights.YES" : "rights.NO");
    }
}
