package io.jenkins.plugins.entsso.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.PasswordCredentials;
import io.jenkins.plugins.entsso.config.Settings;
import io.jenkins.plugins.entsso.engine.agent.backup.Method;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.run.ArtifactName;
import io.jenkins.plugins.entsso.engine.run.RunSettings.OnBad;
import io.jenkins.plugins.entsso.engine.run.RunSettings.When;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Checks the master secret of the host of a node, and backs it up if need be; in a Pipeline it returns what came of it.
 * Freestyle jobs have the same step in an {@link EntssoBackupBuilder}.
 */
@Restricted(NoExternalUse.class)
public final class EntssoBackupStep extends Step {
    @DataBoundSetter
    private When when;

    @DataBoundSetter
    private OnBad onBad;

    @DataBoundSetter
    private String credentialsId;

    @DataBoundSetter
    private String reminder;

    @DataBoundSetter
    private String artifactName;

    @DataBoundSetter
    private Method method;

    /** With what the system configuration says, or the defaults. */
    @DataBoundConstructor
    public EntssoBackupStep() {
        // every setting has a default
    }

    /** When to back up; null for what the system configuration says. */
    @CheckForNull
    public When getWhen() {
        return when;
    }

    /** What a bad verdict does to the build; null for what the system configuration says. */
    @CheckForNull
    public OnBad getOnBad() {
        return onBad;
    }

    /** ID of the credentials with the password; null for those of the system configuration. */
    @CheckForNull
    public String getCredentialsId() {
        return Util.fixEmptyAndTrim(credentialsId);
    }

    /** Password reminder; null for one that names the credentials. */
    @CheckForNull
    public String getReminder() {
        return Util.fixEmptyAndTrim(reminder);
    }

    /** Pattern of the artifact's path, see {@link ArtifactName}. */
    public String getArtifactName() {
        return Objects.requireNonNullElse(Util.fixEmptyAndTrim(artifactName), ArtifactName.DEFAULT);
    }

    /** How to make the backup. */
    public Method getMethod() {
        return Objects.requireNonNullElse(method, Method.AUTO);
    }

    /**
     * What these settings ask for, with what the system configuration says now.
     *
     * @param variables that may stand in texts; none in a Pipeline, whose script has put in its own
     */
    BackupRequest request(EnvVars variables) {
        EntssoConfiguration system = EntssoConfiguration.get();
        return new BackupRequest(
                Objects.requireNonNullElseGet(when, system::getWhen),
                Objects.requireNonNullElseGet(onBad, system::getOnBad),
                getCredentialsId(),
                variables.expand(getReminder()),
                variables.expand(getArtifactName()),
                getMethod(),
                0,
                true);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new EntssoExecution(context, request(new EnvVars()));
    }

    /** What Jenkins asks about the step. */
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

        /** Where a backup goes if nothing else is said. */
        public String getDefaultArtifactName() {
            return ArtifactName.DEFAULT;
        }

        /** What is left to the system configuration comes from a form as an empty text, which is the name of no choice. */
        @Override
        public Step newInstance(StaplerRequest2 req, @NonNull JSONObject json) throws FormException {
            List.of("when", "onBad").forEach(choice -> json.remove(choice, ""));
            return super.newInstance(req, json);
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
            items.add(Messages.EntssoBackupStep_asSystem(words(ofSystem)), "");
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
