package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Overview;
import io.jenkins.plugins.entsso.engine.report.Query;
import io.jenkins.plugins.entsso.engine.report.Summary;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * What the table of all secrets shows to one reader, wherever it stands: on its own page, in a view, or fetched again by
 * the page's script. It lives as long as a request.
 */
@Restricted(NoExternalUse.class)
public final class Dashboard {
    /** How many of the worst the widget names. */
    private static final int WORST = 5;

    /** How many nodes that were never checked are named. */
    private static final int UNCHECKED = 20;

    private final LedgerSnapshot situation;
    private final Query query;
    private String zone;
    private Overview overview;
    private Set<String> online;
    private BackupJobs backupJobs;

    private Dashboard(@CheckForNull LedgerSnapshot situation, Query query) {
        this.situation = situation;
        this.query = query;
    }

    /** What the reader of that request has asked for; he needs the permission to see it. */
    public static Dashboard of(StaplerRequest2 request) {
        Jenkins.get().checkPermission(EntssoPermissions.VIEW);
        LedgerSnapshot now = null;
        try {
            now = EntssoLedger.get().situation();
        } catch (IOException e) {
            // getProblems() tells why
        }
        return new Dashboard(now, Query.of(request::getParameter));
    }

    /**
     * The same with times in that zone.
     *
     * @param userTimeZone {@code h.userTimeZone}; null for that of the controller
     */
    public Dashboard inZone(@CheckForNull String userTimeZone) {
        zone = userTimeZone;
        return this;
    }

    /** Whether the ledger can be read at all. */
    public boolean isReadable() {
        return situation != null;
    }

    /** Whether no host was ever checked. */
    public boolean isBlank() {
        return situation == null || situation.hosts().isEmpty();
    }

    /** What was asked for. */
    public Query getQuery() {
        return query;
    }

    /** The table. */
    public Overview getOverview() {
        if (overview == null) {
            overview = Overview.of(situation, query, Presentation.texts(zone), Instant.now());
        }
        return overview;
    }

    /** The same in short. */
    public Summary getSummary() {
        return Summary.of(situation, WORST, Presentation.texts(zone), Instant.now());
    }

    /** What is wrong with files of the controller; their paths are for administrators. */
    public List<String> getProblems() {
        List<String> problems = EntssoLedger.get().problems();
        return problems.isEmpty() || Jenkins.get().hasPermission(Jenkins.SYSTEM_READ)
                ? problems
                : List.of(Messages.EntssoStatusAction_problems(problems.size()));
    }

    /** Names of the first of the nodes that the patrol watches and has not come to yet. */
    public List<String> getUnchecked() {
        return unchecked().stream().limit(UNCHECKED).toList();
    }

    /** How many more there are. */
    public int getMoreUnchecked() {
        return Math.max(0, unchecked().size() - UNCHECKED);
    }

    private List<String> unchecked() {
        Set<String> known =
                Set.copyOf(situation.hosts().stream().map(HostRecord::node).toList());
        return EntssoPatrol.watched()
                .map(JenkinsAgent::name)
                .filter(node -> !known.contains(node))
                .sorted()
                .toList();
    }

    /** The link to all secrets with that verdict, or to all of them if these are shown already. */
    public String toggle(Verdict.Kind kind) {
        return (isChosen(kind) ? query.any() : query.only(kind)).link();
    }

    /** Whether the reader has picked that verdict. */
    public boolean isChosen(Verdict.Kind kind) {
        return query.kinds().contains(kind);
    }

    /** The link that sorts by that. */
    public String sort(String order) {
        return query.by(Query.Order.valueOf(order)).link();
    }

    /** How the table is sorted by that, as ARIA calls it. */
    public String sorted(String order) {
        if (query.order() != Query.Order.valueOf(order)) {
            return "none";
        }
        return query.descending() ? "descending" : "ascending";
    }

    /** The link to the page before; null on the first one. */
    @CheckForNull
    public String getPrevious() {
        int page = getOverview().query().page();
        return page > 1 ? query.at(page - 1).link() : null;
    }

    /** The link to the page after; null on the last one. */
    @CheckForNull
    public String getNext() {
        int page = getOverview().query().page();
        return page < getOverview().pages() ? query.at(page + 1).link() : null;
    }

    /** The link to the secrets of that name. */
    public String named(String name) {
        return Query.ALL.named(name).link();
    }

    /** The query part of the link to what is shown. */
    public String getLink() {
        return query.link();
    }

    /** Whether any of these nodes is being checked now. */
    public boolean isUnderWay(List<String> nodes) {
        return nodes.stream().anyMatch(EntssoPatrol.get()::isUnderWay);
    }

    /** Those of these nodes that can be checked now. */
    public List<String> online(List<String> nodes) {
        return nodes.stream().filter(online()::contains).toList();
    }

    private Set<String> online() {
        if (online == null) {
            online = EntssoPatrol.reachable().map(JenkinsAgent::name).collect(Collectors.toUnmodifiableSet());
        }
        return online;
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    public boolean isMayCheck() {
        return Jenkins.get().hasPermission(EntssoPermissions.CHECK);
    }

    /** Address of a build from the root of Jenkins, if the reader may see it. The build itself is not read. */
    @CheckForNull
    public String link(Overview.Newest backup) {
        return BackupJobs.find(backup.job())
                .map(job -> job.getUrl() + backup.build() + "/")
                .orElse(null);
    }

    /** Name of the job that backs up a host that asks for it, if the reader may start it here. */
    @CheckForNull
    public String backupJob(String node) throws IOException {
        if (!Jenkins.get().hasPermission(EntssoPermissions.BACKUP)) {
            return null;
        }
        if (backupJobs == null) {
            backupJobs = new BackupJobs();
        }
        return backupJobs.of(node).map(Job::getFullDisplayName).orElse(null);
    }
}
