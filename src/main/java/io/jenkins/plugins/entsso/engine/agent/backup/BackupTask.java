package io.jenkins.plugins.entsso.engine.agent.backup;

import io.jenkins.plugins.entsso.engine.agent.AgentTask;
import io.jenkins.plugins.entsso.engine.agent.CheckTask;
import io.jenkins.plugins.entsso.engine.agent.HostFactory;
import io.jenkins.plugins.entsso.engine.agent.HostSettings;
import java.time.Duration;
import java.util.UUID;

/**
 * Makes one backup on the agent, proves it, brings it back and leaves nothing behind.
 *
 * @param factory of the host
 * @param settings how to ask the host
 * @param method how to make the backup
 * @param id of the backup; in the name of its temporary file
 * @param password encrypts the backup
 * @param reminder the password reminder
 */
public record BackupTask(
        HostFactory factory, HostSettings settings, Method method, UUID id, Password password, String reminder)
        implements AgentTask<BackupAnswer> {
    private static final long serialVersionUID = 1L;

    /** How long an event may come after the program that caused it has ended. */
    static final Duration EVENT_DELAY = Duration.ofSeconds(10);

    /**
     * The host is asked after the backup, for the last time just before the event is late; the file may be written to for as
     * long as a backup may take; and where one way to make a backup leads nowhere, the other one is tried, and looked at, too.
     */
    @Override
    public Duration patience() {
        Duration patience = new CheckTask(factory, settings, true)
                .patience()
                .plus(settings.backupTimeout().multipliedBy(2))
                .plus(EVENT_DELAY);
        return method == Method.AUTO
                ? patience.plus(settings.backupTimeout())
                        .plus(settings.queryTimeout())
                        .plus(EVENT_DELAY)
                : patience;
    }

    @Override
    public BackupAnswer run() throws InterruptedException {
        try (password) {
            return new BackupWork(this, factory.host(settings), EVENT_DELAY).run();
        }
    }
}
