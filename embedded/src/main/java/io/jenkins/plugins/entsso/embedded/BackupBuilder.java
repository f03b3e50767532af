package io.jenkins.plugins.entsso.embedded;

import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Result;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.ArtifactName;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.engine.run.RunSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.io.IOException;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;

/**
 * Build step of a freestyle job: backs up the master secret of the host that the build runs on. Its settings mean what
 * they mean in {@link RunSettings}; Hudson's forms read them from the fields.
 */
public final class BackupBuilder extends Builder {
    public final When when;
    public final OnBad onBad;
    public final Method method;
    public final String reminder;
    public final Secret password;
    public final String artifact;

    /** From the form. */
    @DataBoundConstructor
    public BackupBuilder(When when, OnBad onBad, Method method, String reminder, Secret password, String artifact) {
        this.when = when;
        this.onBad = onBad;
        this.method = method;
        this.reminder = reminder;
        this.password = password;
        this.artifact = artifact;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException {
        RunReport report;
        try {
            RunSettings settings = settings(when, reminder, artifact, method);
            report = new HudsonBuild(build).run(settings, password, launcher, listener);
        } catch (IOException | IllegalArgumentException e) {
            listener.getLogger().println(e.getMessage());
            return false;
        }
        build.addAction(new BackupAction(report));
        if (!report.good() && onBad == OnBad.UNSTABLE) {
            build.setResult(Result.UNSTABLE);
        }
        return report.good() || onBad != OnBad.FAIL;
    }

    private static RunSettings settings(When when, String reminder, String artifact, Method method) {
        return new RunSettings(when, reminder, artifact, method, HudsonHosts.factory, HudsonHosts.settings);
    }

    /** What Hudson asks about the build step. The password is checked at the start of a run: a check here is a GET. */
    @Extension
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @Override
        public String getDisplayName() {
            return "Back up the Enterprise SSO master secret";
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }

        public FormValidation doCheckArtifact(@QueryParameter String value) {
            return check("a reminder that is right", value);
        }

        public FormValidation doCheckReminder(@QueryParameter String value) {
            return check(value, ArtifactName.DEFAULT);
        }

        private static FormValidation check(String reminder, String artifact) {
            try {
                settings(When.ALWAYS, reminder, artifact, Method.AUTO);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(Texts.of(LocaleProvider.getLocale()).words(e));
            }
        }
    }
}
