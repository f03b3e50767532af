package io.jenkins.plugins.entsso.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials;
import io.jenkins.plugins.entsso.engine.model.BackupCredentials.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.HMACConfidentialKey;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Tells later whether credentials still have the password that a backup was made with. The password is not kept for that, nor
 * anything that passwords can be tried against without Jenkins' own key, which lies under its home in {@code secrets}.
 */
@Restricted(NoExternalUse.class)
public final class PasswordMac {
    private static final Logger LOGGER = Logger.getLogger(PasswordMac.class.getName());
    private static final HMACConfidentialKey KEY = new HMACConfidentialKey(PasswordMac.class, "key");

    private PasswordMac() {}

    /** The credentials with that ID, as a build finds them; null if there are none that it may use. */
    @CheckForNull
    public static IdCredentials find(String id, Run<?, ?> run) {
        return CredentialsProvider.findCredentialById(id, IdCredentials.class, run, List.of());
    }

    /** The password in credentials; null if they are of a kind that has none. */
    @CheckForNull
    public static Secret password(IdCredentials credentials) {
        if (credentials instanceof StringCredentials text) {
            return text.getSecret();
        }
        return credentials instanceof StandardUsernamePasswordCredentials pair ? pair.getPassword() : null;
    }

    /** What is to be kept of the credentials that a backup is made with. */
    public static BackupCredentials of(String id, Secret password, UUID backup) {
        return new BackupCredentials(id, key(), mac(backup, password), State.SAME);
    }

    /** The same of credentials that cannot be found again, as where a person has chosen them for one build. */
    public static BackupCredentials untraceable(String id) {
        return new BackupCredentials(id, "", "", State.NOT_KNOWN);
    }

    /**
     * Whether the credentials that a backup was made with still open it.
     *
     * @param run the build that made it; null if it is gone
     */
    public static State state(Backup backup, @CheckForNull Run<?, ?> run) {
        BackupCredentials made = backup.credentials();
        if (run == null || made.mac().isEmpty()) {
            return State.NOT_KNOWN;
        }
        IdCredentials found = find(made.id(), run);
        Secret password = found == null ? null : password(found);
        if (password == null) {
            return State.GONE;
        }
        if (!made.key().equals(key())) {
            return State.NOT_KNOWN;
        }
        boolean same = MessageDigest.isEqual(
                made.mac().getBytes(StandardCharsets.US_ASCII),
                mac(backup.id(), password).getBytes(StandardCharsets.US_ASCII));
        return same ? State.SAME : State.CHANGED;
    }

    /** Another key makes another MAC of the same text, which no backup's is. */
    private static String key() {
        return mac("The key of this Jenkins");
    }

    private static String mac(UUID backup, Secret password) {
        return mac(backup + "\n" + password.getPlainText());
    }

    /** The MAC of a text; empty if the key cannot be read, of which core makes an error: that must not cost the backup. */
    private static String mac(String text) {
        try {
            return KEY.mac(text);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "Whether the password of a backup is changed later will not be known", e);
            return "";
        }
    }
}
