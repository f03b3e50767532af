package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Trend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jenkins.model.TransientActionFactory;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How the verdict went from build to build, on the page of a job. */
@Restricted(NoExternalUse.class)
public final class EntssoTrendAction extends InvisibleAction {
    /** As many builds without a verdict as this are passed over at most, so that a page never loads a whole history. */
    private static final int LOOKED_AT = 3 * Trend.BUILDS;

    /** Of so many builds one has to have a verdict: one that broke before the step has none. */
    private static final int RECENT = 5;

    private final Job<?, ?> job;

    private EntssoTrendAction(Job<?, ?> job) {
        this.job = job;
    }

    /** The trend. */
    public Trend getTrend() {
        List<Trend.Outcome> outcomes = new ArrayList<>();
        int looked = 0;
        for (Run<?, ?> run = job.getLastCompletedBuild();
                run != null && outcomes.size() < Trend.BUILDS && looked < LOOKED_AT;
                run = run.getPreviousBuild(), looked++) {
            int number = run.getNumber();
            run.getActions(EntssoBackupAction.class).stream()
                    .map(EntssoBackupAction::getKind)
                    .min(Verdict.Kind::compareTo)
                    .ifPresent(kind -> outcomes.add(new Trend.Outcome(number, kind)));
        }
        Collections.reverse(outcomes);
        return Trend.of(outcomes, Presentation.texts());
    }

    public String symbol(Verdict.Kind kind) {
        return Presentation.symbol(kind);
    }

    /** One for each job that lately had a verdict, however its builds ended. */
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
            return hasVerdict(job) ? List.of(new EntssoTrendAction(job)) : List.of();
        }

        private static boolean hasVerdict(Job<?, ?> job) {
            return Stream.<Run<?, ?>>iterate(job.getLastCompletedBuild(), Objects::nonNull, Run::getPreviousBuild)
                    .limit(RECENT)
                    .anyMatch(run -> run.getAction(EntssoBackupAction.class) != null);
        }
    }
}
