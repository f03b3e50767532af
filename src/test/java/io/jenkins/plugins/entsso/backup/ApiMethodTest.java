package io.jenkins.plugins.entsso.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.secret.Failure;
import io.jenkins.plugins.entsso.windows.SecretApi;
import java.time.Duration;
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
    private SecretApi.Status status = new SecretApi.Status(0, "BTS01", "CONTOSO\\svc-entsso", 0x42);
    private String file;
    private String given;

    private final SecretApi api = new SecretApi() {
        @Override
        public int backUp(String file, char[] password, String hint) {
            given = file + " " + new String(password) + " " + hint;
            return backUp;
        }

        @Override
        public Reminder reminder(String file) {
            return reminder;
        }

        @Override
        public Status status() {
            return status;
        }
    };

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
        assertFalse(new Proof(java.util.List.of(made.reminder())).holds());
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
        status = new SecretApi.Status(0, "BTS02", "CONTOSO\\svc-entsso", 0);
        made = make(entry());
        assertNull(made.failure());
        assertTrue(made.story().get(0), made.story().get(0).contains("not the master secret server (BTS02"));
        backUp = 0xC0002A0E;
        made = make(entry());
        assertTrue(made.failure().detail(), made.failure().detail().contains("master secret server is BTS02"));
        status = new SecretApi.Status(0x80020006, "", "", 0);
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
        BackupMethod.Made made = make(new Broken(new TimeoutException()));
        assertEquals(Failure.Kind.TIMEOUT, made.failure().kind());
        assertTrue(made.failure().detail(), made.failure().detail().contains("within 5 seconds"));
        assertTrue(made.entered());
    }

    private SecretApi.Entry entry() {
        return new SecretApi.Entry() {
            @Override
            public <T> T call(Duration limit, SecretApi.Work<T> work) {
                return work.with(api);
            }
        };
    }

    private BackupMethod.Made make(SecretApi.Entry entry) throws Exception {
        try (PrivateDirectory directory =
                PrivateDirectory.create(folder.getRoot().toPath(), 1)) {
            file = directory.path().resolve("x.bak").toString();
            return new ApiMethod(entry)
                    .make(
                            directory,
                            "x.bak",
                            new Password(PASSWORD.toCharArray()),
                            "in the safe",
                            Duration.ofSeconds(5));
        }
    }

    private record Broken(Exception thrown) implements SecretApi.Entry {
        @Override
        public <T> T call(Duration limit, SecretApi.Work<T> work) throws SecretApi.Missing, TimeoutException {
            if (thrown instanceof TimeoutException timeout) {
                throw timeout;
            }
            throw (SecretApi.Missing) thrown;
        }
    }
}
