package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.agent.FakeHost;
import io.jenkins.plugins.entsso.engine.agent.QueryFailedException;
import io.jenkins.plugins.entsso.engine.agent.SecretApi;
import io.jenkins.plugins.entsso.engine.model.Failure;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.Test;

/** What becomes of the API's answers. */
public class ApiMethodTest {
    private static final String PASSWORD = "correct horse 1";

    private final Path file = Path.of("x.bak");
    private int backUp;
    private SecretApi.Reminder reminder = new SecretApi.Reminder(0, "in the safe");
    private String given;
    private char[] copy;
    private Abandoned hang;

    private final SecretApi api = new SecretApi() {
        @Override
        public int backUp(String path, char[] password, String hint) {
            given = path + " " + new String(password) + " " + hint;
            copy = password;
            if (hang != null) {
                hang.await();
            }
            return backUp;
        }

        @Override
        public Reminder reminder(String path) {
            return reminder;
        }
    };

    @Test
    public void passesEverythingOnAndReadsTheReminderBack() throws Exception {
        BackupOutcome outcome = make(host());
        assertNull(outcome.failure());
        assertTrue(outcome.entered());
        assertEquals(file + " " + PASSWORD + " in the safe", given);
        assertTrue(outcome.reminder().holds());
        assertFalse(outcome.toString(), outcome.toString().contains("correct"));
        assertEquals("its copy of the password is wiped", "\0".repeat(PASSWORD.length()), new String(copy));
    }

    @Test
    public void aReminderThatIsNotReadBackIsNoProof() throws Exception {
        reminder = new SecretApi.Reminder(0xC0002944, "");
        BackupOutcome outcome = make(host());
        assertFalse(outcome.reminder().holds());
        assertEquals("0xC0002944", outcome.reminder().detail());
        reminder = new SecretApi.Reminder(0, "another");
        assertFalse(make(host()).reminder().holds());
    }

    @Test
    public void whatEntssoRefusesMayHaveDoneSomething() throws Exception {
        backUp = 0x80070005;
        BackupOutcome outcome = make(host());
        assertEquals(Failure.Kind.ACCESS_DENIED, outcome.failure().kind());
        assertEquals(
                List.of(Finding.error("BackupSecret", 0x80070005)),
                outcome.failure().causes());
        assertTrue(outcome.entered());
        assertNull(outcome.reminder());
    }

    @Test
    public void aMissingClassHasDoneNothing() throws Exception {
        BackupOutcome outcome = make(new Broken(new QueryFailedException("CoCreateInstance", 0x80040154)));
        assertEquals(Failure.Kind.METHOD_MISSING, outcome.failure().kind());
        assertFalse(outcome.entered());
        outcome = make(new Broken(new QueryFailedException(Failure.Kind.METHOD_MISSING, "There is no COM here")));
        assertEquals(Failure.Kind.METHOD_MISSING, outcome.failure().kind());
        outcome = make(new Broken(new QueryFailedException("CoCreateInstance", 0x80070005)));
        assertEquals(
                "the console may do",
                Failure.Kind.METHOD_MISSING,
                outcome.failure().kind());
    }

    @Test
    public void aCallThatDoesNotComeBackMayHaveDoneSomething() throws Exception {
        Abandoned host = new Abandoned(new TimeoutException(), true);
        BackupOutcome outcome = make(host);
        assertEquals(Failure.Kind.TIMEOUT, outcome.failure().kind());
        assertEquals("5", outcome.failure().causes().get(0).arguments().get(0));
        assertTrue(outcome.entered());
        host.comesBack();
        assertEquals("its copy of the password is wiped", "\0".repeat(PASSWORD.length()), new String(copy));
    }

    @Test
    public void nothingIsAskedAnyMoreOnceNobodyWaits() throws Exception {
        Abandoned late = new Abandoned(new TimeoutException(), false);
        BackupOutcome outcome = make(late);
        assertEquals(
                "the console may do",
                Failure.Kind.METHOD_MISSING,
                outcome.failure().kind());
        assertFalse(outcome.entered());
        late.comesBack();
        assertNull("no password was taken", copy);

        Abandoned aborted = new Abandoned(new InterruptedException(), false);
        assertThrows(InterruptedException.class, () -> make(aborted));
        aborted.comesBack();
        assertNull("no password was taken", copy);
    }

    /** An interface that does not come back, or does not begin, before its caller has gone. */
    private final class Abandoned extends FakeHost {
        private final Exception thrown;
        private final boolean begins;
        private final CountDownLatch there = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private Thread thread;
        private Throwable uncaught;

        Abandoned(Exception thrown, boolean begins) {
            this.thrown = thrown;
            this.begins = begins;
        }

        @Override
        public <T> T api(Duration limit, SecretApi.Work<T> work) throws TimeoutException, InterruptedException {
            hang = begins ? this : null;
            thread = new Thread(() -> {
                if (begins) {
                    work.with(api);
                } else {
                    await();
                    assertThrows(CancellationException.class, () -> work.with(api));
                }
            });
            thread.setUncaughtExceptionHandler((t, e) -> uncaught = e);
            thread.start();
            there.await();
            if (thrown instanceof TimeoutException timeout) {
                throw timeout;
            }
            throw (InterruptedException) thrown;
        }

        void await() {
            there.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void comesBack() throws InterruptedException {
            goOn.countDown();
            thread.join();
            assertNull(uncaught);
        }
    }

    private FakeHost host() {
        return new FakeHost() {
            @Override
            public <T> T api(Duration limit, SecretApi.Work<T> work) {
                return work.with(api);
            }
        };
    }

    private BackupOutcome make(FakeHost host) throws Exception {
        try (Password password = new Password(PASSWORD.toCharArray())) {
            return ApiMethod.backUp(host, file, password, "in the safe", Duration.ofSeconds(5));
        }
    }

    private static final class Broken extends FakeHost {
        private final QueryFailedException thrown;

        Broken(QueryFailedException thrown) {
            this.thrown = thrown;
        }

        @Override
        public <T> T api(Duration limit, SecretApi.Work<T> work) throws QueryFailedException {
            throw thrown;
        }
    }
}
