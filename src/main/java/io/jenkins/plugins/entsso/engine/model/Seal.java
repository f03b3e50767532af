package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * To whom a backup is sealed, and what is in the envelope.
 *
 * @param recipients the people who can open it
 * @param chosen whether the build step has chosen these among more recipients
 * @param password whether the password of the backup is in the envelope, so that nothing but a key is needed
 * @param contentSha256 hash of the backup in the envelope, 64 lower-case hexadecimal digits
 * @param contentSize size of the backup in the envelope, in bytes
 */
public record Seal(List<Recipient> recipients, boolean chosen, boolean password, String contentSha256, long contentSize)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MOST_RECIPIENTS = 100;

    /** Copies the recipients. Refuses what is not of the form by which other things are found. */
    public Seal {
        recipients = Bounds.list("recipient", Recipient.class, recipients, MOST_RECIPIENTS);
        if (recipients.isEmpty() || !Hashes.isSha256(contentSha256) || contentSize <= 0) {
            throw new IllegalArgumentException("A sealed backup has recipients, a hash and a size");
        }
    }

    /** The names of who can open it. */
    public String names() {
        return recipients.stream().map(Recipient::name).collect(Collectors.joining(", "));
    }
}
