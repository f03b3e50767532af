package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** {@code ISSOConfigSS.BackupSecret}, called in the agent's own process; the reminder is read back out of the file. */
final class ApiMethod {
    private ApiMethod() {}

    /**
     * Has a backup written.
     *
     * @param limit how long it may take
     * @throws InterruptedException if interrupted; nothing more is asked of ENTSSO
     */
    static BackupOutcome backUp(Host host, Path file, Password password, String reminder, Duration limit)
            throws InterruptedException {
        Attempt attempt = new Attempt(file.toString(), password, reminder);
        try {
            return host.api(limit, attempt);
        } catch (QueryFailedException e) {
            // nothing was done: where the method may be chosen, the other one is tried
            return BackupOutcome.failed(BackupFailure.early(Failure.Kind.METHOD_MISSING, cause(e)));
        } catch (TimeoutException e) {
            return failed(attempt, Failure.Kind.TIMEOUT, Finding.of(Finding.Code.API_TIMEOUT, limit.toSeconds()));
        } catch (RuntimeException | Error e) {
            // COM itself broke down, say: what ENTSSO has done by then is for the file and the event to tell
            return failed(attempt, Failure.Kind.ERROR, Finding.of(Finding.Code.API_UNUSABLE, e));
        } finally {
            attempt.giveUp();
        }
    }

    /** Where nothing was begun, the other method may be tried. */
    private static BackupOutcome failed(Attempt attempt, Failure.Kind kind, Finding cause) {
        boolean begun = attempt.hasBegun();
        return BackupOutcome.failed(
                new BackupFailure(begun ? kind : Failure.Kind.METHOD_MISSING, begun, List.of(cause)));
    }

    /** Why the API cannot be had. */
    static Finding cause(QueryFailedException missing) {
        return missing.result() == 0
                ? Finding.of(Finding.Code.API_UNUSABLE, missing.getMessage())
                : Finding.error(missing.getMessage(), missing.result());
    }

    /**
     * What is done on the thread of the call, which may find that nobody waits for it any longer. The password is taken by
     * whoever comes first, and wiped by them.
     */
    private static final class Attempt implements SecretApi.Work<BackupOutcome> {
        private final String file;
        private final AtomicReference<char[]> password;
        private final String reminder;
        private volatile boolean withdrawn;

        Attempt(String file, Password password, String reminder) {
            this.file = file;
            this.password = new AtomicReference<>(password.characters().clone());
            this.reminder = reminder;
        }

        @Override
        public void giveUp() {
            char[] characters = password.getAndSet(null);
            if (characters != null) {
                withdrawn = true;
                Arrays.fill(characters, '\0');
            }
        }

        /** Whether ENTSSO has got the password, or is about to; if not, it never will. */
        boolean hasBegun() {
            giveUp();
            return !withdrawn;
        }

        @Override
        public BackupOutcome with(SecretApi api) {
            char[] characters = password.getAndSet(null);
            if (characters == null) {
                throw new CancellationException("Nobody waits for this any longer");
            }
            int result;
            try {
                result = api.backUp(file, characters, reminder);
            } finally {
                Arrays.fill(characters, '\0');
            }
            if (result < 0) {
                return BackupOutcome.failed(new BackupFailure(
                        ErrorCode.of(result).map(ErrorCode::kind).orElse(Failure.Kind.ERROR),
                        true,
                        List.of(Finding.error("BackupSecret", result))));
            }
            return new BackupOutcome(List.of(), null, proof(api));
        }

        /** A backup was made by then: whatever goes wrong here must not cost it. */
        private Proof proof(SecretApi api) {
            try {
                SecretApi.Reminder read = api.reminder(file);
                boolean same = read.result() >= 0 && read.text().equals(reminder);
                return new Proof(Proof.Claim.REMINDER_READABLE, same, ErrorCode.hexadecimal(read.result()));
            } catch (RuntimeException | Error e) {
                return new Proof(Proof.Claim.REMINDER_READABLE, false, e.toString());
            }
        }
    }
}
