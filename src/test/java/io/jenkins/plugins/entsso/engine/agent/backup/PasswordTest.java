package io.jenkins.plugins.entsso.engine.agent.backup;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.Test;

public class PasswordTest {
    private static final String FIT = "correct horse 1";

    @Test
    public void takesWhatAConsoleCanBeGiven() {
        for (String fit : new String[] {FIT, "x".repeat(12), "~".repeat(128), "a*b!\"$%&/()=?\\|<>^"}) {
            assertArrayEquals(fit.toCharArray(), password(fit).characters());
        }
    }

    @Test
    public void refusesWithReasonAndRemedyButWithoutThePassword() {
        String[][] cases = {
            {"", "12 to 128"},
            {"Q7zk!Q7zk!Q", "12 to 128"},
            {"Q".repeat(129), "12 to 128"},
            {"Q7zk!Q7zk!\u00e4Q7", "outside ASCII"},
            {"Q7zk!Q7zk!\ud83d\ude00Q7", "outside ASCII"},
            {"Q7zk!Q7zk!\nQ7", "control character"},
            {"Q7zk!Q7zk!\u007fQ7", "control character"},
            {" Q7zk!Q7zk!Q7", "space"},
            {"Q7zk!Q7zk!Q7 ", "space"},
        };
        for (String[] c : cases) {
            String message = assertThrows(IllegalArgumentException.class, () -> password(c[0]))
                    .getMessage();
            assertTrue(message, message.contains(c[1]) && message.contains("choose"));
            assertFalse(message, message.contains("Q7") || message.contains("QQ") || message.contains("\u00e4"));
        }
    }

    @Test
    public void isMaskedCopiedAndWiped() {
        char[] typed = FIT.toCharArray();
        Password password = new Password(typed);
        typed[0] = 'X';
        assertEquals('c', password.characters()[0]);
        assertEquals("****", password.toString());
        char[] held = password.characters();
        password.close();
        assertArrayEquals(new char[FIT.length()], held);
    }

    @Test
    public void nothingOfItIsQuoted() {
        String[][] cases = {
            {"nothing of it", "nothing of it"},
            {"xZebra crossing 7y", "x****y"},
            {"Zeb", "****"},
            {"Ze", "Ze"},
            {"CROSSING", "****"},
            {"crossing", "****"},
            {"Zebra cros and Zebra", "**** and ****"},
            {"cross", "cross"},
        };
        for (String[] c : cases) {
            assertEquals(c[1], password("Zebra crossing 7").masked(c[0]));
        }
    }

    @Test
    public void crossesTheWire() throws Exception {
        assertArrayEquals(FIT.toCharArray(), ((Password) read(write(password(FIT)))).characters());
    }

    @Test
    public void reminderMayNotGiveItAway() {
        Password password = password(FIT);
        for (String bad : new String[] {FIT, "it is " + FIT + "!", FIT.toUpperCase(java.util.Locale.ROOT)}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Reminder.check(bad, password))
                    .getMessage();
            assertFalse(message, password.isIn(message));
        }
        Reminder.check("correct horse, then one digit", password);
    }

    @Test
    public void reminderIsOnePlainLine() {
        for (String bad :
                new String[] {null, "", "  ", "a\nb", "a\tb", "\u00fcber", "x".repeat(256), " safe", "safe ", "a\u001bb"
                }) {
            assertThrows(bad, IllegalArgumentException.class, () -> Reminder.check(bad));
        }
        Reminder.check("x".repeat(255));
        Reminder.check("in the safe, room 4");
    }

    private static Password password(String text) {
        return new Password(text.toCharArray());
    }

    private static byte[] write(Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(value);
        }
        return out.toByteArray();
    }

    private static Object read(byte[] wire) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(wire))) {
            return in.readObject();
        }
    }
}
