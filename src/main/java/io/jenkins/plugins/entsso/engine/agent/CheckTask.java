package io.jenkins.plugins.entsso.engine.agent;

import io.jenkins.plugins.entsso.engine.model.HostFacts;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks the host for everything that a verdict needs.
 *
 * @param factory of the host to ask
 * @param settings how to ask it
 * @param known whether the host is known as a master secret server, so that everything is asked even where ENTSSO seems not
 *     to be installed
 */
public record CheckTask(HostFactory factory, HostSettings settings, boolean known) implements AgentTask<HostFacts> {
    private static final long serialVersionUID = 1L;

    /** Event log, registry, status, service, and once more for all that has no limit of its own. */
    private static final int QUESTIONS = 5;

    /** For the channel. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    @Override
    public Duration patience() {
        return settings.queryTimeout().multipliedBy(QUESTIONS).plus(MARGIN);
    }

    @Override
    public HostFacts run() throws InterruptedException {
        return ask(factory.host(settings), settings.queryTimeout(), known);
    }

    /** Asks a host; each question may take that long. */
    public static HostFacts ask(Host host, Duration limit, boolean known) throws InterruptedException {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        Instant now = Instant.now();
        if (!host.isWindows()) {
            return HostFacts.notWindows(host.computer(), host.account(), system, now);
        }
        boolean installed = host.hasEntsso();
        if (!installed && !known) {
            return HostFacts.withoutEntsso(host.computer(), host.account(), system, now);
        }
        return new HostFacts(
                host.computer(),
                host.account(),
                system,
                now,
                true,
                installed,
                host.eventLog(limit),
                host.secrets(limit),
                host.status(limit),
                host.service(limit),
                host.ssoconfig(),
                host.backupFiles(),
                "");
    }
}
