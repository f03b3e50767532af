package io.jenkins.plugins.entsso.jenkins.dashboard;

import io.jenkins.plugins.entsso.jenkins.Presentation;
import io.jenkins.plugins.entsso.ledger.HostRecord;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The verdict on the host of one node, among the values that Jenkins exports of a node. */
@ExportedBean
public final class NodeVerdict {
    private final HostRecord host;

    NodeVerdict(HostRecord host) {
        this.host = host;
    }

    /** Name of the {@link io.jenkins.plugins.entsso.secret.Verdict.Kind}. */
    @Exported
    public String getVerdict() {
        return host.verdict().kind().name();
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
        return Presentation.texts().name(host.verdict().kind());
    }

    /** What it means. */
    @Restricted(NoExternalUse.class)
    public String getMeaning() {
        return Presentation.texts().meaning(host.verdict().kind());
    }

    @Restricted(NoExternalUse.class)
    public String getSymbol() {
        return Presentation.symbol(host.verdict().kind());
    }

    /** Worst first, for sorting. */
    @Restricted(NoExternalUse.class)
    public int getRank() {
        return host.verdict().kind().ordinal();
    }
}
