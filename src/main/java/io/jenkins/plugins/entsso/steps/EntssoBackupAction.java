package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Functions;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Msid;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.ManifestTable;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import java.util.stream.Collectors;
import jenkins.model.RunAction2;
import jenkins.util.VirtualFile;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a run came to, on the page of its build. It is kept in the build's XML: of plain fields only, findings as their
 * codes, so that every reader has them in his language.
 */
@ExportedBean
public final class EntssoBackupAction implements RunAction2 {
    private transient Run<?, ?> run;

    private final String node;
    private final long time;
    private final boolean good;
    private Judgement before;
    private Judgement after;
    private final String failure;
    private final String artifact;
    private final String manifest;
    private final String sha256;
    private final long size;
    private List<String> covered;
    private List<Check> proof;

    EntssoBackupAction(RunReport report, long time) {
        this.node = report.node();
        this.time = time;
        this.good = report.good();
        this.before = report.before() == report.after() ? null : new Judgement(report.before());
        this.after = new Judgement(report.after());
        this.failure = report.failure() == null ? null : report.failure().detail();
        boolean made = report.backup() != null;
        this.artifact = made ? report.backup().artifact().path() : null;
        this.manifest = report.manifest();
        this.sha256 = made ? report.backup().sha256() : null;
        this.size = made ? report.backup().size() : 0;
        this.covered = new ArrayList<>();
        this.proof = new ArrayList<>();
        if (made) {
            report.backup().msids().forEach(msid -> covered.add(msid.toString()));
        }
        if (report.proof() != null) {
            report.proof().checks().forEach(check -> proof.add(new Check(check)));
        }
    }

    /** Fills in what an older or damaged form does not have. */
    private Object readResolve() {
        after = after == null ? (Judgement) new Judgement(null, null, null, null).readResolve() : after;
        covered = covered == null ? new ArrayList<>() : covered;
        proof = proof == null ? new ArrayList<>() : proof;
        return this;
    }

    /** A verdict as it is kept. */
    @ExportedBean
    @Restricted(NoExternalUse.class)
    public static final class Judgement {
        private final String kind;
        private final List<Sentence> evidence;
        private final List<Sentence> concerns;
        private final Sentence nextStep;

        private Judgement(String kind, List<Sentence> evidence, List<Sentence> concerns, Sentence nextStep) {
            this.kind = kind;
            this.evidence = evidence;
            this.concerns = concerns;
            this.nextStep = nextStep;
        }

        Judgement(Verdict verdict) {
            this(
                    verdict.kind().name(),
                    sentences(verdict.evidence()),
                    sentences(verdict.concerns()),
                    new Sentence(verdict.nextStep()));
        }

        private static List<Sentence> sentences(List<Finding> findings) {
            return findings.stream().map(Sentence::new).collect(Collectors.toCollection(ArrayList::new));
        }

        private Object readResolve() {
            return new Judgement(
                    kind == null ? Verdict.Kind.UNKNOWN.name() : kind,
                    evidence == null ? new ArrayList<>() : evidence,
                    concerns == null ? new ArrayList<>() : concerns,
                    nextStep);
        }

        /** Name of the {@link Verdict.Kind}; of a newer version of this plugin perhaps. */
        @Exported(name = "verdict")
        public String getKind() {
            return kind;
        }

        /** The verdict in words. */
        public String getName() {
            return isKnown() ? texts().name(Verdict.Kind.valueOf(kind)) : kind;
        }

        /** What the verdict means. */
        public String getMeaning() {
            return isKnown() ? texts().meaning(Verdict.Kind.valueOf(kind)) : "";
        }

        /** Symbol for the verdict. */
        public String getSymbol() {
            return Presentation.symbol(known());
        }

        /** The verdict; one of a newer version of this plugin is not known here. */
        Verdict.Kind known() {
            return isKnown() ? Verdict.Kind.valueOf(kind) : Verdict.Kind.UNKNOWN;
        }

        /** What it rests on. */
        @Exported
        public List<String> getEvidence() {
            return evidence(null);
        }

        /** What else is not as it should be. */
        @Exported
        public List<String> getConcerns() {
            return concerns(null);
        }

        /** What it rests on, with times in that zone, see {@link Presentation#texts(String)}. */
        public List<String> evidence(@CheckForNull String zone) {
            return sentences(evidence, zone);
        }

        /** What else is not as it should be. */
        public List<String> concerns(@CheckForNull String zone) {
            return sentences(concerns, zone);
        }

        private static List<String> sentences(List<Sentence> sentences, String zone) {
            Texts texts = Presentation.texts(zone);
            return sentences.stream().map(sentence -> sentence.in(texts)).toList();
        }

        /** What a person should do. */
        @Exported
        public String getNextStep() {
            return nextStep == null ? "" : nextStep.in(texts());
        }

        private boolean isKnown() {
            for (Verdict.Kind known : Verdict.Kind.values()) {
                if (known.name().equals(kind)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A finding as it is kept. */
    static final class Sentence {
        private final String code;
        private final List<String> arguments;

        Sentence(Finding finding) {
            code = finding.code().name();
            arguments = new ArrayList<>(finding.arguments());
        }

        String in(Texts texts) {
            try {
                return texts.sentence(new Finding(Finding.Code.valueOf(code), arguments));
            } catch (RuntimeException e) {
                // of a newer version of this plugin, or damaged
                return code + " " + arguments;
            }
        }
    }

    /** A check of the backup as it is kept. */
    @ExportedBean
    @Restricted(NoExternalUse.class)
    public static final class Check {
        private final String claim;
        private final boolean holds;
        private final String detail;

        Check(Proof.Check check) {
            claim = check.claim().name();
            holds = check.holds();
            detail = check.detail();
        }

        /** Name of the {@link Proof.Claim}; of a newer version of this plugin perhaps. */
        @Exported
        public String getClaim() {
            return claim;
        }

        /** Whether it is so. */
        @Exported
        public boolean isHolds() {
            return holds;
        }

        /** What was seen. */
        @Exported
        public String getDetail() {
            return detail;
        }

        /** What was checked and what was seen, in a sentence. */
        @Override
        public String toString() {
            try {
                return texts().text("claim." + claim, detail);
            } catch (MissingResourceException e) {
                // of a newer version of this plugin
                return claim + ": " + detail;
            }
        }
    }

    private static Texts texts() {
        return Presentation.texts();
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
    public Judgement getBefore() {
        return before;
    }

    /** The verdict at the end. */
    @Exported
    public Judgement getAfter() {
        return after;
    }

    /** Name of the verdict at the end. */
    @Exported
    public String getVerdict() {
        return after.getKind();
    }

    /** The verdict at the end; unknown if it is of a newer version of this plugin. */
    @Restricted(NoExternalUse.class)
    public Verdict.Kind getKind() {
        return after.known();
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
        return manifest;
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

    /** The secrets that the backup covers, each as {@link Msid} writes it. */
    @Exported
    public List<String> getCovered() {
        return List.copyOf(covered);
    }

    /** What was checked of the backup. */
    @Exported
    public List<Check> getProof() {
        return List.copyOf(proof);
    }

    /** Whether the build is kept from being discarded because it holds the newest backup of a secret. */
    @Exported
    public boolean isKept() {
        return artifact != null && run.isKeepLog() && run.getAction(KeptAction.class) != null;
    }

    /** The manifest beside the backup in words; none if there is no such artifact, or it may not be read. */
    @Restricted(NoExternalUse.class)
    public List<ManifestTable.Row> manifestRows(@CheckForNull String zone) {
        if (manifest == null || link(manifest) == null) {
            return List.of();
        }
        VirtualFile file = run.getArtifactManager().root().child(manifest);
        try (InputStream in = file.open()) {
            byte[] json = in.readNBytes(ManifestTable.LONGEST + 1);
            return ManifestTable.of(new String(json, StandardCharsets.UTF_8), Presentation.texts(zone));
        } catch (IOException e) {
            // it is gone: the page shows what the build itself knows
            return List.of();
        }
    }

    /** Link to an artifact from the root of Jenkins, or null for a reader who may not read artifacts. */
    @Restricted(NoExternalUse.class)
    @CheckForNull
    public String link(String path) {
        if (Functions.isArtifactsPermissionEnabled() && !run.hasPermission(Run.ARTIFACTS)) {
            return null;
        }
        return run.getUrl() + "artifact/" + Util.encode(path);
    }
}
