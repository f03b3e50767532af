package io.jenkins.plugins.entsso.embedded;

import hudson.Util;
import hudson.model.InvisibleAction;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.Manifest;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run came to, on the page of its build. Of plain texts in public fields, because Hudson stores it with the build
 * and cannot read records or times back.
 */
public final class BackupAction extends InvisibleAction {
    public final String node;
    public final String before;
    public final String after;
    public final String kind;
    public final String artifact;
    public final String manifest;
    public final String sha256;
    public final List<String> evidence = new ArrayList<>();
    public final List<String> proof = new ArrayList<>();

    BackupAction(RunReport report) {
        Texts texts = Texts.of(Locale.ENGLISH);
        node = report.node();
        before = texts.name(report.before().kind());
        after = texts.name(report.after().kind());
        kind = report.after().kind().name();
        artifact = report.backup() == null ? null : report.backup().artifact().path();
        manifest = artifact == null ? null : Manifest.path(artifact);
        sha256 = report.backup() == null ? null : report.backup().sha256();
        if (report.failure() != null) {
            evidence.add((report.backup() == null ? "The backup failed: " : "")
                    + report.failure().detail());
        }
        for (Finding finding : report.after().evidence()) {
            evidence.add(texts.sentence(finding));
        }
        if (!report.good()) {
            evidence.add("Next step: " + texts.sentence(report.after().nextStep()));
        }
        if (report.proof() != null) {
            for (Proof check : report.proof()) {
                String claim = texts.text("claim." + check.claim(), check.detail());
                proof.add(check.holds() ? claim : texts.sentence(check.failed()));
            }
        }
    }

    /** Link to an artifact, relative to the build's page. */
    public String link(String path) {
        return "artifact/" + Util.encode(path);
    }
}
