package io.jenkins.plugins.entsso.engine.seal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Envelopes, opened by {@code openssl} and by our own tool, by each of the people and by nobody else. */
public class EnvelopeTest {
    private static final String PASSWORD = "abcDEF234567hjkmnpqrstuv";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final byte[] backup = new byte[3000];
    private OpenSsl openssl;
    private Path directory;
    private String manifest;

    @Before
    public void setUp() {
        new Random(1).nextBytes(backup);
        directory = temporary.getRoot().toPath();
        openssl = new OpenSsl(directory);
        manifest =
                "{\n  \"computer\": \"B\u00fcro-\ud83d\ude00\",\n  \"sha256\": \"" + Hashes.sha256(backup) + "\"\n}\n";
    }

    private Path seal(List<RecipientCertificate> recipients, char[] password) throws IOException {
        byte[] envelope = Envelope.seal(recipients, manifest, backup, password).armored();
        Files.writeString(directory.resolve("a.bak.cms.json"), "{\"sha256\": \"" + Hashes.sha256(envelope) + "\"}");
        return Files.write(directory.resolve("a.bak.cms"), envelope);
    }

    private void assertContent(OpenSsl.Result result, String password) {
        assertEquals(result.errors(), 0, result.code());
        String text = new String(result.output(), StandardCharsets.UTF_8);
        assertTrue(text.chars().allMatch(c -> c < 0x7F));
        JsonObject content = JsonParser.parseString(text).getAsJsonObject();
        assertEquals(1, content.get("version").getAsInt());
        assertArrayEquals(
                backup, Base64.getDecoder().decode(content.get("backup").getAsString()));
        assertEquals(
                "B\u00fcro-\ud83d\ude00",
                content.getAsJsonObject("manifest").get("computer").getAsString());
        assertEquals(password, content.has("password") ? content.get("password").getAsString() : null);
    }

    @Test
    public void opensslOpensItForTheOnlyRecipient() throws Exception {
        Path file = seal(List.of(openssl.recipient("Anna")), PASSWORD.toCharArray());
        assertContent(openssl.decrypt(file, "Anna"), PASSWORD);
        assertContent(openssl.decryptAs(file, "Anna"), PASSWORD);
    }

    @Test
    public void opensslOpensItForEachOfSeveralAndForNobodyElse() throws Exception {
        List<RecipientCertificate> recipients =
                List.of(openssl.recipient("Anna"), openssl.recipient("Ben"), openssl.recipient("Carla"));
        Path file = seal(recipients, null);
        for (RecipientCertificate recipient : recipients) {
            assertContent(openssl.decrypt(file, recipient.name()), null);
            assertContent(openssl.decryptAs(file, recipient.name()), null);
        }
        openssl.person("Mallory");
        assertNotEquals(0, openssl.decryptAs(file, "Mallory").code());
        assertFalse(
                new String(openssl.decrypt(file, "Mallory").output(), StandardCharsets.ISO_8859_1).contains("backup"));
    }

    @Test
    public void itIsWhatWindowsTakes() throws Exception {
        Path file = seal(List.of(openssl.recipient("Anna"), openssl.recipient("Ben")), PASSWORD.toCharArray());
        String armored = Files.readString(file);
        assertTrue(armored, armored.startsWith("-----BEGIN CMS-----\n") && armored.endsWith("\n-----END CMS-----\n"));
        assertTrue(armored.lines().allMatch(line -> line.length() <= 64));
        String shown = new String(
                openssl.run("cms", "-cmsout", "-print", "-inform", "PEM", "-in", file.toString())
                        .output(),
                StandardCharsets.UTF_8);
        assertTrue(shown, shown.contains("pkcs7-envelopedData"));
        assertTrue(shown, shown.contains("aes-256-cbc"));
        assertEquals(shown, 2, shown.split("algorithm: rsaEncryption", -1).length - 1);
        assertEquals(shown, 2, shown.split("d.issuerAndSerialNumber", -1).length - 1);
        assertFalse(armored.contains(PASSWORD));
    }

    @Test
    public void itGoesOnAfterACertificateHasExpired() throws Exception {
        openssl.person("Anna");
        Path expired = openssl.resigned("Anna", "Expired", "-days", "-1");
        Path file = seal(List.of(RecipientCertificate.parse("Anna", Files.readString(expired))), null);
        assertContent(openssl.decrypt(file, "Anna"), null);
    }

    @Test
    public void ourToolOpensItByEveryFormOfAKey() throws Exception {
        Path file = seal(List.of(openssl.recipient("Anna"), openssl.recipient("Ben")), PASSWORD.toCharArray());
        openssl.run("rsa", "-in", "Ben.key", "-traditional", "-out", "BenPkcs1.key");
        for (String key : List.of("Anna.key", "Ben.key", "BenPkcs1.key")) {
            String said = tool(
                    0, "open", file.toString(), "--key", directory.resolve(key).toString());
            assertTrue(said, said.contains("That is the hash in the manifest"));
            assertTrue(said, said.contains("Its password: " + PASSWORD));
            assertArrayEquals(backup, Files.readAllBytes(directory.resolve("a.bak")));
            assertTrue(Files.readString(directory.resolve("a.bak.json")).contains("B\\u00fcro"));
            // nothing is overwritten
            tool(1, "open", file.toString(), "--key", directory.resolve(key).toString());
            Files.delete(directory.resolve("a.bak"));
            Files.delete(directory.resolve("a.bak.json"));
        }
    }

    @Test
    public void encryptedKeysAreRead() throws Exception {
        openssl.person("Anna");
        openssl.run("pkcs8", "-topk8", "-in", "Anna.key", "-out", "Encrypted.key", "-passout", "pass:secret");
        openssl.run(
                "pkcs12",
                "-export",
                "-inkey",
                "Anna.key",
                "-in",
                "Anna.pem",
                "-out",
                "Anna.pfx",
                "-passout",
                "pass:secret");
        PrivateKey plain = PrivateKeys.read(Files.readAllBytes(openssl.key("Anna")), () -> null)
                .get(0);
        for (String name : List.of("Encrypted.key", "Anna.pfx")) {
            byte[] file = Files.readAllBytes(directory.resolve(name));
            assertEquals(name, List.of(plain), PrivateKeys.read(file, "secret"::toCharArray));
            assertThrows(name, IOException.class, () -> PrivateKeys.read(file, "other"::toCharArray));
        }
        byte[] certificate = Files.readAllBytes(directory.resolve("Anna.pem"));
        assertThrows(IOException.class, () -> PrivateKeys.read(certificate, () -> null));
    }

    @Test
    public void aStrangersKeyOpensNothing() throws Exception {
        Path file = seal(List.of(openssl.recipient("Anna")), PASSWORD.toCharArray());
        openssl.person("Mallory");
        String said =
                tool(1, "open", file.toString(), "--key", openssl.key("Mallory").toString());
        assertTrue(said, said.contains("not sealed to this key"));
        assertFalse(said, said.contains(PASSWORD));
        assertFalse(Files.exists(directory.resolve("a.bak")));
    }

    @Test
    public void inspectTellsWhoseItIsWithoutAKey() throws Exception {
        Path file = seal(List.of(openssl.recipient("Anna"), openssl.recipient("Ben")), null);
        String said = tool(0, "inspect", file.toString());
        assertTrue(said, said.contains("CN=Anna") && said.contains("CN=Ben"));
        tool(2, "inspect");
    }

    @Test
    public void everyChangedByteIsFoundByTheHash() throws Exception {
        Path file = seal(List.of(openssl.recipient("Anna")), PASSWORD.toCharArray());
        byte[] envelope = Files.readAllBytes(file);
        for (int at = 0; at < envelope.length; at += 211) {
            byte[] changed = envelope.clone();
            changed[at] = (byte) (changed[at] == 'A' ? 'B' : 'A');
            Files.write(file, changed);
            String said = tool(
                    1, "open", file.toString(), "--key", openssl.key("Anna").toString());
            assertTrue(said, said.contains("ANOTHER hash"));
        }
        assertFalse(Files.exists(directory.resolve("a.bak")));
    }

    /** Who changes the envelope and the manifest too still has to meet the hash that is inside. */
    @Test
    public void withoutTheManifestAChangedEnvelopeGivesNoOtherBackup() throws Exception {
        Path file = seal(List.of(openssl.recipient("Anna")), PASSWORD.toCharArray());
        Files.delete(directory.resolve("a.bak.cms.json"));
        byte[] envelope = Files.readAllBytes(file);
        for (int at = 900; at < envelope.length - 900; at += 307) {
            byte[] changed = envelope.clone();
            changed[at] = (byte) (changed[at] == 'A' ? 'B' : 'A');
            Files.write(file, changed);
            tool(1, "open", file.toString(), "--key", openssl.key("Anna").toString());
            assertFalse("byte " + at, Files.exists(directory.resolve("a.bak")));
        }
    }

    @Test
    public void whatIsNoEnvelopeIsRefused() throws Exception {
        openssl.person("Anna");
        for (String text :
                List.of("", "text", "-----BEGIN CMS-----\nAAAA\n-----END CMS-----", "-----BEGIN CMS-----\nMA==")) {
            Path file = Files.writeString(directory.resolve("b.cms"), text);
            tool(1, "open", file.toString(), "--key", openssl.key("Anna").toString());
            tool(1, "inspect", file.toString());
        }
        tool(1, "inspect", directory.resolve("none").toString());
    }

    @Test
    public void backupsOfAMebibyteAreForPowerShell() throws Exception {
        RecipientCertificate anna = openssl.recipient("Anna");
        assertTrue(Envelope.seal(List.of(anna), manifest, new byte[1024 * 1024], null)
                .isForPowerShell());
        assertFalse(Envelope.seal(List.of(anna), manifest, new byte[2 * 1024 * 1024], null)
                .isForPowerShell());
    }

    @Test
    public void nothingIsSealedToNobodyOrBreaksTheContent() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> Envelope.seal(List.of(), manifest, backup, null));
        List<RecipientCertificate> anna = List.of(openssl.recipient("Anna"));
        char[] quoted = "abcdefghijkl\"".toCharArray();
        assertThrows(IllegalArgumentException.class, () -> Envelope.seal(anna, manifest, backup, quoted));
    }

    private String tool(int code, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int ended = new EnvelopeTool(new PrintStream(said, true, StandardCharsets.UTF_8)).run(arguments);
        String text = said.toString(StandardCharsets.UTF_8);
        assertEquals(text, code, ended);
        return text;
    }
}
