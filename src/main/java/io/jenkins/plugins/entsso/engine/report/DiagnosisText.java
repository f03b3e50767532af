package io.jenkins.plugins.entsso.engine.report;

import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.Diagnosis.Detail;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.EntssoService;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.EventId;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import io.jenkins.plugins.entsso.engine.model.LogChannel;
import io.jenkins.plugins.entsso.engine.model.QueryResult;
import io.jenkins.plugins.entsso.engine.model.RegistrySecrets;
import io.jenkins.plugins.entsso.engine.model.Role;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A diagnosis as plain text, which a person can send to somebody else. All that comes from the host is one line each, so
 * that no answer can look like another one.
 */
public final class DiagnosisText {
    private static final int LONGEST = 1000;

    private final Diagnosis diagnosis;
    private final Texts texts;
    private final StringBuilder out = new StringBuilder();

    private DiagnosisText(Diagnosis diagnosis, Texts texts) {
        this.diagnosis = diagnosis;
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
        text.write(diagnosis.facts());
        text.plan(verdict);
        return text.out.toString();
    }

    private void write(HostFacts facts) {
        section("versions");
        line("system", facts.operatingSystem());
        details(Detail.WINDOWS, Detail.PROGRAM, Detail.JAVA);
        section("account");
        line("computer", facts.computer());
        line("account", facts.account());
        details(Detail.GROUPS);
        section("service");
        line("service", facts.service().map(EntssoService::state));
        facts.service().asOptional().ifPresent(service -> {
            line("serviceAccount", service.account());
            line("booted", service.booted());
        });
        section("role");
        Role role = Role.of(facts, List.of());
        line("server", texts.text("diagnosis.role." + role.place(), role.server()));
        line("roleEvent", role.event());
        line("status", facts.status());
        line("key", facts.secrets().map(RegistrySecrets::keyPresent));
        section("log");
        facts.log().asOptional().ifPresentOrElse(this::log, () -> line("channel", facts.log()));
        section("registry");
        details(Detail.SECRETS_64, Detail.SECRETS_32);
        line("bothViews", facts.secrets().map(RegistrySecrets::inBothViews));
        section("com");
        details(Detail.COM_CLASS);
        line("status", facts.status());
        section("libraries");
        details(Detail.JNA, Detail.CONSOLE);
        section("directory");
        details(
                Detail.WORK_DIRECTORY,
                Detail.VOLUME,
                Detail.FREE_SPACE,
                Detail.WORK_DIRECTORY_ACCESS,
                Detail.PRIVATE_DIRECTORY_ACCESS);
    }

    private void log(HostFacts.Log log) {
        line("channel", log.channel());
        line("oldest", log.oldest());
        line("newest", log.newest());
        line("complete", log.complete());
        HostFacts.Repeats required = log.required();
        String count = required.count() + texts.text("more." + required.capped());
        line("required", required.count() == 0 ? null : List.of(count, required.first(), required.last()));
        line(
                "events",
                Arrays.stream(EventId.values())
                        .map(log::all)
                        .filter(kept -> !kept.isEmpty())
                        .map(kept -> texts.text("diagnosis.events.value", kept.size(), words(kept.get(0))))
                        .toList());
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

    private void details(Detail... details) {
        Arrays.stream(details)
                .filter(diagnosis.details()::containsKey)
                .forEach(detail -> line(detail.name(), diagnosis.details().get(detail)));
    }

    /** What is known under a name, in one line; in lines of its own if it is a list of several. */
    private void line(String label, Object value) {
        Object known = value instanceof QueryResult<?> answer && answer.isKnown() ? answer.value() : value;
        String name = "diagnosis." + label;
        if (known instanceof List<?> lines && lines.size() > 1) {
            write("  ", texts.text(name) + ":");
            lines.forEach(line -> write("    ", words(line)));
        } else {
            write("  ", texts.text(name) + ": " + words(known));
        }
    }

    private String words(Object value) {
        if (value == null || value.equals("") || value.equals(List.of())) {
            return texts.text("diagnosis.none");
        } else if (value instanceof List<?> lines) {
            return words(lines.get(0));
        } else if (value instanceof QueryResult<?> answer) {
            return failure(answer.failure());
        } else if (value instanceof Boolean is) {
            return texts.text(is ? "rights.YES" : "rights.NO");
        } else if (value instanceof Instant time) {
            return texts.time(time);
        } else if (value instanceof HostFacts.Mark mark) {
            return texts.text("diagnosis.mark.value", texts.time(mark.time()), String.valueOf(mark.recordId()));
        } else if (value instanceof EntssoEvent event) {
            return texts.text(
                    "diagnosis.event.value",
                    String.valueOf(event.id().number()),
                    event.id(),
                    texts.time(event.time()),
                    String.valueOf(event.recordId()),
                    String.join(" | ", event.strings()));
        } else if (value instanceof ServerStatus status) {
            return texts.text(
                    "diagnosis.status.value",
                    status.secretServer(),
                    status.serviceAccount(),
                    status.cluster(),
                    status.node(),
                    ErrorCode.hexadecimal(status.flags()));
        } else if (value instanceof LogChannel channel) {
            return texts.text(
                    "diagnosis.channel.value",
                    channel.name(),
                    words(channel.registered()),
                    words(channel.overwrites()),
                    words(channel.full()),
                    channel.maxBytes());
        }
        return value.toString();
    }

    private String failure(Failure failure) {
        String text = texts.text("diagnosis.unknown", texts.text("failure." + failure.kind()), failure.detail());
        return ErrorCode.in(failure.detail())
                .map(code -> text + " " + texts.text("error." + code.key()))
                .orElse(text);
    }

    private void write(String indent, String line) {
        out.append(indent).append(Bounds.line(line, LONGEST).stripTrailing()).append('\n');
    }
}
