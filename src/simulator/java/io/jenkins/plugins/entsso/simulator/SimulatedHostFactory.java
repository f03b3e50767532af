package io.jenkins.plugins.entsso.simulator;

import io.jenkins.plugins.entsso.engine.agent.Host;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import java.nio.file.Path;

/**
 * Has tasks ask a simulated host, also from another JVM of this machine.
 *
 * @param folder in which the host lives
 * @param consoles has the real consoles of this machine: the simulated program is started at one
 */
public record SimulatedHostFactory(String folder, HostFactory consoles) implements HostFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public Host host(HostSettings settings) {
        return new SimulatedWindows(SimulatedHost.open(Path.of(folder)), settings, consoles.host(settings));
    }

    @Override
    public boolean isFor(boolean unix) {
        return true;
    }
}
