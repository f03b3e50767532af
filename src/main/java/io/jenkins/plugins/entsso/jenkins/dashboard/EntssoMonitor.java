package io.jenkins.plugins.entsso.jenkins.dashboard;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import hudson.security.Permission;
import io.jenkins.plugins.entsso.jenkins.LedgerHolder;
import io.jenkins.plugins.entsso.jenkins.status.Dashboard;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.verb.POST;

/**
 * Tells administrators that a master secret needs a person. It is not marked as a matter of security: what is at stake is
 * that data can be read at all, not that others read it. Its ID is its class name, under which Jenkins remembers that
 * somebody dismissed it: do not rename it.
 */
@Extension
@Symbol("masterSecrets")
public final class EntssoMonitor extends AdministrativeMonitor {
    @Override
    public String getDisplayName() {
        return Messages.EntssoMonitor_displayName();
    }

    /** Asked with every page that an administrator loads: it compares two numbers, unless the ledger has changed. */
    @Override
    public boolean isActivated() {
        try {
            return LedgerHolder.get().situation().isTroubled();
        } catch (IOException e) {
            return true;
        }
    }

    /** Whoever may see the verdicts anyway. */
    @Override
    public Permission getRequiredPermission() {
        return Jenkins.SYSTEM_READ;
    }

    /** What there is to show. */
    @Restricted(NoExternalUse.class)
    public Dashboard getDashboard() {
        return Dashboard.of(Stapler.getCurrentRequest2());
    }

    /**
     * Does what a button of the message says.
     *
     * @param dismiss not null to hear no more of this
     */
    @POST
    @Restricted(NoExternalUse.class)
    public HttpResponse doAct(@QueryParameter String dismiss) throws IOException {
        if (dismiss != null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            disable(true);
            return HttpResponses.redirectViaContextPath("manage");
        }
        return HttpResponses.redirectViaContextPath("entsso/");
    }
}
