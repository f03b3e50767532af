package io.jenkins.plugins.entsso.engine.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;

/**
 * A backup that only people can open: CMS EnvelopedData (RFC 5652) as Windows' {@code Unprotect-CmsMessage} and
 * {@code openssl cms} take it, AES-256-CBC, its key encrypted with RSA (PKCS #1 v1.5) for each certificate. Nothing in it
 * shows that it was changed: who opens one compares its hash first.
 *
 * <p>Its content is a JSON object of ASCII, because Windows gives back text: docs/manifest.md has its form. The algorithms
 * are those of the JDK; no security provider is installed for them.
 */
public final class Envelope {
    /** What is added to the name of a backup. */
    public static final String EXTENSION = ".cms";

    /** What the {@code ConvertFrom-Json} of Windows PowerShell 5 takes, in characters. */
    public static final int LONGEST_FOR_POWERSHELL = 2_000_000;

    private static final String TYPE = "CMS";
    private static final String START = "{\"version\":1,\n";
    private static final String PASSWORD = "\"password\":\"";
    private static final String BACKUP = "\"backup\":\"";
    private static final String MANIFEST = "\"manifest\":";
    private static final String NEXT = "\",\n";

    /** As this plugin writes it. Neither a password that it chose nor Base64 has anything in it that JSON escapes. */
    private static final Pattern CONTENT = Pattern.compile(
            Pattern.quote(START) + "(?:\"password\":\"([!-~&&[^\"\\\\]]+)\",\n)?" + BACKUP + "([A-Za-z0-9+/=]+)\",\n"
                    + MANIFEST + "(\\{.*\\})\\}\n",
            Pattern.DOTALL);

    private final byte[] armored;
    private final int length;

    private Envelope(byte[] armored, int length) {
        this.armored = armored;
        this.length = length;
    }

    /**
     * Seals a backup. What was needed in between is wiped; the backup and the password are the caller's to wipe.
     *
     * @param recipients one at least
     * @param manifest of the backup: a JSON object
     * @param password that the plugin chose for the backup; null for one that whoever restores has
     * @throws IllegalArgumentException if the password would have to be escaped
     */
    public static Envelope seal(
            List<RecipientCertificate> recipients, String manifest, byte[] backup, char[] password) {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("Nobody could open that");
        }
        byte[] content = content(manifest, backup, password);
        try {
            CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
            for (RecipientCertificate recipient : recipients) {
                generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(recipient.certificate()));
            }
            CMSEnvelopedData data = generator.generate(
                    new CMSProcessableByteArray(content),
                    new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build());
            return new Envelope(new Pem(TYPE, data.getEncoded()).toBytes(), content.length);
        } catch (CMSException | CertificateEncodingException | IOException e) {
            throw new IllegalStateException("This JVM cannot encrypt to a certificate", e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] content(String manifest, byte[] backup, char[] password) {
        byte[] base64 = Base64.getEncoder().encode(backup);
        byte[] described = ascii(manifest.strip()).getBytes(StandardCharsets.US_ASCII);
        int secret = password == null ? 0 : PASSWORD.length() + password.length + NEXT.length();
        byte[] content = new byte
                [START.length()
                        + secret
                        + BACKUP.length()
                        + base64.length
                        + NEXT.length()
                        + MANIFEST.length()
                        + described.length
                        + 2];
        ByteBuffer to = ByteBuffer.wrap(content);
        put(to, START);
        if (password != null) {
            put(to, PASSWORD);
            for (char c : password) {
                if (c <= ' ' || c > '~' || c == '"' || c == '\\') {
                    throw new IllegalArgumentException("A password that was chosen for an envelope has none of that");
                }
                to.put((byte) c);
            }
            put(to, NEXT);
        }
        put(to, BACKUP);
        to.put(base64);
        Arrays.fill(base64, (byte) 0);
        put(to, NEXT + MANIFEST);
        to.put(described);
        put(to, "}\n");
        return content;
    }

    private static void put(ByteBuffer to, String text) {
        to.put(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** JSON has characters outside ASCII in its strings only. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (char c : json.toCharArray()) {
            if (c < 0x7F) {
                ascii.append(c);
            } else {
                ascii.append(String.format("\\u%04x", (int) c));
            }
        }
        return ascii.toString();
    }

    /** The envelope, as it is archived. */
    public byte[] armored() {
        return armored.clone();
    }

    /** Whether Windows PowerShell 5 can take the content apart. */
    public boolean isForPowerShell() {
        return length <= LONGEST_FOR_POWERSHELL;
    }

    /**
     * What is in an envelope.
     *
     * @param manifest of the backup, as JSON
     * @param backup the file as ENTSSO made it
     * @param password null if it is not in the envelope
     */
    public record Opened(String manifest, byte[] backup, String password) {}

    /**
     * Opens an envelope.
     *
     * @return empty if it is sealed to none of the keys, or was changed
     * @throws IOException if it is no envelope
     */
    static Optional<Opened> open(byte[] file, List<PrivateKey> keys) throws IOException {
        for (RecipientInformation recipient : read(file).getRecipientInfos()) {
            for (PrivateKey key : keys) {
                Optional<Opened> opened = open(recipient, key);
                if (opened.isPresent()) {
                    return opened;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Opened> open(RecipientInformation recipient, PrivateKey key) {
        byte[] content;
        try {
            content = recipient.getContent(new JceKeyTransEnvelopedRecipient(key));
        } catch (CMSException | RuntimeException e) {
            // another one's: that shows in many ways
            return Optional.empty();
        }
        Matcher parts = CONTENT.matcher(new String(content, StandardCharsets.US_ASCII));
        Arrays.fill(content, (byte) 0);
        return parts.matches()
                ? Optional.of(new Opened(parts.group(3), Base64.getDecoder().decode(parts.group(2)), parts.group(1)))
                : Optional.empty();
    }

    /** Whom an envelope is sealed to, in the order they stand in it: serial number in hexadecimal digits, and issuer. */
    static List<String> recipients(byte[] file) throws IOException {
        return read(file).getRecipientInfos().getRecipients().stream()
                .map(recipient -> recipient.getRID() instanceof KeyTransRecipientId id && id.getSerialNumber() != null
                        ? id.getSerialNumber().toString(16) + " " + id.getIssuer()
                        : "?")
                .toList();
    }

    private static CMSEnvelopedData read(byte[] file) throws IOException {
        List<Pem> blocks;
        try {
            blocks = Pem.all(new String(file, StandardCharsets.US_ASCII));
            if (blocks.size() == 1 && blocks.get(0).type().equals(TYPE)) {
                return new CMSEnvelopedData(blocks.get(0).der());
            }
        } catch (CMSException | RuntimeException e) {
            throw new IOException("This is no envelope, or it is cut off", e);
        }
        throw new IOException("This is no envelope: it has no block BEGIN CMS");
    }
}
