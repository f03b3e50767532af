package io.jenkins.plugins.entsso.backup;

import io.jenkins.plugins.entsso.windows.AgentTask;
import io.jenkins.plugins.entsso.windows.HostSettings;
import java.util.UUID;

/**
 * Makes one backup on the agent, proves it, brings it back and leaves nothing behind.
 *
 * @param settings how to ask the host
 * @param method how to make the backup
 * @param id of the backup; in the name of its temporary file
 * @param password encrypts the backup
 * @param reminder the password reminder
 */
public record BackupTask(HostSettings settings, Method method, UUID id, Password password, String reminder)
        implements AgentTask<BackupAnswer> {
    private static final long serialVersionUID = 1L;

    @Override
    public BackupAnswer run() throws InterruptedException {
        try (password) {
            return new BackupWork(this).run();
        }
    }
}
