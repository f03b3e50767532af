package io.jenkins.plugins.entsso.embedded;

import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import io.jenkins.plugins.entsso.engine.agent.windows.WindowsHost;

/**
 * How the host behind an agent is asked. This server has no settings for it: whoever starts the server chooses.
 *
 * @param factory of the host
 * @param settings time limits and places
 */
record HostAccess(HostFactory factory, HostSettings settings) {
    private static volatile HostAccess current = new HostAccess(WindowsHost.FACTORY, HostSettings.DEFAULTS);

    /** The way to the host of every agent. */
    static HostAccess current() {
        return current;
    }

    static void choose(HostFactory factory, HostSettings settings) {
        current = new HostAccess(factory, settings);
    }
}
