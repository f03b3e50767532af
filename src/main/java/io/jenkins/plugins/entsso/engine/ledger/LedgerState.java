package io.jenkins.plugins.entsso.engine.ledger;

import io.jenkins.plugins.entsso.engine.model.Backup;
import io.jenkins.plugins.entsso.engine.model.Finding;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All that is known at one moment. Nobody changes it.
 *
 * @param backups oldest first
 * @param hosts by node name
 * @param problems what could not be read
 * @param round the last round of the patrol; null if none has ended
 * @param revision grows with every change
 */
record LedgerState(
        Map<UUID, Backup> backups,
        Map<String, HostRecord> hosts,
        List<Finding> problems,
        PatrolRound round,
        long revision) {}
