package io.jenkins.plugins.entsso.engine.model;

import java.io.Serializable;
import java.util.stream.Stream;

/**
 * What {@code ISSOConfigOM.GetServerStatus} tells of an ENTSSO server [public code that uses the interface]. The interface
 * can be redirected to another server than this host's ({@code ssomanage -server}), so it is to be believed only if it
 * {@linkplain #isOf names this host}.
 *
 * @param secretServer name of the master secret server
 * @param serviceAccount the account that ENTSSO runs as
 * @param cluster network name of the cluster; empty where there is none
 * @param node name of the computer that answered
 * @param flags see {@link #SECRET_SERVER} and {@link #ONLINE}
 */
public record ServerStatus(String secretServer, String serviceAccount, String cluster, String node, int flags)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** ENTSSO is online. */
    public static final int ONLINE = 0x1;

    /** The server that answered runs as the master secret server. */
    public static final int SECRET_SERVER = 0x2;

    private static final int LONGEST = 512;

    public ServerStatus {
        secretServer = Bounds.line(secretServer, LONGEST);
        serviceAccount = Bounds.line(serviceAccount, LONGEST);
        cluster = Bounds.line(cluster, LONGEST);
        node = Bounds.line(node, LONGEST);
    }

    public boolean isOnline() {
        return (flags & ONLINE) != 0;
    }

    /** Whether it says that the server which answered is the master secret server. */
    public boolean isSecretServer() {
        return (flags & SECRET_SERVER) != 0;
    }

    /** Whether a host that calls itself so is the one that answered. */
    public boolean isOf(String computer) {
        return Stream.of(node, cluster).anyMatch(name -> !name.isBlank() && ComputerNames.same(name, computer));
    }
}
