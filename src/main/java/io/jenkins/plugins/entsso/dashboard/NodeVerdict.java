package io.jenkins.plugins.entsso.dashboard;

import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The verdict on the host of one node, among the values that Jenkins exports of a node. */
@ExportedBean
public final class NodeVerdict {
    private final HostRecord host;
    private final Verdict.Kind kind;

    NodeVerdict(HostRecord host, Verdict.Kind kind) {
        this.host = host;
        this.kind = kind;
    }

    /** Name of the {@link io.jenkins.plugins.entsso.engine.model.Verdict.Kind}. */
    @Exported
    public String getVerdict() {
        return kind.name();
    }

    /** Since when it is so: ISO-8601, UTC. */
    @Exported
    public String getSince() {
        return host.since().toString();
    }

    /** When it was found so: ISO-8601, UTC. */
    @Exported
    public String getChecked() {
        return host.checked().toString();
    }

    /** What the ledger calls the node. */
    @Restricted(NoExternalUse.class)
    public String getNode() {
        return host.node();
    }

    /** The verdict in words. */
    @Restricted(NoExternalUse.class)
    public String getName() {
        return Presentation.texts().name(kind);
    }

    /** What it means. */
    @Restricted(NoExternalUse.class)
    public String getMeaning() {
        return Presentation.texts().meaning(kind);
    }

    @Restricted(NoExternalUse.class)
    public String getSymbol() {
        return Presentation.symbol(kind);
    }

    /** Worst first, for sorting. */
    @Restricted(NoExternalUse.class)
    public int getRank() {
        return kind.ordinal();
    }
}
