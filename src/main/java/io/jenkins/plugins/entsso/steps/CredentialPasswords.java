package io.jenkins.plugins.entsso.steps;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.run.Ports;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The password from the credentials that a build may use: secret text, or the password beside a user name. */
final class CredentialPasswords implements Ports.Passwords {
    private final Secret secret;
    private final String reminder;

    private CredentialPasswords(Secret secret, String reminder) {
        this.secret = secret;
        this.reminder = reminder;
    }

    /**
     * Looks the credentials up, enters their use, and finds out whether the password and the reminder will do.
     *
     * @param reminder null for one that names the credentials
     * @throws AbortException if they are missing, of another type, or not fit, with the remedy in the message
     */
    static CredentialPasswords of(String credentialsId, String reminder, Run<?, ?> run) throws AbortException {
        if (credentialsId == null) {
            throw new AbortException("No credentials are chosen: there is no password to encrypt a backup with. Choose"
                    + " some in this step (credentialsId) or in the system configuration");
        }
        IdCredentials found =
                CredentialsProvider.findCredentialById(credentialsId, IdCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException("There are no credentials with the ID '" + credentialsId
                    + "' that this job may use; make some of the kind 'Secret text' in a store that it reaches, or"
                    + " choose others");
        }
        CredentialsProvider.track(run, found);
        Secret secret = secret(found);
        try (Password password = new Password(secret.getPlainText().toCharArray())) {
            String chosen = reminder == null ? reminder(found.getId(), password) : reminder;
            Reminder.check(chosen, password);
            return new CredentialPasswords(secret, chosen);
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage() + " (credentials '" + credentialsId + "')");
        }
    }

    /** Names the credentials, unless their ID cannot be entered as a reminder or gives the password away. */
    private static String reminder(String id, Password password) {
        String named = "Jenkins credentials " + id;
        try {
            Reminder.check(named, password);
            return named;
        } catch (IllegalArgumentException e) {
            return "Jenkins credentials";
        }
    }

    /** The password reminder. */
    String reminder() {
        return reminder;
    }

    private static Secret secret(IdCredentials credentials) throws AbortException {
        if (credentials instanceof StringCredentials text) {
            return text.getSecret();
        }
        if (credentials instanceof StandardUsernamePasswordCredentials pair) {
            return pair.getPassword();
        }
        throw new AbortException("The credentials '" + credentials.getId() + "' are of the kind '"
                + credentials.getDescriptor().getDisplayName()
                + "'; choose some of the kind 'Secret text' or 'Username with password'");
    }

    @Override
    public Password password() {
        return new Password(secret.getPlainText().toCharArray());
    }

    /** A line without the password, should it ever stand in one, in whatever case. */
    String mask(String line) {
        Matcher password = Pattern.compile(
                        Pattern.quote(secret.getPlainText()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(line);
        return password.replaceAll("****");
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s[****]", getClass().getSimpleName());
    }
}
