package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.agent.windows.Commands;
import io.jenkins.plugins.entsso.engine.agent.windows.EventLog;
import io.jenkins.plugins.entsso.engine.agent.windows.HostTools;
import io.jenkins.plugins.entsso.engine.agent.windows.Processes;
import io.jenkins.plugins.entsso.engine.agent.windows.Registry;
import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks the host for everything that a verdict needs.
 *
 * @param settings how to ask it
 */
public record CheckTask(HostSettings settings) implements AgentTask<HostFacts> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_QUESTIONS = 14;

    /** For the channel, and for starting and ending the programs. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** Every question may take as long as one may. */
    @Override
    public Duration patience() {
        return settings.queryTimeout().multipliedBy(MOST_QUESTIONS).plus(MARGIN);
    }

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
