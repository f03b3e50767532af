package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import java.time.Instant;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jvnet.localizer.ResourceBundleHolder;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.DoNotUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A gate for deployments: checks the host of a Pipeline's node, and stops or warns unless its master secret is safe. */
public final class EntssoCheckStep extends Step {
    private OnBad onBad = OnBad.FAIL;
    private int maxAgeDays;

    /** With the defaults. */
    @DataBoundConstructor
    public EntssoCheckStep() {
        // every setting has a default
    }

    /** What a bad verdict does to the build. */
    public OnBad getOnBad() {
        return onBad;
    }

    /** What a bad verdict does to the build; null for the default. */
    @DataBoundSetter
    public void setOnBad(@CheckForNull OnBad onBad) {
        this.onBad = onBad == null ? OnBad.FAIL : onBad;
    }

    /** How old the newest backup may be, in days; 0 for any age. */
    public int getMaxAgeDays() {
        return maxAgeDays;
    }

    /**
     * How old the newest backup may be, in days; 0 for any age.
     *
     * @throws IllegalArgumentException if it is negative
     */
    @DataBoundSetter
    public void setMaxAgeDays(int maxAgeDays) {
        if (maxAgeDays < 0) {
            throw new IllegalArgumentException("The age of a backup is limited to " + maxAgeDays
                    + " days; give a number from 0, which is no limit");
        }
        this.maxAgeDays = maxAgeDays;
    }

    @Override
    public StepExecution start(StepContext context) {
        int days = maxAgeDays;
        return new EntssoExecution(
                context,
                BackupRequest.check(onBad),
                true,
                status -> days > 0 && status.isOlderThan(days, Instant.now())
                        ? Messages.EntssoCheckStep_old(
                                status.getNode(), status.getBackupJob(), status.getBackupBuild(), days)
                        : null);
    }

    /** What Jenkins asks about the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "entssoCheck";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoCheckStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return EntssoExecution.CONTEXT;
        }

        /** What a choice is called in the form. */
        @Restricted(DoNotUse.class)
        public String words(Enum<?> choice) {
            return ResourceBundleHolder.get(io.jenkins.plugins.entsso.steps.Messages.class)
                    .format(choice.getDeclaringClass().getSimpleName() + "." + choice.name());
        }

        /** Whether it is a number of days. */
        @POST
        public FormValidation doCheckMaxAgeDays(@AncestorInPath Item item, @QueryParameter String value) {
            if (item != null) {
                item.checkPermission(Item.READ);
            }
            return FormValidation.validateIntegerInRange(value, 0, Integer.MAX_VALUE);
        }
    }
}
