package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Check;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Claim;
import io.jenkins.plugins.entsso.engine.model.ErrorCode;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

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
        } catch (SecretApi.Missing e) {
            return BackupOutcome.notTried(
                    e.result() == 0
                            ? BackupFailure.of(
                                    Failure.Kind.METHOD_MISSING, Message.of(Message.Code.API_UNUSABLE, e.getMessage()))
                            : failure(e.getMessage(), e.result()));
        } catch (TimeoutException e) {
            BackupFailure failure =
                    BackupFailure.of(Failure.Kind.TIMEOUT, Message.of(Message.Code.API_TIMEOUT, limit.toSeconds()));
            return new BackupOutcome(List.of(), failure, attempt.hasBegun(), null);
        } finally {
            // From here on the password is wiped by its owner, and so is the directory.
            attempt.giveUp();
        }
    }

    private static BackupFailure failure(String call, int result) {
        Failure.Kind kind = ErrorCode.of(result).map(ErrorCode::kind).orElse(Failure.Kind.ERROR);
        return BackupFailure.of(kind, Message.error(call, result));
    }

    /**
     * What is done on the thread of the call, which may find that nobody waits for it any longer. So it takes a copy of the
     * password while it may, and wipes that itself.
     */
    private static final class Attempt implements SecretApi.Work<BackupOutcome> {
        private final String file;
        private final Password password;
        private final String reminder;
        private boolean begun;
        private boolean givenUp;

        Attempt(String file, Password password, String reminder) {
            this.file = file;
            this.password = password;
            this.reminder = reminder;
        }

        @Override
        public synchronized void giveUp() {
            givenUp = true;
        }

        synchronized boolean hasBegun() {
            return begun;
        }

        private synchronized char[] begin() {
            if (givenUp) {
                throw new CancellationException("Nobody waits for this any longer");
            }
            begun = true;
            return password.characters().clone();
        }

        @Override
        public BackupOutcome with(SecretApi api) {
            char[] characters = begin();
            int result;
            try {
                result = api.backUp(file, characters, reminder);
            } finally {
                Arrays.fill(characters, '\0');
            }
            return result < 0
                    ? new BackupOutcome(List.of(), failure("BackupSecret", result), true, null)
                    : new BackupOutcome(List.of(), null, true, check(api.reminder(file)));
        }

        private Check check(SecretApi.Reminder read) {
            return new Check(
                    Claim.REMINDER_READABLE,
                    read.result() >= 0 && read.text().equals(reminder),
                    ErrorCode.hexadecimal(read.result()));
        }
    }
}
