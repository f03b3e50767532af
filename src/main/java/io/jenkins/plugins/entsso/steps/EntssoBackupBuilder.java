package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The {@link EntssoBackupStep} of freestyle jobs, with the variables of the build in its texts. */
@Restricted(NoExternalUse.class)
public final class EntssoBackupBuilder extends Builder implements SimpleBuildStep {
    @DataBoundSetter
    private EntssoBackupStep step = new EntssoBackupStep();

    /** With the defaults. */
    @DataBoundConstructor
    public EntssoBackupBuilder() {
        // every setting has a default
    }

    /** A {@code config.xml} that was written by hand may have no step in it. */
    private Object readResolve() {
        if (step == null) {
            step = new EntssoBackupStep();
        }
        return this;
    }

    public EntssoBackupStep getStep() {
        return step;
    }

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars env,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        // Pipelines have variables of their own
        BackupRequest request = step.request(run instanceof AbstractBuild ? env : new EnvVars());
        BackupStepRunner.perform(request, run, workspace, listener, null);
    }

    /** What Jenkins asks about the build step. */
    @Extension
    @Symbol("entssoBackup")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.EntssoBackupStep_displayName();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }
    }
}
