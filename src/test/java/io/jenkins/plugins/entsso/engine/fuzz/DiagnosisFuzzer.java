package io.jenkins.plugins.entsso.engine.fuzz;

import static io.jenkins.plugins.entsso.engine.fuzz.Outputs.holds;

import io.jenkins.plugins.entsso.engine.fuzz.HostileAgent.RefusedException;
import io.jenkins.plugins.entsso.engine.model.Diagnosis;
import io.jenkins.plugins.entsso.engine.model.LastKnown;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.model.Verdict.Kind;
import io.jenkins.plugins.entsso.engine.report.DiagnosisText;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a person is shown of a host that says what it likes. */
public final class DiagnosisFuzzer {
    private static final Instant NOW = Instant.parse("2026-05-12T12:00:00Z");

    /** Some 2,300 lines of 500 characters, each three bytes long. */
    private static final int LONGEST = 4 << 20;

    private DiagnosisFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Input in = new Input(bytes);
        Texts texts = in.of(Screens.LANGUAGES);
        HostileAgent agent = new HostileAgent(in, List.of());
        Diagnosis diagnosis;
        try {
            diagnosis = agent.received(agent::diagnosis);
        } catch (RefusedException e) {
            return;
        }
        Verdict verdict = Verdict.of("node", Set.of("node"), diagnosis.facts(), List.of(), LastKnown.NOTHING);
        holds(verdict.kind() != Kind.PROTECTED, "green, and nothing is held: {}", diagnosis);
        String text = DiagnosisText.of("node", diagnosis, verdict, "product 1", NOW, texts);
        holds(text.length() < LONGEST, "{} characters", text.length());
        Outputs.lines(text.lines().toList());
        holds(text.lines().count() == text.chars().filter(c -> c == '\n').count(), "a line ends otherwise");
    }
}
