package io.jenkins.plugins.entsso.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Job;
import io.jenkins.plugins.entsso.config.EntssoLedger;
import io.jenkins.plugins.entsso.config.EntssoPermissions;
import io.jenkins.plugins.entsso.config.JenkinsAgent;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.History;
import io.jenkins.plugins.entsso.engine.report.LedgerSnapshot;
import io.jenkins.plugins.entsso.engine.report.Query;
import io.jenkins.plugins.entsso.engine.report.SecretReport;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.report.Timeline;
import io.jenkins.plugins.entsso.patrol.EntssoPatrol;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.Stapler;

/**
 * What one reader sees of all secrets: on their page, in a view, in the widget and the alert, or fetched again by the page's
 * script. It lives as long as a request.
 */
@Restricted(NoExternalUse.class)
public final class Dashboard {
    private static final Logger LOGGER = Logger.getLogger(Dashboard.class.getName());

    /** How many of the worst the widget names. */
    private static final int WORST = 5;

    private final LedgerSnapshot snapshot;
    private final Query query;
    private final Instant now = Instant.now();
    private Texts texts = Presentation.texts();
    private Set<String> reachable;

    private Dashboard(@CheckForNull LedgerSnapshot snapshot, Query query) {
        this.snapshot = snapshot;
        this.query = query;
    }

    /** What the reader of the current request has asked for; they need the permission to see it. */
    static Dashboard ofRequest() {
        Jenkins.get().checkPermission(EntssoPermissions.VIEW);
        return new Dashboard(snapshot().orElse(null), Query.of(Stapler.getCurrentRequest2()::getParameter));
    }

    /** What the ledger knows now; nothing while it cannot be opened, and {@link #getProblems()} says why. */
    static Optional<LedgerSnapshot> snapshot() {
        try {
            return Optional.of(EntssoLedger.get().snapshot());
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> "There is nothing to show");
            return Optional.empty();
        }
    }

    /**
     * The same with times in that zone.
     *
     * @param userTimeZone {@code h.userTimeZone}; null for that of the controller
     */
    public Dashboard inZone(@CheckForNull String userTimeZone) {
        texts = Presentation.texts(userTimeZone);
        return this;
    }

    /** Whether the ledger can be read at all. */
    public boolean isReadable() {
        return snapshot != null;
    }

    /** Whether no host was ever checked. */
    public boolean isBlank() {
        return snapshot == null || snapshot.hosts().isEmpty();
    }

    public LedgerSnapshot getSnapshot() {
        return snapshot;
    }

    public Query getQuery() {
        return query;
    }

    public Texts getTexts() {
        return texts;
    }

    public Query.Page getPage() {
        return query.in(snapshot);
    }

    /** When hosts were last checked, in words. */
    public String getLastRound() {
        return texts.lastRound(snapshot, now);
    }

    public String age(Instant time) {
        return texts.age(time, now);
    }

    public Timeline timeline(SecretReport secret) {
        return History.of(secret, now);
    }

    public List<SecretReport> getWorst() {
        return snapshot.bad().stream().limit(WORST).toList();
    }

    /** How many more are bad, in words; null if none is. */
    @CheckForNull
    public String getMoreBad() {
        int more = snapshot.bad().size() - WORST;
        return more > 0 ? texts.text("headline.more", more) : null;
    }

    /** What is wrong with files of the controller; their paths are for administrators. */
    public List<String> getProblems() {
        List<String> problems = EntssoLedger.get().problems();
        return problems.isEmpty() || Jenkins.get().hasPermission(Jenkins.SYSTEM_READ)
                ? problems
                : List.of(Messages.EntssoStatusAction_problems(problems.size()));
    }

    /** Names of the nodes that the patrol watches and has not come to yet. */
    public List<String> getUnchecked() {
        return EntssoPatrol.watched()
                .map(JenkinsAgent::name)
                .filter(node -> snapshot.host(node).isEmpty())
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
    public boolean isUnderWay(SecretReport secret) {
        return EntssoPatrol.get()
                .patrol()
                .filter(patrol -> secret.serverNodes().stream().anyMatch(patrol::isUnderWay))
                .isPresent();
    }

    /** The servers of that secret that the reader can have checked now. */
    public List<String> checkable(SecretReport secret) {
        if (reachable == null) {
            reachable = EntssoPatrol.reachable()
                    .filter(agent -> isMayCheck())
                    .map(JenkinsAgent::name)
                    .collect(Collectors.toUnmodifiableSet());
        }
        return secret.serverNodes().stream().filter(reachable::contains).toList();
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    public boolean isMayCheck() {
        return Jenkins.get().hasPermission(EntssoPermissions.CHECK);
    }

    public boolean isMayDiagnose() {
        return Jenkins.get().hasPermission(EntssoPermissions.DIAGNOSE);
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
