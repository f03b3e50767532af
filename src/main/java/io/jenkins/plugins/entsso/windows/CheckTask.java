package io.jenkins.plugins.entsso.windows;

import io.jenkins.plugins.entsso.secret.HostFacts;
import java.time.Instant;

/**
 * Asks the host for everything that a verdict needs.
 *
 * @param settings how to ask it
 */
public record CheckTask(HostSettings settings) implements AgentTask<HostFacts> {
    private static final long serialVersionUID = 1L;

    @Override
    public HostFacts run() throws InterruptedException {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        Instant now = Instant.now();
        if (!HostTools.isWindows() && !settings.isOfSimulatedHost()) {
            return HostFacts.notWindows(HostTools.computer(), HostTools.account(), system, now);
        }
        HostTools tools = new HostTools(settings);
        Commands commands = new Processes();
        return new HostFacts(
                HostTools.computer(),
                HostTools.account(),
                system,
                now,
                true,
                new EventLog(commands, tools.wevtutil(), settings.queryTimeout()).ask(),
                new Registry(commands, tools.reg(), settings.queryTimeout()).ask(),
                tools.ssoconfig());
    }
}
