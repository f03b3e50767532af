package io.jenkins.plugins.entsso.jenkins.status;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Api;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.RootAction;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.entsso.jenkins.LedgerHolder;
import io.jenkins.plugins.entsso.jenkins.Presentation;
import io.jenkins.plugins.entsso.jenkins.agent.JenkinsAgent;
import io.jenkins.plugins.entsso.jenkins.security.EntssoPermissions;
import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.report.Overview;
import io.jenkins.plugins.entsso.secret.Backup;
import io.jenkins.plugins.entsso.secret.Verdict;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * The page {@code /entsso/}: the verdict on every host as the ledger has it. Its address is the same for everybody, so
 * that a link to it leads who is not logged in to the login.
 */
@Extension
public final class EntssoStatusAction implements RootAction, StaplerProxy {
    @Override
    @CheckForNull
    public String getIconFileName() {
        return Jenkins.get().hasPermission(EntssoPermissions.VIEW) ? "symbol-key" : null;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.EntssoStatusAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "entsso";
    }

    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(EntssoPermissions.VIEW);
        return this;
    }

    /** The remote API. */
    public Api getApi() throws IOException {
        return new Api(new EntssoStatusApi(LedgerHolder.get().ledger()));
    }

    /** What there is to show; null if the ledger cannot be opened. */
    @Restricted(NoExternalUse.class)
    @CheckForNull
    public Overview getOverview() {
        try {
            return Overview.of(LedgerHolder.get().ledger(), Presentation.texts());
        } catch (IOException e) {
            return null;
        }
    }

    /** What is wrong with files of the controller; their paths are for administrators. */
    @Restricted(NoExternalUse.class)
    public List<String> getProblems() {
        List<String> problems = LedgerHolder.get().problems();
        return problems.isEmpty() || Jenkins.get().hasPermission(Jenkins.SYSTEM_READ)
                ? problems
                : List.of(Messages.EntssoStatusAction_problems(problems.size()));
    }

    /** Names of the nodes that could be checked and never were. */
    @Restricted(NoExternalUse.class)
    public List<String> getUnchecked() throws IOException {
        Ledger ledger = LedgerHolder.get().ledger();
        return computers()
                .map(JenkinsAgent::name)
                .filter(node -> ledger.host(node).isEmpty())
                .sorted()
                .toList();
    }

    /** Whether a host is being checked now. */
    @Restricted(NoExternalUse.class)
    public boolean isUnderWay(String node) {
        return HostChecks.get().isUnderWay(node);
    }

    /** Whether a host can be checked now. */
    @Restricted(NoExternalUse.class)
    public boolean isOnline(String node) {
        return computers().anyMatch(computer -> JenkinsAgent.name(computer).equals(node));
    }

    @Restricted(NoExternalUse.class)
    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    @Restricted(NoExternalUse.class)
    public boolean isMayCheck() {
        return Jenkins.get().hasPermission(EntssoPermissions.CHECK);
    }

    /** Address of a build from the root of Jenkins, if the reader may see it and it is still there. */
    @Restricted(NoExternalUse.class)
    @CheckForNull
    public String link(Overview.Newest backup) {
        return job(backup.job())
                .map(job -> job.getBuildByNumber(backup.build()))
                .map(Run::getUrl)
                .orElse(null);
    }

    /** Name of the job that backs up a host, if the reader may start it here. */
    @Restricted(NoExternalUse.class)
    @CheckForNull
    public String backupJob(String node) throws IOException {
        return Jenkins.get().hasPermission(EntssoPermissions.BACKUP)
                ? guard(node).map(Job::getFullDisplayName).orElse(null)
                : null;
    }

    /**
     * Has hosts checked in the background.
     *
     * @param node what the ledger calls the host; empty for all that are online
     */
    @RequirePOST
    public HttpResponse doCheck(@QueryParameter String node) {
        Jenkins.get().checkPermission(EntssoPermissions.CHECK);
        String wanted = Util.fixEmpty(node);
        List<Computer> found = computers()
                .filter(computer ->
                        wanted == null || JenkinsAgent.name(computer).equals(wanted))
                .toList();
        if (wanted != null && found.isEmpty()) {
            return HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_NOT_FOUND, Messages.EntssoStatusAction_offline(wanted));
        }
        found.forEach(HostChecks.get()::start);
        return HttpResponses.redirectToDot();
    }

    /**
     * Starts the job that last tried to back up a host.
     *
     * @param node what the ledger calls the host
     */
    @RequirePOST
    public HttpResponse doBackup(@QueryParameter(required = true) String node) throws IOException {
        Jenkins.get().checkPermission(EntssoPermissions.BACKUP);
        Optional<? extends Job<?, ?>> job = guard(node);
        if (job.isEmpty()) {
            return HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_NOT_FOUND, Messages.EntssoStatusAction_noJob(node));
        }
        ParameterizedJobMixIn.scheduleBuild2(job.get(), 0, new CauseAction(new Cause.UserIdCause()));
        return HttpResponses.redirectViaContextPath(job.get().getUrl());
    }

    /** The job that last tried to back up a host, if the reader may see and start it. */
    private static Optional<? extends Job<?, ?>> guard(String node) throws IOException {
        return LedgerHolder.get().ledger().backups().stream()
                .filter(backup -> backup.host().equals(node))
                .max(Comparator.comparing(Backup::made))
                .flatMap(backup -> job(backup.job()))
                .filter(job -> job.isBuildable() && job.hasPermission(Item.BUILD));
    }

    /** A job, if the reader may see it. */
    private static Optional<? extends Job<?, ?>> job(String name) {
        Job<?, ?> job;
        // as the system, because a job that may be discovered but not read is an error else
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            job = Jenkins.get().getItemByFullName(name, Job.class);
        }
        return Optional.<Job<?, ?>>ofNullable(job).filter(found -> found.hasPermission(Item.READ));
    }

    /** Everything that is online and runs builds. */
    private static Stream<Computer> computers() {
        return Arrays.stream(Jenkins.get().getComputers())
                .filter(computer -> computer.getChannel() != null && computer.getNumExecutors() > 0);
    }
}
