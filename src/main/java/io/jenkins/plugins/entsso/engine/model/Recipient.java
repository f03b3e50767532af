package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.time.Instant;

/**
 * Who can open a sealed backup: what is remembered of a certificate that it was sealed to.
 *
 * @param name of the person, as an administrator has entered it
 * @param fingerprint SHA-256 of the certificate, 64 lower-case hexadecimal digits
 * @param expires when the certificate expires; that keeps nobody from opening what was sealed to it
 */
public record Recipient(String name, String fingerprint, Instant expires) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How many characters a name may have. */
    public static final int LONGEST_NAME = 60;

    /** Refuses what is not of the form by which other things are found. */
    public Recipient {
        name = Bounds.line(name, LONGEST_NAME);
        if (!Hashes.isSha256(fingerprint)) {
            throw new IllegalArgumentException("A fingerprint is 64 lower-case hexadecimal digits");
        }
        if (!Bounds.isTime(expires)) {
            // certificates that never expire say that they do so in the year 9999
            expires = Bounds.LATEST;
        }
    }
}
