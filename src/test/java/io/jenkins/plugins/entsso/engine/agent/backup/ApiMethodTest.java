package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.FakeHost;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.ServerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What becomes of the API's answers. */
public class ApiMethodTest {
    private static final String PASSWORD = "correct horse 1";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private int backUp;
    private SecretApi.Reminder reminder = new SecretApi.Reminder(0, "in the safe");
    private SecretApi.Status status =
            new SecretApi.Status(0, new ServerStatus("BTS01", "CONTOSO\\svc-entsso", "", "BTS01", 0x42));
    private String file;
    private String given;
    private char[] copy;
    private final List<Step> asked = Collections.synchronizedList(new ArrayList<>());
    private Abandoned hang;
    private Throwable uncaught;

    private final SecretApi api = new SecretApi() {
        @Override
        public int backUp(String file, char[] password, String hint) {
            given = file + " " + new String(password) + " " + hint;
            copy = password;
            at(Step.BACKUP);
            return backUp;
        }

        @Override
        public Reminder reminder(String file) {
            at(Step.REMINDER);
            return reminder;
        }

        @Override
        public Status status() {
            at(Step.STATUS);
            return status;
        }
    };

    private void at(Step step) {
        if (hang != null) {
            hang.at(step);
        }
    }

    @Test
    public void passesEverythingOnAndReadsTheReminderBack() throws Exception {
        BackupMethod.Made made = make(entry());
        assertNull(made.failure());
        assertTrue(made.entered());
        assertFalse(made.refused());
        assertEquals(file + " " + PASSWORD + " in the safe", given);
        assertTrue(made.reminder().holds());
        assertFalse(made.toString(), made.toString().contains("correct"));
    }

    @Test
    public void aReminderThatIsNotReadBackIsNoProof() throws Exception {
        reminder = new SecretApi.Reminder(0xC0002944, "");
        BackupMethod.Made made = make(entry());
        assertFalse(made.reminder().holds());
        assertTrue(made.reminder().detail(), made.reminder().detail().contains("0xC0002944"));
        reminder = new SecretApi.Reminder(0, "another");
        made = make(entry());
        assertFalse(made.reminder().holds());
        assertFalse(new Proof(List.of(made.reminder())).holds());
    }

    @Test
    public void whatEntssoRefusesMayHaveDoneSomething() throws Exception {
        backUp = 0x80070005;
        BackupMethod.Made made = make(entry());
        assertEquals(Failure.Kind.ACCESS_DENIED, made.failure().kind());
        assertTrue(made.entered());
        assertTrue(made.refused());
        assertNull(made.reminder());
    }

    @Test
    public void theStatusIsToldAndDecidesNothing() throws Exception {
        BackupMethod.Made made = make(entry());
        assertEquals(
                "ENTSSO runs as CONTOSO\\svc-entsso, is the master secret server (BTS01, status flags 0x42)",
                made.story().get(0));
        assertTrue(made.story().get(1), made.story().get(1).contains("could not be let into the private directory"));
        status = new SecretApi.Status(0, new ServerStatus("BTS02", "CONTOSO\\svc-entsso", "", "BTS01", 0));
        made = make(entry());
        assertNull(made.failure());
        assertTrue(made.story().get(0), made.story().get(0).contains("not the master secret server (BTS02"));
        backUp = 0xC0002A0E;
        made = make(entry());
        assertTrue(made.failure().detail(), made.failure().detail().contains("master secret server is BTS02"));
        status = new SecretApi.Status(0x80020006, null);
        made = make(entry());
        assertTrue(made.story().get(0), made.story().get(0).contains("0x80020006"));
        assertFalse(made.failure().detail(), made.failure().detail().contains("runs as"));
    }

    @Test
    public void aMissingClassHasDoneNothing() throws Exception {
        BackupMethod.Made made = make(new Broken(new SecretApi.Missing(0x80040154, "CoCreateInstance")));
        assertEquals(Failure.Kind.METHOD_MISSING, made.failure().kind());
        assertTrue(made.failure().detail(), made.failure().detail().contains("REGDB_E_CLASSNOTREG"));
        assertFalse(made.entered());
        made = make(new Broken(new SecretApi.Missing(0, "There is no COM here")));
        assertEquals(Failure.Kind.METHOD_MISSING, made.failure().kind());
        made = make(new Broken(new SecretApi.Missing(0x80070005, "CoCreateInstance")));
        assertEquals(Failure.Kind.ACCESS_DENIED, made.failure().kind());
    }

    @Test
    public void aCallThatDoesNotComeBackMayHaveDoneSomething() throws Exception {
        Abandoned entry = new Abandoned(new TimeoutException(), Step.BACKUP);
        BackupMethod.Made made = make(entry);
        assertEquals(Failure.Kind.TIMEOUT, made.failure().kind());
        assertTrue(made.failure().detail(), made.failure().detail().contains("within 5 seconds"));
        assertTrue(made.entered());
        entry.comesBack();
        assertEquals("nothing more was asked", List.of(Step.STATUS, Step.BACKUP), asked);
        assertEquals("its copy of the password is wiped", "\0".repeat(PASSWORD.length()), new String(copy));
    }

    @Test
    public void nothingIsAskedAnyMoreOnceNobodyWaits() throws Exception {
        Abandoned entry = new Abandoned(new TimeoutException(), Step.STATUS);
        BackupMethod.Made made = make(entry);
        assertEquals(Failure.Kind.TIMEOUT, made.failure().kind());
        assertTrue(made.failure().detail(), made.failure().detail().contains("was not asked for a backup"));
        assertFalse(made.entered());
        entry.comesBack();
        assertEquals(List.of(Step.STATUS), asked);
        assertNull("no password was taken", copy);

        asked.clear();
        Abandoned aborted = new Abandoned(new InterruptedException(), Step.STATUS);
        assertThrows(InterruptedException.class, () -> make(aborted));
        aborted.comesBack();
        assertEquals(List.of(Step.STATUS), asked);
    }

    private enum Step {
        STATUS,
        BACKUP,
        REMINDER
    }

    /** An interface that does not come back from that step before its caller has gone. */
    private final class Abandoned extends FakeHost {
        private final Exception thrown;
        private final Step at;
        private final CountDownLatch there = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private Thread thread;

        Abandoned(Exception thrown, Step at) {
            this.thrown = thrown;
            this.at = at;
        }

        @Override
        public <T> T api(Duration limit, SecretApi.Work<T> work) throws TimeoutException, InterruptedException {
            hang = this;
            thread = new Thread(() -> assertThrows(CancellationException.class, () -> work.with(api)));
            thread.setUncaughtExceptionHandler((t, e) -> uncaught = e);
            thread.start();
            there.await();
            if (thrown instanceof TimeoutException timeout) {
                throw timeout;
            }
            throw (InterruptedException) thrown;
        }

        void at(Step step) {
            asked.add(step);
            if (step == at) {
                there.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        void comesBack() throws InterruptedException {
            goOn.countDown();
            thread.join();
            assertNull(uncaught);
        }
    }

    private FakeHost entry() {
        return new FakeHost() {
            @Override
            public <T> T api(Duration limit, SecretApi.Work<T> work) {
                return work.with(api);
            }
        };
    }

    private BackupMethod.Made make(FakeHost entry) throws Exception {
        try (Password password = new Password(PASSWORD.toCharArray());
                PrivateDirectory directory =
                        PrivateDirectory.create(new FakeHost(), folder.getRoot().toPath(), 1)) {
            file = directory.path().resolve("x.bak").toString();
            return new ApiMethod(entry).make(directory, "x.bak", password, "in the safe", Duration.ofSeconds(5));
        }
    }

    private static final class Broken extends FakeHost {
        private final SecretApi.Missing thrown;

        Broken(SecretApi.Missing thrown) {
            this.thrown = thrown;
        }

        @Override
        public <T> T api(Duration limit, SecretApi.Work<T> work) throws SecretApi.Missing {
            throw thrown;
        }
    }
}
