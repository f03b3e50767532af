package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * {@link EntssoBackupBuilder} for Pipelines, with its settings: besides what that does, it marks the step in the Pipeline
 * that made the build unstable, and returns what came of it.
 */
@Restricted(NoExternalUse.class)
public final class EntssoBackupStep extends Step {
    private final EntssoBackupBuilder settings = new EntssoBackupBuilder();

    /** With the defaults. */
    @DataBoundConstructor
    public EntssoBackupStep() {
        // every setting has a default
    }

    @CheckForNull
    public When getWhen() {
        return settings.getWhen();
    }

    @DataBoundSetter
    public void setWhen(@CheckForNull When when) {
        settings.setWhen(when);
    }

    @CheckForNull
    public OnBad getOnBad() {
        return settings.getOnBad();
    }

    @DataBoundSetter
    public void setOnBad(@CheckForNull OnBad onBad) {
        settings.setOnBad(onBad);
    }

    @CheckForNull
    public String getCredentialsId() {
        return settings.getCredentialsId();
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        settings.setCredentialsId(credentialsId);
    }

    @CheckForNull
    public String getReminder() {
        return settings.getReminder();
    }

    @DataBoundSetter
    public void setReminder(@CheckForNull String reminder) {
        settings.setReminder(reminder);
    }

    public String getArtifactName() {
        return settings.getArtifactName();
    }

    @DataBoundSetter
    public void setArtifactName(@CheckForNull String artifactName) {
        settings.setArtifactName(artifactName);
    }

    public Method getMethod() {
        return settings.getMethod();
    }

    @DataBoundSetter
    public void setMethod(@CheckForNull Method method) {
        settings.setMethod(method);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new EntssoExecution(context, settings.request());
    }

    /** What Jenkins asks about the step; its form is the one of {@link EntssoBackupBuilder}. */
    @Extension
    public static final class DescriptorImpl extends EntssoStepDescriptor {
        @Override
        public String getFunctionName() {
            return "entssoBackup";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoBackupStep_displayName();
        }

        @Override
        public Step newInstance(StaplerRequest2 req, @NonNull JSONObject json) throws FormException {
            return super.newInstance(req, EntssoBackupBuilder.DescriptorImpl.withoutEmptyChoices(json));
        }
    }
}
