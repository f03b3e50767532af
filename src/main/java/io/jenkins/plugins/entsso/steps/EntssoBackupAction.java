package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Functions;
import hudson.Util;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.ledger.Json;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.ManifestTable;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.Manifest;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.patrol.EntssoBuildAction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a run came to, on the page of its build. All that is shown there is kept in the build's XML: no artifact is opened
 * for it.
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public final class EntssoBackupAction extends InvisibleAction implements RunAction2 {
    private transient Run<?, ?> run;
    private transient RunReport report;

    /** The report as JSON, since XStream cannot read records. */
    private final String json;

    EntssoBackupAction(Run<?, ?> run, RunReport report) {
        this.run = run;
        this.report = report;
        this.json = Json.GSON.toJson(report);
    }

    /** What cannot be read, as of another version of this plugin, fails here: core leaves the action out and says so. */
    private Object readResolve() {
        report = Objects.requireNonNull(Json.GSON.fromJson(json, RunReport.class));
        return this;
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        run = r;
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        run = r;
    }

    public RunReport getReport() {
        return report;
    }

    /** The worst thing that is true at the end. */
    public Verdict.Kind getVerdict() {
        return report.after().kind();
    }

    /** The verdict at the start, if something was done about it and it was another one; else null. */
    @CheckForNull
    public Verdict getBefore() {
        return report.before().equals(report.after()) ? null : report.before();
    }

    /** Whether this plugin keeps the build from being discarded because it holds the newest backup of a secret. */
    public boolean isKept() {
        return EntssoBuildAction.isKept(run);
    }

    /** Words in the reader's language, with times in that zone, see {@link Presentation#texts(String)}. */
    public Texts texts(String zone) {
        return Presentation.texts(zone);
    }

    /** What was checked and what was seen, in a sentence. */
    public String words(Proof check) {
        Texts texts = Presentation.texts();
        return check.holds() ? texts.text("claim." + check.claim(), check.detail()) : texts.sentence(check.failed());
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    /** The manifest in words; none for a reader who may not read artifacts. */
    public Map<String, String> manifestRows(Texts texts) {
        return report.manifest() == null || !mayReadArtifacts() ? Map.of() : ManifestTable.of(report.manifest(), texts);
    }

    /** Path of the manifest of an artifact, among the artifacts. */
    public String manifest(String artifact) {
        return Manifest.path(artifact);
    }

    /** Link to an artifact from the root of Jenkins, or null for a reader who may not read artifacts. */
    @CheckForNull
    public String link(String path) {
        return mayReadArtifacts() ? run.getUrl() + "artifact/" + Util.encode(path) : null;
    }

    private boolean mayReadArtifacts() {
        return !Functions.isArtifactsPermissionEnabled() || run.hasPermission(Run.ARTIFACTS);
    }

    /** What the remote API says of this action. */
    @Exported(merge = true)
    public Values getValues() {
        return Values.of(this, Presentation.texts());
    }

    /** The values of a run for programs: the names here are the remote API, and docs/api.md says what each means. */
    @ExportedBean
    public record Values(
            @Exported String node,
            @Exported Verdict.Kind verdict,
            @Exported boolean good,
            @Exported String failure,
            @Exported Judgement before,
            @Exported Judgement after,
            @Exported String artifact,
            @Exported Backup.UnconfirmedReason unconfirmed,
            @Exported String sha256,
            @Exported long bytes,
            @Exported List<String> covered,
            @Exported List<Check> proof,
            @Exported boolean kept) {
        static Values of(EntssoBackupAction action, Texts texts) {
            RunReport report = action.report;
            Verdict before = action.getBefore();
            Optional<Backup> backup = Optional.ofNullable(report.backup());
            return new Values(
                    report.node(),
                    action.getVerdict(),
                    report.good(),
                    report.failure() == null ? null : report.failure().detail(),
                    before == null ? null : Judgement.of(before, texts),
                    Judgement.of(report.after(), texts),
                    backup.map(b -> b.artifact().path()).orElse(null),
                    backup.map(Backup::unconfirmedReason).orElse(null),
                    backup.map(Backup::sha256).orElse(null),
                    backup.map(Backup::bytes).orElse(0L),
                    backup.stream()
                            .flatMap(b -> b.msids().stream())
                            .map(Msid::toString)
                            .toList(),
                    report.proof() == null
                            ? List.of()
                            : report.proof().stream().map(Check::of).toList(),
                    action.isKept());
        }
    }

    /** A verdict in the remote API. */
    @ExportedBean
    public record Judgement(
            @Exported Verdict.Kind verdict,
            @Exported List<String> evidence,
            @Exported List<String> concerns,
            @Exported String nextStep) {
        static Judgement of(Verdict verdict, Texts texts) {
            return new Judgement(
                    verdict.kind(),
                    verdict.evidence().stream().map(texts::sentence).toList(),
                    verdict.concerns().stream().map(texts::sentence).toList(),
                    texts.sentence(verdict.nextStep()));
        }
    }

    /** What was checked of a backup, in the remote API. */
    @ExportedBean
    public record Check(
            @Exported Proof.Claim claim,
            @Exported boolean holds,
            @Exported String detail) {
        static Check of(Proof check) {
            return new Check(check.claim(), check.holds(), check.detail());
        }
    }
}
