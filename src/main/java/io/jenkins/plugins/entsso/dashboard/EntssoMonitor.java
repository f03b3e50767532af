package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.XmlFile;
import hudson.model.AdministrativeMonitor;
import hudson.security.Permission;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Tells administrators that a master secret needs a person. It is not marked as a matter of security: what is at stake is
 * that data can be read at all, not that others read it. What somebody has dismissed is not told again, but anything that is
 * found bad later is: the next disaster must not be silenced by one test host. Jenkins' own list of monitors turns it off for
 * good. Its ID is its class name, under which Jenkins and we remember that: do not rename it.
 */
@Extension
@Symbol("masterSecrets")
@Restricted(NoExternalUse.class)
public final class EntssoMonitor extends AdministrativeMonitor {
    private static final Logger LOGGER = Logger.getLogger(EntssoMonitor.class.getName());

    private Set<String> dismissed = new TreeSet<>();

    /** As it was stored. */
    public EntssoMonitor() {
        try {
            if (file().exists()) {
                file().unmarshal(this);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> Texts.ofLog().text("log.dismissed.unreadable", file()));
        }
    }

    @Override
    public String getDisplayName() {
        return Messages.EntssoMonitor_displayName();
    }

    @Override
    public synchronized boolean isActivated() {
        LedgerSnapshot snapshot = EntssoLedger.get().snapshotOrNull();
        return snapshot == null || !dismissed.containsAll(troubles(snapshot));
    }

    /** What is bad, each with since when: that a verdict is bad anew, or worse, is another trouble. */
    public Set<String> troubles(LedgerSnapshot snapshot) {
        Set<String> troubles = new TreeSet<>();
        snapshot.bad()
                .forEach(secret -> troubles.add(secret.worst().node() + " " + secret.kind() + " " + secret.since()));
        snapshot.problems().forEach(problem -> troubles.add(problem.toString()));
        return troubles;
    }

    private static XmlFile file() {
        return new XmlFile(new File(Jenkins.get().getRootDir(), EntssoMonitor.class.getName() + ".xml"));
    }

    /** Whoever may see the verdicts anyway. */
    @Override
    public Permission getRequiredPermission() {
        return Jenkins.SYSTEM_READ;
    }

    public Dashboard dashboard(@CheckForNull String userTimeZone) {
        return Dashboard.ofRequest(userTimeZone);
    }

    /**
     * Does what a button of the message says. Parameter {@code trouble}, repeated: what the message told, see {@link #troubles}.
     *
     * @param dismiss not null to hear no more of that
     */
    @POST
    public synchronized HttpResponse doAct(StaplerRequest2 request, @QueryParameter String dismiss) throws IOException {
        if (dismiss != null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String[] told = request.getParameterValues("trouble");
            dismissed = told == null ? new TreeSet<>() : new TreeSet<>(List.of(told));
            file().write(this);
            return HttpResponses.redirectViaContextPath("manage");
        }
        return HttpResponses.redirectViaContextPath("entsso/");
    }
}
