package io.jenkins.plugins.entsso.steps;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.report.Texts;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The password from the credentials that a build may use: secret text, or the password beside a user name. */
final class CredentialPasswords {
    private final Secret secret;
    private final String reminder;

    private CredentialPasswords(Secret secret, String reminder) {
        this.secret = secret;
        this.reminder = reminder;
    }

    /**
     * Looks the credentials up, enters their use, and finds out whether the password and the reminder will do.
     *
     * @throws AbortException if they are missing, of another type, or not fit, with the remedy in the message
     */
    static CredentialPasswords of(BackupRequest request, Run<?, ?> run) throws AbortException {
        Texts texts = Texts.ofLog();
        String chosen = request.credentialsId();
        String id = chosen == null ? EntssoConfiguration.get().getCredentialsId() : chosen;
        if (id == null) {
            throw new AbortException(texts.text("run.credentials.none"));
        }
        IdCredentials found = CredentialsProvider.findCredentialById(id, IdCredentials.class, run, List.of());
        if (found == null) {
            throw new AbortException(texts.text("run.credentials.missing", id));
        }
        CredentialsProvider.track(run, found);
        Secret secret = secret(found);
        try (Password password = new Password(secret.getPlainText().toCharArray())) {
            String reminder = request.reminder() == null ? reminder(found.getId(), password) : request.reminder();
            Reminder.check(reminder, password);
            return new CredentialPasswords(secret, reminder);
        } catch (IllegalArgumentException e) {
            throw new AbortException(texts.text("run.credentials.unfit", texts.words(e), id));
        }
    }

    private static Secret secret(IdCredentials credentials) throws AbortException {
        if (credentials instanceof StringCredentials text) {
            return text.getSecret();
        }
        if (credentials instanceof StandardUsernamePasswordCredentials pair) {
            return pair.getPassword();
        }
        throw new AbortException(Texts.ofLog()
                .text(
                        "run.credentials.kind",
                        credentials.getId(),
                        credentials.getDescriptor().getDisplayName()));
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

    /** The password; whoever asks for it wipes it. */
    Password password() {
        return new Password(secret.getPlainText().toCharArray());
    }

    /** A text without the password, should it ever stand in one. */
    String masked(String text) {
        try (Password password = password()) {
            return password.masked(text);
        }
    }
}
