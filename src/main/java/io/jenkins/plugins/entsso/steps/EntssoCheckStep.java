package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import java.util.Objects;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A gate for deployments: checks the host of a Pipeline's node, and stops or warns unless its master secret is safe. */
@Restricted(NoExternalUse.class)
public final class EntssoCheckStep extends Step {
    @DataBoundSetter
    private OnBad onBad = OnBad.FAIL;

    private int maxAgeDays;

    @DataBoundSetter
    private boolean diagnose;

    /** With the defaults. */
    @DataBoundConstructor
    public EntssoCheckStep() {
        // every setting has a default
    }

    /** What a bad verdict does to the build. */
    public OnBad getOnBad() {
        return Objects.requireNonNullElse(onBad, OnBad.FAIL);
    }

    /** How many days old the backup may be: the oldest of those that cover the current and the previous secret; 0 for any age. */
    public int getMaxAgeDays() {
        return maxAgeDays;
    }

    /** Refuses a negative number. */
    @DataBoundSetter
    public void setMaxAgeDays(int maxAgeDays) {
        if (maxAgeDays < 0) {
            throw new IllegalArgumentException(Messages.EntssoCheckStep_negative(maxAgeDays));
        }
        this.maxAgeDays = maxAgeDays;
    }

    /** Whether the host's diagnosis is written to the log before the check; takes the permission for it. */
    public boolean isDiagnose() {
        return diagnose;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new EntssoExecution(context, BackupRequest.check(getOnBad(), maxAgeDays, true), diagnose);
    }

    /** What Jenkins asks about the step. */
    @Extension
    public static final class DescriptorImpl extends EntssoStepDescriptor {
        @Override
        public String getFunctionName() {
            return "entssoCheck";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoCheckStep_displayName();
        }
    }
}
