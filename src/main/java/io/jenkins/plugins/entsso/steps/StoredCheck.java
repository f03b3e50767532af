package io.jenkins.plugins.entsso.steps;

import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A check of a backup in the XML of a build, and on its page. */
@ExportedBean
@Restricted(NoExternalUse.class)
public final class StoredCheck {
    private final Proof.Claim claim;
    private final boolean holds;
    private final String detail;

    StoredCheck(Proof check) {
        claim = check.claim();
        holds = check.holds();
        detail = check.detail();
    }

    /** What was checked. */
    @Exported
    public Proof.Claim getClaim() {
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
        // null is what another version stored
        return claim == null ? detail : Presentation.texts().text("claim." + claim + (holds ? "" : ".failed"), detail);
    }
}
