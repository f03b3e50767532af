package io.jenkins.plugins.entsso.jenkins.status;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.entsso.ledger.HostRecord;
import io.jenkins.plugins.entsso.report.Texts;
import io.jenkins.plugins.entsso.secret.Verdict;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One host as values, see {@link EntssoStatusApi}. */
@ExportedBean
public final class EntssoHostApi {
    private final HostRecord host;
    private final Verdict.Kind kind;
    private final Texts texts;

    EntssoHostApi(HostRecord host, Verdict.Kind kind, Texts texts) {
        this.host = host;
        this.kind = kind;
        this.texts = texts;
    }

    /** The node's name. */
    @Exported
    public String getNode() {
        return host.node();
    }

    /** The name that the host calls itself by. */
    @Exported
    public String getComputer() {
        return host.computer();
    }

    /** Name of the verdict. */
    @Exported
    public String getVerdict() {
        return kind.name();
    }

    /** Whether somebody should do something. */
    @Exported
    public boolean isBad() {
        return kind.isBad();
    }

    /** Since when it is so. */
    @Exported
    public String getSince() {
        return host.since().toString();
    }

    /** When it was found so. */
    @Exported
    public String getChecked() {
        return host.checked().toString();
    }

    /** When the host last answered; null if it never did. */
    @Exported
    @CheckForNull
    public String getAnswered() {
        return host.answered() == null ? null : host.answered().toString();
    }

    /** The secrets that it was last known to have. */
    @Exported
    public List<String> getMsids() {
        return host.msids().stream().map(Object::toString).toList();
    }

    /** The name that it gives for its master secret server; empty if that is itself, or not known. */
    @Exported
    public String getSecretServer() {
        return host.secretServer();
    }

    /** What the verdict rests on. */
    @Exported
    public List<String> getEvidence() {
        return host.verdict().evidence().stream().map(texts::sentence).toList();
    }

    /** What else is not as it should be. */
    @Exported
    public List<String> getConcerns() {
        return host.verdict().concerns().stream().map(texts::sentence).toList();
    }

    /** What a person should do. */
    @Exported
    public String getNextStep() {
        return texts.sentence(host.verdict().nextStep());
    }
}
