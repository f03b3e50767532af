package io.jenkins.plugins.entsso.engine.model;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a host was last known to be. An answer in which something could not be read takes nothing of it away.
 *
 * @param isSecretServer whether it is the master secret server
 * @param secretServer the name that it gives for its master secret server: untrusted text; empty if that is itself, or not
 *     known
 * @param msids the secrets that it has, if it is a secret server, else those that it fetched
 * @param newestRecord number of the newest record known of its log; 0 if none is
 */
public record LastKnown(boolean isSecretServer, String secretServer, SortedSet<Msid> msids, long newestRecord) {
    /** Of a host that was never asked. */
    public static final LastKnown NOTHING = new LastKnown(false, "", new TreeSet<>(), 0);

    /** Copies the MSIDs and bounds the name: one of Windows or of the Internet is never longer. */
    public LastKnown {
        secretServer = Bounds.text(secretServer, 255);
        msids = Bounds.msids(msids);
    }

    /** What is known after an answer. */
    public LastKnown after(HostFacts facts) {
        SortedSet<Msid> found = facts.msids();
        long newest = facts.newestRecord();
        return new LastKnown(
                facts.isSecretServer().orElse(isSecretServer),
                facts.secretServer().orElse(secretServer),
                found.isEmpty() && !facts.secrets().isKnown() ? msids : found,
                newest == 0 ? newestRecord : newest);
    }
}
