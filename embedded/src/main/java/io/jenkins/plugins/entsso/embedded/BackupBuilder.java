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
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.ArtifactName;
import io.jenkins.plugins.entsso.engine.run.RunReport;
import io.jenkins.plugins.entsso.engine.run.RunSettings;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;

/**
 * Build step of a freestyle job: backs up the master secret of the host that the build runs on. Its settings mean what
 * they mean in {@link RunSettings} and {@link HostSettings}; Hudson's forms read them from the fields.
 */
public final class BackupBuilder extends Builder {
    private static final String QUERY = "60";
    private static final String BACKUP = "180";

    public final When when;
    public final OnBad onBad;
    public final Method method;
    public final String reminder;
    public final Secret password;
    public final String artifact;
    public final String ssoconfig;
    public final String workDirectory;
    public final String querySeconds;
    public final String backupSeconds;

    /** From the form. */
    @DataBoundConstructor
    public BackupBuilder(
            When when,
            OnBad onBad,
            Method method,
            String reminder,
            Secret password,
            String artifact,
            String ssoconfig,
            String workDirectory,
            String querySeconds,
            String backupSeconds) {
        this.when = when;
        this.onBad = onBad;
        this.method = method;
        this.reminder = reminder;
        this.password = password;
        this.artifact = artifact;
        this.ssoconfig = ssoconfig;
        this.workDirectory = workDirectory;
        this.querySeconds = querySeconds;
        this.backupSeconds = backupSeconds;
    }

    /**
     * How to ask the host.
     *
     * @throws IllegalArgumentException whose message names the setting and the remedy
     */
    HostSettings host() {
        return new HostSettings(ssoconfig, workDirectory, seconds(querySeconds), seconds(backupSeconds));
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException {
        RunReport report;
        try {
            RunSettings settings = new RunSettings(
                    when, onBad, reminder, artifact, method, HostFactories.of(build.getBuiltOnStr()), host());
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

    private static Duration seconds(String value) {
        try {
            return Duration.ofSeconds(Integer.parseInt(value.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "The time limit '" + value + "' is no whole number; give seconds from 1 to 3600", e);
        }
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
            return check(PLACEHOLDER, value, null, QUERY, BACKUP);
        }

        public FormValidation doCheckReminder(@QueryParameter String value) {
            return check(value, ArtifactName.DEFAULT, null, QUERY, BACKUP);
        }

        public FormValidation doCheckSsoconfig(@QueryParameter String value) {
            return check(PLACEHOLDER, ArtifactName.DEFAULT, value, QUERY, BACKUP);
        }

        public FormValidation doCheckWorkDirectory(@QueryParameter String value) {
            return check(PLACEHOLDER, ArtifactName.DEFAULT, value, QUERY, BACKUP);
        }

        public FormValidation doCheckQuerySeconds(@QueryParameter String value) {
            return check(PLACEHOLDER, ArtifactName.DEFAULT, null, value, BACKUP);
        }

        public FormValidation doCheckBackupSeconds(@QueryParameter String value) {
            return check(PLACEHOLDER, ArtifactName.DEFAULT, null, QUERY, value);
        }

        /** A reminder that is right, where another field is being looked at. */
        private static final String PLACEHOLDER = "reminder";

        private static FormValidation check(
                String reminder, String artifact, String path, String query, String backup) {
            try {
                HostSettings host = new HostSettings(path, path, seconds(query), seconds(backup));
                new RunSettings(
                        When.ALWAYS, OnBad.NOTHING, reminder, artifact, Method.AUTO, HostFactories.of(""), host);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(new Texts(LocaleProvider.getLocale(), ZoneId.systemDefault()).words(e));
            }
        }
    }
}
