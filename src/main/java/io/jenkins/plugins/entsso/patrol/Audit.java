package io.jenkins.plugins.entsso.patrol;

import io.jenkins.plugins.entsso.ledger.Ledger;
import io.jenkins.plugins.entsso.secret.Backup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks whether the backups that are held are still there, and at a slower pace whether they are still what was archived.
 * It may wait for whatever keeps the artifacts, so it does not run where hosts are asked.
 */
public final class Audit {
    /** How often a backup is read. */
    public static final Duration PACE = Duration.ofDays(7);

    /** How many backups are read at most in one go. */
    static final int READ_AT_ONCE = 50;

    private static final Logger LOGGER = Logger.getLogger(Audit.class.getName());

    private final Ledger ledger;
    private final Artifacts artifacts;
    private final Clock clock;

    /** Where the artifacts of builds are. */
    public interface Artifacts {
        /**
         * Opens the file of a backup.
         *
         * @param read whether it is to be read; else an empty stream will do if it is there
         * @return empty if it is not there, or its build is gone
         * @throws IOException if that cannot be told now
         */
        Optional<InputStream> open(Backup backup, boolean read) throws IOException;
    }

    /** Looks into that ledger. */
    public Audit(Ledger ledger, Artifacts artifacts, Clock clock) {
        this.ledger = ledger;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    /**
     * Looks at every backup that is held. One that is gone or changed turns the verdicts that rest on it.
     *
     * @return how many of them protect no longer
     * @throws IOException if what was found cannot be written; the running server knows it all the same
     */
    public int run() throws IOException {
        List<Backup> held = ledger.backups().stream().filter(Backup::isHeld).toList();
        List<Backup> due = held.stream()
                .filter(b -> isDue(b, clock.instant()))
                .sorted(Comparator.comparing(Audit::lastRead))
                .limit(READ_AT_ONCE)
                .toList();
        int lost = 0;
        IOException failure = null;
        for (Backup backup : held) {
            try {
                lost += look(backup, due.contains(backup)) ? 0 : 1;
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        ledger.prune(clock.instant());
        if (failure != null) {
            throw failure;
        }
        return lost;
    }

    /**
     * Looks whether one backup is still there.
     *
     * @throws IOException if what was found cannot be written
     */
    public boolean look(Backup backup) throws IOException {
        return look(backup, false);
    }

    private boolean look(Backup backup, boolean read) throws IOException {
        Backup found;
        try (InputStream in = artifacts.open(backup, read).orElse(null)) {
            if (in == null) {
                found = backup.with(Backup.State.GONE);
            } else if (!read) {
                found = backup.seenAt(clock.instant());
            } else if (hash(in).equals(backup.sha256())) {
                found = backup.verifiedAt(clock.instant());
            } else {
                found = backup.with(Backup.State.CHANGED);
            }
        } catch (IOException | RuntimeException e) {
            // a store that is away for a while has lost nothing; what was last seen when stays in the ledger
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "Whether the backup " + backup.artifact() + " of " + backup.job() + " #" + backup.build()
                            + " is still there cannot be told; look at what keeps the artifacts");
            return true;
        }
        ledger.update(found);
        return found.isHeld();
    }

    /** A clock that jumped must not put off the next time. */
    private static boolean isDue(Backup backup, Instant now) {
        return Duration.between(lastRead(backup), now).abs().compareTo(PACE) >= 0;
    }

    private static Instant lastRead(Backup backup) {
        return backup.verified() == null ? Instant.EPOCH : backup.verified();
    }

    private static String hash(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
