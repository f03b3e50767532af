package io.jenkins.plugins.entsso.engine.model;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The name of the temporary file that a backup is written to. ENTSSO puts it into event 10559 for ever, so the name tells
 * later whether a reported backup was a temporary file of ours, which is gone unless a copy of it is held, or one that
 * somebody else made and may still have.
 */
public final class BackupName {
    private static final Pattern OURS = Pattern.compile(
            "(?:.*[\\\\/])?entsso-backup-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.bak");

    private BackupName() {}

    public static String of(UUID id) {
        return "entsso-backup-" + id + ".bak";
    }

    /** The ID in a path that ends in a name of ours, whatever its directory and case; empty for any other path. */
    public static Optional<UUID> id(String path) {
        var matcher = OURS.matcher(path.strip().toLowerCase(Locale.ROOT));
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }
}
