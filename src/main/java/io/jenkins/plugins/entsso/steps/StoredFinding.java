package io.jenkins.plugins.entsso.steps;

import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A {@link Finding} in the XML of a build: every reader has it in their own language. */
final class StoredFinding {
    private final String code;
    private final List<String> arguments;

    StoredFinding(Finding finding) {
        code = finding.code().name();
        arguments = new ArrayList<>(finding.arguments());
    }

    static List<StoredFinding> of(List<Finding> findings) {
        return findings.stream().map(StoredFinding::new).collect(Collectors.toCollection(ArrayList::new));
    }

    static List<String> sentences(List<StoredFinding> findings, Texts texts) {
        return findings.stream().map(finding -> finding.sentence(texts)).toList();
    }

    /** In words; as it stands there if it is of another version of this plugin, or damaged. */
    String sentence(Texts texts) {
        try {
            return texts.sentence(new Finding(Finding.Code.valueOf(code), arguments));
        } catch (RuntimeException e) {
            return code + " " + arguments;
        }
    }
}
