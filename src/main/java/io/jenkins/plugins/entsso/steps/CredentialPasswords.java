package io.jenkins.plugins.entsso.steps;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import hudson.AbortException;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.config.EntssoConfiguration;
import io.jenkins.plugins.entsso.config.PasswordMac;
import io.jenkins.plugins.entsso.engine.agent.backup.Password;
import io.jenkins.plugins.entsso.engine.agent.backup.Reminder;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.report.Texts;
import io.jenkins.plugins.entsso.engine.run.Ports;

/** The password from the credentials that a build may use: secret text, or the password beside a user name. */
final class CredentialPasswords implements Ports.Passwords {
    private final String id;
    private final Secret secret;
    private final String reminder;

    /** Whether they are found by their ID again, and not by a parameter of the build. */
    private final boolean isTraceable;

    private CredentialPasswords(String id, Secret secret, String reminder, boolean isTraceable) {
        this.id = id;
        this.secret = secret;
        this.reminder = reminder;
        this.isTraceable = isTraceable;
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
        IdCredentials found = PasswordMac.find(id, run);
        if (found == null) {
            throw new AbortException(texts.text("run.credentials.missing", id));
        }
        CredentialsProvider.track(run, found);
        Secret secret = PasswordMac.password(found);
        if (secret == null) {
            String kind = found.getDescriptor().getDisplayName();
            throw new AbortException(texts.text("run.credentials.kind", found.getId(), kind));
        }
        try (Password password = new Password(secret.getPlainText().toCharArray())) {
            String reminder = request.reminder() == null ? reminder(found.getId(), password) : request.reminder();
            Reminder.check(reminder, password);
            return new CredentialPasswords(found.getId(), secret, reminder, id.equals(found.getId()));
        } catch (IllegalArgumentException e) {
            throw new AbortException(texts.text("run.credentials.unfit", texts.words(e), id));
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

    @Override
    public Password password() {
        return new Password(secret.getPlainText().toCharArray());
    }

    @Override
    public Backup remember(Backup started) {
        return started.withCredentials(
                isTraceable ? PasswordMac.of(id, secret, started.id()) : PasswordMac.untraceable(id));
    }

    /** A text without the password, should it ever stand in one. */
    String masked(String text) {
        try (Password password = password()) {
            return password.masked(text);
        }
    }
}
