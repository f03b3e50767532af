package io.jenkins.plugins.entsso.patrol;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.engine.ledger.HostRecord;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Why the patrol started a build. Of plain fields, because it is kept with the build. */
@Restricted(NoExternalUse.class)
public final class PatrolCause extends Cause {
    private final String node;
    private final Verdict.Kind verdict;
    private final Finding.Code finding;
    private final List<String> arguments;
    private final int attempt;
    private final boolean renewal;

    PatrolCause(HostRecord host, Finding reason, int attempt) {
        this.node = host.node();
        this.verdict = host.verdict().kind();
        this.finding = reason.code();
        this.arguments = new ArrayList<>(reason.arguments());
        this.attempt = attempt;
        this.renewal = !host.verdict().asksForBackup();
    }

    /** Whether a build was started to renew a backup, although the secret is protected. */
    public static boolean isRenewal(Run<?, ?> run) {
        return run.getCauses().stream().anyMatch(cause -> cause instanceof PatrolCause patrol && patrol.renewal);
    }

    /** Name of the node to be backed up. */
    public String getNode() {
        return node;
    }

    /** Another version may have stored what this one does not know. */
    private String why(Texts texts) {
        boolean known = verdict != null && finding != null && finding.arity() == arguments.size();
        return known
                ? texts.name(verdict) + ". " + texts.sentence(Finding.of(finding, arguments.toArray()))
                : String.valueOf(verdict);
    }

    /** The node that the patrol started a build for; null if nobody but a person did, or a schedule. */
    @CheckForNull
    public static String nodeOf(Run<?, ?> run) {
        PatrolCause cause = run.getCause(PatrolCause.class);
        return cause == null ? null : cause.node;
    }

    @Override
    public String getShortDescription() {
        String why = why(Presentation.texts());
        return attempt > 1 ? Messages.PatrolCause_again(node, why, attempt) : Messages.PatrolCause_first(node, why);
    }
}
