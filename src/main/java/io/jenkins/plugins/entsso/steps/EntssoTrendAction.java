package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.RunMap;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Trend;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import jenkins.model.TransientActionFactory;
import jenkins.model.lazy.LazyBuildMixIn;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * How the verdict went from build to build, on the page of a job. It looks at builds that are in memory, as those are that
 * the page lists, and loads none.
 */
@Restricted(NoExternalUse.class)
public final class EntssoTrendAction extends InvisibleAction {
    /** How many builds are looked at. */
    private static final int BUILDS = 30;

    private final Job<?, ?> job;

    private EntssoTrendAction(Job<?, ?> job) {
        this.job = job;
    }

    /** The trend. It ends where a build is not in memory: with gaps it would tell wrongly since when something is so. */
    public Trend getTrend() {
        SortedMap<Integer, Verdict.Kind> verdicts = new TreeMap<>();
        if (job instanceof LazyBuildMixIn.LazyLoadingJob<?, ?> lazy) {
            RunMap<?> runs = lazy.getLazyBuildMixIn().getRunMap();
            Map<Integer, ? extends Run<?, ?>> loaded = runs.getLoadedBuilds();
            Run<?, ?> run = job.getLastCompletedBuild();
            while (run != null && verdicts.size() < BUILDS) {
                int number = run.getNumber();
                run.getActions(EntssoBackupAction.class).stream()
                        .map(EntssoBackupAction::getVerdict)
                        .min(Verdict.Kind::compareTo)
                        .ifPresent(kind -> verdicts.put(number, kind));
                run = loaded.get(previous(runs, number));
            }
        }
        return Trend.of(verdicts, Presentation.texts());
    }

    private static int previous(RunMap<?> runs, int number) {
        int previous = number - 1;
        while (previous > 0 && !runs.runExists(previous)) {
            previous--;
        }
        return previous;
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    /** One for each job whose last build, or whose last successful one, had a verdict. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<EntssoTrendAction> actionType() {
            return EntssoTrendAction.class;
        }

        @NonNull
        @Override
        public Collection<EntssoTrendAction> createFor(@NonNull Job job) {
            return hasVerdict(job.getLastCompletedBuild()) || hasVerdict(job.getLastSuccessfulBuild())
                    ? List.of(new EntssoTrendAction(job))
                    : List.of();
        }

        private static boolean hasVerdict(Run<?, ?> run) {
            return run != null && run.getAction(EntssoBackupAction.class) != null;
        }
    }
}
