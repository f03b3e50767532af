package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.PasswordCredentials;
import io.jenkins.plugins.entsso.config.Presentation;
import io.jenkins.plugins.entsso.config.Settings;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.run.ArtifactName;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import jenkins.tasks.SimpleBuildStep;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Build step that checks the master secret of the host that the build runs on, and backs it up if need be. In a Pipeline
 * the step of the same name is taken, which returns what came of it.
 */
@Restricted(NoExternalUse.class)
public final class EntssoBackupBuilder extends Builder implements SimpleBuildStep {
    private When when;
    private OnBad onBad;
    private String credentialsId;
    private String reminder;
    private String artifactName = ArtifactName.DEFAULT;
    private Method method = Method.AUTO;

    /** With what the system configuration says, or the defaults. */
    @DataBoundConstructor
    public EntssoBackupBuilder() {
        // every setting has a default
    }

    /** A stored step without them gets no defaults from XStream. */
    private Object readResolve() {
        setArtifactName(artifactName);
        setMethod(method);
        return this;
    }

    /** When to back up; null for what the system configuration says. */
    @CheckForNull
    public When getWhen() {
        return when;
    }

    @DataBoundSetter
    public void setWhen(@CheckForNull When when) {
        this.when = when;
    }

    /** What a bad verdict does to the build; null for what the system configuration says. */
    @CheckForNull
    public OnBad getOnBad() {
        return onBad;
    }

    @DataBoundSetter
    public void setOnBad(@CheckForNull OnBad onBad) {
        this.onBad = onBad;
    }

    /** ID of the credentials with the password; null for those of the system configuration. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Password reminder; null for one that names the credentials. */
    @CheckForNull
    public String getReminder() {
        return reminder;
    }

    @DataBoundSetter
    public void setReminder(@CheckForNull String reminder) {
        this.reminder = Util.fixEmptyAndTrim(reminder);
    }

    /** Pattern of the artifact's path, see {@link ArtifactName}. */
    public String getArtifactName() {
        return artifactName;
    }

    /** Pattern of the artifact's path; null or empty for the default. */
    @DataBoundSetter
    public void setArtifactName(@CheckForNull String artifactName) {
        String trimmed = Util.fixEmptyAndTrim(artifactName);
        this.artifactName = trimmed == null ? ArtifactName.DEFAULT : trimmed;
    }

    /** How to make the backup. */
    public Method getMethod() {
        return method;
    }

    /** How to make the backup; null for the default. */
    @DataBoundSetter
    public void setMethod(@CheckForNull Method method) {
        this.method = method == null ? Method.AUTO : method;
    }

    /** What these settings ask for, with what the system configuration says now. */
    BackupRequest request() {
        return request(reminder, artifactName);
    }

    private BackupRequest request(String expandedReminder, String expandedName) {
        EntssoConfiguration system = EntssoConfiguration.get();
        return new BackupRequest(
                when == null ? system.getWhen() : when,
                onBad == null ? system.getOnBad() : onBad,
                credentialsId,
                expandedReminder,
                expandedName,
                method,
                0,
                true);
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
        BackupRequest request =
                run instanceof AbstractBuild ? request(env.expand(reminder), env.expand(artifactName)) : request();
        BackupStepRunner.perform(request, run, workspace, listener, null);
    }

    /** What Jenkins asks about the build step. */
    @Extension
    @Symbol("entssoBackup")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @Override
        public String getDisplayName() {
            return Messages.EntssoBackupBuilder_displayName();
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> type) {
            return true;
        }

        /** Where a backup goes if nothing else is said. */
        public String getDefaultArtifactName() {
            return ArtifactName.DEFAULT;
        }

        /** What a choice is called in the form. */
        public String words(Enum<?> choice) {
            return Presentation.words(choice);
        }

        @Override
        public Builder newInstance(StaplerRequest2 req, @NonNull JSONObject json) throws FormException {
            return super.newInstance(req, withoutEmptyChoices(json));
        }

        /** What is left to the system configuration comes from a form as an empty text, which is the name of no choice. */
        static JSONObject withoutEmptyChoices(JSONObject json) {
            List.of("when", "onBad").forEach(choice -> {
                if ("".equals(json.opt(choice))) {
                    json.remove(choice);
                }
            });
            return json;
        }

        /** The choices for {@code when}: no secret to anybody. */
        @POST
        public ListBoxModel doFillWhenItems() {
            return choices(When.values(), EntssoConfiguration.get().getWhen());
        }

        /** The choices for {@code onBad}: no secret to anybody. */
        @POST
        public ListBoxModel doFillOnBadItems() {
            return choices(OnBad.values(), EntssoConfiguration.get().getOnBad());
        }

        private ListBoxModel choices(Enum<?>[] choices, Enum<?> ofSystem) {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.EntssoBackupBuilder_asSystem(words(ofSystem)), "");
            for (Enum<?> choice : choices) {
                items.add(words(choice), choice.name());
            }
            return items;
        }

        /** The credentials to choose from. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return PasswordCredentials.choices(item, credentialsId);
        }

        /** Whether there are such credentials. */
        @POST
        public FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
            return PasswordCredentials.check(item, value);
        }

        /** Whether the reminder can be entered. */
        @POST
        public FormValidation doCheckReminder(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, Reminder::check);
        }

        /** Whether the pattern makes a path. */
        @POST
        public FormValidation doCheckArtifactName(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ArtifactName::check);
        }

        private static FormValidation check(Item item, String value, Consumer<String> check) {
            boolean permitted = item == null
                    ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                    : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(Item.CONFIGURE);
            String trimmed = Util.fixEmptyAndTrim(value);
            // a variable is known only once there is a build
            if (!permitted || trimmed == null || trimmed.contains("$")) {
                return FormValidation.ok();
            }
            return Settings.validate(() -> check.accept(trimmed));
        }
    }
}
