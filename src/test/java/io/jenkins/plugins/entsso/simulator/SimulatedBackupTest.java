package io.jenkins.plugins.entsso.simulator;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.Test;

public class SimulatedBackupTest {
    private static final UUID CURRENT = UUID.fromString("ffffffff-0000-4000-8000-000000000001");
    private static final UUID PREVIOUS = UUID.fromString("00000000-0000-4000-8000-000000000002");

    private final char[] password = "Größe 7! パス".toCharArray();

    private SimulatedBackup backup() {
        Map<UUID, byte[]> secrets = new LinkedHashMap<>();
        secrets.put(CURRENT, bytes(1));
        secrets.put(PREVIOUS, bytes(2));
        return new SimulatedBackup("HOST", "wie immer, ü", secrets);
    }

    private static byte[] bytes(int value) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) value);
        return secret;
    }

    @Test
    public void thePasswordOpensIt() {
        SimulatedBackup opened = SimulatedBackup.open(backup().seal(password), password);
        assertEquals("HOST", opened.computer());
        assertEquals("wie immer, ü", opened.reminder());
        assertEquals(List.of(CURRENT, PREVIOUS), List.copyOf(opened.secrets().keySet()));
        assertArrayEquals(bytes(1), opened.secrets().get(CURRENT));
        assertArrayEquals(bytes(2), opened.secrets().get(PREVIOUS));
    }

    @Test
    public void onlyTheReminderIsReadableWithoutIt() {
        byte[] file = backup().seal(password);
        assertEquals("wie immer, ü", SimulatedBackup.reminder(file));
        String text = new String(file, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("HOST"));
        assertFalse(text.contains(new String(bytes(1), 0, 8, StandardCharsets.ISO_8859_1)));
    }

    @Test
    public void aWrongPasswordOrAChangedFileIsSaidSo() {
        byte[] file = backup().seal(password);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> SimulatedBackup.open(file, "other".toCharArray()))
                .getMessage()
                .startsWith("The password is wrong"));
        byte[] changed = file.clone();
        changed[file.length - 1] ^= 1;
        assertThrows(IllegalArgumentException.class, () -> SimulatedBackup.open(changed, password));
        for (int length = 0; length < file.length; length += 5) {
            byte[] cut = Arrays.copyOf(file, length);
            assertEquals(
                    "Not a simulated backup",
                    assertThrows(IllegalArgumentException.class, () -> SimulatedBackup.open(cut, password))
                            .getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> SimulatedBackup.reminder(new byte[100]));
    }

    @Test
    public void noTwoAreTheSame() {
        assertFalse(Arrays.equals(backup().seal(password), backup().seal(password)));
    }
}
