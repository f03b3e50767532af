package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Functions;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.report.ManifestTable;
import io.jenkins.plugins.entsso.engine.run.Manifest;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.patrol.EntssoBuildAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a run came to, on the page of its build. All that is shown there is kept in the build's XML, of plain values: no
 * artifact is opened for it.
 */
@ExportedBean
@Restricted(NoExternalUse.class)
public final class EntssoBackupAction implements EntssoBuildAction, RunAction2 {
    private transient Run<?, ?> run;

    private final String node;
    private final long time;
    private final boolean good;
    private final StoredVerdict before;
    private final StoredVerdict after;
    private final String failure;
    private final String artifact;
    private final String sha256;
    private final long size;
    private final List<String> covered = new ArrayList<>();
    private final List<StoredCheck> proof = new ArrayList<>();
    private final String manifest;

    EntssoBackupAction(Run<?, ?> run, RunReport report, long time) {
        this.run = run;
        this.node = report.node();
        this.time = time;
        this.good = report.good();
        this.before = report.before() == report.after() ? null : new StoredVerdict(report.before());
        this.after = new StoredVerdict(report.after());
        this.failure = report.failure() == null ? null : report.failure().detail();
        Backup backup = report.backup();
        this.artifact = backup == null ? null : backup.artifact().path();
        this.sha256 = backup == null ? null : backup.sha256();
        this.size = backup == null ? 0 : backup.size();
        if (backup != null) {
            backup.msids().forEach(msid -> covered.add(msid.toString()));
        }
        if (report.proof() != null) {
            report.proof().forEach(check -> proof.add(new StoredCheck(check)));
        }
        this.manifest = report.manifest();
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

    /** The node it ran on. */
    @Exported
    public String getNode() {
        return node;
    }

    /** When it ended, in milliseconds since 1970. */
    @Exported
    public long getTime() {
        return time;
    }

    /** Whether what was wanted was done and the verdict is not bad. */
    @Exported
    public boolean isGood() {
        return good;
    }

    /** The verdict at the start; null where nothing was done after it. */
    @Exported
    @CheckForNull
    public StoredVerdict getBefore() {
        return before;
    }

    /** The verdict at the end. */
    @Exported
    public StoredVerdict getAfter() {
        return after;
    }

    /** Name of the verdict at the end. */
    @Exported
    public String getVerdict() {
        return after.getKind().name();
    }

    /** Why a backup that was wanted was not made, or null. */
    @Exported
    @CheckForNull
    public String getFailure() {
        return failure;
    }

    /** Path of the backup among the artifacts; null where none was made. */
    @Exported
    @CheckForNull
    public String getArtifact() {
        return artifact;
    }

    /** Path of its manifest among the artifacts; null where none was made. */
    @Exported
    @CheckForNull
    public String getManifest() {
        return artifact == null ? null : Manifest.path(artifact);
    }

    /** Hash of the backup, 64 hexadecimal digits; null where none was made. */
    @Exported
    @CheckForNull
    public String getSha256() {
        return sha256;
    }

    /** Size of the backup, in bytes. */
    @Exported
    public long getBytes() {
        return size;
    }

    /** The secrets that the backup covers: GUIDs in upper case and braces. */
    @Exported
    public List<String> getCovered() {
        return List.copyOf(covered);
    }

    /** What was checked of the backup. */
    @Exported
    public List<StoredCheck> getProof() {
        return List.copyOf(proof);
    }

    /** Whether this plugin keeps the build from being discarded because it holds the newest backup of a secret. */
    @Exported
    public boolean isKept() {
        return run.getAction(KeptAction.class) != null;
    }

    /** The manifest in words; none for a reader who may not read artifacts. */
    public Map<String, String> manifestRows(@CheckForNull String zone) {
        return manifest == null || !mayReadArtifacts()
                ? Map.of()
                : ManifestTable.of(manifest, Presentation.texts(zone));
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
