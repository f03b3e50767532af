package io.jenkins.plugins.entsso.engine.seal;

import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.InvalidSettingException;
import io.jenkins.plugins.entsso.engine.model.Recipient;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * The certificate of a person who may restore. Whoever pastes it may have got it from anybody: what is pasted is bounded,
 * and refused with the remedy if a backup cannot be sealed to it, or not so that Windows opens it.
 */
public final class RecipientCertificate {
    /** As long before a certificate expires it has to be replaced. */
    public static final Duration RENEWAL = Duration.ofDays(90);

    /** A certificate has one or two thousand. In characters. */
    private static final int LONGEST = 32 * 1024;

    private static final int FEWEST_BITS = 2048;
    private static final int MOST_BITS = 16_384;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int DATA_ENCIPHERMENT = 3;
    private static final String DOCUMENT_ENCRYPTION = "1.3.6.1.4.1.311.80.1";
    private static final String TYPE = "CERTIFICATE";

    /** A key in one of the forms with headers, which are no block, is one all the same. */
    private static final Pattern KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY");

    /** What takes no place, turns the direction of writing, or ends a line makes one name look like another. */
    private static final Pattern NAME =
            Pattern.compile("(?! )[^,<>\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cn}\\p{Cs}]{1,60}(?<! )");

    private static final Pattern LATIN = Pattern.compile("\\p{IsLatin}");
    private static final Pattern LIKE_LATIN =
            Pattern.compile("[\\p{IsCyrillic}\\p{IsGreek}\\p{IsArmenian}\\p{IsCherokee}]");

    private final String name;
    private final X509Certificate certificate;
    private final byte[] der;

    private RecipientCertificate(String name, byte[] der) throws CertificateException {
        this.name = name;
        this.der = der;
        this.certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /**
     * Reads what was entered: PEM, or the Base64 of a {@code .cer} file.
     *
     * @throws InvalidSettingException if backups cannot be sealed to it; that it has expired is no reason
     */
    public static RecipientCertificate parse(String name, String text) {
        if (name == null
                || !NAME.matcher(name).matches()
                || LATIN.matcher(name).find() && LIKE_LATIN.matcher(name).find()) {
            throw new InvalidSettingException("recipient.name", Recipient.LONGEST_NAME);
        }
        byte[] der = der(name, text == null ? "" : text);
        try {
            RecipientCertificate parsed = new RecipientCertificate(name, der);
            if (parsed.certificate.getEncoded().length != der.length) {
                throw new InvalidSettingException("recipient.none", name);
            }
            parsed.check();
            return parsed;
        } catch (InvalidSettingException e) {
            throw e;
        } catch (CertificateException | RuntimeException e) {
            throw new InvalidSettingException("recipient.none", name);
        }
    }

    private static byte[] der(String name, String text) {
        if (text.length() > LONGEST) {
            throw new InvalidSettingException("recipient.long", name, text.length(), LONGEST);
        }
        if (KEY.matcher(text).find()) {
            throw new InvalidSettingException("recipient.key", name);
        }
        byte[] der;
        try {
            List<Pem> blocks = Pem.all(text);
            if (blocks.size() > 1) {
                throw new InvalidSettingException("recipient.many", name, blocks.size());
            }
            if (blocks.size() == 1 && !blocks.get(0).type().equals(TYPE)) {
                throw new InvalidSettingException("recipient.none", name);
            }
            der = blocks.isEmpty() ? Pem.decode(text) : blocks.get(0).der();
        } catch (InvalidSettingException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("recipient.none", name);
        }
        if (isPrivateKey(der)) {
            throw new InvalidSettingException("recipient.key", name);
        }
        return der;
    }

    /** PKCS #1, #8 and #12 begin with a version, an encrypted key ends in an octet string; a certificate does neither. */
    private static boolean isPrivateKey(byte[] der) {
        try {
            ASN1Sequence sequence = ASN1Sequence.getInstance(der);
            return sequence.size() > 1
                    && (sequence.getObjectAt(0) instanceof ASN1Integer
                            || sequence.size() == 2 && sequence.getObjectAt(1) instanceof ASN1OctetString);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void check() throws CertificateException {
        if (!certificate.getPublicKey().getAlgorithm().equals("RSA")
                || !(certificate.getPublicKey() instanceof RSAPublicKey key)) {
            throw new InvalidSettingException(
                    "recipient.algorithm", name, certificate.getPublicKey().getAlgorithm());
        }
        int bits = key.getModulus().bitLength();
        BigInteger exponent = key.getPublicExponent();
        if (bits < FEWEST_BITS || bits > MOST_BITS || exponent.bitLength() < 2 || !exponent.testBit(0)) {
            throw new InvalidSettingException("recipient.weak", name, bits, FEWEST_BITS, MOST_BITS);
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null || !usage[KEY_ENCIPHERMENT] && !usage[DATA_ENCIPHERMENT]) {
            throw new InvalidSettingException("recipient.usage", name);
        }
    }

    /**
     * Refuses recipients that cannot be told apart.
     *
     * @throws InvalidSettingException if two have the same name, the same key, or the same issuer and serial number, by which
     *     whoever opens an envelope finds their own part of it
     */
    public static void check(List<RecipientCertificate> recipients) {
        Set<Object> names = new HashSet<>();
        Set<Object> keys = new HashSet<>();
        Set<Object> numbers = new HashSet<>();
        for (RecipientCertificate one : recipients) {
            if (!names.add(Normalizer.normalize(one.name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))) {
                throw new InvalidSettingException("recipient.sameName", one.name);
            }
            if (!keys.add(one.certificate.getPublicKey())) {
                throw new InvalidSettingException("recipient.sameKey", one.name);
            }
            if (!numbers.add(List.of(one.certificate.getIssuerX500Principal(), one.certificate.getSerialNumber()))) {
                throw new InvalidSettingException("recipient.sameNumber", one.name);
            }
        }
    }

    /** Refuses one that has expired: for when it is entered, and never later. */
    public void checkExpiry(Instant now) {
        if (expires().isBefore(now)) {
            throw new InvalidSettingException("recipient.expired", name, day());
        }
    }

    /** What is not as it should be, and keeps nothing from being sealed to it. */
    public List<InvalidSettingException> warnings(Instant now) {
        List<InvalidSettingException> warnings = new ArrayList<>();
        if (expires().isBefore(now.plus(RENEWAL))) {
            warnings.add(new InvalidSettingException("recipient.expires", name, day()));
        }
        if (!isForDocuments()) {
            warnings.add(new InvalidSettingException("recipient.notForDocuments", name, DOCUMENT_ENCRYPTION));
        }
        return warnings;
    }

    private boolean isForDocuments() {
        try {
            return Optional.ofNullable(certificate.getExtendedKeyUsage())
                    .filter(usages -> usages.contains(DOCUMENT_ENCRYPTION))
                    .isPresent();
        } catch (CertificateException e) {
            return false;
        }
    }

    private String day() {
        return expires().toString().substring(0, "2026-01-01".length());
    }

    private Instant expires() {
        return certificate.getNotAfter().toInstant();
    }

    /** What is remembered of it. */
    public Recipient recipient() {
        return new Recipient(name, Hashes.sha256(der), expires());
    }

    public String name() {
        return name;
    }

    /** Whom the certificate says that it is of, as its issuer has written it. */
    public String subject() {
        return certificate.getSubjectX500Principal().getName();
    }

    /** The certificate alone, without what was pasted around it. */
    public String toPem() {
        return new String(new Pem(TYPE, der).toBytes(), StandardCharsets.US_ASCII);
    }

    X509Certificate certificate() {
        return certificate;
    }
}
