package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Query;
import io.jenkins.plugins.entsso.engine.report.SecretReport;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.Stapler;

/**
 * What one reader sees of all secrets: on their page, in a view, in the widget and the alert, or fetched again by the page's
 * script. It lives as long as a request.
 *
 * @param snapshot what the ledger knows now; null while it cannot be opened, and {@link #problems} says why
 * @param query what the reader has asked for
 * @param texts words in the reader's language
 */
@Restricted(NoExternalUse.class)
public record Dashboard(@CheckForNull LedgerSnapshot snapshot, Query query, Texts texts) {
    /** How many of the worst the widget names. */
    private static final int WORST = 5;

    /**
     * For the reader of the current request, who needs the permission to see it.
     *
     * @param userTimeZone {@code h.userTimeZone}; null for that of the controller
     */
    static Dashboard ofRequest(@CheckForNull String userTimeZone) {
        Jenkins.get().checkPermission(EntssoPermissions.VIEW);
        return new Dashboard(
                EntssoLedger.get().snapshotOrNull(),
                Query.of(Stapler.getCurrentRequest2()::getParameter),
                Presentation.texts(userTimeZone));
    }

    /** Whether no host was ever checked. */
    public boolean isBlank() {
        return snapshot == null || snapshot.hosts().isEmpty();
    }

    /** The pages ask whether there is one before they ask for anything in it. */
    private LedgerSnapshot readable() {
        return Objects.requireNonNull(snapshot, "The ledger cannot be opened");
    }

    public Query.Page page() {
        return query.in(readable());
    }

    public List<SecretReport> worst() {
        return readable().bad().stream().limit(WORST).toList();
    }

    /** How many more are bad, in words; null if none is. */
    @CheckForNull
    public String moreBad() {
        int more = readable().bad().size() - WORST;
        return more > 0 ? texts.text("headline.more", more) : null;
    }

    /** What is wrong with files of the controller; their paths are for administrators. */
    public static List<String> problems() {
        List<String> problems = EntssoLedger.get().problems();
        return problems.isEmpty() || Jenkins.get().hasPermission(Jenkins.SYSTEM_READ)
                ? problems
                : List.of(Messages.EntssoStatusAction_problems(problems.size()));
    }

    /** Names of the nodes that the patrol watches and has not come to yet. */
    public List<String> unchecked() {
        List<String> checked =
                readable().hosts().stream().map(SecretReport::name).toList();
        return EntssoPatrol.watched()
                .map(JenkinsAgent::name)
                .filter(node -> !checked.contains(node))
                .sorted()
                .toList();
    }

    /** The link to all secrets with that verdict, or to all of them if these are shown already. */
    public String toggle(Verdict.Kind kind) {
        return query.withVerdict(kind == query.verdict() ? null : kind).link();
    }

    /** The link that sorts by that. */
    public String sort(String order) {
        return query.sortedBy(Query.Order.valueOf(order)).link();
    }

    /** How the table is sorted by that, as ARIA calls it. */
    public String sorted(String order) {
        if (query.order() != Query.Order.valueOf(order)) {
            return "none";
        }
        return query.descending() ? "descending" : "ascending";
    }

    /** Whether a server of that secret is being checked now. */
    public boolean isUnderWay(SecretReport secret) throws IOException {
        return secret.serverNodes().stream().anyMatch(EntssoPatrol.get().patrol()::isUnderWay);
    }

    /** The servers of that secret that the reader can have checked now. */
    public List<String> checkable(SecretReport secret) {
        List<String> servers = secret.serverNodes();
        return EntssoPatrol.reachable()
                .map(JenkinsAgent::name)
                .filter(node -> mayCheck() && servers.contains(node))
                .toList();
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    public boolean mayCheck() {
        return Jenkins.get().hasPermission(EntssoPermissions.CHECK);
    }

    public boolean isMayDiagnose() {
        return Jenkins.get().hasPermission(EntssoPermissions.DIAGNOSE);
    }

    /** Whether the reader may say of a host that what makes its verdict bad was resolved otherwise. */
    public boolean isResolvable(String node) throws IOException {
        return Jenkins.get().hasPermission(EntssoPermissions.RESOLVE)
                && !EntssoLedger.get().ledger().resolvable(node).isEmpty();
    }

    /** Address of a build from the root of Jenkins, if the reader may see it. The build itself is not read. */
    @CheckForNull
    public String link(Backup backup) {
        return BackupJobs.find(backup.job())
                .map(job -> job.getUrl() + backup.build() + "/")
                .orElse(null);
    }

    /** Name of the job that backs up a host that asks for it, if the reader may start it here. */
    @CheckForNull
    public String backupJob(String node) throws IOException {
        return Jenkins.get().hasPermission(EntssoPermissions.BACKUP)
                ? BackupJobs.of(node).map(Job::getFullDisplayName).orElse(null)
                : null;
    }
}
