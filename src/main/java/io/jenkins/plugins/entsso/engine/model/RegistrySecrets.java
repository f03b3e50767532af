package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the registry says of the master secrets, by key names only: no value under these keys is ever read.
 *
 * @param keyPresent whether the key of the master secrets exists; it proves no role, see {@link Role}
 * @param msids the secrets there
 * @param inBothViews whether the 64-bit and the 32-bit view of the registry both have MSIDs, and not the same ones:
 *     which of them ENTSSO uses cannot be told
 * @param others names of keys there that are no MSIDs: what they stand for is not known
 */
public record RegistrySecrets(boolean keyPresent, SortedSet<Msid> msids, boolean inBothViews, List<String> others)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The key is not there. */
    public static final RegistrySecrets NO_KEY = new RegistrySecrets(false, new TreeSet<>());

    public RegistrySecrets {
        msids = Bounds.msids(Bounds.list("MSIDs", Msid.class, msids, 64));
        others = Bounds.list("other keys", String.class, others, HostFacts.MOST_NAMES).stream()
                .map(name -> Bounds.line(name, 255))
                .toList();
    }

    /** Secrets that one view of the registry has. */
    public RegistrySecrets(boolean keyPresent, SortedSet<Msid> msids) {
        this(keyPresent, msids, false, List.of());
    }
}
