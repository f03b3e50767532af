package io.jenkins.plugins.entsso.engine.run;

import io.jenkins.plugins.entsso.engine.model.Hashes;
import io.jenkins.plugins.entsso.engine.model.Seal;
import io.jenkins.plugins.entsso.engine.seal.Envelope;
import io.jenkins.plugins.entsso.engine.seal.RecipientCertificate;
import java.util.List;

/**
 * To whom backups are sealed.
 *
 * @param recipients none for backups that are not sealed
 * @param chosen whether these are chosen among more
 * @param withPassword whether the password was made for this one backup, and goes into the envelope
 */
public record Sealing(List<RecipientCertificate> recipients, boolean chosen, boolean withPassword) {
    /** Backups are not sealed. */
    public static final Sealing NONE = new Sealing(List.of(), false, false);

    /** Refuses a password that nobody would ever get to know. */
    public Sealing {
        recipients = List.copyOf(recipients);
        RecipientCertificate.check(recipients);
        if (withPassword && recipients.isEmpty()) {
            throw new IllegalArgumentException("Nobody could open a backup with a password of its own");
        }
    }

    boolean isSealed() {
        return !recipients.isEmpty();
    }

    /** Where the artifact of a backup is. */
    String path(String backup) {
        return isSealed() ? backup + Envelope.EXTENSION : backup;
    }

    /** The manifest that is archived beside an envelope: with both hashes, and who can open it. */
    Manifest manifest(Manifest content, byte[] envelope) {
        Seal seal = new Seal(
                recipients.stream().map(RecipientCertificate::recipient).toList(),
                chosen,
                withPassword,
                content.backup().sha256(),
                content.backup().bytes());
        return content.with(content.backup()
                .sealed(path(content.backup().artifact().path()), Hashes.sha256(envelope), envelope.length, seal));
    }
}
