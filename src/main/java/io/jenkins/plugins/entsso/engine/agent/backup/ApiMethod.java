package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Check;
import io.jenkins.plugins.entsso.engine.agent.backup.Proof.Claim;
import io.jenkins.plugins.entsso.engine.model.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** {@code ISSOConfigSS.BackupSecret}, called in the agent's own process; the reminder is read back out of the file. */
final class ApiMethod implements BackupMethod {
    private final Host host;

    ApiMethod(Host host) {
        this.host = host;
    }

    @Override
    public Made make(PrivateDirectory directory, String name, Password password, String reminder, Duration limit)
            throws InterruptedException {
        Attempt attempt = new Attempt(directory, directory.path().resolve(name).toString(), password, reminder);
        try {
            return host.api(limit, attempt);
        } catch (SecretApi.Missing e) {
            Failure failure = e.result() == 0
                    ? new Failure(Failure.Kind.METHOD_MISSING, e.getMessage())
                    : HresultText.failure(e.getMessage(), e.result());
            return Made.not(failure.kind(), failure.detail());
        } catch (TimeoutException e) {
            String what = "ENTSSO's API did not answer within " + limit.toSeconds() + " seconds";
            Failure failure = new Failure(
                    Failure.Kind.TIMEOUT,
                    what + (attempt.hasBegun() ? "" : ", and was not asked for a backup")
                            + ". The call cannot be ended from outside: restart the agent and look at the service"
                            + " Enterprise Single Sign-On.");
            return attempt.hasBegun()
                    ? new Made(List.of(), failure, true, false, what)
                    : Made.not(failure.kind(), failure.detail());
        } finally {
            // The password is wiped by its owner from here on, and the directory too.
            attempt.giveUp();
        }
    }

    /**
     * What is done on the thread of the call, which may find that nobody waits for it any longer: the password is zero by
     * then and the directory gone. So it takes a copy of the password, once it may, and wipes that itself.
     */
    private static final class Attempt implements SecretApi.Work<Made> {
        private final PrivateDirectory directory;
        private final String file;
        private final Password password;
        private final String reminder;
        private boolean begun;
        private boolean givenUp;

        Attempt(PrivateDirectory directory, String file, Password password, String reminder) {
            this.directory = directory;
            this.file = file;
            this.password = password;
            this.reminder = reminder;
        }

        @Override
        public synchronized void giveUp() {
            givenUp = true;
        }

        /** Whether ENTSSO has got, or is getting, all it takes to make a backup. */
        synchronized boolean hasBegun() {
            return begun;
        }

        private synchronized void goOn() {
            if (givenUp) {
                throw new CancellationException("Nobody waits for this any longer");
            }
        }

        private synchronized char[] begin() {
            goOn();
            begun = true;
            return password.characters().clone();
        }

        @Override
        public Made with(SecretApi api) {
            goOn();
            SecretApi.Status status = api.status();
            goOn();
            boolean known =
                    status.server() != null && !status.server().serviceAccount().isEmpty();
            boolean admitted = known && directory.admit(status.server().serviceAccount());
            char[] characters = begin();
            int result;
            try {
                result = api.backUp(file, characters, reminder);
            } finally {
                Arrays.fill(characters, '\0');
            }
            goOn();
            return made(api, status, known, admitted, result);
        }

        private Made made(SecretApi api, SecretApi.Status status, boolean known, boolean admitted, int result) {
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
                        ? " (ENTSSO runs as " + status.server().serviceAccount()
                                + (admitted ? "" : ", which could not be let into the private directory")
                                + ", and says that the master secret server is "
                                + status.server().secretServer() + ")"
                        : "";
                return new Made(story, new Failure(failure.kind(), failure.detail() + who), true, true, said);
            }
            return new Made(story, null, true, false, said, check(api.reminder(file), reminder));
        }
    }

    /** What a status tells decides nothing: only the backup's own answer does. */
    private static String story(SecretApi.Status status) {
        if (status.server() == null) {
            return "ENTSSO does not tell its status: GetServerStatus answered " + HresultText.of(status.result());
        }
        return "ENTSSO runs as " + status.server().serviceAccount() + ", "
                + (status.server().isSecretServer()
                        ? "is the master secret server"
                        : "says that it is not the master secret server")
                + String.format(
                        Locale.ROOT,
                        " (%s, status flags 0x%X)",
                        status.server().secretServer(),
                        status.server().flags());
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
