package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Checks the host of a Pipeline's node, and returns the verdict whatever it is. */
public final class EntssoStatusStep extends Step {
    /** Has no settings. */
    @DataBoundConstructor
    public EntssoStatusStep() {
        // nothing to set
    }

    @Override
    public StepExecution start(StepContext context) {
        return new EntssoExecution(context, BackupRequest.check(OnBad.NOTHING), false, status -> null);
    }

    /** What Jenkins asks about the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "entssoStatus";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoStatusStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return EntssoExecution.CONTEXT;
        }
    }
}
