package io.jenkins.plugins.entsso.jenkins.build;

import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.entsso.jenkins.Presentation;
import io.jenkins.plugins.entsso.report.Trend;
import io.jenkins.plugins.entsso.secret.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** How the verdict went from build to build, on the page of a job. */
@Restricted(NoExternalUse.class)
public final class EntssoTrendAction extends InvisibleAction {
    /** As many builds without a verdict as this are passed over at most, so that a page never loads a whole history. */
    private static final int LOOKED_AT = 3 * Trend.BUILDS;

    private final Job<?, ?> job;

    /** Of that job. */
    public EntssoTrendAction(Job<?, ?> job) {
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
}
