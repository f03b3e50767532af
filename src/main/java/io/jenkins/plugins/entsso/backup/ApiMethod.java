package io.jenkins.plugins.entsso.backup;

import io.jenkins.plugins.entsso.backup.Proof.Check;
import io.jenkins.plugins.entsso.backup.Proof.Claim;
import io.jenkins.plugins.entsso.secret.Failure;
import io.jenkins.plugins.entsso.windows.SecretApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            return entry.call(limit, api -> make(api, directory, file, password, reminder));
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

    private static Made make(
            SecretApi api, PrivateDirectory directory, String file, Password password, String reminder) {
        SecretApi.Status status = api.status();
        boolean known = status.result() >= 0 && !status.serviceAccount().isEmpty();
        boolean admitted = known && directory.admit(status.serviceAccount());
        int result = api.backUp(file, password.characters(), reminder);
        String said = "answered BackupSecret with " + HresultText.of(result);
        List<String> story = new ArrayList<>(List.of(story(status)));
        if (known) {
            story.add(
                    admitted
                            ? "Its account was let into the private directory, in case it is the one that writes the file"
                            : "Its account could not be let into the private directory: there is none here by that name");
        }
        story.add("ENTSSO " + said);
        if (result < 0) {
            Failure failure = HresultText.failure("BackupSecret", result);
            String who = known
                    ? " (ENTSSO runs as " + status.serviceAccount()
                            + (admitted ? "" : ", which could not be let into the private directory")
                            + ", and says that the master secret server is " + status.secretServer() + ")"
                    : "";
            return new Made(story, new Failure(failure.kind(), failure.detail() + who), true, true, said);
        }
        return new Made(story, null, true, false, said, check(api.reminder(file), reminder));
    }

    /** What a status tells decides nothing: only the backup's own answer does. */
    private static String story(SecretApi.Status status) {
        if (status.result() < 0) {
            return "ENTSSO does not tell its status: GetServerStatus answered " + HresultText.of(status.result());
        }
        return "ENTSSO runs as " + status.serviceAccount() + ", "
                + (status.isSecretServer()
                        ? "is the master secret server"
                        : "says that it is not the master secret server")
                + String.format(Locale.ROOT, " (%s, status flags 0x%X)", status.secretServer(), status.flags());
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
