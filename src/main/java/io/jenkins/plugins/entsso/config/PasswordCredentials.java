package io.jenkins.plugins.entsso.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.springframework.security.core.Authentication;

/** The credentials that a form offers for the password of backups. */
@Restricted(NoExternalUse.class)
public final class PasswordCredentials {
    /** Those that a build can use: credentials of the scope SYSTEM are not for builds. */
    private static final CredentialsMatcher PASSWORDS = CredentialsMatchers.allOf(
            CredentialsMatchers.not(CredentialsMatchers.withScope(CredentialsScope.SYSTEM)),
            CredentialsMatchers.anyOf(
                    CredentialsMatchers.instanceOf(StringCredentials.class),
                    CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class)));

    private PasswordCredentials() {}

    /**
     * What there is to choose.
     *
     * @param item the job, or null for the system configuration
     * @param current what was chosen; all that is shown to those who may not use credentials here
     */
    public static ListBoxModel choices(@CheckForNull Item item, String current) {
        if (!mayUse(item)) {
            return new StandardListBoxModel().includeCurrentValue(current);
        }
        return new StandardListBoxModel()
                .includeEmptyValue()
                .includeMatchingAs(authentication(item), item, StandardCredentials.class, List.of(), PASSWORDS)
                .includeCurrentValue(current);
    }

    /**
     * Whether there are such credentials.
     *
     * @param item the job, or null for the system configuration
     */
    public static FormValidation check(@CheckForNull Item item, String value) {
        String id = Util.fixEmptyAndTrim(value);
        // an expression is known only once there is a build
        if (id == null || id.startsWith("${") || !mayUse(item)) {
            return FormValidation.ok();
        }
        CredentialsMatcher wanted = CredentialsMatchers.allOf(CredentialsMatchers.withId(id), PASSWORDS);
        boolean missing = CredentialsProvider.listCredentialsInItem(
                        StandardCredentials.class, item, authentication(item), List.of(), wanted)
                .isEmpty();
        return missing ? FormValidation.error(Messages.PasswordCredentials_missing()) : FormValidation.ok();
    }

    private static boolean mayUse(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    private static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
