package io.jenkins.plugins.entsso.engine.seal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is taken for a person's certificate, and what is refused with which remedy. */
public class RecipientCertificateTest {
    private static final String FOR_DOCUMENTS = "extendedKeyUsage=1.3.6.1.4.1.311.80.1";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private OpenSsl openssl;

    @Before
    public void setUp() {
        openssl = new OpenSsl(temporary.getRoot().toPath());
    }

    private static void assertRefused(String key, String name, String text) {
        InvalidSettingException refusal =
                assertThrows(InvalidSettingException.class, () -> RecipientCertificate.parse(name, text));
        assertEquals(refusal.getMessage(), key, refusal.key());
    }

    private static RecipientCertificate parse(Path file) throws Exception {
        return RecipientCertificate.parse("Anna", Files.readString(file));
    }

    @Test
    public void pemAndBase64OfTheFileAreTheSameCertificate() throws Exception {
        Path file = openssl.person("Anna");
        String pem = Files.readString(file);
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").strip();
        RecipientCertificate certificate = parse(file);
        assertEquals(
                certificate.recipient(),
                RecipientCertificate.parse("Anna", base64).recipient());
        assertEquals(
                certificate.recipient(),
                RecipientCertificate.parse("Anna", base64.replace("\n", "\r\n "))
                        .recipient());
        openssl.run("x509", "-in", "Anna.pem", "-outform", "DER", "-out", "Anna.cer");
        assertEquals(
                Hashes.sha256(Files.readAllBytes(file.resolveSibling("Anna.cer"))),
                certificate.recipient().fingerprint());
        assertEquals("CN=Anna", certificate.subject());
        assertEquals(List.of(), certificate.warnings(Instant.now()));
        certificate.checkExpiry(Instant.now());
    }

    @Test
    public void onlyTheCertificateIsKeptOfWhatIsAroundIt() throws Exception {
        String pem = Files.readString(openssl.person("Anna"));
        RecipientCertificate certificate =
                RecipientCertificate.parse("Anna", "Bag Attributes\n  <script>\nsubject=CN = x\n" + pem + "\nmore");
        assertEquals(pem, certificate.toPem());
    }

    @Test
    public void privateKeysAreRefusedInEveryForm() throws Exception {
        String pem = Files.readString(openssl.person("Anna"));
        openssl.run("rsa", "-in", "Anna.key", "-traditional", "-out", "pkcs1.key");
        openssl.run("rsa", "-in", "Anna.key", "-traditional", "-aes256", "-passout", "pass:x", "-out", "headers.key");
        openssl.run("pkcs8", "-topk8", "-in", "Anna.key", "-passout", "pass:secret", "-out", "encrypted.key");
        openssl.run(
                "pkcs12", "-export", "-inkey", "Anna.key", "-in", "Anna.pem", "-passout", "pass:x", "-out", "a.pfx");
        openssl.run("base64", "-in", "a.pfx", "-out", "pfx.key");
        for (String name : List.of("Anna", "pkcs1", "headers", "encrypted", "pfx")) {
            String key = Files.readString(openssl.key(name));
            assertRefused("recipient.key", "Anna", key);
            if (!name.equals("headers")) {
                assertRefused("recipient.key", "Anna", key.replaceAll("-----[A-Z ]+-----", ""));
            }
            if (!name.equals("pfx")) {
                assertRefused("recipient.key", "Anna", pem + key);
            }
        }
    }

    @Test
    public void whatIsNoSingleCertificateIsRefused() throws Exception {
        String pem = Files.readString(openssl.person("Anna"));
        openssl.run("x509", "-in", "Anna.pem", "-pubkey", "-noout", "-out", "public.pem");
        for (String text : new String[] {
            null,
            "",
            " ",
            "Anna",
            "AAAA",
            "MAA=",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
            pem.substring(0, 600),
            pem.replace("CERTIFICATE", "CERTIFICATE REQUEST"),
            pem.replace('M', '*'),
            pem.replaceAll("-----[A-Z ]+-----", "") + "AAAA"
        }) {
            assertRefused("recipient.none", "Anna", text);
        }
        assertRefused("recipient.many", "Anna", pem + pem);
        assertRefused("recipient.long", "Anna", "A".repeat(10_000_000));
        assertRefused("recipient.long", "Anna", pem + " ".repeat(40_000));
    }

    /** Whatever bytes there are, the refusal is one of ours. */
    @Test
    public void changedCertificatesAreRefusedOrTaken() throws Exception {
        byte[] pem = Files.readAllBytes(openssl.person("Anna"));
        Random random = new Random(13);
        for (int i = 0; i < 2000; i++) {
            byte[] changed = pem.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) ("ABCMIQghz019+/=".charAt(random.nextInt(15)));
            }
            try {
                RecipientCertificate.parse("Anna", new String(changed, StandardCharsets.US_ASCII));
            } catch (InvalidSettingException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }

    @Test
    public void keysThatWindowsCannotUseOrThatAreWeakAreRefused() throws Exception {
        assertRefused("recipient.algorithm", "Anna", Files.readString(openssl.certificate("ec", "ec")));
        assertRefused(
                "recipient.weak",
                "Anna",
                Files.readString(openssl.certificate("weak", "rsa:1024", "keyUsage=keyEncipherment")));
    }

    @Test
    public void theUseHasToBeEncryption() throws Exception {
        assertRefused(
                "recipient.usage",
                "Anna",
                Files.readString(openssl.certificate("signs", "rsa:2048", "keyUsage=digitalSignature", FOR_DOCUMENTS)));
        assertRefused("recipient.usage", "Anna", Files.readString(openssl.certificate("any", "rsa:2048")));
        assertEquals(
                List.of(),
                parse(openssl.certificate("data", "rsa:2048", "keyUsage=dataEncipherment", FOR_DOCUMENTS))
                        .warnings(Instant.now()));
        assertEquals(
                List.of("recipient.notForDocuments"),
                parse(openssl.certificate("mail", "rsa:2048", "keyUsage=keyEncipherment"))
                        .warnings(Instant.now())
                        .stream()
                        .map(InvalidSettingException::key)
                        .toList());
    }

    @Test
    public void expiryIsToldOfNinetyDaysBefore() throws Exception {
        RecipientCertificate certificate = parse(openssl.person("Anna"));
        Instant expires = certificate.recipient().expires();
        assertEquals(List.of(), certificate.warnings(expires.minus(Duration.ofDays(91))));
        for (Instant now : List.of(expires.minus(Duration.ofDays(89)), expires.plusSeconds(1))) {
            assertEquals("recipient.expires", certificate.warnings(now).get(0).key());
        }
        certificate.checkExpiry(expires.minusSeconds(1));
        Instant after = expires.plusSeconds(1);
        assertEquals(
                "recipient.expired",
                assertThrows(InvalidSettingException.class, () -> certificate.checkExpiry(after))
                        .key());
    }

    @Test
    public void namesThatLookLikeOthersAreRefused() throws Exception {
        String pem = Files.readString(openssl.person("Anna"));
        for (String name : new String[] {
            null,
            "",
            " ",
            " Anna",
            "Anna ",
            "Anna, Ben",
            "<b>Anna</b>",
            "Anna\n",
            "Anna\u200b",
            "Anna\u202eneB",
            "Ann\u0430",
            "a".repeat(61)
        }) {
            assertRefused("recipient.name", name, pem);
        }
        for (String name : List.of("Anna M\u00fcller-Lu\u00edz (Berlin)", "\u0410\u043d\u043d\u0430", "\u5c71\u7530")) {
            assertEquals(name, RecipientCertificate.parse(name, pem).name());
        }
    }

    @Test
    public void recipientsHaveToBeToldApart() throws Exception {
        RecipientCertificate anna = openssl.recipient("Anna");
        RecipientCertificate ben = openssl.recipient("Ben");
        RecipientCertificate.check(List.of(anna, ben));
        assertSame("recipient.sameName", anna, RecipientCertificate.parse("ANN\uff21", ben.toPem()));
        String renewed = Files.readString(openssl.resigned("Anna", "Renewed", "-days", "700"));
        assertSame("recipient.sameKey", anna, RecipientCertificate.parse("Ben", renewed));
        // what looks like Anna's certificate, with the key of somebody else
        openssl.certificate("Mallory", "rsa:2048", "keyUsage=keyEncipherment", FOR_DOCUMENTS);
        String serial = new String(
                        openssl.run("x509", "-in", "Anna.pem", "-serial", "-noout")
                                .output(),
                        StandardCharsets.US_ASCII)
                .strip()
                .replace("serial=", "0x");
        openssl.run(
                "req",
                "-x509",
                "-new",
                "-key",
                "Mallory.key",
                "-subj",
                "/CN=Anna",
                "-set_serial",
                serial,
                "-addext",
                "keyUsage=keyEncipherment",
                "-out",
                "Twin.pem");
        String twin = Files.readString(openssl.key("Mallory").resolveSibling("Twin.pem"));
        assertSame("recipient.sameNumber", anna, RecipientCertificate.parse("Mallory", twin));
    }

    private static void assertSame(String key, RecipientCertificate... recipients) {
        InvalidSettingException refusal =
                assertThrows(InvalidSettingException.class, () -> RecipientCertificate.check(List.of(recipients)));
        assertEquals(key, refusal.key());
        assertTrue(refusal.getMessage(), refusal.getMessage().contains(recipients[1].name()));
    }
}
