package io.jenkins.plugins.entsso.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A backup file of a simulated host: what it holds is only found with the password, what reminds of the password without.
 * The format is made up. After the eight letters {@code SIMSSOBK}, numbers big-endian: version 1 (4 bytes), length of the
 * reminder in bytes (4), the reminder (UTF-16LE), salt (16), initialization vector (12), length (4) and bytes of the
 * AES-256-GCM ciphertext, whose key is PBKDF2 (HMAC-SHA-256, 20,000 rounds) of the password. Its plaintext: the host's
 * name (2 bytes of length, UTF-8), number of secrets (4), and for each its MSID (16) and the secret (32), current first.
 *
 * @param computer the host it was made on
 * @param reminder the password reminder
 * @param secrets the secrets by MSID, the current one first
 */
public record SimulatedBackup(String computer, String reminder, Map<UUID, byte[]> secrets) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] MAGIC = "SIMSSOBK".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SALT = 16;
    private static final int VECTOR = 12;
    private static final int SECRET = 32;
    private static final int TAG_BITS = 128;
    private static final int ROUNDS = 20_000;
    private static final int KEY_BITS = 256;

    /** Copies the secrets. */
    public SimulatedBackup {
        secrets = new LinkedHashMap<>(secrets);
    }

    /** Encrypts with the password. */
    public byte[] seal(char[] password) {
        byte[] salt = new byte[SALT];
        byte[] vector = new byte[VECTOR];
        RANDOM.nextBytes(salt);
        RANDOM.nextBytes(vector);
        try {
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(plain);
            data.writeUTF(computer);
            data.writeInt(secrets.size());
            for (Map.Entry<UUID, byte[]> secret : secrets.entrySet()) {
                data.writeLong(secret.getKey().getMostSignificantBits());
                data.writeLong(secret.getKey().getLeastSignificantBits());
                data.write(secret.getValue());
            }
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, password, salt, vector).doFinal(plain.toByteArray());
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(file);
            byte[] reminding = reminder.getBytes(StandardCharsets.UTF_16LE);
            out.write(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(reminding.length);
            out.write(reminding);
            out.write(salt);
            out.write(vector);
            out.writeInt(sealed.length);
            out.write(sealed);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot encrypt a simulated backup", e);
        }
    }

    /**
     * Decrypts a file.
     *
     * @throws IllegalArgumentException if the file has not this format, or the password is wrong; the message tells which
     */
    public static SimulatedBackup open(byte[] file, char[] password) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
            String reminder = reminder(in);
            byte[] salt = take(in, SALT);
            byte[] vector = take(in, VECTOR);
            byte[] sealed = take(in, in.readInt());
            byte[] plain = cipher(Cipher.DECRYPT_MODE, password, salt, vector).doFinal(sealed);
            DataInputStream data = new DataInputStream(new ByteArrayInputStream(plain));
            String computer = data.readUTF();
            Map<UUID, byte[]> secrets = new LinkedHashMap<>();
            for (int left = data.readInt(); left > 0; left--) {
                secrets.put(new UUID(data.readLong(), data.readLong()), take(data, SECRET));
            }
            return new SimulatedBackup(computer, reminder, secrets);
        } catch (AEADBadTagException e) {
            throw new IllegalArgumentException("The password is wrong, or the simulated backup was changed", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a simulated backup", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM cannot decrypt a simulated backup", e);
        }
    }

    /**
     * Reads the reminder of a file, without a password.
     *
     * @throws IllegalArgumentException if the file has not this format
     */
    public static String reminder(byte[] file) {
        try {
            return reminder(new DataInputStream(new ByteArrayInputStream(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a simulated backup", e);
        }
    }

    private static String reminder(DataInputStream in) throws IOException {
        if (!Arrays.equals(take(in, MAGIC.length), MAGIC) || in.readInt() != VERSION) {
            throw new IOException("other magic or version");
        }
        return new String(take(in, in.readInt()), StandardCharsets.UTF_16LE);
    }

    private static byte[] take(DataInputStream in, int length) throws IOException {
        if (length < 0 || length > in.available()) {
            throw new IOException("cut off");
        }
        return in.readNBytes(length);
    }

    private static Cipher cipher(int mode, char[] password, byte[] salt, byte[] vector)
            throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password, salt, ROUNDS, KEY_BITS);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, vector));
            return cipher;
        } finally {
            spec.clearPassword();
        }
    }
}
