package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A {@link Verdict} in the XML of a build, and on its page. */
@ExportedBean
@Restricted(NoExternalUse.class)
public final class StoredVerdict {
    private final Verdict.Kind kind;
    private final List<StoredFinding> evidence;
    private final List<StoredFinding> concerns;
    private final StoredFinding nextStep;

    StoredVerdict(Verdict verdict) {
        kind = verdict.kind();
        evidence = StoredFinding.of(verdict.evidence());
        concerns = StoredFinding.of(verdict.concerns());
        nextStep = new StoredFinding(verdict.nextStep());
    }

    /** Which it is; one of a later version of this plugin is unknown. */
    @Exported(name = "verdict")
    public Verdict.Kind getKind() {
        return kind == null ? Verdict.Kind.UNKNOWN : kind;
    }

    /** The verdict in words. */
    public String getName() {
        return Presentation.texts().name(getKind());
    }

    /** What the verdict means. */
    public String getMeaning() {
        return Presentation.texts().meaning(getKind());
    }

    /** Symbol for the verdict. */
    public String getSymbol() {
        return Presentation.symbol(getKind());
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
        return StoredFinding.sentences(evidence, Presentation.texts(zone));
    }

    /** What else is not as it should be, with times in that zone. */
    public List<String> concerns(@CheckForNull String zone) {
        return StoredFinding.sentences(concerns, Presentation.texts(zone));
    }

    /** What a person should do. */
    @Exported
    public String getNextStep() {
        return nextStep.sentence(Presentation.texts());
    }
}
