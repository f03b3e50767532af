package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Bounds;
import io.jenkins.plugins.entsso.engine.model.EntssoEvent;
import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Hashes;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What comes back from an agent that was asked for a backup. By the time it is returned, nothing of the backup is left on
 * the agent.
 *
 * @param messages what was done, for the build's log
 * @param file the backup, or null where {@code failure} says why there is none
 * @param failure why there is none, or null
 */
public record BackupAnswer(List<Finding> messages, File file, BackupFailure failure) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A larger file is not taken for a backup of one or two secrets. In bytes. */
    public static final int MAX_SIZE = 4 * 1024 * 1024;

    private static final int MOST_MESSAGES = 200;
    private static final int MOST_VERSIONS = 16;
    private static final int LONGEST_VERSION = 200;

    /**
     * Bounds the messages; either a file or a failure. What comes over a channel passes through here too.
     *
     * @throws IllegalArgumentException if it is more than any honest agent would send
     */
    public BackupAnswer {
        messages = Bounds.list("messages", Finding.class, messages, MOST_MESSAGES);
        if ((file == null) == (failure == null)) {
            throw new IllegalArgumentException("A backup either has a file or a failure");
        }
    }

    /**
     * A file that was made and is not known to be no backup.
     *
     * @param content the file, encrypted by ENTSSO with the password
     * @param sha256 its hash as computed on the agent from the file, 64 lower-case hexadecimal digits
     * @param event the event 10559 for this very file; null where none was seen
     * @param unconfirmed why the backup is not confirmed; null if it is
     * @param method how it was made: {@link Method#API} or {@link Method#CONSOLE}
     * @param proof what was checked, in order
     * @param versions of the programs that took part, by name
     */
    public record File(
            byte[] content,
            String sha256,
            EntssoEvent event,
            Backup.UnconfirmedReason unconfirmed,
            Method method,
            List<Proof> proof,
            Map<String, String> versions)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        /**
         * Copies the collections, and the content on its way in.
         *
         * @throws IllegalArgumentException if it is more than any honest agent would send
         */
        public File {
            if (content.length == 0 || content.length > MAX_SIZE) {
                throw new IllegalArgumentException("A backup of " + content.length + " bytes is none");
            }
            if (!Hashes.isSha256(sha256)) {
                throw new IllegalArgumentException("A hash is 64 lower-case hexadecimal digits");
            }
            Objects.requireNonNull(method);
            if (method == Method.AUTO) {
                throw new IllegalArgumentException("A backup is made by one method");
            }
            content = content.clone();
            proof = Bounds.list("checks", Proof.class, proof, Proof.Claim.values().length);
            Map<String, String> bounded = new LinkedHashMap<>();
            for (String program : Bounds.list("versions", String.class, versions.keySet(), MOST_VERSIONS)) {
                bounded.put(Bounds.line(program, LONGEST_VERSION), Bounds.line(versions.get(program), LONGEST_VERSION));
            }
            versions = Collections.unmodifiableMap(bounded);
        }

        @Override
        public byte[] content() {
            return content.clone();
        }
    }
}
