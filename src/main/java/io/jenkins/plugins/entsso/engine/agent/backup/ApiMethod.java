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
import java.util.Optional;
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
        } catch (SecretApi.Missing e) {
            return BackupOutcome.notTried(
                    e.result() == 0
                            ? BackupFailure.of(
                                    Failure.Kind.METHOD_MISSING, Message.of(Message.Code.API_UNUSABLE, e.getMessage()))
                            : failure(e.getMessage(), e.result()));
        } catch (TimeoutException e) {
            BackupFailure failure =
                    BackupFailure.of(Failure.Kind.TIMEOUT, Message.of(Message.Code.API_TIMEOUT, limit.toSeconds()));
            return new BackupOutcome(List.of(), failure, attempt.begun, null);
        } finally {
            attempt.giveUp();
        }
    }

    private static BackupFailure failure(String call, int result) {
        Failure.Kind kind = ErrorCode.of(result).map(ErrorCode::kind).orElse(Failure.Kind.ERROR);
        return BackupFailure.of(kind, Message.error(call, result));
    }

    /**
     * What is done on the thread of the call, which may find that nobody waits for it any longer. The password is taken by
     * whoever comes first, and wiped by them.
     */
    private static final class Attempt implements SecretApi.Work<BackupOutcome> {
        private final String file;
        private final AtomicReference<char[]> password;
        private final String reminder;
        private volatile boolean begun;

        Attempt(String file, Password password, String reminder) {
            this.file = file;
            this.password = new AtomicReference<>(password.characters().clone());
            this.reminder = reminder;
        }

        private char[] take() {
            return Optional.ofNullable(password.getAndSet(null)).orElseGet(() -> new char[0]);
        }

        @Override
        public void giveUp() {
            Arrays.fill(take(), '\0');
        }

        @Override
        public BackupOutcome with(SecretApi api) {
            char[] characters = take();
            if (characters.length == 0) {
                throw new CancellationException("Nobody waits for this any longer");
            }
            begun = true;
            int result;
            try {
                result = api.backUp(file, characters, reminder);
            } finally {
                Arrays.fill(characters, '\0');
            }
            if (result < 0) {
                return new BackupOutcome(List.of(), failure("BackupSecret", result), true, null);
            }
            SecretApi.Reminder read = api.reminder(file);
            boolean same = read.result() >= 0 && read.text().equals(reminder);
            Check check = new Check(Claim.REMINDER_READABLE, same, ErrorCode.hexadecimal(read.result()));
            return new BackupOutcome(List.of(), null, true, check);
        }
    }
}
