package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Functions;
import hudson.Util;
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
import java.util.function.Function;
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
public final class EntssoBackupAction implements EntssoBuildAction, RunAction2 {
    private transient Run<?, ?> run;
    private transient RunReport report;

    private final long time;

    /** The report as JSON, since XStream cannot read records. */
    private final String json;

    EntssoBackupAction(Run<?, ?> run, RunReport report, long time) {
        this.run = run;
        this.report = report;
        this.time = time;
        this.json = Json.GSON.toJson(report);
    }

    /** What cannot be read, as of another version of this plugin, fails here: core leaves the action out and says so. */
    private Object readResolve() {
        report = Json.GSON.fromJson(json, RunReport.class);
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

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return Messages.EntssoBackupAction_displayName();
    }

    @Override
    public String getUrlName() {
        return null;
    }

    public RunReport getReport() {
        return report;
    }

    /** Words in the reader's language, with times in that zone, see {@link Presentation#texts(String)}. */
    public Texts texts(String zone) {
        return Presentation.texts(zone);
    }

    /** What was checked and what was seen, in a sentence. */
    public String words(Proof.Check check) {
        return Presentation.texts().text("claim." + check.claim(), check.detail());
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    /** A verdict in the remote API. */
    @ExportedBean
    public record Judgement(
            @Exported Verdict.Kind verdict,
            @Exported List<String> evidence,
            @Exported List<String> concerns,
            @Exported String nextStep) {
        static Judgement of(Verdict verdict) {
            Texts texts = Presentation.texts();
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
            @Exported String detail) {}

    /** The node it ran on. */
    @Exported
    public String getNode() {
        return report.node();
    }

    /** When it ended, in milliseconds since 1970. */
    @Exported
    public long getTime() {
        return time;
    }

    /** Whether what was wanted was done and the verdict is not bad. */
    @Exported
    public boolean isGood() {
        return report.good();
    }

    /** The verdict at the start; null where that is the one at the end. */
    @Exported
    @CheckForNull
    public Judgement getBefore() {
        return report.before().equals(report.after()) ? null : Judgement.of(report.before());
    }

    /** The verdict at the end. */
    @Exported
    public Judgement getAfter() {
        return Judgement.of(report.after());
    }

    /** Name of the verdict at the end. */
    @Exported
    public Verdict.Kind getVerdict() {
        return report.after().kind();
    }

    /** Why a backup that was wanted was not made, or null. */
    @Exported
    @CheckForNull
    public String getFailure() {
        return report.failure() == null ? null : report.failure().detail();
    }

    /** Path of the backup among the artifacts; null where none was made. */
    @Exported
    @CheckForNull
    public String getArtifact() {
        return ofBackup(backup -> backup.artifact().path(), null);
    }

    /** Path of its manifest among the artifacts; null where none was made. */
    @Exported
    @CheckForNull
    public String getManifest() {
        return ofBackup(backup -> Manifest.path(backup.artifact().path()), null);
    }

    /** Hash of the backup, 64 hexadecimal digits; null where none was made. */
    @Exported
    @CheckForNull
    public String getSha256() {
        return ofBackup(Backup::sha256, null);
    }

    /** Size of the backup, in bytes. */
    @Exported
    public long getBytes() {
        return ofBackup(Backup::size, 0L);
    }

    /** The secrets that the backup covers: GUIDs in upper case and braces. */
    @Exported
    public List<String> getCovered() {
        return ofBackup(backup -> backup.msids().stream().map(Msid::toString).toList(), List.of());
    }

    private <T> T ofBackup(Function<Backup, T> value, T none) {
        return report.backup() == null ? none : value.apply(report.backup());
    }

    /** What was checked of the backup. */
    @Exported
    public List<Check> getProof() {
        return report.proof() == null
                ? List.of()
                : report.proof().checks().stream()
                        .map(check -> new Check(check.claim(), check.holds(), check.detail()))
                        .toList();
    }

    /** Whether this plugin keeps the build from being discarded because it holds the newest backup of a secret. */
    @Exported
    public boolean isKept() {
        return run.getAction(KeptAction.class) != null;
    }

    /** The manifest in words; none for a reader who may not read artifacts. */
    public Map<String, String> manifestRows(Texts texts) {
        return report.manifest() == null || !mayReadArtifacts() ? Map.of() : ManifestTable.of(report.manifest(), texts);
    }

    /** Link to an artifact from the root of Jenkins, or null for a reader who may not read artifacts. */
    @CheckForNull
    public String link(String path) {
        return mayReadArtifacts() ? run.getUrl() + "artifact/" + Util.encode(path) : null;
    }

    private boolean mayReadArtifacts() {
        return !Functions.isArtifactsPermissionEnabled() || run.hasPermission(Run.ARTIFACTS);
    }
}
