package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.Cause;
import hudson.model.Computer;
import hudson.model.Job;
import hudson.model.Node;
import hudson.model.RootAction;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.report.Metrics;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.patrol.BackupStart;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/**
 * The page {@code /entsso/}: the verdict on every secret as the ledger has it; the parts of pages that are fetched again
 * while they are looked at; the remote API and the metrics. Its address is the same for everybody, so that a link to it
 * leads who is not logged in to the login.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class EntssoStatusAction implements RootAction, StaplerProxy {
    private static final Logger LOGGER = Logger.getLogger(EntssoStatusAction.class.getName());

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

    public Dashboard dashboard(@CheckForNull String userTimeZone) {
        return Dashboard.ofRequest(userTimeZone);
    }

    public Api getApi() throws IOException {
        return new Api(new EntssoApi(EntssoLedger.get().snapshot(), Presentation.texts()));
    }

    /** What the ledger knows, for scrapers that read OpenMetrics. */
    @GET
    public void doMetrics(StaplerResponse2 response) throws IOException {
        response.setContentType(Metrics.CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().print(Metrics.of(EntssoLedger.get().snapshot()));
    }

    /**
     * Has hosts checked in the background. Parameter {@code node}: what the ledger calls a host, may be repeated; none for
     * all that the patrol watches. All are checked or, if one cannot be, none.
     */
    @RequirePOST
    public HttpResponse doCheck(StaplerRequest2 request) throws IOException {
        Jenkins.get().checkPermission(EntssoPermissions.CHECK);
        if (EntssoLedger.get().ledgerOrNull() == null) {
            return HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE, String.join("\n", Dashboard.problems()));
        }
        String[] named = request.getParameterValues("node");
        List<String> wanted = named == null ? names(EntssoPatrol.watched()) : List.of(named);
        List<String> offline = new ArrayList<>(wanted);
        offline.removeAll(names(EntssoPatrol.reachable()));
        if (!offline.isEmpty()) {
            return HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_NOT_FOUND, Messages.EntssoStatusAction_offline(String.join(", ", offline)));
        }
        wanted.forEach(EntssoPatrol.get().patrol()::request);
        return HttpResponses.redirectToDot();
    }

    private static List<String> names(Stream<Computer> nodes) {
        return nodes.map(JenkinsAgent::name).toList();
    }

    /**
     * Asks a host for its diagnosis, and shows it.
     *
     * @param node what the ledger calls the host
     */
    @RequirePOST
    public void doDiagnose(
            StaplerRequest2 request, StaplerResponse2 response, @QueryParameter(required = true) String node)
            throws IOException, ServletException, InterruptedException {
        Jenkins.get().checkPermission(EntssoPermissions.DIAGNOSE);
        Computer computer = EntssoPatrol.reachable()
                .filter(reachable -> JenkinsAgent.name(reachable).equals(node))
                .findFirst()
                .orElseThrow(() -> HttpResponses.errorWithoutStack(
                        HttpServletResponse.SC_NOT_FOUND, Messages.EntssoStatusAction_offline(node)));
        response.setHeader("Cache-Control", "no-store");
        request.getView(DiagnosisPage.of(computer), "index").forward(request, response);
    }

    /**
     * Enters that what makes the verdict on a host bad was resolved otherwise, and logs who said so.
     *
     * @param node what the ledger calls the host
     * @param checked when the host was last checked, as the reader has seen it
     * @param reason what the reader says of it
     */
    @RequirePOST
    public HttpResponse doResolve(
            @QueryParameter(required = true) String node,
            @QueryParameter(required = true) String checked,
            @QueryParameter(fixEmpty = true) String reason)
            throws IOException {
        Jenkins.get().checkPermission(EntssoPermissions.RESOLVE);
        if (reason == null || reason.isBlank()) {
            return HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_BAD_REQUEST, Messages.EntssoStatusAction_noReason());
        }
        String user = Jenkins.getAuthentication2().getName();
        Optional<Finding> said = EntssoLedger.get().ledger().resolve(node, checked, user, reason);
        if (said.isEmpty()) {
            return HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_CONFLICT, Messages.EntssoStatusAction_notResolved(node));
        }
        LOGGER.info(() -> node + ": " + Texts.ofLog().sentence(said.get()));
        return HttpResponses.redirectToDot();
    }

    /**
     * Starts the job that backs up a host, on that host, if its verdict asks for a backup.
     *
     * @param node what the ledger calls the host
     */
    @RequirePOST
    public HttpResponse doBackup(@QueryParameter(required = true) String node) throws IOException {
        Jenkins.get().checkPermission(EntssoPermissions.BACKUP);
        Node host = BackupJobs.node(node);
        Optional<Job<?, ?>> job = BackupJobs.of(node);
        if (host == null || job.isEmpty()) {
            return HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_NOT_FOUND, Messages.EntssoStatusAction_noJob(node));
        }
        if (BackupStart.schedule(job.get(), host, new Cause.UserIdCause()) == null) {
            return HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_CONFLICT,
                    Messages.EntssoStatusAction_refused(job.get().getFullDisplayName()));
        }
        return HttpResponses.redirectViaContextPath(job.get().getUrl());
    }
}
