package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.time.Instant;

/**
 * A file that looks like a backup. It is not read.
 *
 * @param name without its directory
 * @param modified when it was last written to
 */
public record BackupFile(String name, Instant modified) implements Serializable {
    private static final long serialVersionUID = 1L;

    public BackupFile {
        name = Bounds.line(name, 255);
        Bounds.time("of a file", modified);
    }
}
