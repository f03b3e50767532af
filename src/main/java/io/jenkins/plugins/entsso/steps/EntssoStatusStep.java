package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;

/** Checks the host of a Pipeline's node, and returns the verdict whatever it is. */
@Restricted(NoExternalUse.class)
public final class EntssoStatusStep extends Step {
    /** Has no settings. */
    @DataBoundConstructor
    public EntssoStatusStep() {
        // nothing to set
    }

    @Override
    public StepExecution start(StepContext context) {
        return new EntssoExecution(context, BackupRequest.check(OnBad.NOTHING, 0, false));
    }

    /** What Jenkins asks about the step. */
    @Extension
    public static final class DescriptorImpl extends EntssoStepDescriptor {
        @Override
        public String getFunctionName() {
            return "entssoStatus";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoStatusStep_displayName();
        }
    }
}
