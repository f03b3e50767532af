package io.jenkins.plugins.entsso.backup;

import io.jenkins.plugins.entsso.backup.Proof.Check;
import io.jenkins.plugins.entsso.backup.Proof.Claim;
import io.jenkins.plugins.entsso.secret.Failure;
import io.jenkins.plugins.entsso.windows.SecretApi;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** {@code ISSOConfigSS.BackupSecret}, called in the agent's own process; the reminder is read back out of the file. */
final class ApiMethod implements BackupMethod {
    private final SecretApi.Entry entry;

    ApiMethod(SecretApi.Entry entry) {
        this.entry = entry;
    }

    @Override
    public Made make(PrivateDirectory directory, String name, Password password, String reminder, Duration limit)
            throws InterruptedException {
        String file = directory.path().resolve(name).toString();
        try {
            return entry.call(limit, api -> make(api, file, password, reminder));
        } catch (SecretApi.Missing e) {
            Failure failure = e.result() == 0
                    ? new Failure(Failure.Kind.METHOD_MISSING, e.getMessage())
                    : HresultText.failure(e.getMessage(), e.result());
            return Made.not(failure.kind(), failure.detail());
        } catch (TimeoutException e) {
            String what = "ENTSSO's API did not answer within " + limit.toSeconds() + " seconds";
            return new Made(
                    List.of(),
                    new Failure(
                            Failure.Kind.TIMEOUT,
                            what + ". The call cannot be ended from outside: restart the agent and look at the service"
                                    + " Enterprise Single Sign-On."),
                    true,
                    false,
                    what);
        }
    }

    private static Made make(SecretApi api, String file, Password password, String reminder) {
        int result = api.backUp(file, password.characters(), reminder);
        String said = "answered BackupSecret with " + HresultText.of(result);
        List<String> story = List.of("ENTSSO " + said);
        if (result < 0) {
            return new Made(story, HresultText.failure("BackupSecret", result), true, true, said);
        }
        return new Made(story, null, true, false, said, check(api.reminder(file), reminder));
    }

    private static Check check(SecretApi.Reminder read, String reminder) {
        if (read.result() < 0) {
            return new Check(
                    Claim.REMINDER_READABLE,
                    false,
                    "GetFilePasswordReminder answered " + HresultText.of(read.result())
                            + ": what is in the file is no backup");
        }
        boolean same = read.text().equals(reminder);
        return new Check(
                Claim.REMINDER_READABLE,
                same,
                same
                        ? "ENTSSO reads the reminder back out of the file"
                        : "ENTSSO reads another reminder out of the file than the one that was given");
    }
}
