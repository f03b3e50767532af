package io.jenkins.plugins.entsso.config;

import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;
import java.util.function.Function;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Chooses how the host of a node is asked: as a Windows host, unless a test puts another kind in its place. */
@Restricted(NoExternalUse.class)
public final class HostFactories {
    private static volatile Function<String, HostFactory> factories = node -> WindowsHost.FACTORY;

    private HostFactories() {}

    /**
     * The kind of a node's host.
     *
     * @param node see {@link JenkinsAgent#name}
     */
    public static HostFactory of(String node) {
        return factories.apply(node);
    }

    /** For tests. */
    public static void set(Function<String, HostFactory> replacement) {
        factories = replacement;
    }

    /** For tests: Windows hosts again. */
    public static void reset() {
        factories = node -> WindowsHost.FACTORY;
    }
}
