package io.jenkins.plugins.entsso.engine.seal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Reads the private keys of a person: PEM as OpenSSL writes it, or a {@code .pfx} file as Windows exports it. */
final class PrivateKeys {
    private PrivateKeys() {}

    /**
     * All keys in a file.
     *
     * @param passphrase asked only where the file is encrypted; wiped after use
     * @throws IOException if there is none, with the remedy in the message
     */
    static List<PrivateKey> read(byte[] file, Supplier<char[]> passphrase) throws IOException {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        try {
            List<PrivateKey> keys = new ArrayList<>();
            if (text.contains("-----BEGIN ")) {
                for (Pem block : Pem.all(text)) {
                    if (block.type().endsWith("PRIVATE KEY")) {
                        keys.add(key(block, passphrase));
                    }
                }
            } else {
                keys.addAll(keyStore(file, passphrase.get()));
            }
            if (keys.isEmpty()) {
                throw new IOException("The key file has no private key that can be read."
                        + " Turn it into one that can: openssl pkey -in KEY -out key.pem");
            }
            return keys;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException("The key cannot be read, or the passphrase is wrong: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Pem block, Supplier<char[]> passphrase) throws GeneralSecurityException, IOException {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        return switch (block.type()) {
            case "PRIVATE KEY" -> rsa.generatePrivate(new PKCS8EncodedKeySpec(block.der()));
            case "RSA PRIVATE KEY" ->
                rsa.generatePrivate(new PKCS8EncodedKeySpec(new PrivateKeyInfo(
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                RSAPrivateKey.getInstance(block.der()))
                        .getEncoded()));
            case "ENCRYPTED PRIVATE KEY" -> rsa.generatePrivate(decrypted(block.der(), passphrase.get()));
            default -> throw new InvalidKeySpecException(block.type() + " is not for RSA");
        };
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] der, char[] passphrase)
            throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
        // the name of PBES2 says nothing, that of its parameters all
        String parameters = String.valueOf(encrypted.getAlgParameters());
        String algorithm = parameters.startsWith("PBE") ? parameters : encrypted.getAlgName();
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
            cipher.init(Cipher.DECRYPT_MODE, secret, encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher);
        } finally {
            spec.clearPassword();
            Arrays.fill(passphrase, '\0');
        }
    }

    private static List<PrivateKey> keyStore(byte[] file, char[] passphrase)
            throws GeneralSecurityException, IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), passphrase);
            List<PrivateKey> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, passphrase) instanceof PrivateKey key) {
                    keys.add(key);
                }
            }
            return keys;
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}
